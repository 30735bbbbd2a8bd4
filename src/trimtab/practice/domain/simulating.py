"""Practice as it would go: many people, day after day, by the rules that run the real thing.

What people are asked is decided by `crowd`, as it is in the real thing; what the scheduler
remembers by `science.memory`. Whether an answer is right is thrown: the chance is the memory
model's, with time that passes `forgetting` times as fast for this person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trimtab.practice.domain.crowd import (
    UNMET,
    Bools,
    CrowdQuestions,
    Ints,
    Positions,
    choose_many,
    rooms,
)
from trimtab.practice.domain.rating import ratings_of
from trimtab.practice.domain.today import NEW_A_DAY
from trimtab.science.memory.vectorised import (
    Floats,
    first_states,
    intervals_days,
    next_states,
    retrievabilities,
)

DAYS_A_WEEK = 7
MOST_SECONDS = 120.0
SPREAD = 0.35  # of the logarithm of the seconds that one person takes for different answers


@dataclass(frozen=True, slots=True)
class SimulatedProgramme:
    """A programme as it is simulated: how many items it holds, its minutes a week, and the day on which it starts (0 is the first)."""

    key: str
    items: int
    minutes_per_week: float
    desired_retention: float
    starts: int = 0


@dataclass(frozen=True, slots=True)
class Crowd:
    """The people, each field an array of shape (people,), `enrolled` of shape (people, courses).

    `opens` is the chance to open Today on a day, `pace` the usual seconds an answer, `forgetting` how many times as fast as the model
    says somebody forgets, `known` the chance to be right at the first meeting, `leaves` the chance a day to be replaced by a newcomer
    who knows nothing of it, `limit` the most minutes a week over all programmes.
    """

    enrolled: Bools
    opens: Floats
    pace: Floats
    forgetting: Floats
    known: Floats
    leaves: Floats
    limit: Floats


@dataclass(frozen=True, slots=True)
class Run:
    """What happened. Of shape (weeks, people): minutes practised, and the items that are due and not asked at the end of the week.
    Of shape (weeks, people, courses): the share of its items that would be recalled at the end of the week (not-a-number where not
    enrolled), and the share that has been met.
    """

    minutes: NDArray[np.float32]
    overdue: NDArray[np.float32]
    recall: NDArray[np.float32]
    met: NDArray[np.float32]


def simulate(
    crowd: Crowd,
    courses: Sequence[SimulatedProgramme],
    *,
    weeks: int,
    dice: np.random.Generator,
    tile: int = 0,
) -> Run:
    """Lets a crowd practise for some weeks of seven days, with one session at most a day.

    With `tile`, every `tile` people get the same throws as the `tile` before them, so that crowds that differ in one assumption can be
    compared without the noise of chance; `tile` must divide the number of people.
    """
    state = _State(crowd, courses, weeks, dice, tile or len(crowd.opens))
    for day in range(weeks * DAYS_A_WEEK):
        if day % DAYS_A_WEEK == 0:
            state.begin_week(day)
        state.live(day)
        if day % DAYS_A_WEEK == DAYS_A_WEEK - 1:
            state.end_week(day)
    return Run(state.minutes, state.overdue, state.recall, state.met)


class _State:
    """Everything that changes while days pass."""

    def __init__(
        self,
        crowd: Crowd,
        courses: Sequence[SimulatedProgramme],
        weeks: int,
        dice: np.random.Generator,
        tile: int,
    ) -> None:
        people, items = len(crowd.opens), sum(one.items for one in courses)
        self.crowd, self.courses, self.dice, self.tile = crowd, courses, dice, tile
        self.course_of = np.repeat(np.arange(len(courses)), [one.items for one in courses])
        self.desired = np.repeat(
            [one.desired_retention for one in courses], [one.items for one in courses]
        )
        self.due: Ints = np.full((people, items), UNMET, dtype=np.int32)
        self.reviewed: Ints = np.zeros((people, items), dtype=np.int32)
        self.stability: Floats = np.ones((people, items))
        self.difficulty: Floats = np.full((people, items), 5.0)
        self.offered: Bools = np.zeros((people, items), dtype=bool)
        self.week_left: Floats = np.zeros(people)
        self.minutes = np.zeros((weeks, people), dtype=np.float32)
        self.overdue = np.zeros((weeks, people), dtype=np.float32)
        self.recall = np.full((weeks, people, len(courses)), np.nan, dtype=np.float32)
        self.met = np.zeros((weeks, people, len(courses)), dtype=np.float32)

    def throw(self, *shape: int) -> Floats:
        """Chances from 0 to 1 for each person (and each of `shape`), the same for every tile."""
        thrown = self.dice.random((self.tile, *shape))
        return np.tile(thrown, (len(self.crowd.opens) // self.tile, *(1 for _ in shape)))

    def begin_week(self, day: int) -> None:
        """The budget is full again, and programmes that start in this week are offered from their first day."""
        self._offer(day)
        self.week_left = 60.0 * np.minimum(self.crowd.limit, self._share(day))

    def _share(self, day: int) -> Floats:
        minutes = np.array(
            [one.minutes_per_week if one.starts <= day else 0.0 for one in self.courses]
        )
        return np.asarray(self.crowd.enrolled @ minutes, dtype=np.float64)

    def _offer(self, day: int) -> None:
        started = np.array([one.starts <= day for one in self.courses], dtype=bool)
        self.offered = (self.crowd.enrolled & started)[:, self.course_of]

    def live(self, day: int) -> None:
        """One day: some leave and are replaced, some open Today and answer what they are asked."""
        if any(one.starts == day for one in self.courses) and day % DAYS_A_WEEK:
            before = 60.0 * np.minimum(self.crowd.limit, self._share(day - 1))
            self._offer(day)
            self.week_left = (
                self.week_left + 60.0 * np.minimum(self.crowd.limit, self._share(day)) - before
            )
        self.due[self.throw() < self.crowd.leaves] = UNMET
        here = np.nonzero(self.throw() < self.crowd.opens)[0]
        asked = choose_many(
            day=day,
            who=here,
            due=self.due,
            stability=self.stability,
            reviewed=self.reviewed,
            offered=self.offered,
            room=rooms(self.week_left[here], self.crowd.pace[here]),
            new_left=NEW_A_DAY,
        )
        self._answer(day, asked)

    def _answer(self, day: int, asked: CrowdQuestions) -> None:
        people, items, new = asked.people, asked.items, asked.is_new
        elapsed = (day - self.reviewed[people, items]).astype(np.float64)
        stability = self.stability[people, items]
        chance = np.where(
            new,
            self.crowd.known[people],
            retrievabilities(elapsed * self.crowd.forgetting[people], stability),
        )
        luck, tempo = self._throws(people, items)
        seconds = np.minimum(self.crowd.pace[people] * tempo, MOST_SECONDS)
        ratings = ratings_of(luck < chance, seconds)
        difficulty, stability = next_states(
            self.difficulty[people, items], stability, ratings, elapsed
        )
        difficulty[new], stability[new] = first_states(ratings[new])
        self.difficulty[people, items], self.stability[people, items] = difficulty, stability
        self.reviewed[people, items] = day
        self.due[people, items] = day + intervals_days(stability, self.desired[items])
        spent = np.bincount(people, seconds, minlength=len(self.week_left))
        self.week_left -= spent
        self.minutes[day // DAYS_A_WEEK] += (spent / 60).astype(np.float32)

    def _throws(self, people: Positions, items: Positions) -> tuple[Floats, Floats]:
        """For each answer a chance and a tempo (1 on average); looked up by place within the tile where people are tiled."""
        if self.tile == len(self.week_left):
            return self.dice.random(len(people)), _tempo(self.dice.standard_normal(len(people)))
        luck = self.dice.random((self.tile, len(self.desired)))
        tempo = _tempo(self.dice.standard_normal((self.tile, len(self.desired))))
        return luck[people % self.tile, items], tempo[people % self.tile, items]

    def end_week(self, day: int) -> None:
        """What would be recalled on the evening of `day`, and what has been met."""
        week = day // DAYS_A_WEEK
        met = self.due < UNMET
        self.overdue[week] = ((self.due <= day) & self.offered).sum(axis=1)
        elapsed = (day - self.reviewed) * self.crowd.forgetting[:, None]
        chance = np.where(met, retrievabilities(elapsed, self.stability), self.crowd.known[:, None])
        first = np.cumsum([0, *(one.items for one in self.courses)])
        for at, one in enumerate(self.courses):
            cut = slice(first[at], first[at] + one.items)
            enrolled = self.crowd.enrolled[:, at]
            self.recall[week, :, at] = np.where(enrolled, chance[:, cut].mean(axis=1), np.nan)
            self.met[week, :, at] = met[:, cut].mean(axis=1)


def _tempo(normal: Floats) -> Floats:
    return np.exp(SPREAD * normal - SPREAD * SPREAD / 2)
