"""Shared devices: named, enrolled with a code, seen, removed."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import secrets
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.devices import (
    CODE_WORKS,
    LONGEST_IDLE,
    LONGEST_NAME,
    MOST_DEVICES,
    SEEN_EVERY,
    SHORTEST_IDLE,
    DeviceRow,
    NewDevice,
)
from trimtab.people.domain.links import CODE_CHARACTERS, digest, spelled
from trimtab.people.domain.sessions import device_in_words
from trimtab.people.models import Session, SharedDevice, Unit
from trimtab.people.queries.devices import device_row, standing_devices

_KEY_BYTES = 32


@transaction.atomic
def name_device(*, name: str, unit: str, idle_minutes: int, by: UUID, now: datetime) -> NewDevice:
    """Names a device that is to be shared; its code is told this once.

    Raises Refusal by field ('name', 'unit', 'idle').
    """
    plain = re.sub(r"\s+", " ", name).strip()
    if not 0 < len(plain) <= LONGEST_NAME or "\x00" in plain:
        sentence = say("A name of 1 to {most} characters is needed.", most=LONGEST_NAME)
        raise Refusal("devices.name", sentence, "name")
    if not SHORTEST_IDLE <= idle_minutes <= LONGEST_IDLE:
        sentence = say(
            "Between {least} and {most} minutes.", least=SHORTEST_IDLE, most=LONGEST_IDLE
        )
        raise Refusal("devices.idle", sentence, "idle")
    place = Unit.objects.filter(code=unit).first() if unit else None
    if unit and place is None:
        raise Refusal("people.unknown-unit", say("There is no unit with this code."), "unit")
    if standing_devices().count() >= MOST_DEVICES:
        sentence = say("There are {most} devices: remove one first.", most=MOST_DEVICES)
        raise Refusal("devices.many", sentence, "name")
    code = spelled(secrets.token_bytes(CODE_CHARACTERS))
    device = SharedDevice.objects.create(
        name=plain,
        unit=place,
        idle_minutes=idle_minutes,
        code_digest=digest(code),
        code_expires_at=now + CODE_WORKS,
        made_at=now,
        made_by_id=by,
    )
    return NewDevice(device.id, code, now + CODE_WORKS)


@transaction.atomic
def enrol_device(*, code: str, user_agent: str, now: datetime) -> tuple[DeviceRow, str]:
    """Makes the device that the code was typed on the one that was named: with the key that it
    keeps from now on, told this once.

    Raises NotFound for a code that does not work (any more).
    """
    device = (
        standing_devices()
        .select_for_update(of=("self",))
        .filter(code_digest=digest(code), code_expires_at__gt=now)
        .first()
    )
    if device is None:
        raise NotFound(
            "devices.code",
            say("This code opens nothing: it works once, for half an hour. Ask for a new one."),
            "code",
        )
    key = secrets.token_urlsafe(_KEY_BYTES)
    device.code_digest, device.code_expires_at = None, None
    device.key_digest, device.enrolled_at, device.seen_at = _key_digest(key), now, now
    device.browser = device_in_words(user_agent)[:40]
    device.save()
    return device_row(device, now=now), key


def device_by_key(key: str, *, now: datetime) -> DeviceRow | None:
    """The device that keeps this key; None when none does, or it was removed.

    Writes down that it is used, at most once a minute.
    """
    device = standing_devices().filter(key_digest=_key_digest(key)).first()
    if device is None:
        return None
    if device.seen_at is None or now - device.seen_at >= SEEN_EVERY:
        SharedDevice.objects.filter(id=device.id).update(seen_at=now)
    return device_row(device, now=now)


@transaction.atomic
def remove_device(*, device_id: UUID, now: datetime) -> DeviceRow:
    """A device is shared no more: whoever is signed in there is signed out, its key opens nothing.

    Raises NotFound.
    """
    device = standing_devices().select_for_update(of=("self",)).filter(id=device_id).first()
    if device is None:
        raise NotFound("devices.unknown", say("There is no such device."), "device")
    row = device_row(device, now=now)
    SharedDevice.objects.filter(id=device_id).update(
        removed_at=now, code_digest=None, code_expires_at=None, key_digest=None
    )
    Session.objects.filter(shared_device=device_id).delete()
    return row


def let_go_of_devices(*, before: dt.datetime) -> int:
    """Deletes devices that were removed, or named and never enrolled, before a moment."""
    gone = SharedDevice.objects.filter(removed_at__lt=before)
    never = SharedDevice.objects.filter(enrolled_at=None, code_expires_at__lt=before)
    return gone.delete()[0] + never.delete()[0]


def _key_digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
