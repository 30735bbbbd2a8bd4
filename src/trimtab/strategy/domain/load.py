"""What content costs: minutes of practice for those who learn it, hours for those who keep it
right.

Both are the least it takes: every answer goes well, every check finds nothing. The forecast tells
the whole range.
"""

from __future__ import annotations

from functools import lru_cache

from trimtab.science.memory.schedule import interval_days
from trimtab.science.memory.state import Rating
from trimtab.science.memory.transitions import first_state, next_state

SECONDS_EACH = 20
MINUTES_A_CHECK = 15
DAYS_A_MONTH = 30
DAYS_BETWEEN_CHECKS = 180


@lru_cache(maxsize=512)
def reviews_needed(weeks: int, desired_retention: float) -> int:
    """How often one question comes up within so many weeks when it is remembered each time (FSRS-6,
    default parameters).
    """
    state, day, count = first_state(Rating.GOOD), 0, 1
    while True:
        days = interval_days(state.stability, desired_retention)
        day += days
        if day >= weeks * 7:
            return count
        state, count = next_state(state, Rating.GOOD, days), count + 1


def minutes_needed(pieces: int, weeks: int, desired_retention: float) -> float:
    """Minutes a week, on average over the weeks, that so many questions take at the least."""
    kept = min(max(desired_retention, 0.5), 0.99)
    return pieces * reviews_needed(max(weeks, 1), kept) * SECONDS_EACH / 60 / max(weeks, 1)


def hours_needed(pieces: int, days_between_checks: float = DAYS_BETWEEN_CHECKS) -> float:
    """Hours a month that it takes to look at each question and aid once in so many days, a quarter
    of an hour each.
    """
    return pieces * MINUTES_A_CHECK / 60 * DAYS_A_MONTH / max(days_between_checks, 1)
