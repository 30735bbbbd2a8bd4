"""Erasing a person from the evidence: the only change of statements beside voiding,
and the database lets nothing else through."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import TextField
from django.db.models.functions import Cast

from trimtab.lrs.domain.erasing import Aliases, without
from trimtab.lrs.domain.keys import NUMBER_IN_SQL, TEXTS_IN_SQL, agent_key, related_keys, shelf
from trimtab.lrs.domain.statements.rows import PLATFORM
from trimtab.lrs.queries.erasing.people import about, identifiers
from trimtab.lrs.queries.installation import home
from trimtab.xapi.profile import people_page
from trimtab.xapi.related import object_key

_AT_ONCE = 500
_UPDATE = """
    UPDATE lrs_statement
    SET raw = given.raw::jsonb, actor_key = given.actor, object_id = given.object,
        related = given.related::text[]
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS given(id, stored, raw, actor, object, related)
    WHERE lrs_statement.stored = given.stored AND lrs_statement.id = given.id
"""
# What the statements are related to, as numbers: of the old texts before the
# change, of the new ones after it.
_FORGET = f"""
    DELETE FROM lrs_related USING (
        SELECT {NUMBER_IN_SQL} AS key, stored, id
        FROM unnest(%s::uuid[], %s::timestamptz[]) AS given(id, stored)
        JOIN lrs_statement USING (stored, id)
        CROSS JOIN LATERAL {TEXTS_IN_SQL.format(actor="actor_key", related="related")}
    ) old
    WHERE lrs_related.key = old.key AND lrs_related.stored = old.stored AND lrs_related.id = old.id
"""  # noqa: S608  a constant
_RELATE = f"""
    INSERT INTO lrs_related (key, stored, id)
    SELECT DISTINCT {NUMBER_IN_SQL}, stored, id
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[], %s::text[])
        AS given(id, stored, actor, related)
    CROSS JOIN LATERAL {TEXTS_IN_SQL.format(actor="actor", related="given.related::text[]")}
"""  # noqa: S608  a constant
StatementBefore = tuple[UUID, dt.datetime, str, str]
StatementAfter = tuple[UUID, dt.datetime, str, str, str, str | None]


@transaction.atomic
def redact_person(*, pseudonym: UUID, emails: Iterable[str], mint: Callable[[], UUID]) -> int:
    """Takes a person's name, addresses and words out of every statement;
    returns how many were about them.

    Those under the pseudonym stay under it. Those under an e-mail address go under a pseudonym
    that `mint` makes for this address and nobody knows, so that as many actors are counted as
    before. Ids, times, verbs, activities, results stay.
    """
    aliases = _aliases(pseudonym, emails, mint)
    changed = 0
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL trimtab.erasing = 'on'")
        for rows in _batches(
            about(aliases)
            .values_list("id", "stored", Cast("raw", TextField()), "authority")
            .iterator(_AT_ONCE)
        ):
            columns = _columns([_redacted(row, aliases) for row in rows])
            ids, stored, actors, related = columns[0], columns[1], columns[3], columns[-1]
            cursor.execute(_FORGET, [ids, stored])
            cursor.execute(_UPDATE, columns)
            cursor.execute(_RELATE, [ids, stored, actors, related])
            changed += len(rows)
        cursor.execute("SET LOCAL trimtab.erasing = 'off'")
    return changed


def _aliases(pseudonym: UUID, emails: Iterable[str], mint: Callable[[], UUID]) -> Aliases:
    first, *others = identifiers(pseudonym, emails)
    page = people_page(home())
    return {
        first: {"account": {"homePage": page, "name": str(pseudonym)}},
        **{key: {"account": {"homePage": page, "name": str(mint())}} for key in others},
    }


def _batches(rows: Iterator[StatementBefore]) -> Iterator[list[StatementBefore]]:
    while some := list(islice(rows, _AT_ONCE)):
        yield some


def _redacted(row: StatementBefore, aliases: Aliases) -> StatementAfter:
    key, stored, raw, authority = row
    kept = without(json.loads(raw), aliases, home=home(), is_ours=authority == PLATFORM)
    return key, stored, json.dumps(kept, ensure_ascii=False), *_keys(kept)


def _keys(statement: Mapping[str, Any]) -> tuple[str, str, str | None]:
    actor = agent_key(statement["actor"], home())
    target = shelf(object_key(statement["object"]), home())
    related = related_keys(statement, actor=actor, object_id=target, home=home())
    return actor, target, _array(related) if related else None


def _array(texts: Iterable[str]) -> str:
    return (
        "{"
        + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
        + "}"
    )


def _columns(rows: list[StatementAfter]) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)]
