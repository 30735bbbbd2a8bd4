"""Shared devices: named and removed by an administrator, enrolled with a code, and who is next."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.journeys.inviting import tell
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.people.api import DeviceRow, Role


@transaction.atomic
def name_device(
    *, name: str, unit: str, idle_minutes: int, by: people.PersonRow, now: datetime
) -> people.NewDevice:
    """Names a device that several people will use, and gives the code that opens it.

    Raises NotAllowed, Refusal by field.
    """
    people.require(by, Role.ADMINISTRATOR)
    made = people.name_device(name=name, unit=unit, idle_minutes=idle_minutes, by=by.id, now=now)
    detail = {"name": name, "unit": unit, "minutes": idle_minutes}
    _audit(by.id, "device.named", made.id, detail, now)
    return made


@transaction.atomic
def enrol(*, code: str, user_agent: str, now: datetime) -> tuple[DeviceRow, str]:
    """The device on which the code was typed is shared from now on; with the key that it keeps.

    Raises NotFound.
    """
    device, key = people.enrol_device(code=code, user_agent=user_agent, now=now)
    _audit(None, "device.enrolled", device.id, {"name": device.name}, now)
    return device, key


@transaction.atomic
def remove(*, device_id: UUID, by: people.PersonRow, now: datetime) -> DeviceRow:
    """A device is shared no more, at once. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    device = people.remove_device(device_id=device_id, now=now)
    _audit(by.id, "device.removed", device_id, {"name": device.name}, now)
    return device


def sign_in_by_pin(
    *, person_id: UUID | None, typed: str, pin: str, device: DeviceRow, now: datetime
) -> UUID | None:
    """Whose PIN this is: of the person who was chosen by name, else of whoever is meant by what
    was typed. None when it is not theirs, they have none, or there is nobody.

    Counted per person and device before anything is hashed, apart from passwords. Raises TryLater.
    """
    chosen = person_id or people.chosen_at_device(typed)
    with people.GATE.entered():
        attempt = people.attempt_pin(person_id=chosen, typed=typed, device=device.id, now=now)
        is_right = people.is_pin_of(chosen, pin)
    if chosen is None or not is_right:
        _failed(chosen, people.attempt_failed(attempt), device, now)
        return None
    people.attempt_succeeded(attempt, now=now)
    return chosen


def _failed(person_id: UUID | None, failures: int, device: DeviceRow, now: datetime) -> None:
    """Told once in a row of failures."""
    if person_id is None or failures != people.TELL_AT:
        return
    with transaction.atomic():
        detail = {"name": device.name, "wrong PINs": failures}
        _audit(None, "device.pin-guessed", person_id, detail, now, kind="people")
        tell(
            person_id,
            f"pin/{now.isoformat()}",
            say("Wrong PINs for you"),
            say(
                "Somebody tried {n} PINs for you on the shared device {device}, and none was "
                "right. Tries are slowed down by themselves. If this was not you, choose a longer "
                "PIN on your page Me.",
                n=failures,
                device=device.name,
            ),
            now,
        )


def _audit(
    actor: UUID | None,
    act: str,
    target: UUID,
    detail: dict[str, object],
    now: datetime,
    *,
    kind: str = "devices",
) -> None:
    governance.audit(actor_id=actor, act=act, target=f"{kind}/{target}", detail=detail, now=now)
