"""The values: rating, parameters, memory state."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

LEAST_STABILITY = 0.001
LEAST_DIFFICULTY, MOST_DIFFICULTY = 1.0, 10.0


class Rating(IntEnum):
    """How a review went."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


Parameters = tuple[float, ...]

DEFAULT: Parameters = (
    0.212,
    1.2931,
    2.3065,
    8.2956,
    6.4133,
    0.8334,
    3.0194,
    0.001,
    1.8722,
    0.1666,
    0.796,
    1.4835,
    0.0614,
    0.2629,
    1.6483,
    0.6014,
    1.8729,
    0.5425,
    0.0912,
    0.0658,
    0.1542,
)
"""w0 to w20 of FSRS-6."""


@dataclass(frozen=True, slots=True)
class MemoryState:
    """What is known about one person and one item: `difficulty` from 1 to 10, `stability` in days
    until recall has fallen to 90 %.
    """

    difficulty: float
    stability: float
