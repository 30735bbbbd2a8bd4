"""Each design says everything about itself in its folder, and nobody else asks which one it is."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from trimtab.evaluation.domain.designs import every_design, rules_of
from trimtab.evaluation.domain.designs.before_after.estimate import BeforeAfterSum
from trimtab.evaluation.domain.designs.design import Compared, Prospect
from trimtab.evaluation.domain.designs.randomised.estimate import RandomisedSum
from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.sums import Summed, SumRow
from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.effects import Effect
from trimtab.strategy.values import Amount, Design, Grain, Measure

SOURCE = Path(__file__).parents[2] / "src/trimtab"
DAY = dt.date(2026, 3, 2)
COMPARED = Compared(
    action="practise",
    measure="labels",
    is_share=False,
    starts=DAY,
    since=DAY,
    until=DAY + dt.timedelta(weeks=8),
    holdout=0.5,
)
PROSPECT = Prospect(
    measure=Measure(id="labels", name="Wrong labels", unit="per 100"),
    people=100,
    holdout=0.5,
    by_teams=False,
    uncounted=0.0,
    steadiness=0.5,
    team_likeness=0.05,
    team_size=None,
    units=None,
    usual_figures_a_month=4.0,
)


def answering(answers: Mapping[StrEnum, Sequence[SumRow]]) -> Summed:
    """Sums as a database would give them."""

    def summed(which: StrEnum, **given: Any) -> Sequence[SumRow]:
        return answers[which]

    return summed


def arms(practice: int, holdout: int, figures: Mapping[str, Mapping[str, Any]]) -> Summed:
    sizes = [{"arm": "practice", "people": practice}, {"arm": "holdout", "people": holdout}]
    rows = [{"arm": arm, **row} for arm, row in figures.items()]
    return answering({RandomisedSum.ARM_SIZES: sizes, RandomisedSum.PEOPLE_BY_ARM: rows})


def row(n: int, mean: float, m2: float, neither: int = 1) -> dict[str, Any]:
    return {"n": n, "mean": mean, "m2": m2, "neither": neither}


def test_every_design_has_its_folder_and_its_sums_are_known() -> None:
    # Ibis takes a second to import, and no other test here needs it.
    from trimtab.evaluation.domain.sums.named import AGGREGATIONS

    folders = {path.parent.name for path in SOURCE.glob("evaluation/domain/designs/*/__init__.py")}
    assert folders == {design.value.replace("-", "_") for design in Design}
    sums = [name for rules in every_design() for name in rules.expressions()]
    assert len(sums) == len(set(sums)) and set(sums) <= set(AGGREGATIONS)


def test_no_module_outside_the_folders_asks_which_design_it_is() -> None:
    naming = re.compile(r"Design\.(" + "|".join(design.name for design in Design) + r")\b")
    found = {
        path.relative_to(SOURCE).as_posix()
        for room in ("evaluation", "forecast")
        for path in (SOURCE / room).rglob("*.py")
        if naming.search(path.read_text())
    }
    assert found == {"evaluation/domain/designs/__init__.py"}


@pytest.mark.parametrize("design", Design)
@pytest.mark.parametrize("some", [True, False])
def test_no_verdict_claims_more_than_its_design_allows(design: Design, some: bool) -> None:
    rules = rules_of(design)
    expected = Expected("Practise", "Score", Amount("points"), Grain.PERSON, design, 1.0, DAY, DAY)
    effect = Effect(1.0, 0.5, 1.5, 40, 40, 0.2)
    said = " ".join(
        (
            rules.worked(expected),
            rules.failed(expected, some=some),
            rules.than(expected),
            rules.sizes(expected, effect),
        )
    )
    assert rules.CLAIM in said and ("caused" in said) == (rules.CLAIM == "caused")
    assert "'Practise'" in said and "'Score'" in said and "40 people" in said


def test_by_lot_the_effect_is_the_difference_of_the_arms() -> None:
    estimate = rules_of(Design.RANDOMISED).estimate
    summed = arms(50, 50, {"practice": row(50, 4.0, 49.0), "holdout": row(50, 6.0, 49.0)})
    effect = estimate(COMPARED, summed)
    assert effect.estimate == pytest.approx(-2.0) and effect.standard_error == pytest.approx(0.2)
    assert (effect.n_treated, effect.n_control, effect.chance) == (50, 50, None)
    share = replace(COMPARED, is_share=True)
    yes_no = arms(50, 50, {"practice": row(50, 0.8, 8.0, 0), "holdout": row(50, 0.5, 12.5, 0)})
    assert estimate(share, yes_no).chance is not None


@pytest.mark.parametrize(
    ("summed", "reason"),
    [
        (arms(50, 0, {}), "Nobody was left out by lot"),
        (arms(90, 10, {}), "not of the planned sizes"),
        (arms(500, 500, {"practice": row(500, 1, 9), "holdout": row(300, 1, 9)}), "by lot"),
        (arms(50, 50, {}), "at least two people"),
    ],
)
def test_a_comparison_that_is_not_by_lot_any_more_says_why(summed: Summed, reason: str) -> None:
    with pytest.raises(NotEstimable, match=reason):
        rules_of(Design.RANDOMISED).estimate(COMPARED, summed)


def test_before_and_after_the_effect_is_the_mean_change() -> None:
    estimate = rules_of(Design.BEFORE_AFTER).estimate
    effect = estimate(COMPARED, answering({BeforeAfterSum.CHANGES: [row(12, 0.5, 11.0)]}))
    assert effect.estimate == 0.5 and effect.n_treated == effect.n_control == 12
    with pytest.raises(NotEstimable, match="no first day"):
        estimate(replace(COMPARED, starts=None, since=None), answering({}))
    nobody = answering({BeforeAfterSum.CHANGES: [{"n": 0, "mean": None, "m2": None}]})
    with pytest.raises(NotEstimable, match="Fewer than two"):
        estimate(COMPARED, nobody)


@pytest.mark.parametrize("design", Design)
def test_what_will_be_seen_gets_smaller_with_every_week_and_with_more_people(
    design: Design,
) -> None:
    few = rules_of(design).smallest(PROSPECT)
    many = rules_of(design).smallest(replace(PROSPECT, people=400))
    weeks = [few(week, 2.0) for week in range(1, 20)]
    assert weeks == sorted(weeks, reverse=True) and many(8, 2.0) < few(8, 2.0)
    assert sum(rules_of(design).groups(PROSPECT)) == 100


def test_a_prospect_of_which_too_little_is_known_says_why() -> None:
    by_lot, before_after = rules_of(Design.RANDOMISED), rules_of(Design.BEFORE_AFTER)
    of_units = replace(
        PROSPECT, measure=Measure(id="q", name="Queues", unit="minutes", grain=Grain.UNIT)
    )
    for rules, prospect, reason in (
        (by_lot, replace(PROSPECT, holdout=0.0), "Nobody goes without by lot"),
        (by_lot, of_units, "the figures are about units"),
        (by_lot, replace(PROSPECT, by_teams=True), "how many people a team has"),
        (before_after, of_units, "in how many units 'Queues' is counted"),
    ):
        with pytest.raises(NotEstimable, match=reason):
            rules.smallest(prospect)
    assert before_after.groups(of_units) == (0, 0)
    assert before_after.groups(replace(of_units, units=12.0)) == (12, 0)
