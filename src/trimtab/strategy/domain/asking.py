"""Asking others: what was agreed beforehand about time and silence, and what the answers say side
by side. Pure rules over rows.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.strategy.domain import answering
from trimtab.strategy.domain.catalogue import BY_CODE, AnswerKind, Question
from trimtab.strategy.domain.document import Answer, Heard, Sureness

Value = answering.AnswerValue
MOST_REMINDERS = 3
MORE_DAYS = 7
ERASED = "@erased.invalid"
_ORDER = (Sureness.LOW, Sureness.MODERATE, Sureness.HIGH)


class Silence(StrEnum):
    """What was agreed beforehand about somebody who does not answer in time."""

    GO_ON = "go-on"
    UNKNOWN = "unknown"
    STAND_IN = "stand-in"


@dataclass(frozen=True, slots=True)
class Agreed:
    """What holds for everybody who is asked: questions, the last day, reminders (days before it),
    and what silence means.
    """

    title: str
    codes: tuple[str, ...]
    closes_on: dt.date
    remind_days: tuple[int, ...]
    silence: Silence
    stand_in_name: str = ""
    stand_in_email: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Invitee:
    """Somebody who is asked."""

    name: str
    email: str


@dataclass(frozen=True, slots=True)
class EnquiryRow:
    """Questions that were sent to several people at once."""

    id: UUID
    agreed: Agreed
    by: UUID
    by_name: str
    at: dt.datetime
    closed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class InvitationRow:
    """One person's part of an enquiry. `expires_on` is the last day on which their link works."""

    id: UUID
    enquiry: UUID
    name: str
    email: str
    person_id: UUID | None
    expires_on: dt.date
    opened_at: dt.datetime | None
    reminded_on: dt.date | None
    withdrawn_at: dt.datetime | None
    stands_in_for: UUID | None


class Way(StrEnum):
    """How an answer came: from somebody signed in, by the link of a letter, or by a link that
    somebody else handed over.
    """

    ACCOUNT = "account"
    LINK = "link"
    HANDED = "handed"


@dataclass(frozen=True, slots=True)
class LinkRow:
    """A link that was followed: whose it is, and which one was handed over, by whom, where it did
    not come by letter.
    """

    invitation: InvitationRow
    handover: UUID | None = None
    handed_by: str = ""


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said to one question; `value` None is 'I do not know'. `silent` is somebody
    who said nothing in time.

    `handed_by` is who handed the link over through which it came, "" where it came by letter or
    from somebody signed in.
    """

    invitation: UUID
    by: str
    code: str
    value: Value
    sure: Sureness
    because: str
    on: dt.date
    silent: bool = False
    handed_by: str = ""


class Agreement(StrEnum):
    """How far the answers to one question agree."""

    NOBODY = "nobody"
    ONE = "one"
    SAME = "same"
    DIFFER = "differ"
    IN_WORDS = "in-words"


def can_be_asked(question: Question) -> bool:
    """Whether a question can be answered on a page of its own; records, such as audiences, are
    written in the document.
    """
    return not question.records


def check_agreed(agreed: Agreed, invitees: Sequence[Invitee], *, today: dt.date) -> None:
    """Raises a Refusal that names the field when an enquiry cannot be sent as it stands."""
    if not agreed.title.strip():
        raise Refusal(
            "asking.title", say("Give it a name, such as: Devices in the shops."), "title"
        )
    if not agreed.codes:
        raise Refusal("asking.codes", say("Choose at least one question."), "codes")
    for code in agreed.codes:
        if code not in BY_CODE or not can_be_asked(BY_CODE[code]):
            raise Refusal(
                "asking.codes",
                say(
                    "{code} cannot be sent: it is no question, or is answered by records.",
                    code=code,
                ),
                "codes",
            )
    if agreed.closes_on <= today:
        raise Refusal("asking.closes", say("Give a last day after today."), "closes_on")
    if len(agreed.remind_days) > MOST_REMINDERS or any(days < 0 for days in agreed.remind_days):
        raise Refusal(
            "asking.remind",
            say("Remind at most {most} times.", most=MOST_REMINDERS),
            "remind_days",
        )
    if agreed.silence is Silence.STAND_IN and "@" not in agreed.stand_in_email:
        raise Refusal(
            "asking.stand-in",
            say("Say who is asked instead: a name and an e-mail address."),
            "stand_in_email",
        )
    check_invitees(invitees)


def check_invitees(invitees: Sequence[Invitee]) -> None:
    """Raises a Refusal unless everybody has a name and an address of their own."""
    if not invitees:
        raise Refusal("asking.nobody", say("Name at least one person."), "invitees")
    for one in invitees:
        if not one.name.strip() or "@" not in one.email.strip("@ "):
            raise Refusal(
                "asking.invitee", say("Give everybody a name and an e-mail address."), "invitees"
            )
    twice = [
        email
        for email, count in Counter(one.email.lower() for one in invitees).items()
        if count > 1
    ]
    if twice:
        raise Refusal(
            "asking.twice",
            say("{twice} is there twice; one link a person.", twice=twice[0]),
            "invitees",
        )


def check_value(question: Question, value: Value) -> Value:
    """The value when it answers the question (None is 'I do not know').

    Raises Refusal on the field value.
    """
    if value is None or answering.fits(question, value):
        return value.strip() if isinstance(value, str) else value
    raise Refusal(
        "asking.value", say("Answer, or say that you do not know: that is an answer, too."), "value"
    )


def may_hand_over(
    invitation: InvitationRow, *, account: bool, closed: bool, today: dt.date
) -> Refusal | None:
    """Why no link of this person is made to be handed over now; None when one is.

    Who has an account signs in instead.
    """
    if account:
        return Refusal(
            "asking.has-account",
            say(
                "{name} has an account: they sign in and find it on their first page.",
                name=invitation.name,
            ),
        )
    return may_reply(invitation, closed=closed, today=today)


def may_reply(invitation: InvitationRow, *, closed: bool, today: dt.date) -> Refusal | None:
    """Why this link takes no answer now; None when it does."""
    if invitation.withdrawn_at or invitation.email.endswith(ERASED):
        return Refusal("asking.withdrawn", say("This link was withdrawn. Ask whoever sent it."))
    if closed:
        return Refusal(
            "asking.closed",
            say("This is settled already. Thank you; no answer is needed any more."),
        )
    if today > invitation.expires_on:
        return Refusal(
            "asking.expired",
            say("The last day for this link has passed. Ask whoever sent it for a new one."),
        )
    return None


def reminder_due(
    agreed: Agreed, invitation: InvitationRow, answered: int, *, today: dt.date
) -> bool:
    """Whether this person is reminded today: something is open, and a day agreed for reminders has
    come since the last one.
    """
    if invitation.withdrawn_at or answered >= len(agreed.codes) or today > invitation.expires_on:
        return False
    days = [invitation.expires_on - dt.timedelta(days=before) for before in agreed.remind_days]
    last = invitation.reminded_on or dt.date.min
    return any(last < day <= today for day in days)


def is_silent(invitation: InvitationRow, answered: int, *, today: dt.date) -> bool:
    """Whether this person's last day has passed without one word from them."""
    return not invitation.withdrawn_at and answered == 0 and today > invitation.expires_on


def silent_voice(agreed: Agreed, invitation: InvitationRow, code: str) -> Voice | None:
    """What silence counts as, as agreed beforehand: 'I do not know', or nothing at all."""
    if agreed.silence is not Silence.UNKNOWN:
        return None
    because = say("No answer in time; agreed beforehand to count as not known.")
    return Voice(
        invitation.id,
        invitation.name,
        code,
        None,
        Sureness.LOW,
        because,
        invitation.expires_on,
        silent=True,
    )


def agreement(question: Question, voices: Sequence[Voice]) -> Agreement:
    """How far those who answered agree. Texts are compared by readers, not by the machine."""
    if not voices:
        return Agreement.NOBODY
    if len(voices) == 1:
        return Agreement.ONE
    values = {frozenset(one.value) if isinstance(one.value, tuple) else one.value for one in voices}
    if len(values) == 1:
        return Agreement.SAME
    return Agreement.IN_WORDS if question.kind is AnswerKind.TEXT else Agreement.DIFFER


def most_said(voices: Iterable[Voice]) -> Value:
    """What more people said than anything else; None when there is no such answer."""
    ranked = Counter(one.value for one in voices if one.value is not None).most_common(2)
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def sureness(question: Question, voices: Sequence[Voice]) -> Sureness:
    """How sure an answer may be that rests on these: as sure as the least sure of them, low when
    they differ.
    """
    if agreement(question, voices) is Agreement.DIFFER or any(one.value is None for one in voices):
        return Sureness.LOW
    return min((one.sure for one in voices), key=_ORDER.index, default=Sureness.LOW)


def settled(
    question: Question,
    voices: Sequence[Voice],
    *,
    value: Value,
    sure: Sureness,
    because: str,
    by: str,
    on: dt.date,
    before: Answer | None,
) -> Answer:
    """The answer that settles what was heard.

    Raises Refusal on `because` when people differ and nobody says why this holds.
    """
    if (
        agreement(question, voices) in (Agreement.DIFFER, Agreement.IN_WORDS)
        and not because.strip()
    ):
        raise Refusal(
            "asking.because", say("They do not agree. Say why this answer holds."), "because"
        )
    heard = tuple(
        Heard(
            by=one.by,
            value=one.value,
            sure=one.sure,
            on=one.on,
            # The document is the organisation's: it holds plain text.
            because=str(one.because),
            handed_by=one.handed_by,
        )
        for one in voices
    )
    names = {one.by for one in heard}
    earlier = tuple(one for one in before.heard if one.by not in names) if before else ()
    return Answer(
        value=check_value(question, value),
        by=by,
        on=on,
        sure=sure,
        because=because.strip(),
        evidence=before.evidence if before else (),
        heard=earlier + heard,
    )
