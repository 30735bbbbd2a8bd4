"""Memory states agree with the package `fsrs`, and the vectorised twin with the scalar formulas."""

from __future__ import annotations

import datetime as dt
import random

import numpy as np
import pytest
from fsrs import Card, Scheduler
from fsrs import Rating as TheirRating
from hypothesis import given
from hypothesis import strategies as st

from trimtab.science.memory import (
    DEFAULT,
    MemoryState,
    Rating,
    first_state,
    interval_days,
    next_state,
    retrievability,
)
from trimtab.science.memory.schedule import fuzzed
from trimtab.science.memory.vectorised import first_states, next_states, retrievabilities

START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
RETENTION = 0.9
ratings = st.sampled_from(list(Rating))


def theirs() -> Scheduler:
    return Scheduler(
        desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False
    )


def test_the_parameters_are_those_of_the_package() -> None:
    assert tuple(theirs().parameters) == pytest.approx(DEFAULT)


def compare(history: list[tuple[Rating, float]]) -> int:
    scheduler, card, at, state = theirs(), Card(), START, None
    for rating, gap in history:
        elapsed = gap if state else 0.0
        at += dt.timedelta(days=elapsed)
        card, _ = scheduler.review_card(card, TheirRating(int(rating)), at)
        state = (
            next_state(state, rating, int(elapsed), same_day=elapsed < 1)
            if state
            else first_state(rating)
        )
        assert card.stability == pytest.approx(state.stability, rel=1e-6, abs=1e-6)
        assert card.difficulty == pytest.approx(state.difficulty, rel=1e-6, abs=1e-6)
        assert (card.due - at).days == interval_days(state.stability, RETENTION)
    return len(history)


def test_ten_thousand_random_reviews_agree_to_a_millionth() -> None:
    dice = random.Random(20261123)
    reviews = 0
    while reviews < 12_000:
        length = dice.randint(1, 25)
        gaps = [
            dice.choice((dice.uniform(0, 0.9), dice.randint(1, 30), dice.randint(30, 400)))
            for _ in range(length)
        ]
        reviews += compare([(dice.choice(list(Rating)), gap) for gap in gaps])


@given(
    st.lists(st.tuples(ratings, st.integers(min_value=0, max_value=2000)), min_size=1, max_size=12)
)
def test_any_history_agrees(history: list[tuple[Rating, int]]) -> None:
    compare([(rating, float(gap)) for rating, gap in history])


@given(
    st.lists(
        st.tuples(st.floats(1, 10), st.floats(0.001, 5000), ratings, st.floats(0, 3000)),
        min_size=1,
        max_size=40,
    )
)
def test_the_vectorised_twin_says_the_same(rows: list[tuple[float, float, Rating, float]]) -> None:
    d, s, r, e = (np.array(column) for column in zip(*rows, strict=True))
    new_d, new_s = next_states(d, s, r.astype(np.int8), e)
    expected = [next_state(MemoryState(*row[:2]), row[2], row[3]) for row in rows]
    assert new_d == pytest.approx([state.difficulty for state in expected], rel=1e-9)
    assert new_s == pytest.approx([state.stability for state in expected], rel=1e-9)
    recalls = [retrievability(row[3], row[1]) for row in rows]
    assert retrievabilities(e, s) == pytest.approx(recalls, rel=1e-9)


def test_first_states_of_the_twin_say_the_same() -> None:
    d, s = first_states(np.array([1, 2, 3, 4], dtype=np.int8))
    for rating, difficulty, stability in zip(Rating, d, s, strict=True):
        first = first_state(rating)
        assert (first.difficulty, first.stability) == pytest.approx((difficulty, stability))


@given(st.floats(0.001, 10_000), st.floats(0, 10_000), st.floats(0, 10_000))
def test_recall_only_falls_with_time(stability: float, one: float, other: float) -> None:
    sooner, later = sorted((one, other))
    assert 0 < retrievability(later, stability) <= retrievability(sooner, stability) <= 1


@given(st.integers(1, 5000), st.floats(0, 1))
def test_fuzz_moves_an_interval_a_little(days: int, chance: float) -> None:
    assert abs(fuzzed(days, chance) - days) <= 2 + 0.16 * days
    assert fuzzed(days, chance) >= min(days, 2)
