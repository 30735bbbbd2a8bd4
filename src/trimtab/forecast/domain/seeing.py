"""What the evaluation will be able to see: for each expectation and each question the smallest
effect, and by which week.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import isfinite

from trimtab.evaluation.values import Prospect, Smallest, rules_of
from trimtab.forecast.domain.assumptions import AssumptionKey, Assumptions
from trimtab.forecast.domain.population import Population
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.strategy.values import Amount, Design, Evaluation, Grain, Measure, Plan, Strategy

MOST_WEEKS = 520
NO_UNIT = Amount("")


@dataclass(frozen=True, slots=True)
class Seen:
    """What a comparison will see.

    `smallest` is the smallest effect by week (the first entry is the end of week 1), in the
    measure's unit or, where nobody knows how much single figures differ, in their standard
    deviations (`standardised`); None where nothing can be seen yet. `week` is the first week in
    which the expected effect could be seen, None when it never can or nobody knows. `by_week` is
    the week of the day that was agreed. `largest_spread` is the largest standard deviation with
    which it would be seen by then. `unknown` says why nothing can be told. `amount` is how effects
    are said; `by_unit` says that the figures are of units, not of people.
    """

    key: str
    title: str
    measure: str
    unit: str
    design: Design
    at_least: float
    by_week: int
    amount: Amount = NO_UNIT
    by_unit: bool = False
    treated: int = 0
    control: int = 0
    smallest: tuple[float | None, ...] = ()
    standardised: bool = False
    week: int | None = None
    largest_spread: float | None = None
    unknown: NotEstimable | None = None

    @property
    def at_the_end(self) -> float | None:
        """The smallest effect that can be seen on the agreed day; None when it is not known."""
        if not self.smallest:
            return None
        return self.smallest[min(max(self.by_week, 1), len(self.smallest)) - 1]

    @property
    def in_time(self) -> bool | None:
        """Whether the expected effect can be seen by the agreed day; None when nobody can tell."""
        if self.unknown or self.standardised:
            return None
        return self.week is not None and self.week <= self.by_week


@dataclass(frozen=True, slots=True)
class QuestionOutlook:
    """An evaluation question with the comparison that answers it; `seen` None when none does, and
    `unknown` says why.
    """

    key: str
    asks: str
    seen: str = ""
    unknown: NotEstimable | None = None


def what_is_seen(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> tuple[Seen, ...]:
    """One entry for each expectation of a running action, in the order of the plan."""
    scene = _Scene(document, plan, population, assumptions)
    return tuple(_of_evaluation(evaluation, scene) for evaluation in plan.evaluations)


@dataclass(frozen=True, slots=True)
class _Scene:
    """Everything that is known before anything runs."""

    document: Strategy
    plan: Plan
    population: Population
    assumptions: Assumptions

    def measure(self, key: str) -> Measure | None:
        return next((measure for measure in self.document.measures if measure.id == key), None)

    def title(self, action: str) -> str:
        return next(each.title for each in self.document.actions if each.id == action)

    def holdout(self, programme: str) -> float:
        return next((each.holdout for each in self.plan.programmes if each.key == programme), 0.0)

    @property
    def by_teams(self) -> bool:
        """Whether the lot falls on whole teams."""
        return any(
            setting.setting == "evaluation.unit_of_chance" and setting.value != "persons"
            for setting in self.plan.settings
        )

    def people(self, audience: str) -> int:
        """How many an audience has; everybody without one."""
        return self.population.people(audience) if audience else self.population.total


def _of_evaluation(evaluation: Evaluation, scene: _Scene) -> Seen:
    """What one comparison will see, or why nothing can be told of it."""
    measure = scene.measure(evaluation.measure)
    nothing = Seen(
        key=evaluation.key,
        title=scene.title(evaluation.key),
        measure=evaluation.measure,
        unit="",
        design=evaluation.design,
        at_least=evaluation.at_least,
        by_week=_week(evaluation, scene.plan, evaluation.by),
    )
    if measure is None:
        reason = say("The strategy has no measure '{key}'.", key=evaluation.measure)
        return replace(nothing, unknown=NotEstimable(reason))
    nothing = replace(
        nothing,
        measure=measure.name,
        unit=measure.unit,
        amount=Amount.of(measure),
        by_unit=measure.grain is Grain.UNIT,
    )
    people = scene.people(evaluation.audience)
    if not people:
        return replace(nothing, unknown=NotEstimable(say("Nobody belongs to its audience yet.")))
    weeks = min(max(scene.document.horizon_weeks, nothing.by_week, 1), MOST_WEEKS)
    return _over_weeks(nothing, _prospect(evaluation, measure, people, scene), weeks)


def _prospect(evaluation: Evaluation, measure: Measure, people: int, scene: _Scene) -> Prospect:
    assumptions = scene.assumptions
    return Prospect(
        measure=measure,
        people=people,
        holdout=scene.holdout(evaluation.key),
        by_teams=scene.by_teams,
        uncounted=_weeks_uncounted(evaluation),
        steadiness=assumptions.usual(AssumptionKey.STEADINESS),
        team_likeness=assumptions.usual(AssumptionKey.TEAM_LIKENESS),
        team_size=assumptions.value(AssumptionKey.TEAM_SIZE),
        units=assumptions.value(AssumptionKey.UNITS),
        usual_figures_a_month=assumptions.usual(AssumptionKey.FIGURES_A_MONTH),
        spread=assumptions.spreads.get(measure.id),
    )


def _weeks_uncounted(evaluation: Evaluation) -> float:
    """How many weeks after the start the figures begin to count."""
    first, starts = evaluation.counts_from, evaluation.starts
    return max((first - starts).days / 7, 0.0) if first and starts else 0.0


def _week(evaluation: Evaluation, plan: Plan, day: dt.date) -> int:
    """The week (1 is the first) of a day, counted from the start of what is evaluated, or of the
    first programme.
    """
    first_of_all = min(
        (programme.starts for programme in plan.programmes if programme.starts), default=None
    )
    starts = evaluation.starts or first_of_all
    return max((day - starts).days // 7, 0) if starts else 0


def _over_weeks(nothing: Seen, prospect: Prospect, weeks: int) -> Seen:
    """The smallest effect week by week, as the design of the comparison says."""
    rules = rules_of(nothing.design)
    treated, control = rules.groups(prospect)
    nothing = replace(nothing, treated=treated, control=control)
    try:
        curve = _curve(rules.smallest(prospect), prospect.sd, weeks)
    except NotEstimable as reason:
        return replace(nothing, unknown=NotEstimable(reason.reason))
    seen = replace(nothing, smallest=curve, standardised=prospect.sd is None)
    if seen.standardised:
        end = seen.at_the_end
        return replace(seen, largest_spread=seen.at_least / end if end else None)
    in_weeks = (
        week
        for week, smallest in enumerate(curve, 1)
        if smallest is not None and smallest <= seen.at_least
    )
    return replace(seen, week=next(in_weeks, None))


def _curve(smallest: Smallest, sd: float | None, weeks: int) -> tuple[float | None, ...]:
    """The smallest effect at the end of each week, None where nothing is seen; in standard
    deviations where `sd` is None.

    Raises NotEstimable, with the first reason, where nothing is ever seen.
    """
    curve: list[float | None] = []
    reasons: list[NotEstimable] = []
    for week in range(1, weeks + 1):
        try:
            curve.append(smallest(week, 1.0 if sd is None else sd))
        except NotEstimable as reason:
            curve.append(None)
            reasons.append(reason)
    if not any(value is not None and isfinite(value) for value in curve):
        raise reasons[0]
    return tuple(curve)


def what_is_asked(
    document: Strategy, seen: tuple[Seen, ...], plan: Plan
) -> Iterator[QuestionOutlook]:
    """Each evaluation question with the comparison on its measure."""
    by_measure = {evaluation.measure: evaluation.key for evaluation in plan.evaluations}
    known = {comparison.key: comparison for comparison in seen}
    for question in document.questions:
        key = by_measure.get(question.measure, "")
        if not question.measure:
            yield QuestionOutlook(
                question.id,
                question.asks,
                unknown=NotEstimable(say("It names no measure, so no figure answers it.")),
            )
        elif not key:
            yield QuestionOutlook(
                question.id,
                question.asks,
                unknown=NotEstimable(
                    say("No action says what it expects of this measure, so nothing is compared.")
                ),
            )
        else:
            yield QuestionOutlook(question.id, question.asks, seen=key, unknown=known[key].unknown)
