"""Which statements are older than they may be: whole months alone."""

from __future__ import annotations

import datetime as dt

from django.db import connection

from trimtab.kernel.past import Past
from trimtab.lrs.domain.statements.months import Month
from trimtab.lrs.domain.statements.sizes import MonthSize
from trimtab.lrs.queries.statements.months import count_of, months, size


def old_months(before: dt.datetime) -> Past:
    """The statements of the months that ended by `before`, and when
    the first of the other months ends."""
    with connection.cursor() as cursor:
        ended = [month for month in months() if month.later(1).starts <= before]
        count = sum(count_of(cursor, month) for month in ended)
        cursor.execute(
            "SELECT min(stored) FROM lrs_statement WHERE stored >= %s", [Month.of(before).first]
        )
        [first] = cursor.fetchone()
    return Past(count, Month.of(first).later(1).starts if first else None)


def months_before(moment: dt.datetime) -> list[MonthSize]:
    """The months that ended before `moment`, oldest first, with their
    statements counted: what may be dropped."""
    return [held for held in size(exact=True).months if held.month.later(1).starts <= moment]
