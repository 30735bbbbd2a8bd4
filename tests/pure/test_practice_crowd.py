"""What practice says of many people at once is what a plain rule says of each of them.

And what a simulated year of it must keep. The plain rule, for one person and item by item, is
`bench.plainly`.
"""

from __future__ import annotations

import datetime as dt
import random
from uuid import UUID

import numpy as np
import pytest
from bench import forecast as bench
from bench.plainly import Candidate, budget, choose, rating_of
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.practice.domain.crowd import UNMET, choose_many, rooms, time_left
from trimtab.practice.domain.rating import ratings_of
from trimtab.practice.domain.simulating import SPREAD, Crowd, Run, SimulatedProgramme, simulate
from trimtab.practice.domain.today import interleaved, next_time
from trimtab.science.memory import Rating, interval_days
from trimtab.science.memory.vectorised import intervals_days
from trimtab.strategy.domain.load import minutes_needed

TODAY = 40
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
states = st.one_of(
    st.none(),
    st.tuples(st.floats(0.5, 200), st.integers(0, TODAY - 1), st.integers(TODAY - 20, TODAY + 20)),
)
people = st.lists(
    st.tuples(st.lists(states, min_size=6, max_size=6), st.integers(0, 9)), min_size=1, max_size=5
)


@settings(deadline=None)
@given(people, st.integers(0, 5))
def test_each_of_a_crowd_is_asked_what_they_would_be_asked_alone(
    crowd: list[tuple[list[tuple[float, int, int] | None], int]], new_left: int
) -> None:
    items = range(6)
    due = np.array(
        [[UNMET if s is None else s[2] for s in row] for row, _ in crowd], dtype=np.int32
    )
    stability = np.array([[1.0 if s is None else s[0] for s in row] for row, _ in crowd])
    reviewed = np.array(
        [[0 if s is None else s[1] for s in row] for row, _ in crowd], dtype=np.int32
    )
    room = np.array([fits for _, fits in crowd], dtype=np.int32)
    asked = choose_many(
        day=TODAY,
        who=np.arange(len(crowd)),
        due=due,
        stability=stability,
        reviewed=reviewed,
        offered=np.ones_like(due, dtype=bool),
        room=room,
        new_left=new_left,
    )
    for at, (row, fits) in enumerate(crowd):
        candidates = [_candidate(item, row[item]) for item in items]
        left = budget(
            cap_minutes=100,
            week_seconds=0,
            today_seconds=180 - 20 * fits,
            pace=20,
            new_today=5 - new_left,
        )
        alone = {one.item_id.int for one in choose(candidates, left, NOW)}
        together = {
            int(item) for who, item in zip(asked.people, asked.items, strict=True) if who == at
        }
        assert len(together) == len(alone)
        assert {i for i in together if row[i] is None} == {i for i in alone if row[i] is None}
        assert together == alone or _tied(row, together ^ alone)


def _tied(row: list[tuple[float, int, int] | None], differing: set[int]) -> bool:
    """Items that are remembered alike may change places: the real choice breaks ties by id."""
    recalls = {round((TODAY - state[1]) / state[0], 9) for i in differing if (state := row[i])}
    return len(recalls) == 1


def _candidate(item: int, state: tuple[float, int, int] | None) -> Candidate:
    if state is None:
        return Candidate(UUID(int=item), UUID(int=item), "p", str(item))
    stability, reviewed, due = state
    day = dt.timedelta(days=1)
    return Candidate(
        UUID(int=item),
        UUID(int=item),
        "p",
        str(item),
        stability,
        NOW - (TODAY - reviewed) * day,
        NOW + (due - TODAY) * day,
    )


@given(st.floats(0, 3000), st.floats(0, 200))
def test_room_is_the_budgets_room(week_left: float, pace: float) -> None:
    one = budget(
        cap_minutes=50,
        week_seconds=3000 - week_left,
        today_seconds=0,
        pace=pace or 20.0,
        new_today=0,
    )
    assert rooms(np.array([one.week_left]), np.array([pace or 20.0]))[0] == one.room


@given(
    st.integers(0, 60),
    st.floats(0, 4000),
    st.floats(0, 300),
    st.one_of(st.just(0.0), st.floats(0, 200)),
    st.integers(0, 9),
)
def test_the_time_left_is_the_plain_rules(
    cap: int, week: float, today: float, pace: float, new: int
) -> None:
    plain = budget(
        cap_minutes=cap, week_seconds=week, today_seconds=today, pace=pace, new_today=new
    )
    left = time_left(
        cap_minutes=np.array([float(cap)]),
        week_seconds=np.array([week]),
        today_seconds=np.array([today]),
        pace=np.array([pace]),
        new=np.array([new], dtype=np.int32),
    )
    assert (left.room[0], left.each[0], left.new[0]) == (plain.room, plain.each, plain.new_left)


def test_neighbours_share_a_subject_only_when_nothing_else_is_left() -> None:
    assert interleaved(["a", "a", "b", "b", "a"]) == [0, 2, 1, 3, 4]
    assert interleaved(["a", "a", "a"]) == [0, 1, 2] and interleaved([]) == []


def test_the_next_question_comes_tomorrow_at_the_earliest() -> None:
    today = NOW.replace(hour=0)
    day = dt.timedelta(days=1)
    assert next_time([], is_new_left=True, today=today) == today + day
    assert next_time([NOW - day, NOW + 9 * day], is_new_left=False, today=today) == today + day
    assert next_time([NOW + 9 * day], is_new_left=False, today=today) == NOW + 9 * day
    assert next_time([], is_new_left=False, today=today) is None


@given(st.booleans(), st.floats(0, 130))
def test_ratings_are_the_ratings_of_single_answers(right: bool, seconds: float) -> None:
    one = rating_of(correct=right, seconds=seconds, response=None, self_rated=False)
    assert ratings_of(np.array([right]), np.array([seconds]))[0] == one


@given(st.floats(0.01, 5000), st.floats(0.5, 0.99))
def test_intervals_are_the_intervals_of_single_items(stability: float, retention: float) -> None:
    assert intervals_days(np.array([stability]), np.array([retention]))[0] == interval_days(
        stability, retention
    )


def crowd(people: int = 60, **values: float) -> Crowd:
    """People who all take part, open Today on every other day and forget as the model says."""
    given = {
        "opens": 0.5,
        "pace": 20.0,
        "forgetting": 1.0,
        "known": 0.5,
        "leaves": 0.0,
        "limit": 10.0,
        **values,
    }
    return Crowd(
        enrolled=np.ones((people, 1), dtype=bool),
        **{key: np.full(people, value) for key, value in given.items()},
    )


def run(
    crowd: Crowd,
    *,
    items: int = 40,
    minutes: float = 10.0,
    weeks: int = 12,
    seed: int = 1,
    starts: int = 0,
) -> Run:
    """One programme that is practised for some weeks."""
    courses = [SimulatedProgramme("one", items, minutes, 0.9, starts)]
    return simulate(
        crowd, courses, weeks=weeks, dice=np.random.default_rng(seed), tile=len(crowd.opens)
    )


@settings(deadline=None, max_examples=15)
@given(st.floats(1, 15), st.floats(1, 15), st.integers(10, 80), st.integers(0, 100))
def test_more_minutes_never_lower_what_is_remembered(
    one: float, other: float, items: int, seed: int
) -> None:
    """Two crowds with the same throws; what chance still leaves between them is less than two questions in a hundred."""
    less, more = sorted((one, other))
    both = crowd(120)
    both.limit[:60], both.limit[60:] = less, more
    courses = [SimulatedProgramme("one", items, 15.0, 0.9)]
    found = simulate(both, courses, weeks=10, dice=np.random.default_rng(seed), tile=60).recall[
        -1, :, 0
    ]
    assert found[60:].mean() >= found[:60].mean() - 0.02


@settings(deadline=None, max_examples=15)
@given(st.floats(0.5, 12), st.floats(8, 60), st.integers(1, 120), st.integers(0, 100))
def test_what_is_asked_fits_into_what_was_promised(
    minutes: float, pace: float, items: int, seed: int
) -> None:
    """What is asked fits by the usual pace; answers take as long as they take. So a crowd keeps the promise, and a single week of
    one person ends over it by no more than the spread of a session's answers, and one answer of two minutes."""
    found = run(crowd(pace=pace, opens=0.9, limit=minutes), items=items, weeks=6, seed=seed)
    spread = SPREAD * pace / 60 * (60 * minutes / pace) ** 0.5
    assert found.minutes.mean(axis=1).max() <= minutes + 0.5
    assert found.minutes.max() <= minutes + 2.0 + 5 * spread


def test_nothing_is_asked_before_a_programme_starts_and_newcomers_begin_anew() -> None:
    late = run(crowd(), starts=16)
    assert late.minutes[:2].sum() == 0 and late.minutes[2:].sum() > 0
    stay, leave = run(crowd(), weeks=20), run(crowd(leaves=2 / 365), weeks=20)
    assert leave.met[-1].mean() < stay.met[-1].mean()


def test_without_any_practice_what_is_remembered_stays_what_it_was() -> None:
    found = run(crowd(opens=0.0, known=0.37))
    assert found.recall[-1, :, 0] == pytest.approx(0.37)


def test_who_recalls_everything_needs_the_minutes_that_the_closed_form_says() -> None:
    """Every answer is right and Good, everybody is there every day: then practice takes `load.minutes_needed`, no more and no less."""
    perfect = crowd(opens=1.0, known=1.0, forgetting=0.0, limit=60.0, pace=20.0)
    found = run(perfect, items=30, minutes=60.0, weeks=26)
    assert found.minutes.sum(axis=0).mean() / 26 == pytest.approx(
        minutes_needed(30, 26, 0.9), rel=0.05
    )


def test_the_same_dice_give_the_same_run() -> None:
    one, other = run(crowd(), seed=3), run(crowd(), seed=3)
    assert np.array_equal(one.minutes, other.minutes) and np.array_equal(one.recall, other.recall)


def test_a_crowd_practises_and_remembers_as_people_do_who_are_simulated_one_by_one() -> None:
    """Outside truth: the rules for one person, item by item (`bench.forecast.alone`)."""
    dice = random.Random(5)
    singly = [bench.alone(dice, 10, 40) for _ in range(30)]
    together = run(crowd(600, opens=bench.OPENS, pace=bench.PACE, limit=bench.LIMIT), weeks=10)
    assert together.minutes.sum(axis=0).mean() == pytest.approx(
        np.mean([minutes for minutes, _ in singly]), rel=0.06
    )
    assert together.recall[-1].mean() == pytest.approx(
        np.mean([recall for _, recall in singly]), abs=0.015
    )


def test_what_is_not_wholly_right_was_not_recalled() -> None:
    for response in ([2, 1, 0], "x", None):
        assert (
            rating_of(correct=False, seconds=9.0, response=response, self_rated=False)
            is Rating.AGAIN
        )
    seconds = np.array([0.0, 2.0, 9.0, 60.0])
    assert ratings_of(np.zeros(4, dtype=bool), seconds).tolist() == [Rating.AGAIN] * 4
