"""How often a verdict is wrong, by simulation of whole comparisons, look by look, through the
product's own judgement.

Each test prints its figures (`pytest -rP`). A rate is stated with its Monte Carlo uncertainty: the
exact 99.9 % bounds of Clopper and Pearson (1934) for so many wrong ones of so many runs.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.sentences import sentence
from trimtab.evaluation.domain.verdicts import Verdict, judge, look
from trimtab.evaluation.domain.waiting import NOTHING
from trimtab.science.stats.effects import Effect, difference_of_means, difference_of_proportions
from trimtab.science.stats.moments import Moments
from trimtab.strategy.values import Amount, Design, Grain

WEEKS, ARM = 16, 300
STARTS = dt.date(2026, 8, 3)
BY = STARTS + dt.timedelta(weeks=WEEKS, days=-1)
EXPECTED = 0.2
BETWEEN, WITHIN = 0.6, 0.8
"""Of a single figure's standard deviation of 1: what is the person's, and what is the week's."""
RUNS = 400
LOOKS = 30_000
ONE_SIDED = 0.025


POINTS, SHARE = Amount("points"), Amount("share", is_share=True)


def expected(at_least: float = EXPECTED, amount: Amount = POINTS) -> Expected:
    return Expected(
        "Practise", "Score", amount, Grain.PERSON, Design.RANDOMISED, at_least, STARTS, BY
    )


def bounds(wrong: int, runs: int) -> tuple[float, float]:
    """Clopper and Pearson's 99.9 % interval of a rate."""
    from scipy.stats import beta  # here: every process of a run reads this page, and one runs it

    low = beta.ppf(0.0005, wrong, runs - wrong + 1) if wrong else 0.0
    return float(low), float(beta.ppf(0.9995, wrong + 1, runs - wrong))


@dataclass(frozen=True)
class World:
    """A true effect, from a week on (1 is the first)."""

    name: str
    effect: float
    from_week: int = 1


NULL, LATE, FULL = (
    World("no effect", 0.0),
    World("0.25 from week 9 on", 0.25, 9),
    World("0.25 from the start", 0.25),
)


def runs(world: World, count: int, seed: int, *, counts_from: int = 1) -> Iterator[list[Effect]]:
    """Comparisons, each as the effect that is seen at the end of each week from `counts_from` on,
    from all figures since then.
    """
    dice = np.random.default_rng(seed)
    weeks = np.arange(1, WEEKS - counts_from + 2)
    helps = np.where(np.arange(1, WEEKS + 1) >= world.from_week, world.effect, 0.0)
    for _ in range(count):
        seen = []
        for shift in (helps, 0.0):
            figures = (
                BETWEEN * dice.normal(size=(ARM, 1))
                + WITHIN * dice.normal(size=(ARM, WEEKS))
                + shift
            )
            seen.append(np.cumsum(figures[:, counts_from - 1 :], axis=1) / weeks)
        treated, control = seen
        yield [
            difference_of_means(_moments(treated[:, week - 1]), _moments(control[:, week - 1]))
            for week in weeks
        ]


def _moments(values: np.ndarray) -> Moments:
    mean = float(values.mean())
    return Moments(len(values), mean, float(((values - mean) ** 2).sum()))


@pytest.mark.parametrize("world", [NULL, LATE, FULL], ids=lambda world: world.name)
def test_nothing_is_off_track_before_its_date_however_often_one_looks(world: World) -> None:
    early: Counter[Verdict] = Counter()
    at_date: Counter[Verdict] = Counter()
    looking = 0
    for looks in runs(world, RUNS, seed=9):
        days = [STARTS + dt.timedelta(weeks=week, days=-1) for week in range(1, WEEKS + 1)]
        judged = [
            look(expected(), one, missing=NOTHING, today=day)
            for one, day in zip(looks, days, strict=True)
        ]
        early.update(one.verdict for one in judged[:-1])
        at_date[judged[-1].verdict] += 1
        looking += any(judge(expected(), one).verdict is Verdict.OFF_TRACK for one in looks[:-1])
        assert not any(
            word in sentence(expected(), one, BY)
            for one in judged[:-1]
            for word in ("caused", "ruled out")
        )
    said = ", ".join(f"{verdict} {count / RUNS:.1%}" for verdict, count in sorted(at_date.items()))
    print(
        f"{world.name}: {RUNS} comparisons of {ARM} against {ARM}, {WEEKS - 1} looks "
        "each before the date: off track "
        f"{early[Verdict.OFF_TRACK]} of {early.total()}. At the date: {said}. (Judged at "
        "each look as before, "
        f"{looking / RUNS:.1%} would have been called off track early.)"
    )
    assert early == {Verdict.NOT_DUE: RUNS * (WEEKS - 1)}
    if world is LATE:
        # The danger is real: looking each week would call most of these off track.
        assert looking / RUNS > 0.5


@pytest.mark.parametrize("n", [(300, 300), (180, 60)], ids=str)
def test_no_effect_is_said_to_be_caused_in_at_most_one_of_forty(n: tuple[int, int]) -> None:
    # Normal figures: n, mean and sum of squares are drawn as they are distributed (Cochran 1934),
    # so that many looks cost little.
    dice = np.random.default_rng(11)
    means = dice.normal(size=(LOOKS, 2)) / np.sqrt(n)
    squares = dice.chisquare(np.array(n) - 1, size=(LOOKS, 2))
    caused = 0
    for mean, square in zip(means.tolist(), squares.tolist(), strict=True):
        treated, control = (Moments(*arm) for arm in zip(n, mean, square, strict=True))
        seen = difference_of_means(treated, control)
        caused += (
            look(expected(0.0001), seen, missing=NOTHING, today=BY).verdict is Verdict.ON_TRACK
        )
    low, high = bounds(caused, LOOKS)
    print(
        f"{n}: 'caused' under no effect {caused / LOOKS:.2%} of {LOOKS} (99.9 % bounds "
        f"{low:.2%} to {high:.2%})"
    )
    assert low <= ONE_SIDED and high <= ONE_SIDED + 0.005


def test_no_effect_on_a_share_is_said_to_be_caused_in_at_most_one_of_forty_whatever_the_share() -> (
    None
):
    from scipy.stats import binom

    # Exactly, over all outcomes: no dice.
    worst = 0.0
    for treated, control in ((20, 20), (50, 50), (60, 20), (20, 60)):
        caused = np.array(
            [
                [
                    judge(
                        expected(0.0001, SHARE),
                        difference_of_proportions((i, treated), (j, control)),
                    ).verdict
                    is Verdict.ON_TRACK
                    for j in range(control + 1)
                ]
                for i in range(treated + 1)
            ]
        )
        for share in np.linspace(0.02, 0.98, 25):
            outcomes = np.outer(
                binom.pmf(np.arange(treated + 1), treated, share),
                binom.pmf(np.arange(control + 1), control, share),
            )
            worst = max(worst, float(outcomes[caused].sum()))
    print(f"'caused' under no effect on a share, at the worst share and sizes: {worst:.2%} (exact)")
    assert worst <= ONE_SIDED


def test_an_effect_that_needs_time_is_kept_where_the_plan_named_from_when_figures_count() -> None:
    verdicts = Counter(
        look(expected(), looks[-1], missing=NOTHING, today=BY).verdict
        for looks in runs(LATE, RUNS, seed=9, counts_from=LATE.from_week)
    )
    wrong = verdicts[Verdict.OFF_TRACK]
    low, high = bounds(wrong, RUNS)
    print(
        f"{LATE.name}, figures count from week 9: off track at the date "
        f"{wrong / RUNS:.1%} of {RUNS} (99.9 % {low:.1%} to {high:.1%})"
    )
    assert low <= ONE_SIDED and verdicts[Verdict.ON_TRACK] > 0.9 * RUNS


def test_the_expected_effect_is_rarely_called_off_track_at_its_date() -> None:
    wrong = sum(
        look(expected(), looks[-1], missing=NOTHING, today=BY).verdict is Verdict.OFF_TRACK
        for looks in runs(World("as expected", EXPECTED), RUNS, seed=3)
    )
    low, high = bounds(wrong, RUNS)
    print(
        f"as expected from the start: off track at the date {wrong / RUNS:.1%} of {RUNS} "
        f"(99.9 % {low:.1%} to {high:.1%})"
    )
    assert low <= ONE_SIDED
