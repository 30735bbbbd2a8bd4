"""Storing what clients send: many requests in one transaction, each of them whole or not at all.

Ids that are stored already are looked for first, and only those are compared; everything else goes
in by COPY (docs/decisions/0004-evidence-store.md has the figures).
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import DataError, IntegrityError, connection, transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.ids import uuid4_in_order
from trimtab.lrs.actions.statements import beside
from trimtab.lrs.actions.statements.copying import copy_rows
from trimtab.lrs.domain.credentials import CredentialRow, Scope
from trimtab.lrs.domain.statements import preparing
from trimtab.lrs.domain.statements.preparing import NO_FILES, LenientBatch, Stamp
from trimtab.lrs.domain.statements.rows import OURS, Prepared, StoredStatement
from trimtab.lrs.domain.statements.voiding import ANYBODY, check_voiding
from trimtab.lrs.queries.installation import home
from trimtab.xapi.equality import same
from trimtab.xapi.files import Files
from trimtab.xapi.statement import VOIDED
from trimtab.xapi.version import Version

STORE_LOCK = 0x7841_5049
_TRIES = 3
# One probe of an index for each id: the planner is given no chance to read a table.
_LOOK = """
    SELECT given.id, known.stored, voiding.found IS NOT NULL
    FROM unnest(%s::uuid[], %s::text[], %s::text[]) AS given(id, authority, others)
    LEFT JOIN LATERAL (SELECT stored FROM lrs_statementid WHERE id = given.id LIMIT 1) known ON true
    LEFT JOIN LATERAL (
        SELECT 1 AS found FROM lrs_voiding
        WHERE target = given.id AND authority IN (given.authority, given.others) LIMIT 1
    ) voiding ON true
    WHERE known.stored IS NOT NULL OR voiding.found IS NOT NULL
"""
_FETCH = """
    SELECT given.id, stored.raw
    FROM unnest(%s::uuid[], %s::timestamptz[]) AS given(id, stored)
    CROSS JOIN LATERAL (
        SELECT raw::text FROM lrs_statement
        WHERE stored = given.stored AND id = given.id LIMIT 1
    ) stored
"""
_BROUGHT_BY = """
    SELECT statement.id, statement.authority
    FROM unnest(%s::uuid[]) AS given(id)
    CROSS JOIN LATERAL (SELECT stored FROM lrs_statementid WHERE id = given.id LIMIT 1) known
    CROSS JOIN LATERAL (
        SELECT id, authority FROM lrs_statement
        WHERE stored = known.stored AND id = given.id LIMIT 1
    ) statement
"""
_VOID = """
    UPDATE lrs_statement SET voided = true FROM lrs_statementid known
    WHERE known.id = ANY(%s) AND lrs_statement.stored = known.stored AND lrs_statement.id = known.id
      AND NOT lrs_statement.voided AND lrs_statement.verb <> %s
"""
Requests = Mapping[int, Prepared]


class StatementConflict(Refusal):
    """A statement with this id is stored already and says something else (part three, 2.1.1)."""

    status = 409


class Unstorable(Refusal):
    """The database cannot hold a value of this request."""

    status = 400


class _Refused(Exception):
    """Leaves the transaction: these requests are refused, the others are tried again."""

    def __init__(self, faults: dict[int, Refusal]) -> None:
        super().__init__()
        self.faults = faults


def prepare(
    given: Any,
    *,
    by: CredentialRow,
    now: dt.datetime,
    version: Version = Version.ONE,
    files: Files = NO_FILES,
) -> Prepared:
    """Checks one statement or a list, with the data of attachments by SHA-2,
    and makes its rows; touches no database.

    Raises InvalidStatement or BadBatch (400).
    """
    return preparing.prepare(given, stamp=_stamp(by, version), mint=_mint(now), files=files)


def prepare_content(
    content: bytes, *, by: CredentialRow, now: dt.datetime, version: Version = Version.ONE
) -> Prepared:
    """The same of JSON (UTF-8) that nobody has decoded, faster. Raises
    InvalidStatement or BadBatch (400)."""
    return preparing.prepare_content(content, stamp=_stamp(by, version), mint=_mint(now))


def prepare_each(
    given: Any,
    *,
    by: CredentialRow,
    now: dt.datetime,
    version: Version = Version.ONE,
    files: Files = NO_FILES,
) -> LenientBatch:
    """The same for a lenient credential: each statement by itself, known slips mended,
    and what cannot be taken left out alone.

    Raises BadBatch (400) when there are too many.
    """
    return preparing.prepare_each(given, stamp=_stamp(by, version), mint=_mint(now), files=files)


def _stamp(by: CredentialRow, version: Version) -> Stamp:
    return Stamp(
        by.user,
        home(),
        version,
        speaks_for_people=by.may(Scope.PEOPLE),
        voids_others=by.may(Scope.VOID),
    )


def _mint(now: dt.datetime) -> Callable[[], UUID]:
    return lambda: uuid4_in_order(now, secrets.token_bytes(10))


def store(batch: Sequence[Any], *, by: CredentialRow, now: dt.datetime) -> list[UUID]:
    """Stores what a client sent: every statement is valid and new (or says the
    same as before), or nothing is stored.

    Returns the ids in order. Raises InvalidStatement, BadBatch or
    Unstorable (400) or StatementConflict (409).
    """
    prepared = prepare(list(batch), by=by, now=now)
    [fault] = store_together([prepared], clock=lambda: now)
    if fault:
        raise fault
    return prepared.ids


def store_together(
    requests: Sequence[Prepared], *, clock: Callable[[], dt.datetime]
) -> list[Refusal | None]:
    """Stores the statements of many requests; says for each why it was refused,
    or None. One bad request fails alone.

    `clock` gives the time of storing, read inside the transaction. Raises OperationalError when the
    database is not there; then it may be called again with the same requests.
    """
    faults: dict[int, Refusal] = {}
    for wave in _waves(requests):
        faults |= _store_wave(wave, clock)
    return [faults.get(number) for number in range(len(requests))]


def _waves(requests: Sequence[Prepared]) -> Iterator[Requests]:
    """The requests in groups in which no id stands twice: a second request with
    an id waits for the first request's end."""
    left = dict(enumerate(requests))
    while left:
        wave: dict[int, Prepared] = {}
        seen: set[UUID] = set()
        for number, request in left.items():
            ids = {row.id for row in request.rows}
            if not ids & seen:
                wave[number] = request
            seen |= ids
        yield wave
        left = {number: request for number, request in left.items() if number not in wave}


def _store_wave(wave: Requests, clock: Callable[[], dt.datetime]) -> dict[int, Refusal]:
    left, tries = dict(wave), 0
    faults: dict[int, Refusal] = {}
    while left:
        try:
            with transaction.atomic():
                _write(left, clock)
            return faults
        except _Refused as refused:
            faults |= refused.faults
            left = {
                number: request for number, request in left.items() if number not in refused.faults
            }
        except IntegrityError:
            # Another process stored one of these ids between our look and
            # our COPY: the next look sees it.
            tries += 1
            if tries == _TRIES:
                raise
        except DataError as error:
            if len(left) == 1:
                return faults | {
                    number: Unstorable("xapi.unstorable", str(error).splitlines()[0])
                    for number in left
                }
            for number, request in left.items():
                faults |= _store_wave({number: request}, clock)
            return faults
    return faults


def _write(requests: Requests, clock: Callable[[], dt.datetime]) -> None:
    # Rows in the order of their ids: two processes that store the same ids wait
    # for each other and never in a circle.
    rows = sorted(
        (row for request in requests.values() for row in request.rows), key=lambda row: row.id.int
    )
    with connection.cursor() as cursor:
        given = {row.id: row for row in rows if not row.minted}
        known, voided = _look(cursor, given, alone=any(row.refers for row in rows))
        _compare(known, given, requests)
        fresh = [row for row in rows if row.id not in known]
        _check_voiding(cursor, fresh, requests)
        voiding = {row.id for row in fresh if row.voids}
        targets = {row.voids for row in fresh if row.voids}
        stored, gone = clock(), (targets | voided) - voiding
        with connection.wrap_database_errors:
            copy_rows(cursor.cursor, fresh, stored=stored, voided=gone)
        beside.keep_references(cursor, fresh, stored=stored, voided=gone)
        beside.keep_files(cursor, fresh)
        if targets:
            cursor.execute(_VOID, [list(targets), VOIDED])
            beside.void_references(cursor, targets)


def _look(
    cursor: Any, given: Mapping[UUID, StoredStatement], *, alone: bool
) -> tuple[dict[UUID, str], set[UUID]]:
    """Of the ids that clients gave: those that are stored, with their JSON, and those that a stored
    statement voids (a voiding statement may come before its target, 2.3.2).

    First takes the lock that lets a voiding statement and its target see each other, whichever
    comes first: everybody shares it, and who voids or refers has it `alone`. The look is a
    statement of its own, so that it sees what the lock waited for.
    """
    lock = f"SELECT pg_advisory_xact_lock{'' if alone else '_shared'}({STORE_LOCK});"
    others = [given[key].authority if given[key].authority in OURS else ANYBODY for key in given]
    cursor.execute(lock + _LOOK, [list(given), [row.authority for row in given.values()], others])
    cursor.nextset()
    rows = cursor.fetchall()
    known = {key: stored for key, stored, _is_voided in rows if stored}
    return _fetch(cursor, known), {key for key, _stored, is_voided in rows if is_voided}


def _fetch(cursor: Any, known: Mapping[UUID, dt.datetime]) -> dict[UUID, str]:
    """The JSON of the statements stored at these times under these ids."""
    if not known:
        return {}
    cursor.execute(_FETCH, [list(known), list(known.values())])
    return dict(cursor.fetchall())


def _compare(
    known: Mapping[UUID, str], given: Mapping[UUID, StoredStatement], requests: Requests
) -> None:
    """Raises _Refused for the requests that say something else than
    what is stored under their ids."""
    other = {key for key, raw in known.items() if not same(given[key].statement, json.loads(raw))}
    if other:
        raise _Refused(
            {
                number: _conflict(row.id)
                for number, request in requests.items()
                for row in request.rows
                if row.id in other
            }
        )


def _check_voiding(cursor: Any, fresh: Sequence[StoredStatement], requests: Requests) -> None:
    """Raises _Refused for the requests that void what they may not. What comes
    later is held to the same rule when it does."""
    targets = {row.id: row.voids for row in fresh if row.voids}
    if not targets:
        return
    cursor.execute(_BROUGHT_BY, [list(targets.values())])
    authorities = {**dict(cursor.fetchall()), **{row.id: row.authority for row in fresh}}
    faults = {
        number: fault
        for number, prepared in requests.items()
        for row in prepared.rows
        if row.id in targets and (fault := check_voiding(row, authorities))
    }
    if faults:
        raise _Refused(dict(faults))


def _conflict(key: UUID) -> StatementConflict:
    return StatementConflict(
        "xapi.conflict", f"The statement {key} is stored already and says something else.", "id"
    )
