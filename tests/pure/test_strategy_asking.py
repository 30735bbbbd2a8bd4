"""Asking others: what may be sent, when somebody is reminded, what silence counts as, and how an
answer is settled.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import Refusal
from trimtab.strategy.domain import answering, asking
from trimtab.strategy.domain.asking import Agreed, Agreement, InvitationRow, Invitee, Silence, Voice
from trimtab.strategy.domain.catalogue import BY_CODE, QUESTIONS, AnswerKind
from trimtab.strategy.domain.document import Answer, Heard, Sureness

TODAY = dt.date(2026, 5, 1)
CHOICE, SEVERAL, NUMBER, TEXT = (
    next(one for one in QUESTIONS if one.kind is kind and not one.records)
    for kind in (AnswerKind.CHOICE, AnswerKind.SEVERAL, AnswerKind.NUMBER, AnswerKind.TEXT)
)
ID = UUID(int=1)
ANA = Invitee("Ana Ruiz", "ana@outside.example")


def agreed(**more: Any) -> Agreed:
    given = {
        "title": "Devices",
        "codes": (CHOICE.code,),
        "closes_on": TODAY + dt.timedelta(days=10),
        "remind_days": (3, 1),
        "silence": Silence.GO_ON,
    }
    return Agreed(**{**given, **more})


def asked(**more: Any) -> InvitationRow:
    given = {
        "id": ID,
        "enquiry": ID,
        "name": "Ana Ruiz",
        "email": "ana@outside.example",
        "person_id": None,
        "expires_on": TODAY + dt.timedelta(days=10),
        "opened_at": None,
        "reminded_on": None,
        "withdrawn_at": None,
        "stands_in_for": None,
    }
    return InvitationRow(**{**given, **more})


def said(
    value: asking.Value, by: str = "Ana", sure: Sureness = Sureness.HIGH, question: Any = CHOICE
) -> Voice:
    return Voice(ID, by, question.code, value, sure, "", TODAY)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"title": " "}, "title"),
        ({"codes": ()}, "codes"),
        ({"codes": ("Q-NONE",)}, "codes"),
        ({"codes": ("Q-T1",)}, "codes"),
        ({"closes_on": TODAY}, "closes_on"),
        ({"remind_days": (9, 7, 3, 1)}, "remind_days"),
        ({"silence": Silence.STAND_IN}, "stand_in_email"),
    ],
)
def test_what_cannot_be_sent_is_refused_at_its_field(more: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        asking.check_agreed(agreed(**more), [ANA], today=TODAY)
    assert refused.value.field == field
    asking.check_agreed(agreed(), [ANA], today=TODAY)


@pytest.mark.parametrize(
    "people",
    [
        [],
        [Invitee("", "a@b.example")],
        [Invitee("A", "@")],
        [ANA, Invitee("B", "ANA@outside.example")],
    ],
)
def test_everybody_has_a_name_and_an_address_of_their_own(people: list[Invitee]) -> None:
    with pytest.raises(Refusal):
        asking.check_invitees(people)


def test_reminders_come_on_the_days_agreed_once_each_and_never_to_those_who_are_done() -> None:
    days = [TODAY + dt.timedelta(days=n) for n in range(14)]
    row, sent = asked(), []
    for day in days:
        if asking.reminder_due(agreed(), row, 0, today=day):
            sent.append(day)
            row = asked(reminded_on=day)
    assert [(asked().expires_on - day).days for day in sent] == [3, 1]
    assert not any(asking.reminder_due(agreed(), asked(), 1, today=day) for day in days)
    withdrawn = asked(withdrawn_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC))
    assert not any(asking.reminder_due(agreed(), withdrawn, 0, today=day) for day in days)


def test_a_missed_night_is_made_up_for() -> None:
    assert asking.reminder_due(agreed(), asked(), 0, today=asked().expires_on)


def test_a_link_stops_when_its_day_has_passed_it_is_withdrawn_or_all_is_closed() -> None:
    assert asking.may_reply(asked(), closed=False, today=asked().expires_on) is None
    over = asked().expires_on + dt.timedelta(days=1)
    refusals = [
        asking.may_reply(asked(), closed=False, today=over),
        asking.may_reply(asked(), closed=True, today=TODAY),
        asking.may_reply(
            asked(withdrawn_at=dt.datetime(2026, 5, 1, tzinfo=dt.UTC)), closed=False, today=TODAY
        ),
    ]
    assert [one.code for one in refusals if one] == [
        "asking.expired",
        "asking.closed",
        "asking.withdrawn",
    ]


def test_silence_counts_as_was_agreed_beforehand() -> None:
    over = asked().expires_on + dt.timedelta(days=1)
    assert asking.is_silent(asked(), 0, today=over) and not asking.is_silent(asked(), 1, today=over)
    assert asking.silent_voice(agreed(), asked(), CHOICE.code) is None
    voice = asking.silent_voice(agreed(silence=Silence.UNKNOWN), asked(), CHOICE.code)
    assert voice and voice.value is None and voice.silent
    assert asking.sureness(CHOICE, [said(CHOICE.options[0].value), voice]) is Sureness.LOW


def test_agreement_is_told_from_difference() -> None:
    one, other = (option.value for option in CHOICE.options[:2])
    assert asking.agreement(CHOICE, []) is Agreement.NOBODY
    assert asking.agreement(CHOICE, [said(one)]) is Agreement.ONE
    assert asking.agreement(CHOICE, [said(one), said(one, "Bo")]) is Agreement.SAME
    assert asking.agreement(CHOICE, [said(one), said(other, "Bo")]) is Agreement.DIFFER
    assert asking.agreement(TEXT, [said("a"), said("b")]) is Agreement.IN_WORDS
    x, y = (option.value for option in SEVERAL.options[:2])
    assert asking.agreement(SEVERAL, [said((x, y)), said((y, x))]) is Agreement.SAME


@given(st.lists(st.sampled_from([option.value for option in CHOICE.options] + [None]), max_size=7))
def test_what_most_people_said_is_never_a_tie_and_never_not_knowing(
    values: list[str | None],
) -> None:
    found = asking.most_said([said(value) for value in values])
    counts = sorted(
        (values.count(value) for value in set(values) if value is not None), reverse=True
    )
    if found is None:
        assert not counts or counts[:2] == [counts[0]] * 2
    else:
        assert sum(value == found for value in values) == counts[0] and counts[1:2] != counts[:1]


def test_who_differs_is_settled_with_a_reason_and_everybody_is_named() -> None:
    one, other = (option.value for option in CHOICE.options[:2])
    voices = [said(one, "Ana"), said(other, "Bo")]
    settle: dict[str, Any] = {
        "value": one,
        "sure": Sureness.MODERATE,
        "by": "s@corner.example",
        "on": TODAY,
    }
    with pytest.raises(Refusal) as refused:
        asking.settled(CHOICE, voices, because=" ", before=None, **settle)
    assert refused.value.field == "because"
    before = Answer(value=other, heard=(Heard(by="Cy", value=other), Heard(by="Bo", value=one)))
    answer = asking.settled(CHOICE, voices, because="Ana runs the shops.", before=before, **settle)
    assert [(who.by, who.value) for who in answer.heard] == [
        ("Cy", other),
        ("Ana", one),
        ("Bo", other),
    ]
    assert (answer.value, answer.because) == (one, "Ana runs the shops.")
    assert msgspec.json.decode(msgspec.json.encode(answer), type=Answer) == answer


@pytest.mark.parametrize(
    ("question", "filled", "value"),
    [
        (NUMBER, ["12,5"], 12.5),
        (NUMBER, ["12"], 12),
        (TEXT, [" In words "], "In words"),
        (SEVERAL, [SEVERAL.options[0].value], (SEVERAL.options[0].value,)),
    ],
)
def test_what_is_filled_in_becomes_a_value_of_the_questions_kind(
    question: Any, filled: list[str], value: Any
) -> None:
    assert asking.check_value(question, answering.value_of(question, filled)) == value


@pytest.mark.parametrize(
    ("question", "filled"),
    [
        (NUMBER, ["many"]),
        (NUMBER, ["nan"]),
        (NUMBER, ["1e400"]),
        (NUMBER, []),
        (TEXT, [" "]),
        (CHOICE, ["no-such"]),
        (SEVERAL, []),
        (SEVERAL, ["no-such"]),
    ],
)
def test_what_answers_nothing_is_refused(question: Any, filled: list[str]) -> None:
    with pytest.raises(Refusal):
        asking.check_value(question, answering.value_of(question, filled))


def test_every_question_but_those_answered_by_records_can_be_asked() -> None:
    assert {code for code, one in BY_CODE.items() if asking.can_be_asked(one)} == {
        code for code, one in BY_CODE.items() if not one.records
    }
