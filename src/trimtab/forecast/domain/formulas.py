"""Which answers matter most for what a formula tells: the months of writing, and the smallest
effect that will be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec

from trimtab.forecast.domain.assumptions import BY_KEY, AssumptionKey, Assumptions
from trimtab.forecast.domain.effort import content_actions, effort
from trimtab.forecast.domain.population import Population
from trimtab.forecast.domain.seeing import what_is_seen
from trimtab.forecast.domain.swings import (
    UNSURE_BY,
    ForecastOutcome,
    Matters,
    Swing,
    off_by,
    widest_first,
)
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Said, as_written, say, say_in
from trimtab.strategy.values import DAYS_BETWEEN_CHECKS, Plan, Strategy, Sureness, number

TIMES = say_in("a unit", "times as many as said")
OFF_BY_HOW_MANY = UNSURE_BY[Sureness.MODERATE]
"""By which share a number that the document says may be off."""


@dataclass(frozen=True, slots=True)
class _Situation:
    """Everything that a formula reads."""

    document: Strategy
    plan: Plan
    population: Population
    assumptions: Assumptions


Turn = Callable[[_Situation, float], _Situation]
"""How a situation looks when one answer has another value."""
Formula = Callable[[_Situation], float]
"""What a situation comes to. Raises NotEstimable."""


@dataclass(frozen=True, slots=True)
class _Move:
    """One answer with its two ends, and how a situation looks when it has a value."""

    says: Said
    unit: Said
    place: str
    low: float
    high: float
    at: Turn


def of_effort(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> Iterator[Matters]:
    """What matters for the months until all is written; nothing when they are not known, or nothing
    is to be written.
    """
    here = _Situation(document, plan, population, assumptions)
    days = number(document, "Q-G8") or DAYS_BETWEEN_CHECKS
    moves = (
        _assumed(AssumptionKey.HOURS_A_PIECE),
        _answered(
            document,
            "Q-D10",
            says=say("Hours that authors have"),
            unit=say_in("a unit", "hours a month"),
            value=number(document, "Q-D10") or 0.0,
        ),
        _answered(
            document,
            "Q-G8",
            says=say("Days between two checks"),
            unit=say_in("a unit", "days"),
            value=days,
        ),
        _multiplied(say("Questions and aids in all"), "", _with_pieces),
    )
    moved = _moved(here, moves, _months)
    if moved and moved[0] > 0:
        yield Matters(ForecastOutcome.MONTHS, *moved)


def of_seeing(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> Iterator[Matters]:
    """What matters for the smallest effect that each comparison sees by its day.

    Nothing is told about those of which nothing is known.
    """
    here = _Situation(document, plan, population, assumptions)
    for at, seen in enumerate(what_is_seen(document, plan, population, assumptions)):
        if seen.unknown is not None:
            continue
        moves = list(_of_comparison(here, plan.evaluations[at].measure))
        moved = _moved(here, moves, _smallest(at))
        if moved:
            deviations = say_in("a unit", "standard deviations")
            unit = deviations if seen.standardised else as_written(seen.unit)
            yield Matters(ForecastOutcome.SMALLEST, *moved, about=seen.title, unit=unit)


def _of_comparison(here: _Situation, measure: str) -> Iterator[_Move]:
    yield _multiplied(say("People who are compared"), "answers/Q-P1", _with_people)
    yield _assumed(AssumptionKey.STEADINESS)
    if not here.assumptions.spreads.get(measure):
        yield _assumed(AssumptionKey.FIGURES_A_MONTH)
    if any(
        setting.setting == "evaluation.unit_of_chance" and setting.value != "persons"
        for setting in here.plan.settings
    ):
        yield _assumed(AssumptionKey.TEAM_LIKENESS, place="answers/Q-E5")


def _months(situation: _Situation) -> float:
    """The usual months until all is written."""
    months = effort(situation.document, situation.assumptions).months
    if isinstance(months, NotEstimable):
        raise months
    return months[1]


def _smallest(at: int) -> Formula:
    """The smallest effect that the comparison at a position of the plan sees by its day."""

    def of(there: _Situation) -> float:
        every = what_is_seen(there.document, there.plan, there.population, there.assumptions)
        seen = every[at]
        if seen.at_the_end is None:
            raise seen.unknown or NotEstimable(say("Nothing is seen by then."))
        return seen.at_the_end

    return of


def _moved(
    here: _Situation, moves: Sequence[_Move], outcome: Formula
) -> tuple[float, tuple[Swing, ...]] | None:
    """The usual outcome and the swings; None when nothing is known.

    A move to an end at which nothing is known is left out.
    """
    try:
        usual = outcome(here)
    except NotEstimable:
        return None
    swings = []
    for move in moves:
        try:
            at_low = outcome(move.at(here, move.low))
            at_high = outcome(move.at(here, move.high))
        except NotEstimable:
            continue
        swings.append(Swing(move.says, move.unit, move.place, move.low, move.high, at_low, at_high))
    return (usual, widest_first(swings)) if swings else None


def _assumed(key: AssumptionKey, *, place: str = "") -> _Move:
    """An assumption between the ends of its range."""
    assumption = BY_KEY[key]

    def at(there: _Situation, value: float) -> _Situation:
        return replace(there, assumptions=there.assumptions.setting(key, value))

    return _Move(assumption.says, assumption.unit, place, assumption.low, assumption.high, at)


def _answered(document: Strategy, code: str, *, says: Said, unit: Said, value: float) -> _Move:
    """An answer with a number, by as much as it may be off."""
    off = off_by(document, code)

    def at(there: _Situation, other: float) -> _Situation:
        return replace(there, document=_answering(there.document, code, other))

    return _Move(says, unit, f"answers/{code}", value * (1 - off), value * (1 + off), at)


def _multiplied(says: Said, place: str, at: Turn) -> _Move:
    """A number of the document that may be off by a share of it."""
    return _Move(says, TIMES, place, 1 - OFF_BY_HOW_MANY, 1 + OFF_BY_HOW_MANY, at)


def _answering(document: Strategy, code: str, value: float) -> Strategy:
    """The document with another value in an answer; unchanged where nobody answered."""
    answer = document.answers.get(code)
    if answer is None:
        return document
    answers = {**document.answers, code: msgspec.structs.replace(answer, value=value)}
    return msgspec.structs.replace(document, answers=answers)


def _with_pieces(situation: _Situation, factor: float) -> _Situation:
    """So many times as many questions and aids."""
    document = situation.document
    holding = {action.id for action in content_actions(document)}
    actions = tuple(
        msgspec.structs.replace(action, pieces=round(action.pieces * factor))
        if action.id in holding
        else action
        for action in document.actions
    )
    return replace(situation, document=msgspec.structs.replace(document, actions=actions))


def _with_people(situation: _Situation, factor: float) -> _Situation:
    """So many times as many people in every group."""
    population = situation.population
    groups = tuple(
        replace(group, people=round(group.people * factor)) for group in population.groups
    )
    return replace(situation, population=replace(population, groups=groups))
