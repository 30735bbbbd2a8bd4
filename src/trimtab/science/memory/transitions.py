"""How a review changes a memory state. Each function is one formula of FSRS-6."""

from __future__ import annotations

from math import exp

from trimtab.science.memory.state import (
    DEFAULT,
    LEAST_DIFFICULTY,
    LEAST_STABILITY,
    MOST_DIFFICULTY,
    MemoryState,
    Parameters,
    Rating,
)


def retrievability(elapsed_days: float, stability: float, w: Parameters = DEFAULT) -> float:
    """The probability of recall after so many days: 1 at once, 0.9 after `stability` days, a power
    law between.
    """
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1
    return float((1 + factor * max(elapsed_days, 0) / stability) ** decay)


def first_state(rating: Rating, w: Parameters = DEFAULT) -> MemoryState:
    """The state after the first review."""
    return MemoryState(_bounded(_first_difficulty(rating, w)), max(w[rating - 1], LEAST_STABILITY))


def next_state(
    state: MemoryState,
    rating: Rating,
    elapsed_days: float,
    w: Parameters = DEFAULT,
    *,
    same_day: bool | None = None,
) -> MemoryState:
    """The state after another review, `elapsed_days` (any non-negative number) after the one
    before.

    `same_day` says whether less than a day has passed; left out, it follows from `elapsed_days` <
    1.
    """
    if elapsed_days < 1 if same_day is None else same_day:
        stability = _same_day_stability(state.stability, rating, w)
    else:
        recall = retrievability(elapsed_days, state.stability, w)
        stability = (
            _lapsed(state, recall, w)
            if rating is Rating.AGAIN
            else _recalled(state, recall, rating, w)
        )
    return MemoryState(
        _next_difficulty(state.difficulty, rating, w), max(stability, LEAST_STABILITY)
    )


def _first_difficulty(rating: Rating, w: Parameters) -> float:
    return w[4] - exp(w[5] * (rating - 1)) + 1


def _next_difficulty(difficulty: float, rating: Rating, w: Parameters) -> float:
    damped = difficulty + (MOST_DIFFICULTY - difficulty) * -w[6] * (rating - 3) / 9
    easiest = _first_difficulty(Rating.EASY, w)
    return _bounded(w[7] * easiest + (1 - w[7]) * damped)


def _same_day_stability(stability: float, rating: Rating, w: Parameters) -> float:
    growth = exp(w[17] * (rating - 3 + w[18])) * stability ** -w[19]
    return float(stability * (max(growth, 1.0) if rating >= Rating.HARD else growth))


def _recalled(state: MemoryState, recall: float, rating: Rating, w: Parameters) -> float:
    factor = {Rating.HARD: w[15], Rating.EASY: w[16]}.get(rating, 1.0)
    growth = (
        exp(w[8])
        * (11 - state.difficulty)
        * state.stability ** -w[9]
        * (exp((1 - recall) * w[10]) - 1)
    )
    return float(state.stability * (1 + growth * factor))


def _lapsed(state: MemoryState, recall: float, w: Parameters) -> float:
    long_term = (
        w[11]
        * state.difficulty ** -w[12]
        * ((state.stability + 1) ** w[13] - 1)
        * exp((1 - recall) * w[14])
    )
    return float(min(long_term, state.stability / exp(w[17] * w[18])))


def _bounded(difficulty: float) -> float:
    return min(max(difficulty, LEAST_DIFFICULTY), MOST_DIFFICULTY)
