"""The months of statements that there are, and how much room each takes."""

from __future__ import annotations

from typing import Any

from django.db import connection

from trimtab.lrs.domain.statements.months import Month
from trimtab.lrs.domain.statements.sizes import MonthSize, StoreSize

_MONTHS = """
    SELECT c.relname, greatest(c.reltuples, 0)::bigint,
           pg_total_relation_size(c.oid)
               + pg_total_relation_size(replace(c.relname, 'statement', 'related')::regclass),
           pg_relation_size(c.oid)
    FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'lrs_statement'::regclass
"""
_NAMES = """
    SELECT relname FROM pg_inherits JOIN pg_class ON oid = inhrelid
    WHERE inhparent = 'lrs_statement'::regclass
"""
_IDS = """
    SELECT greatest(reltuples, 0)::bigint, pg_total_relation_size(oid)
    FROM pg_class WHERE oid = 'lrs_statementid'::regclass
"""


def months() -> list[Month]:
    """The months that have a table, oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES)
        return sorted(month for [name] in cursor.fetchall() if (month := Month.of_table(name)))


def size(*, exact: bool = False) -> StoreSize:
    """What each month takes, with its indexes and what statements are related to, and the
    registry of ids; `exact` counts the statements instead of taking the database's own estimate."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        rows = [(Month.of_table(name), *rest) for name, *rest in cursor.fetchall()]
        cursor.execute(_IDS)
        _ids, ids_bytes = cursor.fetchone()
        months = [
            MonthSize(month, count_of(cursor, month) if exact else count, total, heap)
            for month, count, total, heap in rows
            if month
        ]
    return StoreSize(tuple(sorted(months, key=lambda held: held.month)), ids_bytes)


def count_of(cursor: Any, month: Month) -> int:
    """How many statements a month has, counted."""
    cursor.execute(f"SELECT count(*) FROM {month.table}")  # noqa: S608  a name made of numbers
    return int(cursor.fetchone()[0])
