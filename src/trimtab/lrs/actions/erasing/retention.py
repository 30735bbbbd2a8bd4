"""Letting go of old months: summed up first, then dropped whole.
Nothing else ever deletes a statement."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import OperationalError, connection, transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs.domain.statements.months import Month

_LONGEST_WAIT = "10s"
_SUMMARISE = """
    INSERT INTO lrs_summary (
        month, week, verb, programme, arm, statements, actors, judged, succeeded,
        scored, score_mean, score_m2, timed, seconds_mean, seconds_m2
    )
    SELECT %(first)s::timestamptz AT TIME ZONE 'UTC', week, verb,
           coalesce(programme, ''), coalesce(arm, ''),
           count(*), count(DISTINCT actor), count(success), count(*) FILTER (WHERE success),
           count(score), avg(score), var_pop(score) * count(score),
           count(seconds), avg(seconds), var_pop(seconds) * count(seconds)
    FROM lrs_fact
    WHERE stored >= %(first)s AND stored < %(end)s
    GROUP BY week, verb, coalesce(programme, ''), coalesce(arm, '')
"""


_DROP_USES = """
    DELETE FROM lrs_attachmentuse USING lrs_statementid known
    WHERE known.id = lrs_attachmentuse.statement
      AND known.stored >= %(first)s AND known.stored < %(end)s
    RETURNING digest
"""
_DROP_UNUSED = """
    DELETE FROM lrs_attachment
    WHERE digest = ANY(%s) AND NOT EXISTS (
        SELECT FROM lrs_attachmentuse WHERE lrs_attachmentuse.digest = lrs_attachment.digest
    )
"""


class MonthInUse(Refusal):
    """The month is being read or written, and cannot be dropped now."""

    status = 503


def drop_month(*, month: Month) -> int:
    """Sums a month up, then drops its statements and their ids for
    good; returns how many summaries stay.

    Raises MonthInUse when somebody uses the store without a pause for longer than
    ten seconds; then nothing has changed.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            return _drop(cursor, month)
    except OperationalError as error:
        sentence = say(
            "The statements of {month} cannot be dropped now: the store is in use. "
            "Try again when it is quieter.",
            month=str(month),
        )
        raise MonthInUse("lrs.busy", sentence) from error


def _drop(cursor: Any, month: Month) -> int:
    # While the month is summed up it is closed to writing (a voiding waits), and the other months
    # are open. Only the end, which is short, keeps everybody out.
    bounds = {"first": month.first, "end": month.end}
    cursor.execute(f"SET LOCAL lock_timeout = '{_LONGEST_WAIT}'")
    cursor.execute(f"LOCK TABLE {month.table} IN SHARE ROW EXCLUSIVE MODE")
    cursor.execute(_SUMMARISE, bounds)
    kept = cursor.rowcount
    _drop_files(cursor, bounds)
    cursor.execute("SET LOCAL trimtab.retention = 'on'")
    for table in ("lrs_statementid", "lrs_voiding", "lrs_reference"):
        cursor.execute(
            f"DELETE FROM {table} WHERE stored >= %(first)s AND stored < %(end)s",  # noqa: S608
            bounds,
        )
    cursor.execute("SET LOCAL trimtab.retention = 'off'")
    # Statements first, as everybody who reads or writes both does: nobody waits in a circle.
    for whole, part in month.tables.items():
        cursor.execute(f"ALTER TABLE {whole} DETACH PARTITION {part}")
        cursor.execute(f"DROP TABLE {part}")
    return int(kept)


def _drop_files(cursor: Any, bounds: Mapping[str, str]) -> None:
    """Deletes the data of attachments that came with statements of this month alone."""
    cursor.execute(_DROP_USES, bounds)
    digests = [digest for [digest] in cursor.fetchall()]
    if digests:
        cursor.execute(_DROP_UNUSED, [digests])
