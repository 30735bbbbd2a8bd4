"""Reading statements."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from trimtab.lrs.domain.keys import person_key, shelf
from trimtab.lrs.domain.statements.rows import Cursor, Filters, StatementPage, StatementText
from trimtab.lrs.models import Statement, StatementId
from trimtab.lrs.queries.installation import home
from trimtab.lrs.queries.statements import attachments, paging, referring
from trimtab.lrs.queries.statements.places import anywhere, places

_TEXT = Cast("raw", TextField())
_OLDEST_WRITER = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
      AND (backend_xid IS NOT NULL OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'))
"""


def statement_text(
    statement_id: UUID, *, voided: bool = False, authority: str = "", with_files: bool = False
) -> StatementText | None:
    """One statement by id as JSON; a voided one only when asked for as such;
    only those of one authority, if given.

    `with_files` adds the data of its attachments.
    """
    # Asked for by itself, the time of storing lets the next query read one month alone.
    stored = StatementId.objects.filter(id=statement_id).values_list("stored", flat=True).first()
    if stored is None:
        return None
    statements = Statement.objects.filter(id=statement_id, stored=stored, voided=voided)
    if authority:
        statements = statements.filter(authority=authority)
    row = statements.values_list(_TEXT, "stored").first()
    if row is None:
        return None
    text, stored = row
    return StatementText(text, stored, attachments.of([statement_id]) if with_files else {})


def statement(statement_id: UUID, *, voided: bool = False) -> dict[str, Any] | None:
    """One statement by id; a voided one only when asked for as such."""
    known = statement_text(statement_id, voided=voided)
    return json.loads(known.text) if known else None


def page(filters: Filters, *, with_files: bool = False) -> StatementPage:
    """Statements that are not voided, newest stored first (or oldest
    first), at most `filters.limit`.

    A statement about another statement is found by what that one says too (part
    three, 2.1.3). `with_files` adds the data of attachments; then a page may be
    shorter, so that the data fit into memory.
    """
    spots = places(filters)
    # One row more than fits, so that one knows whether there is a next page.
    rows = paging.first_of(_given(filters), spots, filters, filters.limit + 1)
    if referring.is_needed(filters):
        targets = _content(filters).filter(anywhere(spots))
        more = _texts(referring.referring(targets, filters))
        rows = sorted({*rows, *more}, key=itemgetter(0, 1), reverse=not filters.ascending)
    shown = rows[: filters.limit]
    if with_files:
        shown = shown[: attachments.how_many_fit([row[1] for row in shown])]
    last = (shown[-1][0], shown[-1][1]) if shown and len(rows) > len(shown) else None
    data = attachments.of([row[1] for row in shown]) if with_files else {}
    return StatementPage(
        tuple(row[2] for row in shown), last, max((row[0] for row in shown), default=None), data
    )


def _texts(keys: Sequence[Cursor]) -> list[tuple[dt.datetime, UUID, str]]:
    statements = Statement.objects.filter(
        stored__in={stored for stored, _id in keys}, id__in=[key for _stored, key in keys]
    )
    return list(statements.values_list("stored", "id", _TEXT)) if keys else []


def statements(filters: Filters) -> list[dict[str, Any]]:
    """The statements of a page, decoded."""
    return [json.loads(text) for text in page(filters).texts]


def _content(filters: Filters) -> QuerySet[Statement]:
    """What filters ask of a statement itself and has one place: verb and registration."""
    equal = {"verb": shelf(filters.verb, home()), "registration": filters.registration}
    return Statement.objects.filter(**{name: value for name, value in equal.items() if value})


def _given(filters: Filters) -> QuerySet[Statement]:
    """What filters ask of the statement that is given beside its
    content and times: not voided, by whom."""
    statements = _content(filters).filter(voided=False)
    return statements.filter(authority=filters.authority) if filters.authority else statements


def consistent_through(now: dt.datetime) -> dt.datetime:
    """The time before which every statement's storing is over: the start of the
    oldest transaction that still writes."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITER)
        [oldest] = cursor.fetchone()
    return min(now, oldest) if oldest else now


def count_about(pseudonym: UUID) -> int:
    """How many statements the store holds about one of our people."""
    return Statement.objects.filter(actor_key=person_key(pseudonym)).count()
