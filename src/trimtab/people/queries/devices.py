"""Shared devices, and who is chosen on one."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from trimtab.kernel import paging
from trimtab.kernel.paging import Page
from trimtab.people.domain.devices import (
    LEAST_LETTERS,
    MOST_NAMES,
    DeviceRow,
    DeviceStage,
    PersonAtDevice,
)
from trimtab.people.domain.identities import IdentityKey, badge_of, identity_of, number_of
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import Identity, Person, SharedDevice
from trimtab.people.queries.identities import ids_by_identity

PAGE_SIZE = 50


def standing_devices() -> QuerySet[SharedDevice]:
    """The devices that were not removed."""
    return SharedDevice.objects.filter(removed_at=None).select_related("unit")


def device_row(device: SharedDevice, *, now: datetime) -> DeviceRow:
    """A stored device as a row."""
    if device.enrolled_at is not None:
        stage = DeviceStage.ENROLLED
    elif device.code_expires_at is not None and device.code_expires_at > now:
        stage = DeviceStage.WAITING
    else:
        stage = DeviceStage.OVER
    return DeviceRow(
        id=device.id,
        name=device.name,
        unit_code=device.unit.code if device.unit else "",
        unit_name=device.unit.name if device.unit else "",
        idle=timedelta(minutes=device.idle_minutes),
        stage=stage,
        made_at=device.made_at,
        code_expires_at=device.code_expires_at,
        browser=device.browser,
        enrolled_at=device.enrolled_at,
        seen_at=device.seen_at,
    )


def shared_devices(*, query: str = "", page: int = 1, now: datetime) -> Page[DeviceRow]:
    """Devices by a part of their name or their unit's, by name; pages of 50, two queries."""
    found = standing_devices()
    if query:
        found = found.filter(Q(name__icontains=query) | Q(unit__name__icontains=query))
    cut = paging.cut(found.count(), number=page, size=PAGE_SIZE)
    rows = found.order_by("name", "id")[cut.window]
    return cut.page([device_row(device, now=now) for device in rows])


def has_shared_devices() -> bool:
    """Whether any device is shared."""
    return SharedDevice.objects.filter(removed_at=None).exclude(enrolled_at=None).exists()


def chosen_at_device(typed: str) -> UUID | None:
    """Who is meant by a badge, a personnel number, a sign-in name or an address, in this order;
    None for nobody, and for somebody who is shut out. Two queries.
    """
    keys: list[IdentityKey | None] = [badge_of(typed), number_of(typed), identity_of(typed)]
    wanted = [key for key in keys if key is not None]
    known = ids_by_identity(wanted)
    person_id = next((known[key] for key in wanted if key in known), None)
    if person_id is None:
        return None
    return person_id if Person.objects.filter(id=person_id, is_active=True).exists() else None


def names_at_device(typed: str, *, unit: str) -> list[PersonAtDevice]:
    """People of a unit (with those below; '' is everybody) by parts of their name, or by their
    sign-in name; at most a dozen, by name. None for less than two letters.
    """
    words = typed.split()
    if len("".join(words)) < LEAST_LETTERS:
        return []
    found = Person.objects.filter(is_active=True).exclude(email__endswith=ERASED)
    if unit:
        found = found.filter(unit__path__contains=[unit])
    by_name = Q()
    for word in words[:6]:
        by_name &= Q(name__icontains=word)
    key = identity_of(typed)
    known = Identity.objects.filter(provider=key.provider, subject=key.subject).values("person")
    found = found.filter(by_name | Q(id__in=known)).select_related("unit")
    return [
        PersonAtDevice(person.id, person.name, person.unit.name if person.unit else "")
        for person in found.order_by("name", "id")[:MOST_NAMES]
    ]


def name_at_device(person_id: UUID, *, unit: str) -> PersonAtDevice | None:
    """Somebody of a unit by id; None when they are not of it, or shut out."""
    found = Person.objects.filter(id=person_id, is_active=True).select_related("unit")
    if unit:
        found = found.filter(unit__path__contains=[unit])
    person = found.first()
    if person is None:
        return None
    return PersonAtDevice(person.id, person.name, person.unit.name if person.unit else "")
