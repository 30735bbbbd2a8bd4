"""Who has come in, who was invited, where somebody is signed in; and finding people by all of
it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.people.domain.links import EntryRow, EntryStage, Purpose, Way
from trimtab.people.domain.rows import ERASED, PersonRow
from trimtab.people.domain.sessions import SessionRow
from trimtab.people.models import NOT_IN, AccessLink, Identity, Person, Pin, RoleHeld, Session
from trimtab.people.queries.persons import PAGE_SIZE, rows_of


def find_people(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: str = "",
    page: int = 1,
    now: datetime | None = None,
) -> Page[PersonRow]:
    """People by a part of name or address, by unit (with those below), role and standing (which
    needs `now`); pages of 50, by name.

    Those who were erased are not found any more.
    """
    found = _people(query, unit, role)
    if standing and now:
        found = _standing(found, EntryStage(standing), now)
    cut = paging.cut(found.count(), number=page, size=PAGE_SIZE)
    return cut.page(rows_of(found.order_by("name", "id")[cut.window]))


def ids_to_invite(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: EntryStage = EntryStage.NEW,
    now: datetime,
    mail: bool | None = None,
) -> list[UUID]:
    """Ids by name of those who fit and have not come in: never invited, or of another standing;
    with (or without) e-mail alone.
    """
    found = _outside(_people(query, unit, role), standing, now, mail)
    return list(found.order_by("name", "id").values_list("id", flat=True))


def ids_not_in(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: EntryStage | None = None,
    now: datetime,
) -> list[UUID]:
    """Ids by name of those who fit and have not come in, of whatever standing that is; none for
    a standing of those who are in or shut out.
    """
    found = _people(query, unit, role).filter(NOT_IN, is_active=True)
    if standing is not None:
        found = _outside(found, standing, now, None)
    return list(found.order_by("name", "id").values_list("id", flat=True))


def count_to_invite(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: EntryStage = EntryStage.NEW,
    now: datetime,
    mail: bool | None = None,
) -> int:
    """How many people `ids_to_invite` would give."""
    return _outside(_people(query, unit, role), standing, now, mail).count()


def _outside(
    found: QuerySet[Person], standing: EntryStage, now: datetime, mail: bool | None
) -> QuerySet[Person]:
    if standing in (EntryStage.IN, EntryStage.SHUT_OUT):
        return found.none()
    found = _standing(found, standing, now)
    if mail is None:
        return found
    return found.exclude(email="") if mail else found.filter(email="")


def _people(query: str, unit: str, role: str) -> QuerySet[Person]:
    found = Person.objects.exclude(email__endswith=ERASED)
    if query:
        known = Identity.objects.filter(subject__icontains=query).values("person")
        found = found.filter(Q(name__icontains=query) | Q(id__in=known))
    if unit:
        found = found.filter(unit__path__contains=[unit])
    if role:
        found = found.filter(id__in=RoleHeld.objects.filter(role=role).values("person"))
    return found


def _standing(found: QuerySet[Person], standing: EntryStage, now: datetime) -> QuerySet[Person]:
    if standing is EntryStage.SHUT_OUT:
        return found.filter(is_active=False)
    active = found.filter(is_active=True)
    if standing is EntryStage.IN:
        return active.exclude(NOT_IN)
    outside = active.filter(NOT_IN)
    invited = AccessLink.objects.filter(purpose=Purpose.INVITATION, used_at=None, ended_at=None)
    over = invited.filter(expires_at__lte=now).values("person")
    match standing:
        case EntryStage.EXPIRED:
            return outside.filter(id__in=over)
        case EntryStage.INVITED:
            return outside.filter(id__in=invited.values("person")).exclude(id__in=over)
        case _:
            return outside.exclude(id__in=invited.values("person"))


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
        )
        for session in found
    ]


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """What is kept about how a person gets in, as plain data.

    Under which names they are known, since when they have a PIN, links without their tokens,
    sessions, and the last sign-in.
    Raises NotFound.
    """
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    links = AccessLink.objects.filter(person=person_id).order_by("made_at")
    sessions = Session.objects.filter(person=person_id).order_by("begun_at")
    identities = Identity.objects.filter(person=person_id).order_by("provider", "subject")
    pins = Pin.objects.filter(person=person_id)
    return {
        "pin": list(pins.values("set_at")),
        "identities": list(identities.values("provider", "subject")),
        "links": list(
            links.values("purpose", "way", "made_at", "expires_at", "used_at", "ended_at")
        ),
        "sessions": list(sessions.values("device", "begun_at", "seen_at", "expire_date")),
        "last_sign_in": [person.last_login] if person.last_login else [],
    }
