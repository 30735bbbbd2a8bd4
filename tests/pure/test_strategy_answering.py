"""What somebody gives for a question becomes an answer in one place, or a fault at its field."""

from __future__ import annotations

import datetime as dt

import msgspec
import pytest

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.strategy.domain.answering import (
    NO_ANSWER,
    NO_FIGURE,
    GivenAnswer,
    GivenEvidence,
    answer,
)
from trimtab.strategy.domain.catalogue import QUESTIONS, AnswerKind
from trimtab.strategy.domain.challenges import Evidence, EvidenceKind
from trimtab.strategy.domain.document import Answer, FindOut, Heard, Sureness

TODAY = dt.date(2026, 9, 7)
ANA = "ana@corner.example"
CODES = {question.kind: question.code for question in QUESTIONS}
NUMBER = CODES[AnswerKind.NUMBER]
CHOICE = next(question for question in QUESTIONS if question.kind is AnswerKind.CHOICE)
FIRST = CHOICE.options[0].value


def read(code: str, given: GivenAnswer, before: Answer | None = None) -> Answer:
    return answer(code, given, by=ANA, on=TODAY, before=before)


def test_everything_that_a_form_asks_is_read() -> None:
    pieces = [
        GivenEvidence(),
        GivenEvidence("interview", " Six managers ", "notes", "2026-09-01"),
        GivenEvidence("gossip", "He said so"),
    ]
    given = GivenAnswer([FIRST], sure="low", because=" They said so ", evidence=pieces)
    assert read(CHOICE.code, given) == Answer(
        value=FIRST,
        by=ANA,
        on=TODAY,
        sure=Sureness.LOW,
        because="They said so",
        evidence=(
            Evidence(
                kind=EvidenceKind.INTERVIEW,
                says="Six managers",
                source="notes",
                on=dt.date(2026, 9, 1),
            ),
            Evidence(kind=EvidenceKind.OPINION, says="He said so"),
        ),
    )


def test_what_nobody_knows_is_found_out_by_somebody_until_a_day() -> None:
    given = GivenAnswer([FIRST], unknown=True, of=" mika ", until="2026-10-01")
    found = read(CHOICE.code, given)
    assert found.value is None
    assert found.find_out == FindOut(of="mika", until=dt.date(2026, 10, 1))
    assert read(CHOICE.code, GivenAnswer(unknown=True)).find_out is None
    assert read(CHOICE.code, GivenAnswer([FIRST], of="mika")).find_out is None


def test_what_a_form_does_not_ask_stays_as_it_was() -> None:
    before = Answer(
        value="other",
        by="ben@corner.example",
        on=dt.date(2026, 1, 1),
        sure=Sureness.HIGH,
        evidence=(Evidence(kind=EvidenceKind.DATA, says="Counted"),),
        heard=(Heard(by="Mika", value=FIRST),),
        find_out=FindOut(of="mika"),
    )
    wanted = msgspec.structs.replace(before, value=FIRST, by=ANA, on=TODAY, find_out=None)
    assert read(CHOICE.code, GivenAnswer([FIRST]), before) == wanted


def test_an_answer_that_says_what_it_said_keeps_who_said_it_and_when() -> None:
    before = Answer(value=FIRST, by="ben@corner.example", on=dt.date(2026, 1, 1))
    assert read(CHOICE.code, GivenAnswer([FIRST], sure="moderate"), before) is before


@pytest.mark.parametrize(
    ("code", "given", "field", "fault"),
    [
        (CHOICE.code, GivenAnswer(), "value", NO_ANSWER),
        (CHOICE.code, GivenAnswer(["no-such"]), "value", NO_ANSWER),
        (NUMBER, GivenAnswer(["many"]), "value", NO_FIGURE),
        (NUMBER, GivenAnswer(["-1"]), "value", NO_FIGURE),
        (NUMBER, GivenAnswer([" "]), "value", NO_ANSWER),
        (CHOICE.code, GivenAnswer([FIRST], until="soon"), "until", "strategy.no-day"),
        (
            CHOICE.code,
            GivenAnswer([FIRST], evidence=[GivenEvidence(), GivenEvidence(says="x", on="soon")]),
            "evidence-1-on",
            "strategy.no-day",
        ),
    ],
)
def test_what_cannot_be_read_is_a_fault_at_its_field(
    code: str, given: GivenAnswer, field: str, fault: str
) -> None:
    with pytest.raises(Refusal) as refused:
        read(code, given)
    assert (refused.value.field, refused.value.code) == (field, fault)


def test_there_is_no_answer_to_what_is_no_question() -> None:
    with pytest.raises(NotFound):
        read("Q-X1", GivenAnswer(["x"]))
