"""Reading an answer: whatever a form, somebody who was asked or a file gives for a question.

It becomes an Answer here and nowhere else, or a Refusal that names the field at fault.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from trimtab.kernel import written
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.strategy.domain.catalogue import BY_CODE, AnswerKind, Question
from trimtab.strategy.domain.challenges import Evidence, EvidenceKind
from trimtab.strategy.domain.document import Answer, FindOut, Strategy, Sureness

AnswerValue = str | int | float | bool | tuple[str, ...] | None
MOST_CHARACTERS = 10_000
MOST_NAME = 300
MOST_FIGURE = 10**9
NO_ANSWER = "strategy.no-answer"
NO_FIGURE = "strategy.no-figure"


@dataclass(frozen=True, slots=True)
class GivenEvidence:
    """A piece of evidence as it was written; `on` is a day."""

    kind: str = ""
    says: str = ""
    source: str = ""
    on: str = ""


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """What was given for a question, as it was written.

    `values` are the options that were chosen, or the one text or figure. `unknown` says that
    nobody knows yet; `of` and `until` then say from whom and by which day it is found out.
    `sure` and `evidence` are None where they were not asked for: then what was known stays.
    """

    values: Sequence[str] = ()
    unknown: bool = False
    of: str = ""
    until: str = ""
    sure: str | None = None
    because: str = ""
    evidence: Sequence[GivenEvidence] | None = None


def answer(
    code: str,
    given: GivenAnswer,
    *,
    by: str,
    on: dt.date,
    before: Answer | None = None,
    usual: Sureness = Sureness.MODERATE,
) -> Answer:
    """The answer of `by` on the day `on` to the question `code`, read from what was given.

    What others said about it stays as in the answer `before`; one that says what it said is that
    answer, with who said it and when. `usual` is how sure it is where the form asked and nothing
    that exists was chosen. Raises NotFound for a question that does not exist, and a Refusal on
    the field `value` (NO_ANSWER, NO_FIGURE), `until`, or `evidence-N-on` for what cannot be read.
    """
    question = BY_CODE.get(code)
    if question is None:
        raise NotFound("strategy.question", say("There is no question {code}.", code=code), "code")
    known = before or Answer()
    until = _day(given.until, "until")
    found = msgspec.structs.replace(
        known,
        value=None if given.unknown else value_of(question, given.values),
        by=by,
        on=on,
        sure=known.sure if given.sure is None else _sureness(given.sure, usual),
        because=given.because.strip()[:MOST_CHARACTERS],
        evidence=known.evidence if given.evidence is None else _evidence(given.evidence),
        find_out=_find_out(given, until),
    )
    is_same = msgspec.structs.replace(found, by=known.by, on=known.on) == before
    return before if before and is_same else found


def with_answer(document: Strategy, code: str, given: Answer) -> Strategy:
    """The document with this answer to a question."""
    return msgspec.structs.replace(document, answers={**document.answers, code: given})


def value_of(question: Question, values: Sequence[str]) -> AnswerValue:
    """The value that was written for a question, as its kind says; never None.

    Raises Refusal on `value` when it answers nothing.
    """
    text = values[0].strip()[:MOST_CHARACTERS] if values else ""
    found: AnswerValue = tuple(values) if question.kind is AnswerKind.SEVERAL else text
    if question.kind is AnswerKind.NUMBER and text:
        found = _figure(text)
    if not fits(question, found):
        raise Refusal(
            NO_ANSWER,
            say("Answer, or say that we do not know yet: that is an answer, too."),
            "value",
        )
    return found


def fits(question: Question, value: AnswerValue) -> bool:
    """Whether a value answers the question: of its kind, one of its options, within its bounds."""
    known = {option.value for option in question.options}
    match question.kind, value:
        case AnswerKind.CHOICE, str():
            return value in known
        case AnswerKind.SEVERAL, tuple():
            return bool(value) and known.issuperset(value)
        case AnswerKind.NUMBER, int() | float():
            return not isinstance(value, bool) and 0 <= value <= MOST_FIGURE
        case AnswerKind.TEXT, str():
            return bool(value.strip())
        case _:
            return False


def _figure(text: str) -> int | float:
    figure = written.real(text)
    if figure is None or not 0 <= figure <= MOST_FIGURE:
        raise Refusal(NO_FIGURE, say("Give a figure of 0 or more, such as 10."), "value")
    return int(figure) if figure.is_integer() else figure


def _sureness(text: str, usual: Sureness) -> Sureness:
    return Sureness(text) if text in set(Sureness) else usual


def _find_out(given: GivenAnswer, until: dt.date | None) -> FindOut | None:
    of = given.of.strip()[:MOST_NAME]
    return FindOut(of=of, until=until) if given.unknown and (of or until) else None


def _evidence(rows: Sequence[GivenEvidence]) -> tuple[Evidence, ...]:
    """The pieces that say something; a kind that does not exist is an opinion."""
    return tuple(
        Evidence(
            kind=_kind(row.kind),
            says=row.says.strip()[:MOST_CHARACTERS],
            source=row.source.strip()[:MOST_CHARACTERS],
            on=_day(row.on, f"evidence-{at}-on"),
        )
        for at, row in enumerate(rows)
        if row.says.strip()
    )


def _kind(text: str) -> EvidenceKind:
    return EvidenceKind(text) if text in set(EvidenceKind) else EvidenceKind.OPINION


def _day(text: str, field: str) -> dt.date | None:
    day = written.day(text.strip())
    if text.strip() and day is None:
        raise Refusal("strategy.no-day", say("Give a date."), field)
    return day
