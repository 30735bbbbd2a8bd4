"""How often a job is due. Nights are the organisation's own: a day is a date of its time zone, whatever the clocks do on it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True, slots=True)
class Every:
    """Due each time that `step` has passed since 1970, `offset` later: `Every(hour, offset=quarter)` is at a quarter past."""

    step: dt.timedelta
    offset: dt.timedelta = dt.timedelta()

    def next_after(self, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The first time after `moment` at which the job is due, in UTC."""
        passed = (moment - _EPOCH - self.offset) // self.step
        return _EPOCH + self.offset + (passed + 1) * self.step


@dataclass(frozen=True, slots=True)
class Daily:
    """Due once on every date of the organisation, at `at` of its wall clock.

    Where that time is skipped, it is the moment at which the clock before the change would have shown it; where it comes twice, the first
    (PEP 495, fold=0).
    """

    at: dt.time

    def next_after(self, moment: dt.datetime, zone: ZoneInfo) -> dt.datetime:
        """The first time after `moment` at which the job is due, in UTC."""
        day = moment.astimezone(zone).date() - dt.timedelta(days=1)
        while (due := dt.datetime.combine(day, self.at, zone).astimezone(dt.UTC)) <= moment:
            day += dt.timedelta(days=1)
        return due


Rhythm = Every | Daily
