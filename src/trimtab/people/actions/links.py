"""Links that let one person in once: made, sent or handed over, used, replaced, revoked."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.actions.passwords import set_password
from trimtab.people.actions.pins import set_pin
from trimtab.people.actions.sessions import end_sessions
from trimtab.people.domain.links import (
    CHARACTERS,
    AccessLinkRow,
    NewLink,
    Purpose,
    Way,
    digest,
    spelled,
    works_for,
)
from trimtab.people.models import AccessLink, Person
from trimtab.people.queries.connections import is_bound_to_directory


@transaction.atomic
def make_links(
    *, person_ids: Iterable[UUID], purpose: Purpose, way: Way, by: UUID | None, now: datetime
) -> list[NewLink]:
    """Makes a link for each active person; an open one for the same purpose ends.

    A fixed number of queries.

    By hand the token is told now and never again; by mail it is drawn when the mail leaves
    (`draw_token`), so that no letter that waits holds one.
    """
    # Two at once for the same person wait for one another here: the second replaces the first.
    active = (
        Person.objects.select_for_update()
        .filter(id__in=list(person_ids), is_active=True)
        .order_by("id")
    )
    ids = list(active.values_list("id", flat=True))
    _open(ids, purpose).update(ended_at=now)
    made, rows = [], []
    for person_id in ids:
        token = spelled(secrets.token_bytes(CHARACTERS)) if way is Way.HAND else ""
        until = now + works_for(purpose, way) if token else None
        row = AccessLink(
            person_id=person_id,
            purpose=purpose,
            way=way,
            digest=digest(token) if token else None,
            made_at=now,
            made_by_id=by,
            expires_at=until,
        )
        rows.append(row)
        made.append(NewLink(row.id, person_id, token, until))
    AccessLink.objects.bulk_create(rows, batch_size=2000)
    return made


def _open(person_ids: Iterable[UUID], *purposes: Purpose) -> QuerySet[AccessLink]:
    found = AccessLink.objects.filter(person__in=list(person_ids), used_at=None, ended_at=None)
    return found.filter(purpose__in=purposes) if purposes else found


def draw_token(*, link_id: UUID, now: datetime) -> NewLink | None:
    """The token of a link whose mail leaves now; drawn anew each time, an earlier one works no
    more. None when the link has ended.
    """
    row = (
        AccessLink.objects.select_for_update()
        .filter(id=link_id, used_at=None, ended_at=None)
        .first()
    )
    if row is None:
        return None
    token = spelled(secrets.token_bytes(CHARACTERS))
    row.digest, row.expires_at = digest(token), now + works_for(Purpose(row.purpose), Way(row.way))
    row.save(update_fields=["digest", "expires_at"])
    return NewLink(row.id, row.person_id, token, row.expires_at)


def link_by_token(token: str, *, now: datetime) -> AccessLinkRow:
    """What a token opens. Raises NotFound, with a sentence that says what to do, for one that does
    not work (any more).
    """
    row = AccessLink.objects.select_related("person").filter(digest=digest(token)).first()
    if row is None:
        raise NotFound(
            "people.link-unknown", say("This link is not one of ours, or not all of it was copied.")
        )
    if row.used_at is not None:
        raise NotFound(
            "people.link-used",
            say("This link was used already: it works once. Sign in with your password."),
        )
    if row.ended_at is not None or not row.person.is_active:
        raise NotFound(
            "people.link-ended",
            say("This link works no more: there is a newer one, or it was withdrawn."),
        )
    if row.expires_at is None or row.expires_at <= now:
        raise NotFound(
            "people.link-expired", say("The time of this link is over. Ask for a new one.")
        )
    return AccessLinkRow(row.id, row.person_id, Purpose(row.purpose), row.expires_at)


def use_link(*, token: str, password: str, pin: str = "", now: datetime) -> AccessLinkRow:
    """Somebody sets their password with a link, a PIN, or both: '' leaves what is there. Every
    other link and all sessions of theirs end.

    Raises NotFound, Refusal by field ('password', 'pin'), and for whoever signs in through a
    directory alone: the link stays as it is.
    """
    found = link_by_token(token, now=now)
    if found.purpose is Purpose.SIGN_IN:
        raise _other_purpose()
    if is_bound_to_directory(found.person_id):
        sentence = say("You sign in with your organisation's button. No password is needed here.")
        raise Refusal("people.by-directory", sentence, "password")
    with transaction.atomic():
        _spend(found, now)
        if password or not pin:
            set_password(person_id=found.person_id, password=password, now=now)
        if pin:
            set_pin(person_id=found.person_id, pin=pin, now=now)
            end_sessions(person_id=found.person_id)
            _open([found.person_id]).update(ended_at=now)
    return found


@transaction.atomic
def use_sign_in_link(*, token: str, now: datetime) -> AccessLinkRow:
    """Somebody shows by a link that a mailbox is theirs; it works no more. Raises NotFound."""
    found = link_by_token(token, now=now)
    if found.purpose is not Purpose.SIGN_IN:
        raise _other_purpose()
    _spend(found, now)
    return found


def _spend(link: AccessLinkRow, now: datetime) -> None:
    """Of two at once the second waits here and finds it used."""
    used = AccessLink.objects.filter(id=link.id, used_at=None, ended_at=None, expires_at__gt=now)
    if not used.update(used_at=now):
        raise NotFound(
            "people.link-used",
            say("This link was used already: it works once. Sign in with your password."),
        )


def _other_purpose() -> NotFound:
    return NotFound("people.link-other", say("This link is for something else. Open it again."))


def end_links(*, person_ids: Iterable[UUID], now: datetime) -> int:
    """Open links of some people work no more. Returns how many it was."""
    return _open(person_ids).update(ended_at=now)
