"""The own PIN for shared devices: chosen with the password, or changed with the one until now."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.inviting import tell
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people


def choose_pin(
    *, person: people.PersonRow, password: str, pin: str, origin: str, now: datetime
) -> None:
    """Somebody who signed in with their password gives themselves a PIN ('' takes it away).

    The password is asked for, and its tries are counted as at the door. Raises TryLater, Refusal
    by field ('old', 'pin').
    """
    if pin:
        people.check_pin(pin, person.id)
    with people.GATE.entered():
        attempt = people.attempt_sign_in(typed=person.sign_in_name, origin=origin, now=now)
        try:
            known = people.with_password(typed=person.sign_in_name, password=password)
        except Refusal:
            people.attempt_unmade(attempt, now=now)
            raise
    if known != person.id:
        people.attempt_failed(attempt)
        raise Refusal("people.old-password", say("This is not your password."), "old")
    people.attempt_succeeded(attempt, now=now)
    _keep(person.id, pin, now, None)


def change_pin(
    *,
    person: people.PersonRow,
    old: str,
    pin: str,
    device: people.DeviceRow,
    session: str,
    now: datetime,
) -> None:
    """Somebody at a shared device changes their PIN with the one until now.

    Raises TryLater, Refusal by field ('old', 'pin').
    """
    people.check_pin(pin, person.id)
    with people.GATE.entered():
        attempt = people.attempt_pin(person_id=person.id, typed="", device=device.id, now=now)
        is_right = people.is_pin_of(person.id, old)
    if not is_right:
        people.attempt_failed(attempt)
        raise Refusal("people.old-pin", say("This is not your PIN."), "old")
    people.attempt_succeeded(attempt, now=now)
    _keep(person.id, pin, now, session)


@transaction.atomic
def _keep(person_id: UUID, pin: str, now: datetime, session: str | None) -> None:
    if pin:
        people.set_pin(person_id=person_id, pin=pin, now=now, but_session=session)
        act, subject = "people.pin-set", say("Your PIN was changed")
    elif people.remove_pin(person_id=person_id):
        act, subject = "people.pin-removed", say("Your PIN was taken away")
    else:
        return
    governance.audit(actor_id=person_id, act=act, target=f"people/{person_id}", detail={}, now=now)
    body = say("If this was not you, tell your administrator.")
    tell(person_id, f"pin-set/{now.isoformat()}", subject, body, now)
