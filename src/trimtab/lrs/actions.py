"""Writing evidence: our own in the transaction that makes it, and what others send."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.ids import uuid7
from trimtab.lrs.bulk import copy_in, copy_new
from trimtab.lrs.domain.rows import PLATFORM, CredentialRow, Evidence, Scope, StoredStatement, to_store
from trimtab.lrs.models import Credential, Statement
from trimtab.xapi import profile
from trimtab.xapi.equality import same
from trimtab.xapi.statement import VOIDED, check_statement

BASE = "https://trimtab.local"
MOST_IN_A_BATCH = 10_000


class Conflict(Refusal):
    """A statement with this id is stored already and says something else (part three, 2.1.1)."""

    status = 409


def record(evidence: Evidence, *, now: dt.datetime) -> UUID:
    """Writes one statement of our own into the caller's transaction; returns its id."""
    return record_many([evidence], now=now)[0]


def record_many(evidence: Iterable[Evidence], *, now: dt.datetime) -> list[UUID]:
    """Writes statements of our own into the caller's transaction, in bulk; returns their ids in the same order."""
    authority = {"objectType": "Agent", "account": {"homePage": BASE, "name": PLATFORM}}
    rows = [_own(one, authority, now) for one in evidence]
    with transaction.atomic(), connection.cursor() as cursor:
        copy_new(cursor.cursor, rows)
    return [row.id for row in rows]


def _own(one: Evidence, authority: Mapping[str, Any], now: dt.datetime) -> StoredStatement:
    key = uuid7(one.at, secrets.token_bytes(10))
    made = profile.statement(
        key=key,
        actor=profile.person(BASE, one.actor),
        verb=one.verb,
        object_id=f"{BASE}/{one.object_id}",
        object_name=one.object_name,
        object_type=one.object_type,
        result=one.result,
        context=one.context,
        at=one.at,
    )
    return to_store(made, key=key, authority=PLATFORM, authority_actor=authority, now=now)


@transaction.atomic
def store(batch: Sequence[Any], *, by: CredentialRow, now: dt.datetime) -> list[UUID]:
    """Stores what a client sent: every statement is valid and new (or the same as before), or nothing is stored.

    Returns the ids in order. Raises InvalidStatement (400), Conflict (409) or Refusal (too many).
    """
    rows = prepare(batch, by=by, now=now)
    with connection.cursor() as cursor:
        stored = copy_in(cursor.cursor, rows)
    settle(rows, stored)
    return [row.id for row in rows]


def prepare(batch: Sequence[Any], *, by: CredentialRow, now: dt.datetime) -> list[StoredStatement]:
    """Checks a batch and makes its rows; touches no database."""
    if len(batch) > MOST_IN_A_BATCH:
        raise Refusal("xapi.batch", f"At most {MOST_IN_A_BATCH:,} statements go into one request.", "statements")
    authority = {"objectType": "Agent", "account": {"homePage": BASE, "name": by.user}}
    rows: dict[UUID, StoredStatement] = {}
    for given in batch:
        statement = check_statement(given)
        key = UUID(statement["id"]) if "id" in statement else uuid7(now, secrets.token_bytes(10))
        if key in rows:
            raise Refusal("xapi.twice", f"The id {key} stands twice in the request.", "id")
        rows[key] = to_store(statement, key=key, authority=by.user, authority_actor=authority, now=now)
    return list(rows.values())


def settle(rows: Sequence[StoredStatement], stored: set[UUID]) -> None:
    """After an insert: compares the ids that were there before, and voids what the new statements void."""
    known = {row.id: row for row in rows if row.id not in stored}
    for key, raw in Statement.objects.filter(id__in=known).values_list("id", "raw"):
        if not same(known[key].raw, raw):
            raise Conflict("xapi.conflict", f"The statement {key} is stored already and says something else.", "id")
    voids = [row.voids for row in rows if row.id in stored and row.voids]
    if voids:
        Statement.objects.filter(id__in=voids).exclude(verb=VOIDED).update(voided=True)


def add_credential(*, name: str, scopes: Iterable[Scope], now: dt.datetime) -> tuple[str, str]:
    """A new key: (user, secret). The secret is shown this once."""
    user, secret = secrets.token_hex(16), secrets.token_urlsafe(32)
    Credential.objects.create(
        user=user,
        name=name,
        secret_sha256=hashlib.sha256(secret.encode()).hexdigest(),
        scopes=[scope.value for scope in scopes],
        created_at=now,
    )
    return user, secret


def revoke_credential(*, user: str, now: dt.datetime) -> None:
    """Ends a key."""
    Credential.objects.filter(user=user, revoked_at=None).update(revoked_at=now)
