"""Letting people in: invitations by mail or on paper, and a new password for whoever has forgotten
theirs.

A letter that waits holds no token: it is drawn when the mail leaves (`link_of_letter`), and what is
kept of it is a digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import assert_never
from uuid import UUID, uuid4

from django.db import transaction
from django.utils.translation import gettext as _

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, paragraphs, say
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import Purpose, Role, Way

Address = Callable[[str], str]
KEY, RESET, ENTER = "access/", "reset/", "enter/"
# What anybody may ask for: its link is made when its letter leaves.
_ASKED_FOR = {RESET: Purpose.RESET, ENTER: Purpose.SIGN_IN}
MOST_SHEETS = 500
# Whoever clicks twice, or comes back at once, has one invitation and one mail.
TWICE = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one person is handed: name, what they sign in with, where, and until when the link
    works; `token` is what is typed instead of the link. Language and time zone are the person's.
    """

    name: str
    unit: str
    sign_in_name: str
    link: str
    expires_at: dt.datetime
    token: str
    language: str
    time_zone: str


@dataclass(frozen=True, slots=True)
class InvitationsMade:
    """How many letters were written, and who has no e-mail and needs a sheet."""

    letters: int
    without_mail: int


@transaction.atomic
def invite_by_mail(
    *,
    person_ids: Sequence[UUID],
    by: people.PersonRow | None,
    now: dt.datetime,
    waits: Said | None = None,
) -> InvitationsMade:
    """Writes an invitation to each who has e-mail and has not come in; an open one is replaced.
    `waits` is what the letter says is asked of them.

    Raises NotAllowed.

    Whoever was invited by mail within the last minute is left as they are.
    """
    chosen = _chosen(person_ids, by, now)
    rows = people.people_rows(chosen)
    wanted = [key for key in chosen if rows[key].has_mail]
    links = people.make_links(
        person_ids=wanted,
        purpose=Purpose.INVITATION,
        way=Way.MAIL,
        by=by.id if by else None,
        now=now,
    )
    letters = [
        _letter(
            letter_key(link.id),
            rows[link.person_id].email,
            rows[link.person_id].name,
            Purpose.INVITATION,
            waits,
        )
        for link in links
    ]
    written = messaging.write_letters(letters, now=now)
    if links:
        _note(by, "people.invited", {"way": Way.MAIL, "people": len(links)}, now)
    return InvitationsMade(written, len(chosen) - len(wanted))


@transaction.atomic
def invite_on_paper(
    *, person_ids: Sequence[UUID], by: people.PersonRow | None, address: Address, now: dt.datetime
) -> list[Sheet]:
    """A sheet with a link for each who has not come in, in the given order; open invitations are
    replaced. The links are told this once.

    Raises NotAllowed, Refusal for more than 500 at once.
    """
    chosen = _chosen(person_ids, by, now, again=True)
    if len(chosen) > MOST_SHEETS:
        sentence = _("At most %(n)s sheets at once. Choose a unit.") % {"n": MOST_SHEETS}
        raise Refusal("people.many-sheets", sentence)
    sheets = _hand_out(chosen, Purpose.INVITATION, by, address, now)
    if sheets:
        _note(by, "people.invited", {"way": Way.HAND, "people": len(sheets)}, now)
    return sheets


@transaction.atomic
def hand_out_reset(
    *, person_id: UUID, by: people.PersonRow | None, address: Address, now: dt.datetime
) -> Sheet:
    """A link to a new password for somebody who cannot get mail, told this once.

    Their old password works until it is used.

    Raises NotAllowed, NotFound, Refusal for somebody who is shut out.
    """
    _require(by)
    if not people.person(person_id).is_active:
        raise Refusal("people.shut-out", _("This person is shut out. Let them back in first."))
    [sheet] = _hand_out([person_id], Purpose.RESET, by, address, now)
    _note(by, "people.reset-handed-out", {}, now, person_id)
    return sheet


@transaction.atomic
def withdraw(*, person_id: UUID, by: people.PersonRow | None, now: dt.datetime) -> int:
    """Open links of a person work no more; returns how many it was. Raises NotAllowed."""
    _require(by)
    ended = people.end_links(person_ids=[person_id], now=now)
    if ended:
        _note(by, "people.links-withdrawn", {"links": ended}, now, person_id)
    return ended


def forgotten(*, typed: str, origin: str, now: dt.datetime) -> None:
    """Somebody says that they have forgotten their password. Raises TryLater after many requests.

    Nothing here depends on whether the name is known, not even the time that it takes: a letter is
    written in any case, and whether it goes is seen when it would leave.
    """
    _write_if_known(RESET, Purpose.RESET, typed, origin, now)


def send_sign_in_link(*, typed: str, origin: str, now: dt.datetime) -> None:
    """Somebody wants to sign in by a link in their mail; as with a forgotten password nothing tells
    whether the name is known. Raises TryLater after many requests.
    """
    _write_if_known(ENTER, Purpose.SIGN_IN, typed, origin, now)


def _write_if_known(
    begins: str, purpose: Purpose, typed: str, origin: str, now: dt.datetime
) -> None:
    people.attempt_reset(typed=typed, origin=origin, now=now)
    person = people.person_by_email(typed)
    known = person if person and person.is_active and person.has_mail else None
    key = f"{begins}{known.id if known else uuid4()}/{uuid4()}"
    letter = _letter(key, known.email if known else "", known.name if known else "", purpose)
    messaging.write_letters([letter], now=now)


@transaction.atomic
def enter_by_link(*, token: str, now: dt.datetime) -> UUID:
    """Who has shown with a link that a mailbox is theirs; the link works no more.

    Raises NotFound.
    """
    used = people.use_sign_in_link(token=token, now=now)
    _note_of(used.person_id, "sign-in.by-link", now)
    return used.person_id


@transaction.atomic
def come_in(*, token: str, password: str, now: dt.datetime, pin: str = "") -> people.AccessLinkRow:
    """Somebody sets their own password with a link, or a PIN, or both, and is in.

    Raises NotFound, Refusal by field.
    """
    used = people.use_link(token=token, password=password, pin=pin, now=now)
    act = "people.came-in" if used.purpose is Purpose.INVITATION else "people.password-reset"
    governance.audit(
        actor_id=used.person_id, act=act, target=f"people/{used.person_id}", detail={}, now=now
    )
    if used.purpose is Purpose.RESET and (password or not pin):
        tell(
            used.person_id,
            f"password/{used.id}",
            say("Your password was changed"),
            say(
                "It was set with a link, and you were signed out everywhere else. If this was not "
                "you, tell your administrator."
            ),
            now,
        )
    return used


def link_of_letter(key: str, *, address: Address, now: dt.datetime) -> str | None:
    """The whole link of a letter that leaves now; None when its link was withdrawn, replaced or is
    not ours.
    """
    link_id = _link_id(key, now)
    drawn = people.draw_token(link_id=link_id, now=now) if link_id else None
    return address(drawn.token) if drawn else None


def _link_id(key: str, now: dt.datetime) -> UUID | None:
    if key.startswith(KEY):
        return UUID(key.removeprefix(KEY))
    begins = next((begins for begins in _ASKED_FOR if key.startswith(begins)), None)
    if begins is None:
        return None
    asked_for = [UUID(key.removeprefix(begins).partition("/")[0])]
    made = people.make_links(
        person_ids=asked_for, purpose=_ASKED_FOR[begins], way=Way.MAIL, by=None, now=now
    )
    return made[0].id if made else None


def letter_key(link_id: UUID) -> str:
    """The key of the letter that carries a link."""
    return f"{KEY}{link_id}"


def tell(person_id: UUID, key: str, subject: Said, body: Said, now: dt.datetime) -> None:
    """Tells somebody about their own account: in the app, and by mail where there is a mail
    server.
    """
    why = say("It is about your own account, so it comes at any time.")
    messaging.queue(
        person_ids=[person_id],
        key=key,
        subject=subject,
        body=body,
        why=why,
        channel="email",
        urgent=True,
        now=now,
    )


def _chosen(
    person_ids: Sequence[UUID],
    by: people.PersonRow | None,
    now: dt.datetime,
    *,
    again: bool = False,
) -> list[UUID]:
    """Those who are not in yet, in the given order; without `again`, those who were not invited by
    mail just now.
    """
    _require(by)
    known = people.entries(person_ids, now=now)
    outside = (people.EntryStage.NEW, people.EntryStage.INVITED, people.EntryStage.EXPIRED)
    inside = [
        key for key in dict.fromkeys(person_ids) if key in known and known[key].standing in outside
    ]
    return inside if again else [key for key in inside if not _just_now(known[key], now)]


def _just_now(entry: people.EntryRow, now: dt.datetime) -> bool:
    invited = entry.invited_at if entry.link_id and entry.way is Way.MAIL else None
    return invited is not None and now - invited < TWICE


def _hand_out(
    person_ids: Sequence[UUID],
    purpose: Purpose,
    by: people.PersonRow | None,
    address: Address,
    now: dt.datetime,
) -> list[Sheet]:
    made = people.make_links(
        person_ids=person_ids, purpose=purpose, way=Way.HAND, by=by.id if by else None, now=now
    )
    links = {link.person_id: link for link in made}
    rows = people.people_rows(person_ids)
    sheets = []
    for key in person_ids:
        link = links.get(key)
        if link is not None and link.expires_at is not None:
            row = rows[key]
            sheets.append(
                Sheet(
                    name=row.name,
                    unit=row.unit_name,
                    sign_in_name=row.sign_in_name,
                    link=address(link.token),
                    expires_at=link.expires_at,
                    token=link.token,
                    language=row.language,
                    time_zone=row.time_zone,
                )
            )
    if purpose is Purpose.RESET and not sheets:
        raise NotFound("people.unknown", _("There is no such person."))
    return sheets


def _letter(
    key: str, email: str, name: str, purpose: Purpose, waits: Said | None = None
) -> messaging.NewLetter:
    """The letter with a link; it is worded in its reader's language as it leaves."""
    organisation = people.organisation()
    house = organisation.name if organisation else "Trimtab"
    match purpose:
        case Purpose.INVITATION:
            subject = say("{organisation} invites you in", organisation=house)
            body = paragraphs(
                say("Hello {name},", name=name),
                *((waits,) if waits else ()),
                say("Open this link, choose a password of your own, and you are in:"),
                messaging.LINK,
                say("It works once, for 14 days, and is yours alone: do not pass it on."),
            )
            why = say("{organisation} has put you on its list of people.", organisation=house)
        case Purpose.RESET:
            subject = say("A new password for {organisation}", organisation=house)
            body = paragraphs(
                say("Open this link within an hour and choose a new password:"),
                messaging.LINK,
                say("If you did not ask for it, do nothing: your password stays as it is."),
            )
            why = say(
                "Somebody said on the sign-in page that they had forgotten the password of this "
                "address."
            )
        case Purpose.SIGN_IN:
            subject = say("Your link to sign in at {organisation}", organisation=house)
            body = paragraphs(
                say("Open this link within 15 minutes, and you are in:"),
                messaging.LINK,
                say(
                    "It works once. If you did not ask for it, do nothing, and pass it on to nobody."
                ),
            )
            why = say("Somebody asked on the sign-in page for a link to this address.")
        case _:
            assert_never(purpose)
    urgent = purpose is not Purpose.INVITATION
    return messaging.NewLetter(key, email, name, subject, body, why, urgent=urgent, sealed=True)


def _require(by: people.PersonRow | None) -> None:
    """None is the command line of the machine."""
    if by is not None:
        people.require(by, Role.ADMINISTRATOR)


def _note_of(person_id: UUID, act: str, now: dt.datetime) -> None:
    governance.audit(actor_id=person_id, act=act, target=f"people/{person_id}", detail={}, now=now)


def _note(
    by: people.PersonRow | None,
    act: str,
    detail: dict[str, object],
    now: dt.datetime,
    person_id: UUID | None = None,
) -> None:
    target = f"people/{person_id}" if person_id else "people"
    governance.audit(actor_id=by.id if by else None, act=act, target=target, detail=detail, now=now)
