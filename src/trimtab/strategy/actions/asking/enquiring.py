"""Asking others, taking what they say, and settling it in a revision that cites them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.kernel.said import Said, say, say_n, sentences
from trimtab.people import api as people
from trimtab.strategy.actions.drafting import write_answer
from trimtab.strategy.domain import asking
from trimtab.strategy.domain.asking import Agreed, AnswerWay, EnquiryRow, Invitee, Silence, Value
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.document import Sureness
from trimtab.strategy.domain.revisions import RevisionRow
from trimtab.strategy.models import Enquiry, Handover, Invitation, Reply, Settlement
from trimtab.strategy.queries import asking as queries
from trimtab.strategy.queries import latest


@transaction.atomic
def ask(*, agreed: Agreed, invitees: Sequence[Invitee], by: UUID, now: dt.datetime) -> EnquiryRow:
    """Writes down an enquiry and everybody who is asked; sending the links is the caller's.

    Raises Refusal naming the field.
    """
    asking.check_agreed(agreed, invitees, today=now.date())
    row = Enquiry.objects.create(
        title=agreed.title.strip(),
        codes=list(agreed.codes),
        note=agreed.note.strip(),
        closes_on=agreed.closes_on,
        remind_days=sorted(agreed.remind_days, reverse=True),
        silence=agreed.silence,
        stand_in_name=agreed.stand_in_name.strip(),
        stand_in_email=agreed.stand_in_email.strip().lower(),
        by_id=by,
        at=now,
    )
    _invite(row.id, invitees, agreed.closes_on)
    return queries.enquiry(row.id)


@transaction.atomic
def invite(*, enquiry_id: UUID, invitees: Sequence[Invitee], now: dt.datetime) -> list[UUID]:
    """Asks more people the same; returns the new invitations.

    Raises Refusal for a closed enquiry or somebody asked already.
    """
    row = _open(enquiry_id)
    asking.check_invitees(invitees)
    emails = [one.email.strip().lower() for one in invitees]
    there = Invitation.objects.filter(enquiry=enquiry_id, email__in=emails).first()
    if there and there.withdrawn_at:
        raise Refusal(
            "asking.twice",
            say("{email} was asked already. Let their link work again below.", email=there.email),
            "invitees",
        )
    if there:
        raise Refusal(
            "asking.twice",
            say("{email} was asked already; their link still holds.", email=there.email),
            "invitees",
        )
    if row.agreed.closes_on <= now.date():
        raise Refusal(
            "asking.closes", say("The last day has passed. Give more time first."), "closes_on"
        )
    return _invite(enquiry_id, invitees, row.agreed.closes_on)


def _invite(enquiry_id: UUID, invitees: Iterable[Invitee], expires_on: dt.date) -> list[UUID]:
    """Whoever has an account is called by its name: nobody answers under the name of another."""
    emails = [one.email.strip().lower() for one in invitees]
    known, names = people.ids_by_email(emails), people.names_by_email(emails)
    rows = [
        Invitation(
            enquiry_id=enquiry_id,
            name=names.get(email, one.name.strip()),
            email=email,
            expires_on=expires_on,
            person_id=known.get(email),
        )
        for one, email in zip(invitees, emails, strict=True)
    ]
    return [one.id for one in Invitation.objects.bulk_create(rows)]


def opened(*, invitation_id: UUID, now: dt.datetime) -> None:
    """Somebody has opened their link; the first time counts."""
    Invitation.objects.filter(id=invitation_id, opened_at=None).update(opened_at=now)


def hand_over(*, invitation_id: UUID, by: UUID, now: dt.datetime, today: dt.date) -> UUID:
    """Makes a link of one person to be handed over by hand; returns its id, for `handed_token`.

    Raises NotFound; Refusal for somebody with an account, who signs in, and where no answer would
    be taken.
    """
    row = queries.invitation(invitation_id)
    closed = queries.enquiry(row.enquiry).closed_at is not None
    refusal = asking.may_hand_over(
        row, account=queries.account_of(row) is not None, closed=closed, today=today
    )
    if refusal:
        raise refusal
    return Handover.objects.create(invitation_id=row.id, by_id=by, at=now).id


@transaction.atomic
def reply(
    *,
    invitation_id: UUID,
    code: str,
    value: Value,
    sure: Sureness,
    because: str,
    now: dt.datetime,
    today: dt.date,
    way: AnswerWay = AnswerWay.LINK,
    handover: UUID | None = None,
) -> bool:
    """What somebody says to one question; something else later is another reply, and the last one
    counts. The same again is the same.

    `today` is the day where the organisation is; `handover` the link it came through, where one was
    handed over. Raises Refusal when the link takes no answers any more, the question was not asked,
    or the value does not answer it. Returns whether it was new.
    """
    invitation = queries.invitation(invitation_id)
    enquiry = queries.enquiry(invitation.enquiry)
    refusal = asking.may_reply(invitation, closed=enquiry.closed_at is not None, today=today)
    if refusal:
        raise refusal
    if code not in enquiry.agreed.codes:
        raise NotAllowed("asking.not-asked", say("This question was not sent to you."), "code")
    value = asking.check_value(BY_CODE[code], value)
    said = {
        "value": list(value) if isinstance(value, tuple) else value,
        "sure": sure,
        "because": because.strip(),
        "erased": False,
        "way": way,
        "handover": handover,
    }
    Invitation.objects.select_for_update().filter(id=invitation_id).first()
    last = (
        Reply.objects.filter(invitation=invitation_id, code=code)
        .order_by("at", "id")
        .values(*said)
        .last()
    )
    if last == said:
        return False
    handed = {"handover_id": said.pop("handover")}
    Reply.objects.create(invitation_id=invitation_id, code=code, at=now, **said, **handed)
    return True


def withdraw(*, invitation_id: UUID, now: dt.datetime) -> None:
    """The link stops working; what was said stays. Raises NotFound."""
    row = queries.invitation(invitation_id)
    Invitation.objects.filter(id=row.id, withdrawn_at=None).update(withdrawn_at=now)


def withdraw_all(*, person_ids: Iterable[UUID], now: dt.datetime) -> int:
    """Every link of people who are shut out stops working; what was said stays.

    Returns how many it was.
    """
    links = Invitation.objects.filter(person__in=list(person_ids), withdrawn_at=None)
    return links.update(withdrawn_at=now)


def let_work(*, invitation_id: UUID) -> None:
    """A link that was withdrawn works again, until its last day. Raises NotFound."""
    row = queries.invitation(invitation_id)
    Invitation.objects.filter(id=row.id).update(withdrawn_at=None)


@transaction.atomic
def give_more_time(*, enquiry_id: UUID, closes_on: dt.date, today: dt.date) -> None:
    """Moves the last day of an open enquiry and of all its links that were not withdrawn.

    Raises Refusal on closes_on.
    """
    _open(enquiry_id)
    if closes_on <= today:
        raise Refusal("asking.closes", say("Give a last day after today."), "closes_on")
    Enquiry.objects.filter(id=enquiry_id).update(closes_on=closes_on)
    Invitation.objects.filter(enquiry=enquiry_id, withdrawn_at=None).update(expires_on=closes_on)


def close(*, enquiry_id: UUID, now: dt.datetime) -> None:
    """No link of the enquiry takes answers any more.

    Raises NotFound, Refusal when it is closed already.
    """
    _open(enquiry_id)
    Enquiry.objects.filter(id=enquiry_id).update(closed_at=now)


def reopen(*, enquiry_id: UUID) -> None:
    """The links of a closed enquiry take answers again, until their last day. Raises NotFound."""
    row = queries.enquiry(enquiry_id)
    Enquiry.objects.filter(id=row.id).update(closed_at=None)


def _open(enquiry_id: UUID) -> EnquiryRow:
    row = queries.enquiry(enquiry_id)
    if row.closed_at:
        raise Refusal("asking.closed", say("This enquiry is closed. Open it again first."))
    return row


def reminded(*, invitation_ids: Iterable[UUID], on: dt.date) -> None:
    """These people were reminded."""
    Invitation.objects.filter(id__in=list(invitation_ids)).update(reminded_on=on)


@transaction.atomic
def call_stand_ins(*, today: dt.date) -> list[UUID]:
    """Asks the stand-in that was named beforehand for everybody whose last day passed in silence,
    once; returns the new invitations.

    The stand-in has a week of their own; the enquiry stays open as long.
    """
    rows = [one for one in queries.open_enquiries() if one.agreed.silence is Silence.STAND_IN]
    everybody = queries.invitations(one.id for one in rows)
    answered = queries.replies_count(one.id for one in rows)
    until = today + dt.timedelta(days=asking.MORE_DAYS)
    made: list[Invitation] = []
    for row in rows:
        own = [one for one in everybody if one.enquiry == row.id]
        emails = {one.email for one in own}
        silent = [one for one in own if asking.is_silent(one, answered.get(one.id, 0), today=today)]
        if silent and row.agreed.stand_in_email not in emails:
            made.append(
                Invitation(
                    enquiry_id=row.id,
                    name=row.agreed.stand_in_name or row.agreed.stand_in_email,
                    expires_on=until,
                    email=row.agreed.stand_in_email,
                    stands_in_for_id=silent[0].id,
                )
            )
    Enquiry.objects.filter(id__in=[one.enquiry_id for one in made], closes_on__lt=until).update(
        closes_on=until
    )
    return [one.id for one in Invitation.objects.bulk_create(made)]


@transaction.atomic
def settle(
    *,
    enquiry_id: UUID,
    code: str,
    value: Value,
    sure: Sureness,
    because: str,
    by: people.PersonRow,
    now: dt.datetime,
    today: dt.date,
) -> RevisionRow:
    """Makes the answer out of what was heard, in a new draft revision that names everybody and says
    why it holds.

    Raises Refusal when nobody has said anything, when they differ and no reason is given, or when
    the value is no answer.
    """
    voices = queries.heard_all(enquiry_id, today=today).get(code, [])
    if not voices:
        raise Refusal("asking.nothing-heard", say("Nobody has answered this yet."))
    newest = latest()
    before = newest.document.answers.get(code) if newest else None
    answer = asking.settled(
        BY_CODE[code],
        voices,
        value=value,
        sure=sure,
        because=because,
        by=by.address,
        on=today,
        before=before,
    )
    told = _settled_because(code, len(voices), because.strip())
    heard = queries.people_of([one.invitation for one in voices if not one.silent])
    row = write_answer(
        code=code, answer=answer, by=by.id, now=now, because=told, with_words_of=heard
    )
    Settlement.objects.get_or_create(
        enquiry_id=enquiry_id,
        code=code,
        revision_id=row.number,
        defaults={"by_id": by.id, "at": now},
    )
    return row


def _settled_because(code: str, asked: int, because: str) -> Said:
    """Why a revision settles a question: of how many it was asked, and what the writer says."""
    told = say_n(
        "Settled {code}, asked of {count} person.",
        "Settled {code}, asked of {count} people.",
        asked,
        code=code,
    )
    return sentences(told, because) if because else told


def forget_person(*, email: str) -> int:
    """Erasure: name and address go from what they were asked, and what they said goes; what was
    settled stays.

    Returns how many links and replies it was.
    """
    rows = list(Invitation.objects.filter(email=email.lower()))
    for one in rows:
        one.name, one.email, one.person_id = "Erased", f"{one.id}{asking.ERASED}", None
    Invitation.objects.bulk_update(rows, ["name", "email", "person"])
    said = Reply.objects.filter(invitation__in=rows, erased=False).update(
        value=None, because="", erased=True
    )
    return len(rows) + said
