"""From answers to ratings."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trimtab.science.memory import Rating
from trimtab.science.memory.vectorised import Floats, Ratings

BY_THE_LEARNER = {
    "again": Rating.AGAIN,
    "hard": Rating.HARD,
    "good": Rating.GOOD,
    "easy": Rating.EASY,
}
"""How a flashcard is rated: by whoever looked at it."""
SLOW_SECONDS = 45.0
QUICK_SECONDS = 4.0


def ratings_of(right: NDArray[np.bool_], seconds: Floats) -> Ratings:
    """Right and quick is Easy, right and slow is Hard; what is not wholly right is Again.

    It was not recalled, however much of it was near. `seconds` is the time to answer; 0 means
    unknown. Both arrays have one shape.
    """
    is_quick = (seconds > 0) & (seconds < QUICK_SECONDS)
    rated = np.where(is_quick, Rating.EASY, Rating.GOOD)
    rated = np.where(seconds > SLOW_SECONDS, Rating.HARD, rated)
    return np.where(right, rated, Rating.AGAIN).astype(np.int8)
