"""The catalogue is complete, explains itself, and knows which field of which record answers what."""

from __future__ import annotations

from enum import StrEnum
from typing import get_args, get_type_hints

import pytest

from tests.pure.strategy_examples import answering, answers, audience, serving, strategy
from trimtab.strategy.domain.catalogue import (
    BY_CODE,
    QUESTIONS,
    AnswerKind,
    Area,
    Question,
    asked,
    code_at,
    is_answered,
)
from trimtab.strategy.domain.circumstances import Need
from trimtab.strategy.domain.document import Audience, Challenge, Measure, Stakeholder, Strategy

RECORDS = {
    "audiences": Audience,
    "challenges": Challenge,
    "measures": Measure,
    "stakeholders": Stakeholder,
}
IN_FIELDS = [one for one in QUESTIONS if one.records in RECORDS and one.field]


@pytest.mark.parametrize(
    ("letter", "area", "count"),
    [
        ("D", Area.DIAGNOSIS, 10),
        ("P", Area.PEOPLE, 12),
        ("T", Area.TECHNOLOGY, 13),
        ("C", Area.COMMUNICATION, 12),
        ("G", Area.GOVERNANCE, 12),
        ("E", Area.EVALUATION, 12),
    ],
)
def test_every_question_of_an_area_is_there_once(letter: str, area: Area, count: int) -> None:
    wanted = {f"Q-{letter}{number}" for number in range(1, count + 1)}
    found = [one.code for one in QUESTIONS if one.area is area]
    assert set(found) == wanted and len(found) == count


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one.code)
def test_a_question_explains_itself_briefly(question: Question) -> None:
    assert (
        question.asks.endswith("?")
        and question.why.endswith(".")
        and question.asked_of
        and question.source
    )
    assert (
        "reference" not in question.source.lower()
        and len(question.asks) <= 160
        and len(question.why) <= 160
    )
    assert all(0 < len(option.says.split()) <= 12 for option in question.options)
    assert len({option.value for option in question.options}) == len(question.options)
    assert bool(question.unit) <= (question.kind is AnswerKind.NUMBER)


@pytest.mark.parametrize("question", IN_FIELDS, ids=lambda one: one.code)
def test_a_question_that_a_field_answers_is_found_from_its_place_and_offers_what_the_field_takes(
    question: Question,
) -> None:
    hints = get_type_hints(RECORDS[question.records])
    for field in (question.field, *question.also):
        assert field in hints and code_at(f"{question.records}/x/{field}") == question.code
    kind = hints[question.field]
    inner = next(
        (
            one
            for one in (*get_args(kind), kind)
            if isinstance(one, type) and issubclass(one, StrEnum)
        ),
        None,
    )
    assert {option.value for option in question.options} == {one.value for one in inner or ()}


def test_a_field_without_a_question_of_its_own_belongs_to_that_of_its_records() -> None:
    assert (
        code_at("audiences/tills/headcount") == "Q-P1"
        and code_at("challenges/labels/observed") == "Q-D1"
    )
    assert code_at("answers/Q-P9/value") == "Q-P9" and code_at("policy/limits/min_cell") == ""


def test_a_question_answered_by_records_is_answered_when_each_says_so() -> None:
    known, open_ = audience(moments=(Need.APPLY,)), audience(id="office")
    assert is_answered(serving(known), BY_CODE["Q-P6"])
    assert not is_answered(serving(known, open_), BY_CODE["Q-P6"]) and not is_answered(
        strategy(), BY_CODE["Q-P6"]
    )
    assert is_answered(answering(Q_P9="none"), BY_CODE["Q-P9"]) and not is_answered(
        answering(Q_P9=None), BY_CODE["Q-P9"]
    )


def codes(document: Strategy) -> set[str]:
    return {one.code for one in asked(document)}


def test_what_an_earlier_answer_makes_pointless_is_not_asked() -> None:
    few = serving(audience(headcount=20))
    assert "Q-T8" not in codes(few) and "Q-T8" in codes(serving(audience(device="own")))
    assert "Q-T13" not in codes(few) and "Q-T13" in codes(serving(audience(headcount=400)))
    assert not {"Q-T6", "Q-T10"} & codes(serving(audience(), answers=answers(Q_T5=("none",))))
    assert {"Q-T6", "Q-T10"} <= codes(serving(audience(), answers=answers(Q_T5=("lms",))))
