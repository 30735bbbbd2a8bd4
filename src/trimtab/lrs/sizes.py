"""How much room the store takes, month by month."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection

from trimtab.kernel.past import Past
from trimtab.lrs.domain.months import Month
from trimtab.lrs.domain.sizes import MonthSize, StoreSize

_MONTHS = """
    SELECT c.relname, greatest(c.reltuples, 0)::bigint,
           pg_total_relation_size(c.oid) + pg_total_relation_size(replace(c.relname, 'statement', 'related')::regclass),
           pg_relation_size(c.oid)
    FROM pg_inherits JOIN pg_class c ON c.oid = inhrelid WHERE inhparent = 'lrs_statement'::regclass
"""
_IDS = "SELECT greatest(reltuples, 0)::bigint, pg_total_relation_size(oid) FROM pg_class WHERE oid = 'lrs_statementid'::regclass"


def size(*, exact: bool = False) -> StoreSize:
    """What each month takes, with its indexes and what statements are related to, and the registry of ids; `exact` counts the statements instead of taking the
    database's own estimate."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        found = [(Month.of_table(name), *rest) for name, *rest in cursor.fetchall()]
        cursor.execute(_IDS)
        _ids, ids_bytes = cursor.fetchone()
        months = [
            MonthSize(month, _count(cursor, month) if exact else count, total, heap)
            for month, count, total, heap in found
            if month
        ]
    return StoreSize(tuple(sorted(months, key=lambda one: one.month)), ids_bytes)


def old_months(before: dt.datetime) -> Past:
    """The statements of the months that ended by `before`, and when the first of the other months ends."""
    with connection.cursor() as cursor:
        cursor.execute(_MONTHS)
        months = [month for name, *_ in cursor.fetchall() if (month := Month.of_table(name))]
        old = [month for month in months if month.later(1).starts <= before]
        count = sum(_count(cursor, month) for month in old)
        cursor.execute(
            "SELECT min(stored) FROM lrs_statement WHERE stored >= %s", [Month.of(before).first]
        )
        [first] = cursor.fetchone()
    return Past(count, Month.of(first).later(1).starts if first else None)


def _count(cursor: Any, month: Month) -> int:
    cursor.execute(f"SELECT count(*) FROM {month.table}")  # noqa: S608  a name made of numbers
    return int(cursor.fetchone()[0])
