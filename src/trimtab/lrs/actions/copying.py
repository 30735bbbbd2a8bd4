"""Writing many statements at once. Every row goes in by COPY, in the transaction of the cursor given."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

import psycopg

from trimtab.lrs.domain.rows import StoredStatement

_COLUMNS = (
    "id", "stored", "timestamp", "actor_key", "verb", "object_id", "registration", "authority", "voided", "raw", "related",
)  # fmt: skip
_COPY = f"COPY lrs_statement ({', '.join(_COLUMNS)}) FROM STDIN"


def copy_rows(
    cursor: psycopg.Cursor[Any], rows: Iterable[StoredStatement], *, stored: dt.datetime, voided: Collection[UUID] = ()
) -> None:
    """Copies rows whose ids are new, as stored at `stored`; the ids in `voided` are voided from the start."""
    stamp = text_of(stored)
    with cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(
                (
                    row.id,
                    stored,
                    row.timestamp or stored,
                    row.actor_key,
                    row.verb,
                    row.object_id,
                    row.registration,
                    row.authority,
                    row.id in voided,
                    _finished(row, stamp),
                    None if row.related is None else list(row.related),
                )
            )


def _finished(row: StoredStatement, stamp: str) -> str:
    """The statement's JSON with the time of storing put in front; it is also the timestamp where none was given (2.4.7)."""
    known = f'{{"stored":"{stamp}",' if row.timestamp else f'{{"stored":"{stamp}","timestamp":"{stamp}",'
    return known + row.text[1:].decode()


def text_of(moment: dt.datetime) -> str:
    """A moment in UTC, to the microsecond."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
