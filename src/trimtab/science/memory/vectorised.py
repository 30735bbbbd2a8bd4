"""The same formulas over arrays: what `transitions` says of one state, this says of a million
(tests hold the two together).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from trimtab.science.memory.schedule import MOST_DAYS
from trimtab.science.memory.state import (
    DEFAULT,
    LEAST_DIFFICULTY,
    LEAST_STABILITY,
    MOST_DIFFICULTY,
    Parameters,
)

Floats = NDArray[np.float64]
Ratings = NDArray[np.int8]
BLOCK = 16_384


def retrievabilities(elapsed_days: Floats, stability: Floats, w: Parameters = DEFAULT) -> Floats:
    """Probabilities of recall, elementwise."""
    factor = 0.9 ** (-1 / w[20]) - 1
    return np.asarray(
        (1 + factor * np.maximum(elapsed_days, 0) / stability) ** -w[20], dtype=np.float64
    )


def first_states(ratings: Ratings, w: Parameters = DEFAULT) -> tuple[Floats, Floats]:
    """Difficulties and stabilities after first reviews."""
    rated = ratings.astype(np.float64)
    difficulty = np.clip(w[4] - np.exp(w[5] * (rated - 1)) + 1, LEAST_DIFFICULTY, MOST_DIFFICULTY)
    return difficulty, np.maximum(np.asarray(w[:4])[ratings - 1], LEAST_STABILITY)


def next_states(
    difficulty: Floats,
    stability: Floats,
    ratings: Ratings,
    elapsed_days: Floats,
    w: Parameters = DEFAULT,
) -> tuple[Floats, Floats]:
    """Difficulties and stabilities after another review each; all arrays have one shape (n,).

    Works in blocks that fit a cache.
    """
    new_difficulty, new_stability = np.empty_like(difficulty), np.empty_like(stability)
    for start in range(0, len(difficulty), BLOCK):
        cut = slice(start, start + BLOCK)
        new_difficulty[cut], new_stability[cut] = _block(
            difficulty[cut], stability[cut], ratings[cut], elapsed_days[cut], w
        )
    return new_difficulty, new_stability


def intervals_days(
    stability: Floats, desired_retention: Floats, w: Parameters = DEFAULT, most: int = MOST_DAYS
) -> NDArray[np.int32]:
    """Whole days (1 to `most`) until recall has fallen to `desired_retention`, elementwise; both
    arrays have one shape.
    """
    factor = 0.9 ** (-1 / w[20]) - 1
    days = stability / factor * (desired_retention ** (-1 / w[20]) - 1)
    return np.asarray(np.clip(np.rint(days), 1, most), dtype=np.int32)


def _block(
    d: Floats, s: Floats, ratings: Ratings, elapsed: Floats, w: Parameters
) -> tuple[Floats, Floats]:
    rated = ratings.astype(np.float64)
    recall = retrievabilities(elapsed, s, w)
    forgotten = np.exp((1 - recall) * w[10]) - 1
    bonus = np.where(ratings == 2, w[15], np.where(ratings == 4, w[16], 1.0))
    recalled = s * (1 + np.exp(w[8]) * (11 - d) * s ** -w[9] * forgotten * bonus)
    lapsed = np.minimum(
        w[11] * d ** -w[12] * ((s + 1) ** w[13] - 1) * np.exp((1 - recall) * w[14]),
        s / np.exp(w[17] * w[18]),
    )
    growth = np.exp(w[17] * (rated - 3 + w[18])) * s ** -w[19]
    same_day = s * np.where(ratings >= 2, np.maximum(growth, 1.0), growth)
    stability = np.where(elapsed < 1, same_day, np.where(ratings == 1, lapsed, recalled))
    easiest = w[4] - np.exp(w[5] * 3) + 1
    damped = d + (MOST_DIFFICULTY - d) * -w[6] * (rated - 3) / 9
    difficulty = np.clip(w[7] * easiest + (1 - w[7]) * damped, LEAST_DIFFICULTY, MOST_DIFFICULTY)
    return difficulty, np.maximum(stability, LEAST_STABILITY)
