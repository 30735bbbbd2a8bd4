"""Our own evidence: written in the transaction that makes it."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.db import connection, transaction

from trimtab.kernel.ids import uuid4_in_order
from trimtab.lrs.actions.statements.copying import copy_rows
from trimtab.lrs.domain.statements.preparing import Stamp, to_row
from trimtab.lrs.domain.statements.rows import PLATFORM, Experience, StoredStatement
from trimtab.lrs.queries.installation import home
from trimtab.xapi import profile
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import check_statement

_AT_ONCE = 5_000


def record(
    *,
    actor: UUID,
    verb: Verb,
    object_id: str,
    object_name: str,
    object_type: ActivityType,
    now: dt.datetime,
    result: Mapping[str, Any] | None = None,
    context: Mapping[str, Any] | None = None,
    platform: str = PLATFORM,
) -> UUID:
    """Writes one statement of our own into the caller's transaction; returns
    its id. See Evidence for the arguments.

    Raises InvalidStatement when `result` or `context` break a rule of xAPI.
    """
    evidence = Experience(
        actor=actor,
        verb=verb,
        object_id=object_id,
        object_name=object_name,
        object_type=object_type,
        at=now,
        result=result,
        context=context,
        platform=platform,
    )
    return record_many([evidence], now=now)[0]


def record_many(evidence: Iterable[Experience], *, now: dt.datetime) -> list[UUID]:
    """Writes statements of our own into the caller's transaction, in bulk, as stored at `now`.

    Returns their ids in the same order. Raises InvalidStatement; then nothing is written.
    """
    stamp, left, ids = Stamp(PLATFORM, home(), speaks_for_people=True), iter(evidence), []
    with transaction.atomic(), connection.cursor() as cursor:
        while rows := [_row(event, stamp) for event in islice(left, _AT_ONCE)]:
            with connection.wrap_database_errors:
                copy_rows(cursor.cursor, rows, stored=now)
            ids += [row.id for row in rows]
    return ids


def _row(evidence: Experience, stamp: Stamp) -> StoredStatement:
    key = uuid4_in_order(evidence.at, secrets.token_bytes(10))
    made = profile.statement(
        key=key,
        actor=profile.person(stamp.home, evidence.actor),
        verb=evidence.verb,
        object_id=_iri(evidence.object_id, stamp.home),
        object_name=evidence.object_name,
        object_type=evidence.object_type,
        result=evidence.result,
        context=evidence.context,
        at=evidence.at,
        platform=evidence.platform,
    )
    return to_row(check_statement(made), key=key, minted=True, stamp=stamp)


def _iri(object_id: str, home: str) -> str:
    is_iri = "://" in object_id or object_id.startswith("urn:")
    return object_id if is_iri else f"{home}/{quote(object_id, safe='/:@!$&()*+,;=-._~#?%')}"
