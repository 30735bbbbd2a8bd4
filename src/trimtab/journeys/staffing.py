"""Who is here and what they may do, changed by an administrator (or on the server), and written
down.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.journeys.signing_in import NEVER_KEPT
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import listed, say
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.practice import api as practice
from trimtab.strategy.api import asking


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a form says about a person; None says nothing, and the organisation's holds for somebody
    new. Of the attributes those that are named: an empty value takes one away.
    """

    email: str
    name: str
    unit: str
    roles: tuple[Role, ...]
    manages: tuple[str, ...] = ()
    language: str | None = None
    time_zone: str | None = None
    attributes: Mapping[str, str] | None = None


@transaction.atomic
def add(*, given: PersonDetails, by: people.PersonRow | None, now: datetime) -> UUID:
    """Adds a person, who may then be invited; runs for them what runs for their audiences.

    Raises NotAllowed, Refusal by field.
    """
    _require(by)
    organisation = people.organisation()
    key = people.add_person(
        email=given.email,
        name=given.name,
        roles=_roles(given.roles),
        unit=given.unit,
        manages=given.manages,
        now=now,
        language=given.language or (organisation.language if organisation else "en"),
        time_zone=given.time_zone or (organisation.time_zone if organisation else "UTC"),
        attributes=given.attributes,
    )
    _note(by, "person.added", key, {"roles": sorted(given.roles)}, now)
    practice.refresh_enrolments(now=now)
    return key


@transaction.atomic
def change(
    *, person_id: UUID, given: PersonDetails, by: people.PersonRow | None, now: datetime
) -> bool:
    """Changes a person; the same again writes nothing (False).

    Raises NotAllowed, NotFound, Refusal by field, LastAdministrator.
    """
    _require(by)
    before = people.person(person_id)
    people.change_person(
        person_id=person_id,
        email=given.email,
        name=given.name,
        unit=given.unit,
        roles=_roles(given.roles),
        manages=given.manages,
        now=now,
        language=given.language,
        time_zone=given.time_zone,
        attributes=given.attributes,
    )
    after = people.person(person_id)
    if before == after:
        return False
    detail = {
        "changed": _traits(before, after),
        "roles given": sorted(after.roles - before.roles),
        "roles taken": sorted(before.roles - after.roles),
        "manages": list(after.managed_units) if before.managed_units != after.managed_units else [],
    }
    if (after.roles - before.roles) & set(NEVER_KEPT):
        # They may do more now: whoever does is asked for the password again.
        people.end_sessions(person_id=person_id)
    _note(by, "person.changed", person_id, detail, now)
    practice.refresh_enrolments(now=now)
    return True


def _traits(before: people.PersonRow, after: people.PersonRow) -> list[str]:
    """The names of what is different about somebody, beside roles."""
    named = (
        ("name", "name"),
        ("address", "address"),
        ("unit", "unit_code"),
        ("language", "language"),
        ("time zone", "time_zone"),
    )
    keys = sorted({*before.attributes, *after.attributes})
    return [
        *(word for word, name in named if getattr(before, name) != getattr(after, name)),
        *(key for key in keys if before.attributes.get(key) != after.attributes.get(key)),
    ]


@transaction.atomic
def shut_out(*, person_id: UUID, by: people.PersonRow | None, now: datetime) -> bool:
    """Somebody has left: no sign-in, sessions and links end at once, no message goes to them,
    practice stops. Evidence stays.

    False when they were shut out already. Raises NotAllowed, NotFound, Refusal for oneself,
    LastAdministrator.
    """
    _require(by)
    if by is not None and by.id == person_id:
        raise Refusal("people.self", say("Nobody shuts themselves out. Ask another administrator."))
    if not people.person(person_id).is_active:
        return False
    people.shut_out(person_id=person_id, now=now)
    asking.withdraw_all(person_ids=[person_id], now=now)
    courses.abandon_of(person_ids=[person_id], now=now)
    practice.refresh_enrolments(now=now)
    _note(by, "person.shut-out", person_id, {}, now)
    return True


@transaction.atomic
def let_back_in(*, person_id: UUID, by: people.PersonRow | None, now: datetime) -> bool:
    """Somebody who was shut out may sign in again, and what runs for their audiences goes on.

    False when they were in.
    """
    _require(by)
    if people.person(person_id).is_active:
        return False
    people.let_back_in(person_id=person_id)
    practice.refresh_enrolments(now=now)
    _note(by, "person.let-back-in", person_id, {}, now)
    return True


def roles_of(words: Iterable[str]) -> tuple[Role, ...]:
    """Roles by their names. Raises Refusal for one that is not known."""
    unknown = [word for word in words if word not in set(Role)]
    if unknown:
        raise Refusal(
            "people.unknown-role",
            say(
                "'{name}' is not a role. Roles are {roles}.",
                name=unknown[0][:40],
                roles=listed(Role),
            ),
            "roles",
        )
    return tuple(Role(word) for word in words)


def _roles(roles: Sequence[Role]) -> tuple[Role, ...]:
    if not roles:
        raise Refusal(
            "people.no-role",
            say("Choose at least one role. Whoever only practises is a learner."),
            "roles",
        )
    return tuple(roles)


def _require(by: people.PersonRow | None) -> None:
    """None is the command line of the machine."""
    if by is not None:
        people.require(by, Role.ADMINISTRATOR)


def _note(
    by: people.PersonRow | None,
    act: str,
    person_id: UUID,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    governance.audit(
        actor_id=by.id if by else None,
        act=act,
        target=f"people/{person_id}",
        detail=detail,
        now=now,
    )
