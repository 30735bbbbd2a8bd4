"""The questions that a strategy must answer.

Adding one: write it in its area's file; tests hold code, options and order.
"""

from typing import Any

from trimtab.strategy.domain.catalogue import (
    communication,
    diagnosis,
    evaluation,
    governance,
    people,
    technology,
)
from trimtab.strategy.domain.catalogue.question import (
    AnswerKind,
    AnswerOption,
    Area,
    Condition,
    Question,
)
from trimtab.strategy.domain.document import ActionKind, Strategy

QUESTIONS: tuple[Question, ...] = (
    *diagnosis.QUESTIONS,
    *people.QUESTIONS,
    *technology.QUESTIONS,
    *communication.QUESTIONS,
    *governance.QUESTIONS,
    *evaluation.QUESTIONS,
)
BY_CODE = {question.code: question for question in QUESTIONS}
_BY_RECORDS = {
    (one.records, field): one.code
    for one in QUESTIONS
    if one.records
    for field in (one.field, *one.also)
}


def code_at(place: str) -> str:
    """The code of the question that a place of the document answers, such as Q-T1 for
    audiences/tills/device; "" when none does.
    """
    match place.split("/"):
        case ["answers", code, *_]:
            return code
        case [records, _, field, *_]:
            return _BY_RECORDS.get((records, field)) or _BY_RECORDS.get((records, ""), "")
        case [records, *_]:
            return _BY_RECORDS.get((records, ""), "")
        case _:
            return ""


def asked(document: Strategy) -> tuple[Question, ...]:
    """The questions that have a point, given what is answered already."""
    return tuple(one for one in QUESTIONS if one.only_if is None or one.only_if.holds(document))


def is_answered(document: Strategy, question: Question) -> bool:
    """Whether the document answers a question; 'we do not know yet' is not known, records count
    when each says what is asked.
    """
    if question.records:
        records = _concerned(document, question)
        said = (
            (getattr(one, question.field, None) for one in records) if question.field else records
        )
        return bool(records) and all(one not in (None, "", ()) for one in said)
    answer = document.answers.get(question.code)
    return answer is not None and answer.value is not None


def _concerned(document: Strategy, question: Question) -> tuple[Any, ...]:
    """The records that a question is about; of the actions only messages have senders."""
    records: tuple[Any, ...] = getattr(document, question.records)
    return (
        tuple(one for one in records if one.kind is ActionKind.MESSAGE)
        if question.records == "actions"
        else records
    )


__all__ = [
    "BY_CODE",
    "QUESTIONS",
    "AnswerKind",
    "AnswerOption",
    "Area",
    "Condition",
    "Question",
    "asked",
    "code_at",
    "is_answered",
]
