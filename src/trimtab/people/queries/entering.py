"""Who has come in, who was invited, where somebody is signed in."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people.domain.links import EntryRow, EntryStage, Purpose, Way
from trimtab.people.domain.sessions import SessionRow, handle_of
from trimtab.people.models import (
    NOT_IN,
    AccessLink,
    DirectoryMember,
    Identity,
    KeptPerson,
    Person,
    Pin,
    SavedFilter,
    Session,
)
from trimtab.people.queries.finding import outside, sought


def ids_to_invite(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    audience: str = "",
    standing: EntryStage = EntryStage.NEW,
    now: datetime,
    mail: bool | None = None,
    among: Collection[UUID] | None = None,
) -> list[UUID]:
    """Ids by name of those who fit and have not come in: never invited, or of another standing;
    with (or without) e-mail alone, or of those `among` whom is asked.
    """
    found = sought(query=query, unit=unit, role=role, audience=audience)
    found = outside(found, standing, now, mail)
    if among is not None:
        found = found.filter(id__in=list(among))
    return list(found.order_by("name", "id").values_list("id", flat=True))


def ids_not_in(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    audience: str = "",
    standing: EntryStage | None = None,
    now: datetime,
) -> list[UUID]:
    """Ids by name of those who fit and have not come in, of whatever standing that is; none for
    a standing of those who are in or shut out.
    """
    found = sought(query=query, unit=unit, role=role, audience=audience)
    found = found.filter(NOT_IN, is_active=True)
    if standing is not None:
        found = outside(found, standing, now)
    return list(found.order_by("name", "id").values_list("id", flat=True))


def count_to_invite(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    audience: str = "",
    standing: EntryStage = EntryStage.NEW,
    now: datetime,
    mail: bool | None = None,
) -> int:
    """How many people `ids_to_invite` would give."""
    found = sought(query=query, unit=unit, role=role, audience=audience)
    return outside(found, standing, now, mail).count()


def entries(person_ids: Iterable[UUID], *, now: datetime) -> dict[UUID, EntryRow]:
    """How each of some people comes in; three queries."""
    ids = list(person_ids)
    latest: dict[UUID, AccessLink] = {}
    came: dict[UUID, datetime] = {}
    for link in AccessLink.objects.filter(person__in=ids).order_by("made_at", "id"):
        if link.purpose == Purpose.INVITATION:
            latest[link.person_id] = link
        if link.used_at:
            came.setdefault(link.person_id, link.used_at)
    people = Person.objects.filter(id__in=ids).only("id", "is_active", "password")
    with_pin = set(Pin.objects.filter(person__in=ids).values_list("person", flat=True))
    return {
        person.id: _entry(
            person,
            latest.get(person.id),
            came.get(person.id),
            now,
            is_in=person.id in with_pin or bool(person.password and person.has_usable_password()),
        )
        for person in people
    }


def _entry(
    person: Person,
    link: AccessLink | None,
    came: datetime | None,
    now: datetime,
    *,
    is_in: bool,
) -> EntryRow:
    is_open = link is not None and link.used_at is None and link.ended_at is None
    if not person.is_active:
        standing = EntryStage.SHUT_OUT
    elif is_in:
        standing = EntryStage.IN
    elif not is_open:
        standing = EntryStage.NEW
    else:
        standing = (
            EntryStage.EXPIRED
            if link and link.expires_at and link.expires_at <= now
            else EntryStage.INVITED
        )
    if link is None:
        return EntryRow(standing, came_in_at=came)
    return EntryRow(
        standing, link.made_at, link.id if is_open else None, Way(link.way), link.expires_at, came
    )


def sessions_of(person_id: UUID, *, this: str | None, now: datetime) -> list[SessionRow]:
    """Where a person is signed in, used last first; `this` is the key of the session that asks."""
    found = Session.objects.filter(person=person_id, expire_date__gt=now).order_by("-seen_at")
    return [
        SessionRow(
            session.device,
            session.begun_at,
            session.seen_at,
            session.expire_date,
            session.session_key == this,
            handle_of(session.session_key),
        )
        for session in found
    ]


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """What is kept about how a person gets in, as plain data.

    Under which names they are known, since when they have a PIN, what the directory said of them,
    links without their tokens, sessions, and the last sign-in.
    Raises NotFound.
    """
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    links = AccessLink.objects.filter(person=person_id).order_by("made_at")
    sessions = Session.objects.filter(person=person_id).order_by("begun_at")
    identities = Identity.objects.filter(person=person_id).order_by("provider", "subject")
    kept = KeptPerson.objects.filter(person=person_id)
    groups = DirectoryMember.objects.filter(person=person_id).order_by("group__name")
    pins = Pin.objects.filter(person=person_id)
    return {
        "pin": list(pins.values("set_at")),
        "identities": list(identities.values("provider", "subject")),
        "directory": list(kept.values("said", "created_at", "changed_at", "let_go_at")),
        "directory_groups": list(groups.values_list("group__name", flat=True)),
        "links": list(
            links.values("purpose", "way", "made_at", "expires_at", "used_at", "ended_at")
        ),
        "sessions": list(sessions.values("device", "begun_at", "seen_at", "expire_date")),
        "second_steps": list(
            Authenticator.objects.filter(user=person_id)
            .order_by("created_at")
            .values("type", "created_at", "last_used_at")
        ),
        "filters": list(
            SavedFilter.objects.filter(person=person_id).order_by("name").values("name", "query")
        ),
        "last_sign_in": [person.last_login] if person.last_login else [],
    }
