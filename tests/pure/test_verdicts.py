"""When an expectation is judged, what may be said then, and in which words."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.sentences import sentence
from trimtab.evaluation.domain.verdicts import Verdict, judge, look
from trimtab.evaluation.domain.waiting import NOTHING, missing, rhythm, shortfall
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import as_written
from trimtab.science.stats.effects import Effect, difference_of_proportions, fisher
from trimtab.strategy.domain.amounts import rounded
from trimtab.strategy.values import Amount, Design, Grain

BY = dt.date(2026, 11, 22)
STARTS = dt.date(2026, 8, 3)
LABELS = Amount("per 100 labels", more_is_better=False)
SHARE = Amount("share", is_share=True)


def expected(
    amount: Amount = LABELS, at_least: float = 1.0, design: Design = Design.RANDOMISED
) -> Expected:
    return Expected("Practise", "Wrong labels", amount, Grain.PERSON, design, at_least, STARTS, BY)


def effect(estimate: float, reach: float) -> Effect:
    return Effect(estimate, estimate - reach, estimate + reach, 118, 121, reach / 1.96)


@pytest.mark.parametrize("estimate", [-3.0, -0.3, 0.0, 0.3, 3.0])
@pytest.mark.parametrize("missing", ["", "the latest are of 1 June 2026."])
def test_before_its_date_nothing_is_judged_whatever_is_seen(estimate: float, missing: str) -> None:
    for days in (1, 7, 100):
        found = look(
            expected(),
            effect(estimate, 0.1),
            missing=as_written(missing),
            today=BY - dt.timedelta(days=days),
        )
        assert found.verdict is Verdict.NOT_DUE and not found.is_final and found.effect is not None
        said = sentence(expected(), found, BY)
        assert "will be judged on 22 November 2026" in said and "this is no verdict" in said
        assert not re.search(r"caused|changed|ruled out|reached|did not bring", said)


def test_at_its_date_it_waits_for_figures_and_then_is_judged_once() -> None:
    late = look(
        expected(),
        effect(-0.3, 0.4),
        missing=as_written("the latest are of 1 November 2026."),
        today=BY,
    )
    assert late.verdict is Verdict.WAITING and not late.is_final
    done = look(expected(), effect(-0.3, 0.4), missing=NOTHING, today=BY)
    assert done.verdict is Verdict.OFF_TRACK and done.is_final
    none = look(expected(), NotEstimable("Nobody was left out."), missing=NOTHING, today=BY)
    assert none.verdict is Verdict.CANNOT_TELL and not none.is_final and none.effect is None


@pytest.mark.parametrize(
    ("estimate", "reach", "verdict", "words"),
    [
        (
            -0.3,
            0.4,
            Verdict.OFF_TRACK,
            "did not bring what was expected of 'Wrong labels': 0.3 fewer per 100 labels "
            "with it than without it (95 % interval 0.7 fewer to "
            "0.1 more; 118 people with it and 121 without it, by lot; figures from 3 "
            "August 2026 to 20 November 2026). Fewer is better. Expected "
            "by 22 November 2026, on average over that time, was at least 1 fewer per "
            "100 labels; that is ruled out.",
        ),
        (
            -0.5,
            0.3,
            Verdict.OFF_TRACK,
            "brought less than was expected of 'Wrong labels': 0.5 fewer per 100 labels",
        ),
        (
            -1.5,
            0.4,
            Verdict.ON_TRACK,
            "caused a change of 'Wrong labels' for the better: 1.5 fewer per 100 labels "
            "with it than without it (95 % interval 1.1 to 1.9 "
            "fewer; 118 people",
        ),
        (-0.9, 0.4, Verdict.ON_TRACK, "that is not ruled out."),
        (
            0.5,
            2.0,
            Verdict.CANNOT_TELL,
            "0.5 more per 100 labels with it than without it (95 % interval 1.5 fewer to 2.5 more",
        ),
    ],
)
def test_less_is_better_is_said_as_fewer_with_how_many_unit_and_interval(
    estimate: float, reach: float, verdict: Verdict, words: str
) -> None:
    found = judge(expected(), effect(estimate, reach))
    assert found.verdict is verdict and words in sentence(expected(), found, dt.date(2026, 11, 20))


def test_before_and_after_is_never_said_to_have_caused_anything() -> None:
    asked = expected(SHARE, 0.05, Design.BEFORE_AFTER)
    for estimate in (-0.2, 0.0, 0.02, 0.096):
        said = sentence(
            asked,
            judge(asked, Effect(estimate, estimate - 0.03, estimate + 0.03, 12, 12, 0.015)),
            BY,
        )
        assert (
            "caused" not in said
            and "12 people with figures before and after" in said
            and "interval" in said
        )
    assert (
        "9.6 percentage points more since it began on 3 August 2026 than before (95 % "
        "interval 6.6 to 13 more" in said
    )
    assert (
        "Expected by 22 November 2026, on average over that time, was at least 5 "
        "percentage points more; that is reached." in said
    )


@pytest.mark.parametrize(
    ("amount", "difference", "words"),
    [
        (LABELS, -0.3312, "0.33 fewer per 100 labels"),
        (LABELS, 12.0, "12 more per 100 labels"),
        (Amount("minutes", more_is_better=False), -1.44, "1.4 fewer minutes"),
        (Amount("kg"), -2.5, "2.5 kg less"),
        (Amount("points of 100"), 11.2, "11 more points of 100"),
        (SHARE, -0.01, "1 percentage point less"),
        (Amount(""), 0.004, "0.004 more"),
        (LABELS, 0.0, "no difference"),
    ],
)
def test_a_difference_has_its_unit_and_its_way(
    amount: Amount, difference: float, words: str
) -> None:
    assert amount.said(difference) == words


def test_numbers_are_never_in_powers_of_ten() -> None:
    assert [rounded(one) for one in (0.000012, 9.96, 123.4, 123456.0)] == [
        "0.000012",
        "10",
        "123",
        "123,456",
    ]


def weekly(weeks: int, last: dt.date, n: int = 300) -> list[Day]:
    return [Day(last - dt.timedelta(weeks=back), n, 6.0) for back in range(weeks)][::-1]


def test_the_figures_of_a_date_are_there_when_the_next_would_be_of_a_later_day() -> None:
    for rest in range(7):
        assert missing(weekly(8, BY - dt.timedelta(days=rest)), since=STARTS, by=BY, today=BY) == ""
    late = missing(weekly(8, BY - dt.timedelta(days=7)), since=STARTS, by=BY, today=BY)
    assert late == "the latest are of 15 November 2026."
    assert missing([], since=STARTS, by=BY, today=BY) == "none has come yet."
    assert (
        missing(weekly(3, STARTS - dt.timedelta(days=1)), since=STARTS, by=BY, today=BY)
        == "none has come yet."
    )
    # A figure of a later day shows that none of an earlier one is still to come.
    gone_on = [*weekly(8, BY - dt.timedelta(days=7)), Day(BY + dt.timedelta(days=7), 300, 6.0)]
    assert missing(gone_on, since=STARTS, by=BY, today=BY + dt.timedelta(days=8)).startswith(
        "those of its last 7 days"
    )
    assert missing(gone_on, since=STARTS, by=BY, today=BY + dt.timedelta(days=28)) == ""


def test_weekends_belong_to_the_rhythm_and_a_lost_week_does_not() -> None:
    days = [STARTS + dt.timedelta(days=n) for n in range(112)]
    workdays = [one for one in days if one.weekday() < 5]
    assert rhythm(workdays) == dt.timedelta(days=3)
    assert rhythm(
        [one.day for one in weekly(18, BY) if one.day != BY - dt.timedelta(weeks=5)]
    ) == dt.timedelta(days=7)
    assert missing([Day(one, 60, 6.0) for one in workdays], since=STARTS, by=BY, today=BY) == ""


def test_fewer_figures_than_usual_are_waited_for_four_weeks_and_then_said() -> None:
    part = [*weekly(8, BY - dt.timedelta(weeks=1)), Day(BY, 150, 6.0)]
    said = "those of its last 7 days number 150, and 300 as a rule"
    assert missing(part, since=STARTS, by=BY, today=BY + dt.timedelta(days=27)) == f"{said}."
    assert (
        missing(part, since=STARTS, by=BY, today=BY + dt.timedelta(days=28)) == ""
        and shortfall(part, BY) == said
    )
    assert shortfall([*weekly(8, BY - dt.timedelta(weeks=1)), Day(BY, 250, 6.0)], BY) == ""


def test_fishers_exact_test_agrees_with_scipy() -> None:
    from scipy.stats import fisher_exact

    dice = random.Random(5)
    for _ in range(60):
        one, other = (
            (dice.randrange(n + 1), n) for n in (dice.randrange(1, 60), dice.randrange(1, 400))
        )
        table = [[one[0], one[1] - one[0]], [other[0], other[1] - other[0]]]
        assert fisher(one, other) == pytest.approx(
            fisher_exact(table, alternative="greater").pvalue, rel=1e-7
        )


def test_a_share_is_no_effect_where_the_exact_test_does_not_say_so() -> None:
    # 4 of 60 against 2 of 180 and the like: the approximate interval alone is too sure.
    found = difference_of_proportions((4, 60), (2, 180))
    assert found.low > 0 and found.chance is not None and found.chance > 0.025
    judged = judge(expected(SHARE, 0.05), found)
    assert judged.verdict is Verdict.CANNOT_TELL and "exact test" in sentence(
        expected(SHARE, 0.05), judged, BY
    )
