"""Reading what others were asked, and what they said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.core import signing
from django.db.models import Count, Q

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.strategy.domain.asking import (
    Agreed,
    AskingLinkRow,
    EnquiryRow,
    InvitationRow,
    Silence,
    Voice,
    is_silent,
    silent_voice,
)
from trimtab.strategy.domain.codec import from_json
from trimtab.strategy.domain.document import Answer, Sureness
from trimtab.strategy.models import Enquiry, Handover, Invitation, Reply, Revision, Settlement

_SIGNER = signing.Signer(salt="trimtab.strategy.asked")
_HANDED = signing.Signer(salt="trimtab.strategy.handed")


@dataclass(frozen=True, slots=True)
class EnquiryHead:
    """An enquiry in a list: how many were asked and how many have said something."""

    row: EnquiryRow
    invited: int
    answered: int


@dataclass(frozen=True, slots=True)
class AskedOfPerson:
    """What one person with an account is asked: their part of an enquiry, and how many of its
    questions are still open to them.
    """

    row: EnquiryRow
    invitation: InvitationRow
    open: int


def token(invitation_id: UUID) -> str:
    """What stands in the link of one person: the invitation's id, signed, so that nobody makes one
    up.
    """
    return _SIGNER.sign(invitation_id.hex)


def handed_token(handover_id: UUID) -> str:
    """What stands in a link that is handed over."""
    return _HANDED.sign(handover_id.hex)


def link_by_token(given: str) -> AskingLinkRow:
    """What a link leads to. Raises NotFound for a link that this organisation has not signed.

    The signature needs the key of the installation: whoever reads the database alone cannot make a
    link out of it.
    """
    asked, handed = (_unsigned(signer, given) for signer in (_SIGNER, _HANDED))
    if asked:
        return AskingLinkRow(invitation(asked))
    found = (
        Handover.objects.select_related("invitation", "by").filter(id=handed).first()
        if handed
        else None
    )
    if found is None:
        raise NotFound(
            "asking.link", say("This link is not whole. Copy all of it, or ask for a new one.")
        )
    return AskingLinkRow(_invitation(found.invitation), found.id, found.by.name)


def _unsigned(signer: signing.Signer, given: str) -> UUID | None:
    try:
        return UUID(signer.unsign(given))
    except (signing.BadSignature, ValueError):
        return None


def account_of(row: InvitationRow) -> UUID | None:
    """The account of somebody who was asked, also one that they got since; None when they have
    none.
    """
    return row.person_id or next(iter(people_of([row.id])), None)


def with_accounts(rows: Iterable[InvitationRow]) -> frozenset[UUID]:
    """The invitations of people who have an account, also one that they got since; one query."""
    held = list(rows)
    known = people.ids_by_email(one.email for one in held if one.person_id is None)
    return frozenset(one.id for one in held if one.person_id or one.email in known)


def names_asked(invitation_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of those behind invitations, as they are now: who was erased has none."""
    return dict(Invitation.objects.filter(id__in=list(invitation_ids)).values_list("id", "name"))


def invitation(invitation_id: UUID) -> InvitationRow:
    """One person's part of an enquiry. Raises NotFound."""
    found = Invitation.objects.filter(id=invitation_id).first()
    if found is None:
        raise NotFound("asking.invitation", say("Nobody was asked with this link."))
    return _invitation(found)


def people_of(invitation_ids: Iterable[UUID]) -> frozenset[UUID]:
    """Those of the people behind these invitations who have an account, also one that they got
    after they were asked.
    """
    found = Invitation.objects.filter(id__in=list(invitation_ids)).values_list("person", "email")
    rows = list(found)
    known = people.ids_by_email(email for person, email in rows if person is None)
    return frozenset({*known.values(), *(person for person, _email in rows if person)})


def enquiry(enquiry_id: UUID) -> EnquiryRow:
    """One enquiry. Raises NotFound."""
    found = Enquiry.objects.filter(id=enquiry_id).select_related("by").first()
    if found is None:
        raise NotFound("asking.enquiry", say("There is no such enquiry."))
    return _enquiry(found)


def enquiries() -> list[EnquiryHead]:
    """All enquiries, open ones first, newest first."""
    found = list(Enquiry.objects.select_related("by").order_by("-at"))
    counts = {
        row["enquiry"]: row
        for row in Invitation.objects.filter(withdrawn_at=None)
        .values("enquiry")
        .annotate(
            invited=Count("id"),
            answered=Count("id", filter=Q(id__in=Reply.objects.values("invitation"))),
        )
    }
    rows = [
        EnquiryHead(
            _enquiry(one), *((c["invited"], c["answered"]) if (c := counts.get(one.id)) else (0, 0))
        )
        for one in found
    ]
    return sorted(rows, key=lambda one: one.row.closed_at is not None)


def open_enquiries() -> list[EnquiryRow]:
    """All enquiries that are not closed."""
    return [_enquiry(one) for one in Enquiry.objects.filter(closed_at=None).select_related("by")]


def invitations(enquiry_ids: Iterable[UUID]) -> list[InvitationRow]:
    """Everybody who was asked in these enquiries, by name."""
    return [
        _invitation(one)
        for one in Invitation.objects.filter(enquiry__in=list(enquiry_ids)).order_by("name", "id")
    ]


def voices(enquiry_ids: Iterable[UUID]) -> list[Voice]:
    """The last word of everybody to each question, in the order of names."""
    last = (
        Reply.objects.filter(invitation__enquiry__in=list(enquiry_ids), erased=False)
        .order_by("invitation_id", "code", "-at", "-id")
        .distinct("invitation_id", "code")
        .select_related("invitation", "handover__by")
    )
    return sorted((_voice(one) for one in last), key=lambda one: (one.by, one.code))


def heard_all(enquiry_id: UUID, *, today: dt.date) -> dict[str, list[Voice]]:
    """What everybody said to each question of an enquiry, by code, with what silence counts as.

    Raises NotFound.
    """
    row, answered = enquiry(enquiry_id), replies_count([enquiry_id])
    silent = [
        one
        for one in invitations([enquiry_id])
        if is_silent(one, answered.get(one.id, 0), today=today)
    ]
    found: dict[str, list[Voice]] = {code: [] for code in row.agreed.codes}
    for voice in voices([enquiry_id]):
        found.setdefault(voice.code, []).append(voice)
    for code, said in found.items():
        said.extend(one for each in silent if (one := silent_voice(row.agreed, each, code)))
    return found


def settlements(enquiry_id: UUID) -> dict[str, int]:
    """The revision that settled each question of an enquiry, by code; the newest where it was
    settled twice.
    """
    found = Settlement.objects.filter(enquiry=enquiry_id).order_by("at", "id")
    return dict(found.values_list("code", "revision_id"))


def made_of(enquiry_id: UUID) -> dict[str, Answer]:
    """The answers that were made of what was heard, by code, as the revisions that settled them
    hold them.
    """
    numbers = settlements(enquiry_id)
    found = Revision.objects.filter(number__in=numbers.values()).values_list("number", "document")
    documents = {number: from_json(document) for number, document in found}
    answers = {code: documents[number].answers.get(code) for code, number in numbers.items()}
    return {code: answer for code, answer in answers.items() if answer}


def asked_about(code: str) -> list[EnquiryRow]:
    """The enquiries that hold this question, newest first."""
    found = Enquiry.objects.filter(codes__contains=[code]).select_related("by").order_by("-at")
    return [_enquiry(one) for one in found]


def asked_of(person_id: UUID, *, today: dt.date) -> list[AskedOfPerson]:
    """What somebody with an account can still answer, the nearest last day first; what is answered
    in full is left out.
    """
    found = Invitation.objects.filter(
        person=person_id, withdrawn_at=None, expires_on__gte=today, enquiry__closed_at=None
    ).select_related("enquiry__by")
    rows = [(_enquiry(one.enquiry), _invitation(one)) for one in found.order_by("expires_on", "id")]
    counts = replies_count(row.id for row, _one in rows)
    asked = [
        AskedOfPerson(row, one, len(row.agreed.codes) - counts.get(one.id, 0)) for row, one in rows
    ]
    return [one for one in asked if one.open > 0]


def replies_count(enquiry_ids: Iterable[UUID]) -> dict[UUID, int]:
    """How many questions each person has answered, by invitation."""
    found = Reply.objects.filter(invitation__enquiry__in=list(enquiry_ids)).values("invitation")
    return {one["invitation"]: one["n"] for one in found.annotate(n=Count("code", distinct=True))}


def _enquiry(one: Enquiry) -> EnquiryRow:
    agreed = Agreed(
        one.title,
        tuple(one.codes),
        one.closes_on,
        tuple(one.remind_days),
        Silence(one.silence),
        one.stand_in_name,
        one.stand_in_email,
        one.note,
    )
    return EnquiryRow(one.id, agreed, one.by_id, one.by.name, one.at, one.closed_at)


def _invitation(one: Invitation) -> InvitationRow:
    return InvitationRow(
        one.id,
        one.enquiry_id,
        one.name,
        one.email,
        one.person_id,
        one.expires_on,
        one.opened_at,
        one.reminded_on,
        one.withdrawn_at,
        one.stands_in_for_id,
    )


def _voice(one: Reply) -> Voice:
    value = tuple(one.value) if isinstance(one.value, list) else one.value
    said_on: dt.date = one.at.date()
    return Voice(
        one.invitation_id,
        one.invitation.name,
        one.code,
        value,
        Sureness(one.sure),
        one.because,
        said_on,
        handed_by=one.handover.by.name if one.handover else "",
    )
