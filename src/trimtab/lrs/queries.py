"""Reading statements and credentials."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet, TextField
from django.db.models.functions import Cast

from trimtab.lrs import paging
from trimtab.lrs.domain.keys import person_key, shelf
from trimtab.lrs.domain.rows import CredentialRow, Filters, Scope, StatementPage, StatementText
from trimtab.lrs.home import home
from trimtab.lrs.models import Credential, Statement, StatementId

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


def statement_text(statement_id: UUID, *, voided: bool = False, authority: str = "") -> StatementText | None:
    """One statement by id as JSON; a voided one only when asked for as such; only those of one authority, if given."""
    # Asked for by itself, the time of storing lets the next query read one month alone.
    stored = StatementId.objects.filter(id=statement_id).values_list("stored", flat=True).first()
    if stored is None:
        return None
    found = Statement.objects.filter(id=statement_id, stored=stored, voided=voided)
    if authority:
        found = found.filter(authority=authority)
    row = found.values_list(_TEXT, "stored").first()
    return StatementText(*row) if row else None


def statement(statement_id: UUID, *, voided: bool = False) -> dict[str, Any] | None:
    """One statement by id; a voided one only when asked for as such."""
    found = statement_text(statement_id, voided=voided)
    return json.loads(found.text) if found else None


def page(filters: Filters) -> StatementPage:
    """Statements that are not voided, newest stored first (or oldest first), at most `filters.limit`."""
    everything = _found(filters)
    rows = paging.first_of([everything.filter(place) for place in _places(filters)], filters, filters.limit + 1)
    shown = rows[: filters.limit]
    more = (shown[-1][0], shown[-1][1]) if shown and len(rows) > len(shown) else None
    return StatementPage(tuple(text for _stored, _id, text in shown), more)


def statements(filters: Filters) -> list[dict[str, Any]]:
    """The statements of a page, decoded."""
    return [json.loads(text) for text in page(filters).texts]


def _found(filters: Filters) -> QuerySet[Statement]:
    equal = {
        "verb": shelf(filters.verb, home()),
        "registration": filters.registration,
        "authority": filters.authority,
        "stored__gt": filters.since,
        "stored__lte": filters.until,
    }
    found = Statement.objects.filter(voided=False, **{name: value for name, value in equal.items() if value})
    if filters.after:
        stored, key = filters.after
        later = "gt" if filters.ascending else "lt"
        # The first condition says nothing new; it is the one that an index and the choice of months can use.
        found = found.filter(**{f"stored__{later}e": stored})
        found = found.filter(Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"id__{later}": key}))
    return found


def _places(filters: Filters) -> list[Q]:
    """The places in which agent and activity may stand, each as a condition of its own."""
    agents = _with_agent(filters.agent, broadly=filters.related_agents) if filters.agent else []
    activities = _with_activity(shelf(filters.activity, home()), broadly=filters.related_activities)
    if not filters.activity:
        return agents or [Q()]
    return [one & reduce(or_, activities) for one in agents] or activities


def _with_agent(key: str, *, broadly: bool) -> list[Q]:
    related = [f"m {key}", f"a {key}"] if broadly else [f"m {key}"]
    places = [Q(actor_key=key), Q(object_id=key), Q(related__overlap=related)]
    ours = f"account {home()}|"
    return [*places, Q(authority=key.removeprefix(ours))] if broadly and key.startswith(ours) else places


def _with_activity(key: str, *, broadly: bool) -> list[Q]:
    return [Q(object_id=key), Q(related__contains=[f"o {key}"])] if broadly else [Q(object_id=key)]


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
