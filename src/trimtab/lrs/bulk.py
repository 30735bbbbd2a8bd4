"""Writing many statements at once: COPY into a temporary table, then one INSERT that leaves out what is there.

Works on any open psycopg connection, so that the transaction is the caller's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from trimtab.lrs.domain.rows import StoredStatement

COLUMNS = ("id", "stored", "timestamp", "actor_key", "verb", "object_id", "registration", "authority", "voided", "raw")
_NAMES = ", ".join(f'"{name}"' for name in COLUMNS)
_STAGE = "CREATE TEMP TABLE IF NOT EXISTS lrs_staged (LIKE lrs_statement) ON COMMIT DELETE ROWS"
_COPY = f"COPY lrs_staged ({_NAMES}) FROM STDIN"
_MOVE = f"INSERT INTO lrs_statement ({_NAMES}) SELECT {_NAMES} FROM lrs_staged ON CONFLICT (id) DO NOTHING RETURNING id"  # noqa: S608
_encode = msgspec.json.Encoder().encode


def _values(row: StoredStatement) -> tuple[Any, ...]:
    return (
        row.id,
        row.stored,
        row.timestamp,
        row.actor_key,
        row.verb,
        row.object_id,
        row.registration,
        row.authority,
        False,
        _encode(row.raw).decode(),
    )


def copy_new(cursor: psycopg.Cursor[Any], rows: Iterable[StoredStatement]) -> None:
    """Copies rows whose ids are known to be new straight into the table."""
    with cursor.copy(f"COPY lrs_statement ({_NAMES}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(_values(row))


def copy_in(cursor: psycopg.Cursor[Any], rows: Sequence[StoredStatement]) -> set[UUID]:
    """Stores the rows whose ids are not there yet; returns their ids."""
    cursor.execute(_STAGE)
    cursor.execute("TRUNCATE lrs_staged")
    with cursor.copy(_COPY) as copy:
        for row in rows:
            copy.write_row(_values(row))
    cursor.execute(_MOVE)
    return {found[0] for found in cursor.fetchall()}
