"""The day of one person: when it began, the order of its questions, and when the next one comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from zoneinfo import ZoneInfo

SECONDS_EACH = 20.0
LEAST_SECONDS, MOST_SECONDS = 8.0, 60.0
SESSION_SECONDS = 180.0
NEW_A_DAY = 5
DAY = dt.timedelta(days=1)


def week_start(now: dt.datetime, time_zone: str) -> dt.datetime:
    """The Monday, 00:00 in the person's time zone, that began this week."""
    local = now.astimezone(ZoneInfo(time_zone))
    monday = local.date() - dt.timedelta(days=local.weekday())
    return dt.datetime.combine(monday, dt.time(), tzinfo=ZoneInfo(time_zone))


def day_start(now: dt.datetime, time_zone: str) -> dt.datetime:
    """00:00 of today in the person's time zone."""
    local = now.astimezone(ZoneInfo(time_zone))
    return dt.datetime.combine(local.date(), dt.time(), tzinfo=ZoneInfo(time_zone))


def next_time(
    dues: Collection[dt.datetime], *, is_new_left: bool, today: dt.datetime
) -> dt.datetime | None:
    """When the next question comes once today's are done: not today any more.

    `dues` are the times at which what was met is due, `is_new_left` says whether something was not
    met yet, `today` is 00:00 of today. None when nothing is known to come.
    """
    next_day = today.date() + dt.timedelta(days=1)
    tomorrow = dt.datetime.combine(next_day, dt.time(), tzinfo=today.tzinfo)
    if is_new_left or any(due <= tomorrow for due in dues):
        return tomorrow
    return min(dues, default=None)


def interleaved(subjects: Sequence[str]) -> list[int]:
    """The places of questions on these subjects in the order in which they are asked.

    Two neighbours share a subject only when nothing else is left.
    """
    waiting, ordered = list(range(len(subjects))), list[int]()
    while waiting:
        last = subjects[ordered[-1]] if ordered else None
        turn = next((n for n, place in enumerate(waiting) if subjects[place] != last), 0)
        ordered.append(waiting.pop(turn))
    return ordered
