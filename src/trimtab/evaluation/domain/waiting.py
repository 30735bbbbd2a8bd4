"""Whether the figures that a date needs are there.

Pure.

They are there when the measure's figures reach the date (the next one, by its usual rhythm, would
be of a later day) and are about as many as usual. What is late is waited for; but for fewer than
usual no longer than four weeks (or one rhythm), since a week of holidays is never made up for.
Whether a night judges depends on which figures have come, never on what they say, so waiting biases
nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.wording import count
from trimtab.kernel.said import Said, as_written, say

LATEST_GAPS = 20
USUAL = 0.9
"""The rhythm is the gap between days with figures that nine of ten do not exceed: weekends belong
to it, a lost week does not.
"""
SHORTEST_ROUND = dt.timedelta(days=7)
ROUNDS_BEFORE = 4
ENOUGH = 0.8
LONGEST_WAIT = dt.timedelta(days=28)
NOTHING = as_written("")


def rhythm(days: Sequence[dt.date]) -> dt.timedelta | None:
    """The longest usual gap between days with figures (in order); None for fewer than two days."""
    gaps = sorted(after - before for before, after in list(pairwise(days))[-LATEST_GAPS:])
    return gaps[ceil(USUAL * len(gaps)) - 1] if gaps else None


def missing(days: Sequence[Day], *, since: dt.date | None, by: dt.date, today: dt.date) -> Said:
    """Which figures the date `by` still needs, in a sentence; nothing when they are there.

    `days` are all days with figures, in order.
    """
    before = [day.day for day in days if day.day <= by]
    if not before or (since is not None and before[-1] < since):
        return say("none has come yet.")
    usual = rhythm(before)
    if usual is not None and by - before[-1] >= usual and days[-1].day <= by:
        return say("the latest are of {day}.", day=before[-1])
    few = shortfall(days, by)
    is_waited_for = few and today < by + max(LONGEST_WAIT, _round(before))
    return say("{few}.", few=few) if is_waited_for else NOTHING


def shortfall(days: Sequence[Day], by: dt.date) -> Said:
    """How many fewer figures than usual the round that ends on the date has, as half a sentence;
    nothing when they are about as many.
    """
    length = _round([day.day for day in days if day.day <= by])
    counts = [
        _count(days, by - (n + 1) * length, by - n * length) for n in range(ROUNDS_BEFORE + 1)
    ]
    recent, earlier = counts[0], [count for count in counts[1:] if count]
    usual = sum(earlier) / len(earlier) if earlier else 0.0
    if recent >= ENOUGH * usual:
        return NOTHING
    return say(
        "those of its last {days} days number {recent}, and {usual} as a rule",
        days=length.days,
        recent=count(recent),
        usual=count(usual),
    )


def _round(days: Sequence[dt.date]) -> dt.timedelta:
    """A week, or the rhythm where that is slower: so that every round holds the same days of the
    week.
    """
    return max(SHORTEST_ROUND, rhythm(days) or SHORTEST_ROUND)


def _count(days: Sequence[Day], after: dt.date, to: dt.date) -> int:
    return sum(day.subjects for day in days if after < day.day <= to)
