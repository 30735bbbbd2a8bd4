"""From an answer to a rating."""

from __future__ import annotations

from typing import Any

from trimtab.science.memory import Rating

SELF = {"again": Rating.AGAIN, "hard": Rating.HARD, "good": Rating.GOOD, "easy": Rating.EASY}
SLOW_SECONDS = 45.0
QUICK_SECONDS = 4.0


def rating_of(*, correct: bool, seconds: float, response: Any, self_rated: bool) -> Rating:
    """Right and quick is Easy, right and slow is Hard; what is not wholly right is Again: it was not recalled, however much of it was near.

    A flashcard is rated by the learner. `seconds` is the time to answer; 0 means unknown.
    """
    if self_rated:
        return SELF[response]
    if not correct:
        return Rating.AGAIN
    if seconds > SLOW_SECONDS:
        return Rating.HARD
    return Rating.EASY if 0 < seconds < QUICK_SECONDS else Rating.GOOD
