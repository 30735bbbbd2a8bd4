"""Reading statements and credentials."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from trimtab.lrs import files
from trimtab.lrs.domain.keys import person_key, shelf
from trimtab.lrs.domain.rows import CredentialRow, Filters, Scope, StatementPage, StatementText
from trimtab.lrs.home import home
from trimtab.lrs.models import Credential, Reference, Statement
from trimtab.lrs.referring import referring

_TEXT = Cast("raw", TextField())
_OLDEST_WRITER = """
    SELECT min(xact_start) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
      AND (backend_xid IS NOT NULL OR pid IN (SELECT pid FROM pg_locks WHERE locktype = 'advisory'))
"""


def check_credential(user: str, secret: str) -> CredentialRow | None:
    """The credential, if the secret fits and it is in force."""
    found = Credential.objects.filter(user=user, revoked_at=None).first()
    given = hashlib.sha256(secret.encode()).hexdigest()
    if found is None or not hmac.compare_digest(found.secret_sha256, given):
        return None
    return CredentialRow(found.user, found.name, frozenset(Scope(scope) for scope in found.scopes))


def statement_text(
    statement_id: UUID, *, voided: bool = False, authority: str = "", with_files: bool = False
) -> StatementText | None:
    """One statement by id as JSON; a voided one only when asked for as such; only those of one authority, if given.

    `with_files` adds the data of its attachments.
    """
    found = Statement.objects.filter(id=statement_id, voided=voided)
    if authority:
        found = found.filter(authority=authority)
    row = found.values_list(_TEXT, "stored").first()
    if row is None:
        return None
    text, stored = row
    return StatementText(text, stored, files.of([statement_id]) if with_files else {})


def statement(statement_id: UUID, *, voided: bool = False) -> dict[str, Any] | None:
    """One statement by id; a voided one only when asked for as such."""
    found = statement_text(statement_id, voided=voided)
    return json.loads(found.text) if found else None


def page(filters: Filters, *, with_files: bool = False) -> StatementPage:
    """Statements that are not voided, newest stored first (or oldest first), at most `filters.limit`.

    A statement about another statement is found by what that one says too (part three, 2.1.3). `with_files` adds the data of
    attachments; then a page may be shorter, so that the data fit into memory.
    """
    rows = _rows(_found(filters), filters)
    if filters.asks_for_content and Reference.objects.exists():
        more = _rows(_timely(referring(_content(filters), filters), filters), filters)
        rows = sorted({*rows, *more}, key=itemgetter(0, 1), reverse=not filters.ascending)
    shown = rows[: filters.limit]
    if with_files:
        shown = shown[: files.how_many_fit([row[1] for row in shown])]
    last = (shown[-1][0], shown[-1][1]) if shown and len(rows) > len(shown) else None
    data = files.of([row[1] for row in shown]) if with_files else {}
    return StatementPage(tuple(row[2] for row in shown), last, max((row[0] for row in shown), default=None), data)


def _rows(found: QuerySet[Statement], filters: Filters) -> list[tuple[dt.datetime, UUID, str]]:
    """One row more than fits, so that one knows whether there is a next page."""
    order = ("stored", "id") if filters.ascending else ("-stored", "-id")
    return list(found.order_by(*order).values_list("stored", "id", _TEXT)[: filters.limit + 1])


def statements(filters: Filters) -> list[dict[str, Any]]:
    """The statements of a page, decoded."""
    return [json.loads(text) for text in page(filters).texts]


def _found(filters: Filters) -> QuerySet[Statement]:
    return _timely(_content(filters), filters)


def _content(filters: Filters) -> QuerySet[Statement]:
    """What filters ask of a statement itself: agent, verb, activity, registration."""
    equal = {"verb": shelf(filters.verb, home()), "registration": filters.registration}
    found = Statement.objects.filter(**{name: value for name, value in equal.items() if value})
    if filters.agent:
        found = found.filter(_with_agent(filters.agent, broadly=filters.related_agents))
    if filters.activity:
        found = found.filter(_with_activity(shelf(filters.activity, home()), broadly=filters.related_activities))
    return found


def _timely(found: QuerySet[Statement], filters: Filters) -> QuerySet[Statement]:
    """What filters ask of the statement that is given: not voided, stored when, by whom, after which one."""
    equal = {"authority": filters.authority, "stored__gt": filters.since, "stored__lte": filters.until}
    found = found.filter(voided=False, **{name: value for name, value in equal.items() if value})
    if filters.after:
        stored, key = filters.after
        later = "gt" if filters.ascending else "lt"
        found = found.filter(Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"id__{later}": key}))
    return found


def _with_agent(key: str, *, broadly: bool) -> Q:
    related = [f"m {key}", f"a {key}"] if broadly else [f"m {key}"]
    places = Q(actor_key=key) | Q(object_id=key) | Q(related__overlap=related)
    ours = f"account {home()}|"
    return places | Q(authority=key.removeprefix(ours)) if broadly and key.startswith(ours) else places


def _with_activity(key: str, *, broadly: bool) -> Q:
    return Q(object_id=key) | Q(related__contains=[f"o {key}"]) if broadly else Q(object_id=key)


def consistent_through(now: dt.datetime) -> dt.datetime:
    """The time before which every statement's storing is over: the start of the oldest transaction that still writes."""
    with connection.cursor() as cursor:
        cursor.execute(_OLDEST_WRITER)
        [oldest] = cursor.fetchone()
    return min(now, oldest) if oldest else now


def count_statements() -> int:
    """How many statements are stored."""
    return Statement.objects.count()


def statements_about(pseudonym: UUID, limit: int = 1000) -> list[dict[str, Any]]:
    """What the store holds about one of our people, newest first; voided statements too."""
    found = Statement.objects.filter(actor_key=person_key(pseudonym)).order_by("-stored", "-id")
    return [json.loads(text) for text in found.values_list(_TEXT, flat=True)[:limit]]


def count_about(pseudonym: UUID) -> int:
    """How many statements the store holds about one of our people."""
    return Statement.objects.filter(actor_key=person_key(pseudonym)).count()
