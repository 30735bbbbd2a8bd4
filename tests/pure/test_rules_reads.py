"""What an answer changes: the rules that say they read it, and no other."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.pure.strategy_edits import DEMO
from trimtab.strategy.domain.catalogue import (
    BY_CODE,
    QUESTIONS,
    AnswerKind,
    Question,
    asked,
    code_at,
)
from trimtab.strategy.domain.codec import from_json, to_json
from trimtab.strategy.domain.document import Answer, Strategy
from trimtab.strategy.domain.rules import RULES, recommend


def values(question: Question) -> tuple[Any, ...]:
    """Answers of every kind that a question takes."""
    match question.kind:
        case AnswerKind.CHOICE:
            return tuple(option.value for option in question.options)
        case AnswerKind.SEVERAL:
            return (
                *((option.value,) for option in question.options),
                tuple(option.value for option in question.options),
            )
        case AnswerKind.NUMBER:
            return (0, 5, 7, 500)
        case _:
            return ("Something else.",)


def said(document: Strategy) -> dict[str, list[object]]:
    """What each rule says, by code; how sure it is stands apart, since that follows from what it
    may read.
    """
    found: dict[str, list[object]] = {}
    for one in recommend(document):
        found.setdefault(one.code, []).append(
            (one.place, one.says, one.because, one.sets, one.patch)
        )
    return found


ANSWERED = [one for one in QUESTIONS if not one.records]
BEFORE = said(DEMO)


@pytest.mark.parametrize("question", ANSWERED, ids=lambda one: one.code)
def test_an_answer_changes_only_the_rules_that_read_it(question: Question) -> None:
    readers = {rule.code for rule in RULES if question.code in rule.reads}
    for value in (*values(question), None):
        after = said(
            msgspec.structs.replace(
                DEMO, answers={**DEMO.answers, question.code: Answer(value=value)}
            )
        )
        changed = {
            code for code in BEFORE.keys() | after.keys() if BEFORE.get(code) != after.get(code)
        }
        assert changed <= readers, (value, changed - readers)


RECORDS = (
    [
        ("audiences", field, value)
        for field, value in (
            ("setting", "driving"),
            ("pay", "hourly"),
            ("pay", "volunteer"),
            ("languages", ("en", "de")),
            ("reading", "plain"),
            ("needs", ("captions",)),
            ("expertise", "novice"),
            ("moments", ("solve", "change")),
            ("device", "own"),
            ("device", "none"),
            ("at_hand", "hands-busy"),
            ("at_hand", "computer"),
            ("connectivity", "offline"),
            ("headcount", 3),
            ("turnover_per_year", 2.0),
        )
    ]
    + [
        ("challenges", field, value)
        for field, value in (
            ("causes", ("process-wrong",)),
            ("evidence", ()),
            ("frequency", "low"),
            ("arbitrary", "high"),
            ("complexity", "high"),
            ("confusable", "high"),
            ("title", "Another title"),
        )
    ]
    + [
        ("measures", "baseline", None),
        ("stakeholders", "stance", "against"),
        ("stakeholders", "power", 1),
    ]
)


@pytest.mark.parametrize(("part", "field", "value"), RECORDS)
def test_a_field_of_a_record_changes_only_the_rules_that_read_its_question(
    part: str, field: str, value: object
) -> None:
    readers = {rule.code for rule in RULES if code_at(f"{part}/x/{field}") in rule.reads}
    for position in range(len(getattr(DEMO, part))):
        data = to_json(DEMO)
        data[part][position][field] = value
        after = said(from_json(data))
        changed = {
            code for code in BEFORE.keys() | after.keys() if BEFORE.get(code) != after.get(code)
        }
        assert changed <= readers, changed - readers


def test_every_question_that_a_rule_reads_is_in_the_catalogue_and_conditions_read_questions() -> (
    None
):
    assert {code for rule in RULES for code in rule.reads} <= set(BY_CODE)
    assert {code for one in QUESTIONS if one.only_if for code in one.only_if.reads} <= set(BY_CODE)


def test_a_question_that_has_no_point_is_not_asked_and_says_why() -> None:
    pointless = [one for one in QUESTIONS if one not in asked(DEMO)]
    assert [one.code for one in pointless if one.area == "technology"] == ["Q-T8"]
    assert all(one.only_if and one.only_if.says.endswith(".") for one in pointless)
