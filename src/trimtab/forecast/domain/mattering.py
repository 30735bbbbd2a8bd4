"""Which answers matter most: each assumption and each answer moved to its low and its high end, all
others left as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from trimtab.forecast.domain.assumptions import BY_KEY, AssumptionKey, Assumptions
from trimtab.forecast.domain.formulas import of_effort, of_seeing
from trimtab.forecast.domain.population import Population
from trimtab.forecast.domain.practising import PlayedStage, Stage, play, stage
from trimtab.forecast.domain.swings import (
    UNSURE_BY,
    ForecastOutcome,
    Matters,
    Swing,
    off_by,
    widest_first,
)
from trimtab.forecast.domain.telling import ANY_MONDAY, beginning, horizon, monday_of
from trimtab.forecast.domain.worlds import OF_PRACTICE, chosen_worlds
from trimtab.kernel.said import Said, say, say_in
from trimtab.science.memory.vectorised import Floats
from trimtab.strategy.values import Plan, Strategy, Sureness
from trimtab.strategy.values import plan as plan_of

SAMPLE = 40


@dataclass(frozen=True, slots=True)
class _End:
    name: str
    says: Said
    unit: Said
    place: str
    low: float
    high: float


def matters(
    document: Strategy,
    population: Population,
    assumptions: Assumptions,
    dice: np.random.Generator,
    *,
    people: int = SAMPLE,
) -> tuple[Matters, ...]:
    """What matters most for each outcome of which something is known: what is remembered, minutes,
    months of writing, and what each comparison will see.

    `people` are simulated in each of about fifteen worlds, alike in all of them.
    """
    plan = plan_of(document)
    return (
        *_of_practice(document, plan, population, assumptions, dice, people),
        *of_effort(document, plan, population, assumptions),
        *of_seeing(document, plan, population, assumptions),
    )


def _of_practice(
    document: Strategy,
    plan: Plan,
    population: Population,
    assumptions: Assumptions,
    dice: np.random.Generator,
    people: int,
) -> Iterator[Matters]:
    """Nothing when nothing is practised, or nobody has said how much there is to practise."""
    scene = stage(document, plan, population, assumptions, monday_of(beginning(plan) or ANY_MONDAY))
    ends = list(_ends(document, plan))
    changes: list[Mapping[str, float]] = [
        {},
        *({end.name: value} for end in ends for value in (end.low, end.high)),
    ]
    worlds = chosen_worlds(assumptions, plan.limits.minutes_per_week, changes)
    turnover = {audience.id: audience.turnover_per_year for audience in document.audiences}
    played = play(
        scene,
        worlds,
        turnover=turnover,
        count=people,
        weeks=horizon(document),
        dice=dice,
        alike=True,
    )
    if played and not np.isnan(played.run.recall).all():
        for outcome in (ForecastOutcome.RECALL, ForecastOutcome.MINUTES):
            yield _told(outcome, _of(outcome, played, scene), ends)


def _ends(document: Strategy, plan: Plan) -> Iterator[_End]:
    for key in OF_PRACTICE:
        assumption = BY_KEY[key]
        yield _End(key.value, assumption.says, assumption.unit, "", assumption.low, assumption.high)
    off, limit = off_by(document, "Q-D9"), plan.limits.minutes_per_week
    place = "answers/Q-D9" if "Q-D9" in document.answers else "policy/limits/minutes_per_week"
    yield _End(
        "minutes",
        say("Minutes a week that are released"),
        say_in("a unit", "minutes"),
        place,
        limit * (1 - off),
        limit * (1 + off),
    )
    if any(audience.turnover_per_year for audience in document.audiences):
        off = UNSURE_BY[Sureness.MODERATE]
        yield _End(
            "turnover",
            say("People leave and are replaced"),
            say_in("a unit", "times as often as said"),
            "answers/Q-P1",
            1 - off,
            1 + off,
        )


def _of(outcome: ForecastOutcome, played: PlayedStage, scene: Stage) -> Floats:
    """The outcome by world, over everybody who practises."""
    enrolled = ~np.isnan(played.run.recall[-1])
    items = np.array([course.items for course in scene.courses], dtype=np.float64) * enrolled
    weights = np.tile(played.people.stands_for, played.worlds.count) * enrolled.any(axis=1)
    if outcome is ForecastOutcome.MINUTES:
        return played.by_world(played.run.minutes.mean(axis=0), weights)
    share = items / np.maximum(items.sum(axis=1, keepdims=True), 1)
    recall = (np.nan_to_num(played.run.recall[-1]) * share).sum(axis=1)
    part = played.worlds.values[AssumptionKey.TAKES_PART]
    return (
        part * played.by_world(recall, weights)
        + (1 - part) * played.worlds.values[AssumptionKey.KNOWN_BEFORE]
    )


def _told(outcome: ForecastOutcome, by_world: Floats, ends: list[_End]) -> Matters:
    swings = (
        Swing(
            end.says,
            end.unit,
            end.place,
            end.low,
            end.high,
            float(by_world[1 + 2 * at]),
            float(by_world[2 + 2 * at]),
        )
        for at, end in enumerate(ends)
    )
    return Matters(outcome, float(by_world[0]), widest_first(swings))
