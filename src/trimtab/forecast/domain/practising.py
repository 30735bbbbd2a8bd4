"""How the audiences would practise: the programmes of the plan, run by the rules of the practice
room over many worlds.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trimtab.forecast.domain.assumptions import AssumptionKey, Assumptions
from trimtab.forecast.domain.effort import pieces_of
from trimtab.forecast.domain.outlook import Likely, PracticeOutlook
from trimtab.forecast.domain.population import PeopleGroup, Population
from trimtab.forecast.domain.worlds import Cast, Worlds, cast, crowd
from trimtab.kernel.errors import NotEstimable
from trimtab.practice.values import Run, SimulatedProgramme, simulate
from trimtab.science.memory.vectorised import Floats
from trimtab.strategy.values import Programme, RunPlan, Strategy, number

INTERVAL = (0.1, 0.9)
LEAST_RETENTION, MOST_RETENTION = 0.5, 0.99


@dataclass(frozen=True, slots=True)
class Stage:
    """What is played: courses with the audience and the share held back of each, the groups that
    practise, and where nothing can be told because somebody has not said how much there is to
    practise (by audience).
    """

    courses: tuple[SimulatedProgramme, ...]
    audiences: tuple[str, ...]
    holdouts: Floats
    groups: tuple[PeopleGroup, ...]
    unknown: dict[str, NotEstimable]


def stage(
    document: Strategy,
    plan: RunPlan,
    population: Population,
    assumptions: Assumptions,
    monday: dt.date,
) -> Stage:
    """The programmes of a plan as courses, counted from a Monday."""
    actions = {action.id: action for action in document.actions}
    items: dict[str, int] = {}
    missing: dict[str, NotEstimable] = {}
    for programme in plan.programmes:
        pieces = pieces_of(actions[programme.key], assumptions)
        if isinstance(pieces, NotEstimable):
            missing[programme.audience] = pieces
        else:
            items[programme.key] = pieces
    known = [programme for programme in plan.programmes if programme.audience not in missing]
    practised = {programme.audience for programme in known}
    return Stage(
        courses=tuple(_course(programme, items[programme.key], monday) for programme in known),
        audiences=tuple(programme.audience for programme in known),
        holdouts=np.array([programme.holdout for programme in known]),
        groups=tuple(
            group
            for group in population.groups
            if group.audiences & practised and not group.audiences & missing.keys()
        ),
        unknown=_untold(population, missing),
    )


def _course(programme: Programme, items: int, monday: dt.date) -> SimulatedProgramme:
    return SimulatedProgramme(
        key=programme.key,
        items=items,
        minutes_per_week=programme.minutes_per_week,
        desired_retention=min(max(programme.desired_retention, LEAST_RETENTION), MOST_RETENTION),
        starts=max((programme.starts - monday).days, 0) if programme.starts else 0,
    )


def _untold(population: Population, missing: Mapping[str, NotEstimable]) -> dict[str, NotEstimable]:
    """Of which audiences nothing can be told, and why: whoever shares people with one of which too
    little is known.
    """
    return {
        audience: missing[other]
        for group in population.groups
        for other in group.audiences & missing.keys()
        for audience in group.audiences
    }


@dataclass(frozen=True, slots=True)
class PlayedStage:
    """A stage that was played: what happened, to whom, in which worlds."""

    stage: Stage
    people: Cast
    worlds: Worlds
    run: Run

    @property
    def count(self) -> int:
        """How many people were simulated, over all worlds."""
        return len(self.people) * self.worlds.count

    def by_world(self, values: NDArray[np.floating], weights: Floats) -> Floats:
        """Weighted means of (weeks, people) or (people,) over the people of each world: (weeks,
        worlds) or (worlds,).
        """
        shape = (*values.shape[:-1], self.worlds.count, len(self.people))
        weight = weights.reshape(self.worlds.count, len(self.people))
        filled = np.where(weight > 0, np.nan_to_num(values.reshape(shape)), 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((filled * weight).sum(axis=-1) / weight.sum(axis=-1))


def play(
    stage: Stage,
    worlds: Worlds,
    *,
    turnover: dict[str, float],
    count: int,
    weeks: int,
    dice: np.random.Generator,
    alike: bool = False,
) -> PlayedStage | None:
    """Lets about `count` people practise in each world; `turnover` is a year's, by audience.

    None when nobody practises anything.
    """
    if not stage.groups or not stage.courses:
        return None
    people = cast(
        stage.groups,
        lambda group: [audience in group.audiences for audience in stage.audiences],
        count,
    )
    leaving = np.array(
        [max(turnover.get(key, 0.0) for key in group.audiences) for group in stage.groups]
    )[people.group]
    everybody = crowd(
        people, worlds, holdouts=stage.holdouts, turnover=leaving, dice=dice, alike=alike
    )
    run = simulate(
        everybody, stage.courses, weeks=weeks, dice=dice, tile=len(people) if alike else 0
    )
    return PlayedStage(stage, people, worlds, run)


def of_audience(
    played: PlayedStage, audience: str, document: Strategy, plan: RunPlan, population: Population
) -> PracticeOutlook | None:
    """What was played as an audience lives it; None when nobody of it practises."""
    own = [at for at, name in enumerate(played.stage.audiences) if name == audience]
    weights, recall, met = _own(played, own)
    if not own or not weights.any():
        return None
    run, taking_part = played.run, played.worlds.values[AssumptionKey.TAKES_PART]
    known = played.worlds.values[AssumptionKey.KNOWN_BEFORE]
    remembered = taking_part * played.by_world(recall, weights) + (1 - taking_part) * known
    held_back = float(np.prod(played.stage.holdouts[own]))
    released = number(document, "Q-D9")
    limit = plan.limits.minutes_per_week
    return PracticeOutlook(
        people=round(population.people(audience) * (1 - held_back)),
        promised=limit if released is None else min(released, limit),
        planned=_planned(audience, plan, population),
        minutes=_likely(played.by_world(run.minutes, weights)),
        most_minutes=tuple(
            float(minutes) for minutes in np.quantile(run.minutes[:, weights > 0], 0.9, axis=1)
        ),
        overdue=_likely(played.by_world(run.overdue, weights)),
        met=_likely(played.by_world(met, weights)),
        recall=_likely(remembered),
    )


def _own(played: PlayedStage, own: Sequence[int]) -> tuple[Floats, Floats, Floats]:
    """Of an audience's courses: the weight of each person who practises one, and by (weeks, people)
    what is recalled and met.
    """
    items = np.array([played.stage.courses[at].items for at in own], dtype=np.float64)
    recall = played.run.recall[:, :, own]
    counts = np.where(np.isnan(recall[0]), 0.0, items)
    total = counts.sum(axis=1)
    weights = np.tile(played.people.stands_for, played.worlds.count) * (total > 0)
    share = np.divide(counts, total[:, None], out=np.zeros_like(counts), where=total[:, None] > 0)
    return (
        weights,
        (np.nan_to_num(recall) * share).sum(axis=2),
        (played.run.met[:, :, own] * share).sum(axis=2),
    )


def _planned(audience: str, plan: RunPlan, population: Population) -> float:
    """The most minutes a week that the programmes together ask of anybody in the audience."""
    together = [group.audiences for group in population.groups if audience in group.audiences] or [
        frozenset({audience})
    ]
    return max(
        float(
            sum(
                programme.minutes_per_week
                for programme in plan.programmes
                if programme.audience in group
            )
        )
        for group in together
    )


def _likely(by_week: Floats) -> tuple[Likely, ...]:
    """Mean and interval over the worlds, for each week; worlds in which nobody practises do not
    count.
    """
    kept = by_week[:, ~np.isnan(by_week).any(axis=0)]
    low, high = np.quantile(kept, INTERVAL, axis=1)
    return tuple(
        Likely(float(mean), float(one), float(other))
        for mean, one, other in zip(kept.mean(axis=1), low, high, strict=True)
    )


def learners_hours(played: PlayedStage) -> tuple[float, float, float]:
    """Hours of all who practise over the whole time, whoever takes part: low, mean, high over the
    worlds.
    """
    minutes = played.run.minutes.sum(axis=0).reshape(played.worlds.count, len(played.people))
    hours = (
        (minutes * played.people.stands_for).sum(axis=1)
        / 60
        * played.worlds.values[AssumptionKey.TAKES_PART]
    )
    low, high = np.quantile(hours, INTERVAL)
    return float(low), float(hours.mean()), float(high)
