"""PINs for shared devices: chosen, changed, taken away, and whose this one is."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.pins import LONGEST, fault_of_pin
from trimtab.people.models import Identity, Person, Pin, Session


def check_pin(pin: str, person_id: UUID | None) -> None:
    """Raises Refusal for a PIN that is not taken, or too easy for this person."""
    names = Identity.objects.filter(person=person_id).values_list("subject", flat=True)
    fault = fault_of_pin(pin, names)
    if fault is not None:
        raise Refusal("people.weak-pin", fault, "pin")


@transaction.atomic
def set_pin(*, person_id: UUID, pin: str, now: datetime, but_session: str | None = None) -> None:
    """Gives a person a PIN for shared devices; their sessions there end, all but `but_session`.

    Raises NotFound, Refusal for one that is too easy.
    """
    if not Person.objects.filter(id=person_id, is_active=True).exists():
        raise NotFound("people.unknown", say("There is no such person."), "person")
    check_pin(pin, person_id)
    Pin.objects.update_or_create(
        person_id=person_id, defaults={"secret": make_password(pin), "set_at": now}
    )
    _end_sessions_by_pin(person_id, but_session)


@transaction.atomic
def remove_pin(*, person_id: UUID) -> bool:
    """Takes somebody's PIN away; False when there was none."""
    _end_sessions_by_pin(person_id, None)
    return bool(Pin.objects.filter(person=person_id).delete()[0])


def _end_sessions_by_pin(person_id: UUID, but: str | None) -> None:
    found = Session.objects.filter(person=person_id, by_pin=True)
    (found.exclude(session_key=but) if but else found).delete()


def has_pin(person_id: UUID) -> bool:
    """Whether somebody has a PIN."""
    return Pin.objects.filter(person=person_id).exists()


def is_pin_of(person_id: UUID | None, pin: str) -> bool:
    """Whether this is somebody's PIN; nobody (None) has none.

    Takes as long whether there is one or not. Raises TryLater when busy.
    """
    known = Pin.objects.filter(person=person_id, person__is_active=True).values_list("secret")
    secret = known.first() if person_id else None
    if secret is None or len(pin) > LONGEST:
        make_password(pin[:LONGEST])
        return False
    return check_password(pin, secret[0])
