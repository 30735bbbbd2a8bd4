"""What the evaluation will be able to see: for each expectation and each question the smallest effect, and by which week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from math import isfinite, sqrt

from trimtab.forecast.domain.assumptions import Assumptions, Key, Spread
from trimtab.forecast.domain.population import Population
from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.detectable import (
    between_means,
    between_proportions,
    change_of_figures,
    change_of_means,
    mean_of_figures,
)
from trimtab.science.stats.power import design_effect
from trimtab.strategy.values import (
    Amount,
    Design,
    Direction,
    Evaluation,
    Grain,
    Measure,
    Plan,
    Scale,
    Strategy,
)

WEEKS_A_MONTH = 365.25 / 12 / 7
MOST_WEEKS = 520
NO_UNIT = Amount("")
WEEKS_BEFORE = 12
"""How many weeks of figures from before the start count; older ones tell about other times."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a comparison will see. `smallest` is the smallest effect by week (the first entry is the end of week 1), in the measure's
    unit or, where nobody knows how much single figures differ, in their standard deviations (`standardised`); None where nothing can be
    seen yet. `week` is the first week in which the expected effect could be seen, None when it never can or nobody knows. `by_week` is
    the week of the day that was agreed. `largest_spread` is the largest standard deviation with which it would be seen by then.
    `unknown` says why nothing can be told. `amount` is how effects are said, `subjects` of what the figures are.
    """

    key: str
    title: str
    measure: str
    unit: str
    design: str
    at_least: float
    by_week: int
    amount: Amount = NO_UNIT
    subjects: str = "people"
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
class Asked:
    """An evaluation question with the comparison that answers it; `seen` None when none does, and `unknown` says why."""

    key: str
    asks: str
    seen: str = ""
    unknown: NotEstimable | None = None


@dataclass(frozen=True, slots=True)
class _Comparison:
    """What a formula needs: the evaluation, its measure, who is compared, and what is taken for granted."""

    evaluation: Evaluation
    measure: Measure
    people: int
    holdout: float
    by_teams: bool
    assumptions: Assumptions

    @property
    def spread(self) -> Spread | None:
        return self.assumptions.spreads.get(self.measure.id)

    @property
    def sd(self) -> float | None:
        """The standard deviation of one figure; a yes or no has one by its share."""
        if self.spread:
            return self.spread.sd
        base = self.measure.baseline
        if (
            self.measure.scale is Scale.PROPORTION
            and self.measure.grain is Grain.PERSON
            and base is not None
        ):
            return sqrt(base * (1 - base)) if 0 < base < 1 else None
        return None

    @property
    def uncounted(self) -> float:
        """How many weeks after the start the figures begin to count."""
        first, starts = self.evaluation.counts_from, self.evaluation.starts
        return max((first - starts).days / 7, 0.0) if first and starts else 0.0

    def counted(self, week: float) -> float:
        """How many figures each person or unit has that count, at the end of a week after the start."""
        return self.figures(max(week - self.uncounted, 0.0))

    def figures(self, weeks: float) -> float:
        """How many figures each person or unit has after so many weeks."""
        monthly = (
            self.spread.figures_a_month
            if self.spread
            else self.assumptions.usual(Key.FIGURES_A_MONTH)
        )
        return monthly * weeks / WEEKS_A_MONTH


def what_is_seen(
    document: Strategy, plan: Plan, population: Population, assumptions: Assumptions
) -> tuple[Seen, ...]:
    """One entry for each expectation of a running action, in the order of the plan."""
    measures = {one.id: one for one in document.measures}
    titles = {one.id: one.title for one in document.actions}
    holdouts = {one.key: one.holdout for one in plan.programmes}
    by_teams = any(
        one.setting == "evaluation.unit_of_chance" and one.value != "persons"
        for one in plan.settings
    )
    found = []
    for one in plan.evaluations:
        measure = measures.get(one.measure)
        empty = Seen(
            one.key,
            titles[one.key],
            one.measure,
            "",
            one.design.value,
            one.at_least,
            _week(one, plan, one.by),
        )
        if measure is None:
            found.append(
                replace(
                    empty, unknown=NotEstimable(f"The strategy has no measure '{one.measure}'.")
                )
            )
            continue
        subjects = "units" if measure.grain is Grain.UNIT else "people"
        empty = replace(
            empty,
            measure=measure.name,
            unit=measure.unit,
            amount=Amount.of(measure),
            subjects=subjects,
        )
        people = population.people(one.audience) if one.audience else population.total
        if not people:
            found.append(
                replace(empty, unknown=NotEstimable("Nobody belongs to its audience yet."))
            )
            continue
        comparison = _Comparison(
            one, measure, people, holdouts.get(one.key, 0.0), by_teams, assumptions
        )
        found.append(
            _seen(empty, comparison, min(max(document.horizon_weeks, empty.by_week, 1), MOST_WEEKS))
        )
    return tuple(found)


def _week(one: Evaluation, plan: Plan, day: dt.date) -> int:
    """The week (1 is the first) of a day, counted from the start of what is evaluated, or of the first programme."""
    starts = one.starts or min(
        (each.starts for each in plan.programmes if each.starts), default=None
    )
    return max((day - starts).days // 7, 0) if starts else 0


def _seen(empty: Seen, one: _Comparison, weeks: int) -> Seen:
    match one.evaluation.design:
        case Design.RANDOMISED:
            return _by_lot(empty, one, weeks)
        case Design.BEFORE_AFTER:
            return _before_after(empty, one, weeks)
        case other:
            return replace(
                empty, unknown=NotEstimable(f"The forecast has no formula for '{other}' yet.")
            )


def _by_lot(empty: Seen, one: _Comparison, weeks: int) -> Seen:
    control = round(one.people * one.holdout)
    treated = one.people - control
    empty = replace(empty, treated=treated, control=control)
    if not control:
        return replace(
            empty,
            unknown=NotEstimable(
                "Nobody goes without by lot, so there is nothing to compare with."
            ),
        )
    if one.measure.grain is Grain.UNIT:
        return replace(
            empty,
            unknown=NotEstimable("The lot falls on persons, and the figures are about units."),
        )
    team_size = one.assumptions.value(Key.TEAM_SIZE) if one.by_teams else 1.0
    if team_size is None:
        return replace(
            empty,
            unknown=NotEstimable(
                "The lot falls on teams, and nobody has said how many people a team has."
            ),
        )
    icc = one.assumptions.usual(Key.TEAM_LIKENESS) if one.by_teams else 0.0
    steadiness = one.assumptions.usual(Key.STEADINESS)
    base = one.measure.baseline
    sign = 1 if one.measure.direction is Direction.HIGHER else -1

    def smallest(week: int, sd: float) -> float:
        variance = mean_of_figures(one.counted(week), steadiness)
        if one.measure.scale is Scale.PROPORTION and base is not None and not one.spread:
            inflation = variance * design_effect(team_size, icc)
            return between_proportions(base, treated, control, sign=sign, inflation=inflation)
        return between_means(
            sd, treated, control, variance=variance, cluster_size=team_size, icc=icc
        )

    return _over_weeks(empty, one, weeks, smallest)


def _before_after(empty: Seen, one: _Comparison, weeks: int) -> Seen:
    subjects: float | None = one.people
    if one.measure.grain is Grain.UNIT:
        subjects = one.spread.subjects if one.spread else one.assumptions.value(Key.UNITS)
    if subjects is None:
        return replace(
            empty,
            unknown=NotEstimable(
                f"Nobody has said in how many units '{one.measure.name}' is counted."
            ),
        )
    steadiness = one.assumptions.usual(Key.STEADINESS)

    def smallest(week: int, sd: float) -> float:
        variance = change_of_figures(one.figures(WEEKS_BEFORE), one.counted(week), steadiness)
        return change_of_means(sd, subjects, variance=variance)

    return _over_weeks(replace(empty, treated=round(subjects)), one, weeks, smallest)


def _over_weeks(
    empty: Seen, one: _Comparison, weeks: int, smallest: Callable[[int, float], float]
) -> Seen:
    """`smallest` says the smallest effect after a week, for a standard deviation of single figures."""
    sd = one.sd
    curve: list[float | None] = []
    reasons: list[NotEstimable] = []
    for week in range(1, weeks + 1):
        try:
            curve.append(smallest(week, 1.0 if sd is None else sd))
        except NotEstimable as reason:
            curve.append(None)
            reasons.append(reason)
    if not any(value is not None and isfinite(value) for value in curve):
        return replace(empty, unknown=NotEstimable(reasons[0].reason))
    found = replace(empty, smallest=tuple(curve), standardised=sd is None)
    if sd is None:
        end = found.at_the_end
        return replace(found, largest_spread=one.evaluation.at_least / end if end else None)
    seen_in = (
        n for n, value in enumerate(curve, 1) if value is not None and value <= empty.at_least
    )
    return replace(found, week=next(seen_in, None))


def what_is_asked(document: Strategy, seen: tuple[Seen, ...], plan: Plan) -> Iterator[Asked]:
    """Each evaluation question with the comparison on its measure."""
    by_measure = {one.measure: one.key for one in plan.evaluations}
    known = {one.key: one for one in seen}
    for one in document.questions:
        key = by_measure.get(one.measure, "")
        if not one.measure:
            yield Asked(
                one.id,
                one.asks,
                unknown=NotEstimable("It names no measure, so no figure answers it."),
            )
        elif not key:
            yield Asked(
                one.id,
                one.asks,
                unknown=NotEstimable(
                    "No action says what it expects of this measure, so nothing is compared."
                ),
            )
        else:
            yield Asked(one.id, one.asks, seen=key, unknown=known[key].unknown)
