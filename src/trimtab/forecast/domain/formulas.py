"""Which answers matter most for what a formula tells: the months of writing, and the smallest effect that will be seen."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import msgspec

from trimtab.forecast.domain.assumptions import BY_KEY, Assumptions, Key
from trimtab.forecast.domain.effort import content_actions, effort
from trimtab.forecast.domain.population import Population
from trimtab.forecast.domain.seeing import Seen, what_is_seen
from trimtab.forecast.domain.swings import (
    UNSURE_BY,
    Matters,
    Outcome,
    Swing,
    off_by,
    widest_first,
)
from trimtab.kernel.errors import NotEstimable
from trimtab.strategy.values import DAYS_BETWEEN_CHECKS, Plan, Strategy, Sureness, number


@dataclass(frozen=True, slots=True)
class _Situation:
    """Everything that a formula reads."""

    document: Strategy
    plan: Plan
    population: Population
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class _Move:
    """One answer with its two ends, and how a situation looks when it has a value."""

    says: str
    unit: str
    place: str
    low: float
    high: float
    at: Callable[[_Situation, float], _Situation]


def of_effort(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> Iterator[Matters]:
    """What matters for the months until all is written; nothing when they are not known, or nothing is to be written."""
    here = _Situation(document, plan, population, assumptions)

    def months(there: _Situation) -> float:
        found = effort(there.document, there.assumptions).months
        if isinstance(found, NotEstimable):
            raise found
        return found[1]

    def answered(code: str) -> Callable[[_Situation, float], _Situation]:
        return lambda there, value: replace(there, document=_answering(there.document, code, value))

    hours = number(document, "Q-D10") or 0.0
    days = number(document, "Q-G8") or DAYS_BETWEEN_CHECKS
    one, off_hours, off_days = (
        BY_KEY[Key.HOURS_A_PIECE],
        off_by(document, "Q-D10"),
        off_by(document, "Q-G8"),
    )
    off = UNSURE_BY[Sureness.MODERATE]
    moves = (
        _Move(one.says, one.unit, "", one.low, one.high, _assuming(Key.HOURS_A_PIECE)),
        _Move(
            "Hours that authors have",
            "hours a month",
            "answers/Q-D10",
            hours * (1 - off_hours),
            hours * (1 + off_hours),
            answered("Q-D10"),
        ),
        _Move(
            "Days between two checks",
            "days",
            "answers/Q-G8",
            days * (1 - off_days),
            days * (1 + off_days),
            answered("Q-G8"),
        ),
        _Move(
            "Questions and aids in all",
            "times as many as said",
            "",
            1 - off,
            1 + off,
            lambda there, factor: replace(there, document=_more_pieces(there.document, factor)),
        ),
    )
    found = _moved(here, moves, months)
    if found and found[0] > 0:
        yield Matters(Outcome.MONTHS, *found)


def of_seeing(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> Iterator[Matters]:
    """What matters for the smallest effect that each comparison sees by its day; nothing about those of which nothing is known."""
    here = _Situation(document, plan, population, assumptions)
    for at, seen in enumerate(what_is_seen(document, plan, population, assumptions)):
        if seen.unknown is None:
            found = _moved(
                here, list(_of_comparison(here, plan.evaluations[at].measure)), _smallest(at)
            )
            if found:
                unit = "standard deviations" if seen.standardised else seen.unit
                yield Matters(Outcome.SMALLEST, *found, about=seen.title, unit=unit)


def _of_comparison(here: _Situation, measure: str) -> Iterator[_Move]:
    spread = here.assumptions.spreads.get(measure)
    off = UNSURE_BY[Sureness.MODERATE]
    yield _Move(
        "People who are compared",
        "times as many as said",
        "answers/Q-P1",
        1 - off,
        1 + off,
        lambda there, factor: replace(there, population=_more_people(there.population, factor)),
    )
    for key in (Key.STEADINESS, *(() if spread else (Key.FIGURES_A_MONTH,))):
        one = BY_KEY[key]
        yield _Move(one.says, one.unit, "", one.low, one.high, _assuming(key))
    if any(
        one.setting == "evaluation.unit_of_chance" and one.value != "persons"
        for one in here.plan.settings
    ):
        one = BY_KEY[Key.TEAM_LIKENESS]
        yield _Move(
            one.says, one.unit, "answers/Q-E5", one.low, one.high, _assuming(Key.TEAM_LIKENESS)
        )


def _smallest(at: int) -> Callable[[_Situation], float]:
    def of(there: _Situation) -> float:
        seen: Seen = what_is_seen(there.document, there.plan, there.population, there.assumptions)[
            at
        ]
        if seen.at_the_end is None:
            raise seen.unknown or NotEstimable("Nothing is seen by then.")
        return seen.at_the_end

    return of


def _moved(
    here: _Situation, moves: tuple[_Move, ...] | list[_Move], outcome: Callable[[_Situation], float]
) -> tuple[float, tuple[Swing, ...]] | None:
    """The usual outcome and the swings; a move to an end at which nothing is known is left out. None when nothing is known."""
    try:
        usual = outcome(here)
    except NotEstimable:
        return None
    swings = []
    for one in moves:
        try:
            ends = outcome(one.at(here, one.low)), outcome(one.at(here, one.high))
        except NotEstimable:
            continue
        swings.append(Swing(one.says, one.unit, one.place, one.low, one.high, *ends))
    return (usual, widest_first(swings)) if swings else None


def _assuming(key: Key) -> Callable[[_Situation, float], _Situation]:
    return lambda there, value: replace(there, assumptions=there.assumptions.setting(key, value))


def _answering(document: Strategy, code: str, value: float) -> Strategy:
    return msgspec.structs.replace(
        document,
        answers={
            **document.answers,
            code: msgspec.structs.replace(document.answers[code], value=value),
        }
        if code in document.answers
        else document.answers,
    )


def _more_pieces(document: Strategy, factor: float) -> Strategy:
    holding = {one.id for one in content_actions(document)}
    actions = tuple(
        msgspec.structs.replace(one, pieces=round(one.pieces * factor))
        if one.id in holding
        else one
        for one in document.actions
    )
    return msgspec.structs.replace(document, actions=actions)


def _more_people(population: Population, factor: float) -> Population:
    return replace(
        population,
        groups=tuple(replace(one, people=round(one.people * factor)) for one in population.groups),
    )
