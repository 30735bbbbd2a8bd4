"""The tables of the months: made ahead of time, and when a statement
needs one that is not there yet."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import connection, transaction

from trimtab.lrs.domain.statements.months import Month

AHEAD = 2
_LOCK = 0x7841_4D4F


def open_months(*, now: dt.datetime, ahead: int = AHEAD) -> list[Month]:
    """Makes the tables of this month and of the next ones, where they are
    missing; returns those that were made."""
    with transaction.atomic(), connection.cursor() as cursor:
        this = Month.of(now)
        return [
            month
            for month in (this.later(number) for number in range(ahead + 1))
            if open_month(cursor, month)
        ]


def open_month(cursor: Any, month: Month) -> bool:
    """Makes the tables of a month in the cursor's transaction, if they
    are missing; says whether they were.

    A table is made by itself and attached, which stops nobody who writes; who needs the same
    month waits for the end of this transaction.
    """
    if _is_there(cursor, month):
        return False
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    if _is_there(cursor, month):
        return False
    bounds = f"FROM ('{month.first}') TO ('{month.end}')"
    for whole, part in month.tables.items():
        cursor.execute(f"CREATE TABLE {part} (LIKE {whole} INCLUDING DEFAULTS)")
        cursor.execute(f"ALTER TABLE {whole} ATTACH PARTITION {part} FOR VALUES {bounds}")
    return True


def _is_there(cursor: Any, month: Month) -> bool:
    cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [month.table])
    return bool(cursor.fetchone()[0])
