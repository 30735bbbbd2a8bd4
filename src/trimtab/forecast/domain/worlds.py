"""Many worlds at once: in each of them what is assumed has one value, and the same few people live
in all of them.

Values are spread evenly over each assumption's range (a Latin hypercube: McKay, Beckman & Conover
1979), most of them near the usual one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trimtab.forecast.domain.assumptions import AssumptionKey, Assumptions
from trimtab.forecast.domain.population import PeopleGroup
from trimtab.practice.values import Bools, Crowd
from trimtab.science.memory.vectorised import Floats

OF_PRACTICE = (
    AssumptionKey.TAKES_PART,
    AssumptionKey.DAYS_A_WEEK,
    AssumptionKey.SECONDS_EACH,
    AssumptionKey.FORGETTING,
    AssumptionKey.KNOWN_BEFORE,
)
DAYS_A_YEAR = 365.0
MOST_OPENS = 0.95
DIFFER_IN_DAYS, DIFFER_IN_PACE, DIFFER_IN_FORGETTING = 0.4, 0.3, 0.3
"""How people of one world differ: standard deviations of the logarithms."""


@dataclass(frozen=True, slots=True)
class Worlds:
    """`values` of each assumption by world; the most minutes a week, and what turnover is
    multiplied by, likewise.
    """

    values: Mapping[AssumptionKey, Floats]
    minutes: Floats
    turnover: Floats

    @property
    def count(self) -> int:
        """How many worlds there are."""
        return len(self.minutes)


def spread_worlds(
    assumptions: Assumptions, minutes: float, count: int, dice: np.random.Generator
) -> Worlds:
    """So many worlds, spread over the ranges of the assumptions."""
    values = {
        key: _triangular(*assumptions.range(key), _evenly(count, dice)) for key in OF_PRACTICE
    }
    return Worlds(values, np.full(count, minutes), np.ones(count))


def chosen_worlds(
    assumptions: Assumptions, minutes: float, changes: Sequence[Mapping[str, float]]
) -> Worlds:
    """One world for each of `changes` to the usual values: assumptions by key, `minutes` (a week)
    and `turnover` (a factor).
    """
    values = {
        key: np.array(
            [change.get(key.value, assumptions.usual(key)) for change in changes], dtype=np.float64
        )
        for key in OF_PRACTICE
    }
    return Worlds(
        values,
        np.array([change.get("minutes", minutes) for change in changes], dtype=np.float64),
        np.array([change.get("turnover", 1.0) for change in changes], dtype=np.float64),
    )


def _evenly(count: int, dice: np.random.Generator) -> Floats:
    return np.asarray((dice.permutation(count) + dice.random(count)) / count, dtype=np.float64)


def _triangular(low: float, usual: float, high: float, chance: Floats) -> Floats:
    """Quantiles of the triangular distribution; `usual` everywhere when the range has no width."""
    if high <= low:
        return np.full(len(chance), usual)
    usual = min(max(usual, low), high)
    turn = (usual - low) / (high - low)
    rising = low + np.sqrt(chance * (high - low) * (usual - low))
    falling = high - np.sqrt((1 - chance) * (high - low) * (high - usual))
    return np.where(chance < turn, rising, falling)


@dataclass(frozen=True, slots=True)
class Cast:
    """The few people who live in every world: the position of each one's group, how many people
    each stands for, and which courses each would practise if nobody were held back.
    """

    group: NDArray[np.intp]
    stands_for: Floats
    courses: Bools

    def __len__(self) -> int:
        return len(self.group)


def cast(
    groups: Sequence[PeopleGroup],
    courses: Callable[[PeopleGroup], Sequence[bool]],
    count: int,
    least: int = 3,
) -> Cast:
    """About `count` people, at least `least` of each group (or all of a smaller one), by the
    groups' sizes.
    """
    total = sum(group.people for group in groups)
    sizes = [
        min(max(round(count * group.people / total), least), max(group.people, 1))
        for group in groups
    ]
    return Cast(
        np.repeat(np.arange(len(groups)), sizes),
        np.repeat([group.people / size for group, size in zip(groups, sizes, strict=True)], sizes),
        np.repeat(np.array([courses(group) for group in groups], dtype=bool), sizes, axis=0),
    )


def crowd(
    people: Cast,
    worlds: Worlds,
    *,
    holdouts: Floats,
    turnover: Floats,
    dice: np.random.Generator,
    alike: bool,
) -> Crowd:
    """Everybody of every world, one world after the other.

    `turnover` is a year's, by person of the cast; `holdouts` by course.

    With `alike`, people differ from one another in the same way in every world.
    """
    drawn = 1 if alike else worlds.count

    def differ(by: float) -> Floats:
        normal = dice.standard_normal((drawn, len(people)))
        return np.tile(np.exp(by * normal - by * by / 2), (worlds.count // drawn, 1)).ravel()

    def each(values: Floats) -> Floats:
        return np.repeat(values, len(people))

    enrolled = np.concatenate(
        [_by_lot(people, holdouts, dice) for _ in range(drawn)] * (worlds.count // drawn)
    )
    value = worlds.values
    return Crowd(
        enrolled=enrolled,
        opens=np.minimum(
            each(value[AssumptionKey.DAYS_A_WEEK]) / 7 * differ(DIFFER_IN_DAYS), MOST_OPENS
        ),
        pace=each(value[AssumptionKey.SECONDS_EACH]) * differ(DIFFER_IN_PACE),
        forgetting=each(value[AssumptionKey.FORGETTING]) * differ(DIFFER_IN_FORGETTING),
        known=each(value[AssumptionKey.KNOWN_BEFORE]),
        leaves=np.tile(turnover, worlds.count) * each(worlds.turnover) / DAYS_A_YEAR,
        limit=each(worlds.minutes),
    )


def _by_lot(people: Cast, holdouts: Floats, dice: np.random.Generator) -> Bools:
    """Who practises: of each group as near to its share as whole people allow, by lot."""
    enrolled = people.courses.copy()
    for course, holdout in enumerate(holdouts):
        for group in np.unique(people.group) if holdout else ():
            inside = np.nonzero((people.group == group) & people.courses[:, course])[0]
            out = int(len(inside) * holdout + dice.random())
            enrolled[dice.permutation(inside)[:out], course] = False
    return enrolled
