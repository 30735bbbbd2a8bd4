"""Writing many statements at once. Every row goes in by COPY, in the
transaction of the cursor given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import psycopg

from trimtab.lrs.actions.statements.months import open_month
from trimtab.lrs.domain.keys import numbers_of
from trimtab.lrs.domain.statements.months import Month
from trimtab.lrs.domain.statements.rows import StoredStatement
from trimtab.lrs.domain.statements.voiding import ANYBODY

_COLUMNS = (
    "id",
    "stored",
    "timestamp",
    "actor_key",
    "verb",
    "object_id",
    "registration",
    "authority",
    "voided",
    "raw",
    "related",
    "voids",
)
NULL = "\\N"
_COPY_RELATED = "COPY lrs_related (key, stored, id) FROM STDIN"
_COPY_IDS = "COPY lrs_statementid (id, stored) FROM STDIN"
_COPY = f"COPY lrs_statement ({', '.join(_COLUMNS)}) FROM STDIN"


def copy_rows(
    cursor: psycopg.Cursor[Any],
    rows: Iterable[StoredStatement],
    *,
    stored: dt.datetime,
    voided: Collection[UUID] = (),
) -> None:
    """Copies rows whose ids are new, as stored at `stored`; the ids in
    `voided` are voided from the start."""
    keyed, stamp = [(str(row.id), row) for row in rows], text_of(stored)
    open_month(cursor, Month.of(stored))
    with cursor.copy(_COPY_IDS) as copy:
        copy.write("".join([f"{key}\t{stamp}\n" for key, _row in keyed]))
    with cursor.copy(_COPY) as copy:
        copy.write(
            b"".join([_line(key, row, stamp, voided=row.id in voided) for key, row in keyed])
        )
    _copy_related(cursor, keyed, stamp)
    _note_voidings(cursor, [row for _key, row in keyed if row.voids], stored)


def _copy_related(
    cursor: psycopg.Cursor[Any], keyed: Iterable[tuple[str, StoredStatement]], stamp: str
) -> None:
    lines = [
        f"{number}\t{stamp}\t{key}\n"
        for key, row in keyed
        if row.related
        for number in numbers_of(row.actor_key, row.related)
    ]
    if lines:
        with cursor.copy(_COPY_RELATED) as copy:
            copy.write("".join(lines))


def _note_voidings(
    cursor: psycopg.Cursor[Any], rows: list[StoredStatement], stored: dt.datetime
) -> None:
    if rows:
        note = """
            INSERT INTO lrs_voiding (target, authority, stored)
            SELECT DISTINCT target, authority, %s::timestamptz
            FROM unnest(%s::uuid[], %s::text[]) AS given(target, authority)
            ON CONFLICT DO NOTHING
        """
        authorities = [ANYBODY if row.voids_others else row.authority for row in rows]
        cursor.execute(note, [stored, [row.voids for row in rows], authorities])


def _line(key: str, row: StoredStatement, stamp: str, *, voided: bool) -> bytes:
    """A row in COPY's text format (PostgreSQL, COPY, 'Text Format'), ending with a new line."""
    related = NULL if row.related is None else _escaped(_array(row.related))
    timestamp = row.timestamp.isoformat() if row.timestamp else stamp
    before = (
        f"{key}\t{stamp}\t{timestamp}\t{_escaped(row.actor_key)}\t"
        f"{_escaped(row.verb)}\t{_escaped(row.object_id)}\t"
        f"{row.registration or NULL}\t{_escaped(row.authority)}\t"
        f"{'t' if voided else 'f'}\t{_known(row, stamp)}"
    )
    return b"%b%b\t%b\n" % (
        before.encode(),
        _rest(row.text),
        f"{related}\t{row.voids or NULL}".encode(),
    )


def _escaped(text: str) -> str:
    if "\\" in text:
        text = text.replace("\\", "\\\\")
    return (
        text
        if text.isprintable()
        else text.replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    )


def _array(texts: Iterable[str]) -> str:
    """An array in PostgreSQL's own form."""
    return (
        "{"
        + ",".join('"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"' for text in texts)
        + "}"
    )


def _known(row: StoredStatement, stamp: str) -> str:
    """The beginning of the statement's JSON: the time of storing, which is also the
    timestamp where none was given (2.4.7)."""
    return (
        f'{{"stored":"{stamp}",'
        if row.timestamp
        else f'{{"stored":"{stamp}","timestamp":"{stamp}",'
    )


def _rest(text: bytes) -> bytes:
    """The statement's JSON after its beginning; in JSON nothing but backslashes needs escaping."""
    rest = text[1:]
    return rest.replace(b"\\", b"\\\\") if b"\\" in rest else rest


def text_of(moment: dt.datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
