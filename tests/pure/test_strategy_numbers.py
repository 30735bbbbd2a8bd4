"""Numbers that cannot be meant are refused where they stand, and no number that is taken stops what
reckons with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest

from tests.pure.strategy_examples import strategy
from trimtab.forecast.values import Assumptions, forecast, from_headcounts
from trimtab.strategy.domain.catalogue import QUESTIONS, AnswerKind
from trimtab.strategy.domain.codec import InvalidDocument, load_yaml
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import Answer, Limits, Policy, Strategy
from trimtab.strategy.domain.numbers import misfits
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import recommend

SMALLEST = (
    "trimtab: 1\norganisation: Corner\ntitle: Fewer wrong labels\npolicy:\n  statement: "
    "We practise.\n"
)
RETAIL = load_yaml(
    (Path(__file__).parents[2] / "src/trimtab/strategy/domain/ready/retail.yaml").read_text()
).document
EXTREME = (-(10**12), -8, 0, 10**12)


@pytest.mark.parametrize(
    ("text", "line", "place", "says"),
    [
        (
            SMALLEST + "  limits:\n    minutes_per_week: -8\n",
            7,
            "policy/limits/minutes_per_week",
            "less than nothing",
        ),
        (
            SMALLEST + "answers:\n  Q-D9:\n    value: .nan\n",
            8,
            "answers/Q-D9/value",
            "reckoned with",
        ),
        (
            SMALLEST + "answers:\n  Q-D9:\n    value: .inf\n",
            8,
            "answers/Q-D9/value",
            "reckoned with",
        ),
        (SMALLEST + "answers: {Q-D9: {value: -1}}\n", 6, "answers/Q-D9/value", "less than nothing"),
        (
            SMALLEST + "measures:\n- {id: labels, name: L, unit: n, baseline: 1.0e+300}\n",
            7,
            "measures/labels/baseline",
            "beyond",
        ),
        (
            SMALLEST + "actions:\n- id: go\n  title: Go\n  kind: practice\n  expects: {measure: m, "
            "design: randomised, at_least: 1,\n"
            "    by: 2027-01-01, response: retire, assumption: a, holdout: 3}\n",
            11,
            "actions/go/expects/holdout",
            "more than all",
        ),
    ],
)
def test_a_number_that_cannot_be_meant_is_refused_at_its_line(
    text: str, line: int, place: str, says: str
) -> None:
    with pytest.raises(InvalidDocument, match=says) as refused:
        load_yaml(text)
    assert (refused.value.line, refused.value.place) == (line, place)


def test_figures_of_measures_may_be_below_nothing() -> None:
    assert load_yaml(
        SMALLEST
        + "measures:\n- {id: t, name: Temperature, unit: degrees, baseline: -18, target: -20.5}\n"
    )


def _numbers(value: Any, at: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        yield at
    inside = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list | tuple)
        else ()
    )
    for name, inner in inside:
        yield from _numbers(inner, (*at, name))


def test_whatever_number_is_taken_nothing_that_reckons_with_it_stops() -> None:
    figures = {one.code: Answer(value=5) for one in QUESTIONS if one.kind is AnswerKind.NUMBER}
    plain = msgspec.to_builtins(
        msgspec.structs.replace(RETAIL, answers={**RETAIL.answers, **figures})
    )
    tried = 0
    for at in list(_numbers(plain)):
        holder = plain
        for name in at[:-1]:
            holder = holder[name]
        usual = holder[at[-1]]
        for number in EXTREME:
            holder[at[-1]] = number
            document = msgspec.convert(plain, Strategy)
            if not any(misfits(document)):
                advice = recommend(document)
                assert plan(document, advice).limits and check(document) is not None
                tried += 1
        holder[at[-1]] = usual
    assert tried > 50


@pytest.mark.parametrize("released", [0, 10**9])
def test_a_forecast_is_made_whatever_time_is_released(released: int) -> None:
    document = msgspec.structs.replace(
        RETAIL, answers={**RETAIL.answers, "Q-D9": Answer(value=released)}
    )
    told = forecast(
        document,
        from_headcounts(document, time_zone="UTC"),
        Assumptions(),
        np.random.default_rng(1),
        people=50,
    )
    assert told.weeks == document.horizon_weeks


def test_a_limit_below_nothing_that_was_saved_before_stops_no_check() -> None:
    document = strategy(policy=Policy(statement="We practise.", limits=Limits(minutes_per_week=-8)))
    assert isinstance(check(document), tuple) and recommend(document) is not None
