"""Asking others what the strategy needs to know: links go out, reminders follow, and silence means
what was agreed beforehand.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, paragraphs, say, say_n
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.strategy.api import Sureness, asking

Address = Callable[[str], str]
ASKING = "asking"
HANDED_OVER = "strategy.link-handed-over"


def local_day(now: dt.datetime) -> dt.date:
    """The day at `now` where the organisation is: last days and reminders are counted there."""
    organisation = people.organisation()
    return now.astimezone(ZoneInfo(organisation.time_zone if organisation else "UTC")).date()


@transaction.atomic
def ask(
    *,
    agreed: asking.Agreed,
    invitees: Sequence[asking.Invitee],
    by: people.PersonRow,
    address: Address,
    now: dt.datetime,
) -> asking.EnquiryRow:
    """Asks several people the same questions; each gets a link of their own, in the app and by
    e-mail as far as they have them.

    `address` makes the whole link out of a token. Raises Refusal naming the field.
    """
    row = asking.ask(agreed=agreed, invitees=invitees, by=by.id, now=now)
    invitations = asking.invitations([row.id])
    _send(row, invitations, "asked", _invitation, address, now)
    _note(
        by,
        "strategy.asked",
        row.id,
        {"people": len(invitations), "questions": list(agreed.codes)},
        now,
    )
    return row


@transaction.atomic
def ask_more(
    *,
    enquiry_id: UUID,
    invitees: Sequence[asking.Invitee],
    by: people.PersonRow,
    address: Address,
    now: dt.datetime,
) -> None:
    """Asks more people the same questions. Raises Refusal naming the field."""
    made = set(asking.invite(enquiry_id=enquiry_id, invitees=invitees, now=now))
    row = asking.enquiry(enquiry_id)
    _send(
        row,
        [invitation for invitation in asking.invitations([enquiry_id]) if invitation.id in made],
        "asked",
        _invitation,
        address,
        now,
    )
    _note(by, "strategy.asked", enquiry_id, {"people": len(made)}, now)


@transaction.atomic
def remind(*, enquiry_id: UUID, address: Address, now: dt.datetime) -> int:
    """Reminds everybody who has something open and whose link still works, at once; returns how
    many. At most once a day.
    """
    today = local_day(now)
    row, counts = asking.enquiry(enquiry_id), asking.replies_count([enquiry_id])
    open_ones = [
        invitation
        for invitation in asking.invitations([enquiry_id])
        if counts.get(invitation.id, 0) < len(row.agreed.codes)
        and invitation.reminded_on != today
        and asking.may_reply(invitation, closed=row.closed_at is not None, today=today) is None
    ]
    return _remind(row, open_ones, address, now, today)


@transaction.atomic
def erase(*, invitation_id: UUID, by: people.PersonRow, now: dt.datetime) -> None:
    """Erases somebody without an account from all that was asked: name, address, words and letters
    go; what was settled stays.

    Raises NotFound; Refusal for somebody with an account, who is erased as a whole.
    """
    invitation = asking.invitation(invitation_id)
    if invitation.person_id is not None:
        raise Refusal(
            "asking.has-account",
            _("This person has an account. Ask a steward to erase the person as a whole."),
        )
    asking.withdraw(invitation_id=invitation.id, now=now)
    asking.forget_person(email=invitation.email)
    messaging.forget_addresses(addresses=[invitation.email])
    _note(by, "strategy.asked-erased", invitation.enquiry, {}, now)


@transaction.atomic
def daily(*, address: Address, now: dt.datetime) -> int:
    """The reminders that are due, and the stand-ins for those who stayed silent; returns how many
    links went out.
    """
    today = local_day(now)
    stand_ins = set(asking.call_stand_ins(today=today))
    rows = {enquiry.id: enquiry for enquiry in asking.open_enquiries()}
    everybody, counts = asking.invitations(rows), asking.replies_count(rows)
    total = 0
    for key, row in rows.items():
        own = [invitation for invitation in everybody if invitation.enquiry == key]
        called = [invitation for invitation in own if invitation.id in stand_ins]
        _send(row, called, "asked", _invitation, address, now)
        due = [
            invitation
            for invitation in own
            if asking.reminder_due(
                row.agreed, invitation, counts.get(invitation.id, 0), today=today
            )
        ]
        total += _remind(row, due, address, now, today)
    return total + len(stand_ins)


def _remind(
    row: asking.EnquiryRow,
    invitations: Sequence[asking.InvitationRow],
    address: Address,
    now: dt.datetime,
    today: dt.date,
) -> int:
    _send(row, invitations, f"reminder/{today}", _reminder, address, now)
    asking.reminded(invitation_ids=[invitation.id for invitation in invitations], on=today)
    return len(invitations)


Words = Callable[[asking.EnquiryRow, asking.InvitationRow, str], tuple[Said, Said]]


def _send(
    row: asking.EnquiryRow,
    invitations: Iterable[asking.InvitationRow],
    step: str,
    words: Words,
    address: Address,
    now: dt.datetime,
) -> None:
    """Writes to each: in the app to those who have an account, a letter to those who have none."""
    why = say(
        "{name} asked you because you know this better than those who write the strategy.",
        name=row.by_name,
    )
    letters: list[messaging.NewLetter] = []
    for invitation in invitations:
        key, person_id = letter_key(invitation.id, step), invitation.person_id
        # Whoever has no account gets a letter, whose link is drawn as it leaves.
        link = address(asking.token(invitation.id)) if person_id else messaging.LINK
        subject, body = words(row, invitation, link)
        if person_id is None:
            letters.append(
                messaging.NewLetter(
                    key, invitation.email, invitation.name, subject, body, why, sealed=True
                )
            )
        else:
            messaging.queue(
                person_ids=[person_id],
                key=key,
                subject=subject,
                body=body,
                why=why,
                sender=row.by_name,
                now=now,
            )
    messaging.write_letters(letters, now=now)


def link_of_letter(key: str, *, address: Address) -> str | None:
    """The link that a letter of this key carries, drawn as it leaves, so that none lies in the
    outbox; None for one that was withdrawn.
    """
    invitation = asking.invitation(UUID(key.split("/")[1]))
    is_over = invitation.withdrawn_at is not None or invitation.email.endswith(asking.ERASED)
    return None if is_over else address(asking.token(invitation.id))


def letter_key(invitation_id: UUID, step: str = "asked") -> str:
    """The key of the message that carried a link ('asked') or a reminder
    ('reminder/2026-05-01').
    """
    return f"{ASKING}/{invitation_id}/{step}"


def _invitation(
    row: asking.EnquiryRow, invitation: asking.InvitationRow, link: str
) -> tuple[Said, Said]:
    how = (
        say("No account is needed.") if invitation.person_id is None else say("Sign in to answer.")
    )
    questions = say_n(
        "{count} question, about two minutes each. {how}",
        "{count} questions, about two minutes each. {how}",
        len(row.agreed.codes),
        how=how,
    )
    answer_by = say("Please answer by {day}.", day=invitation.expires_on)
    note = [row.agreed.note] if row.agreed.note else []
    subject = say("{name} asks you: {title}", name=row.by_name, title=row.agreed.title)
    return subject, paragraphs(*note, questions, link, answer_by)


def _reminder(
    row: asking.EnquiryRow, invitation: asking.InvitationRow, link: str
) -> tuple[Said, Said]:
    waits = say(
        "{name} waits for your answer until {day}.",
        name=row.by_name,
        day=invitation.expires_on,
    )
    subject = say("Still open: {title}", title=row.agreed.title)
    return subject, paragraphs(waits, link, silence_in_words(row.agreed))


def silence_in_words(agreed: asking.Agreed) -> Said:
    """What was agreed beforehand about those who do not answer."""
    match agreed.silence:
        case asking.Silence.GO_ON:
            return say("Whoever does not answer by then leaves it to those who did.")
        case asking.Silence.UNKNOWN:
            return say(
                "No answer by then counts as 'I do not know', and makes the result less sure."
            )
        case asking.Silence.STAND_IN:
            who = agreed.stand_in_name or agreed.stand_in_email
            return say("For whoever does not answer by then, {name} is asked instead.", name=who)


@transaction.atomic
def hand_over(
    *, invitation_id: UUID, by: people.PersonRow, address: Address, now: dt.datetime
) -> str:
    """Makes the link of one person to be handed over by hand; it is shown this once.

    Returns the whole link.

    Raises NotFound; Refusal for somebody with an account, who signs in, and where no answer would
    be taken.
    """
    made = asking.hand_over(invitation_id=invitation_id, by=by.id, now=now, today=local_day(now))
    row = asking.invitation(invitation_id)
    _note(by, HANDED_OVER, row.enquiry, {"invitation": str(invitation_id)}, now)
    return address(asking.handed_token(made))


@transaction.atomic
def reply(
    *,
    link: asking.AskingLinkRow,
    by: people.PersonRow | None,
    code: str,
    value: asking.Value,
    sure: Sureness,
    because: str,
    now: dt.datetime,
) -> None:
    """What somebody who followed a link says to one question, and that they did; `by` is who is
    signed in.

    Raises NotAllowed when the link is that of somebody with an account and they are not signed in;
    Refusal as `asking.reply` does.
    """
    check_reader(link, by)
    signed_in = asking.account_of(link.invitation) is not None
    way = (
        asking.AnswerWay.ACCOUNT
        if signed_in
        else asking.AnswerWay.HANDED
        if link.handover
        else asking.AnswerWay.LINK
    )
    handover = link.handover if way is asking.AnswerWay.HANDED else None
    is_new = asking.reply(
        invitation_id=link.invitation.id,
        code=code,
        value=value,
        sure=sure,
        because=because,
        now=now,
        today=local_day(now),
        way=way,
        handover=handover,
    )
    if not is_new:
        return
    detail = {"question": code, "way": way.value, "invitation": str(link.invitation.id)}
    if handover:
        detail["handover"] = str(handover)
    governance.audit(
        actor_id=by.id if by and signed_in else None,
        act="strategy.answered",
        target=f"strategy/asking/{link.invitation.enquiry}",
        detail=detail,
        now=now,
    )


def check_reader(link: asking.AskingLinkRow, reader: people.PersonRow | None) -> None:
    """Raises NotAllowed when a link is that of somebody with an account, and somebody else or
    nobody is signed in.
    """
    account = asking.account_of(link.invitation)
    if account is not None and (reader is None or reader.id != account):
        raise NotAllowed(
            "asking.somebody-else",
            _("This was asked of somebody else. It is theirs alone to read and answer."),
        )


@transaction.atomic
def settle(
    *,
    enquiry_id: UUID,
    code: str,
    value: asking.Value,
    sure: Sureness,
    because: str,
    by: people.PersonRow,
    now: dt.datetime,
) -> int:
    """Settles one question: the number of the draft revision that holds the answer and names who
    said what. Raises Refusal.
    """
    row = asking.settle(
        enquiry_id=enquiry_id,
        code=code,
        value=value,
        sure=sure,
        because=because,
        by=by,
        now=now,
        today=local_day(now),
    )
    _note(by, "strategy.settled", enquiry_id, {"question": code, "revision": row.number}, now)
    return row.number


def _note(
    by: people.PersonRow, act: str, enquiry_id: UUID, detail: Mapping[str, object], now: dt.datetime
) -> None:
    governance.audit(
        actor_id=by.id,
        act=act,
        target=f"strategy/asking/{enquiry_id}",
        detail=dict(detail),
        now=now,
    )
