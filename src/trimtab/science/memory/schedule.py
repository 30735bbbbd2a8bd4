"""When an item falls due."""

from __future__ import annotations

import datetime as dt

from trimtab.science.memory.state import DEFAULT, Parameters

MOST_DAYS = 36_500


def interval_days(
    stability: float, desired_retention: float, w: Parameters = DEFAULT, most: int = MOST_DAYS
) -> int:
    """Whole days (1 to `most`) until recall has fallen to `desired_retention` (between 0 and 1,
    both excluded).
    """
    if not 0 < desired_retention < 1:
        raise ValueError("desired retention lies between 0 and 1")
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    days = stability / factor * (desired_retention ** (1 / decay) - 1)
    return int(min(max(round(days), 1), most))


def fuzzed(days: int, chance: float) -> int:
    """`days` moved a little, so that items learnt together do not fall due together for ever.

    `chance` is a random number from 0 to 1; fewer than three days stay as they are. The range grows
    by 15 %, 10 % and 5 % of the days between 2.5 and 7, 7 and 20, and beyond 20 (as in FSRS).
    """
    if days < 2.5:
        return days
    spread = 1.0 + sum(
        share * max(min(days, end) - start, 0.0)
        for start, end, share in ((2.5, 7, 0.15), (7, 20, 0.1), (20, 1e9, 0.05))
    )
    least = max(2, round(days - spread))
    return min(least + int(chance * (round(days + spread) - least + 1)), round(days + spread))


def due_after(
    at: dt.datetime, stability: float, desired_retention: float, w: Parameters = DEFAULT
) -> dt.datetime:
    """When an item reviewed `at` falls due."""
    return at + dt.timedelta(days=interval_days(stability, desired_retention, w))
