"""When the demonstration happens: sixteen weeks that end now, whole weeks away from the dates in
the files.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

WEEKS = 16
ZONE = "Europe/Dublin"
WRITTEN_FOR = dt.date(2026, 11, 23)


@dataclass(frozen=True, slots=True)
class Calendar:
    """The sixteen weeks before the Monday of the week of `now`, and the days of that week that have
    passed.
    """

    now: dt.datetime

    @property
    def this_monday(self) -> dt.date:
        """The Monday of the week of `now`, in the shops' time zone."""
        today = self.now.astimezone(ZoneInfo(ZONE)).date()
        return today - dt.timedelta(days=today.weekday())

    @property
    def first_day(self) -> dt.date:
        """The Monday on which the operation started."""
        return self.this_monday - dt.timedelta(weeks=WEEKS)

    @property
    def shift(self) -> dt.timedelta:
        """How far the dates in the files have to move: whole weeks."""
        return self.this_monday - WRITTEN_FOR

    def day(self, number: int) -> dt.date:
        """Day `number` of the operation, from 0; negative ones lie before it."""
        return self.first_day + dt.timedelta(days=number)

    def days(self) -> Iterator[int]:
        """The numbers of all days that are over at `now`."""
        return iter(range((self.now.astimezone(ZoneInfo(ZONE)).date() - self.first_day).days))

    def at(self, number: int, minutes: float) -> dt.datetime:
        """The moment `minutes` after midnight, by the shops' clocks, on day `number`; aware,
        UTC.
        """
        midnight = dt.datetime.combine(self.day(number), dt.time(0), ZoneInfo(ZONE))
        return (midnight + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)
