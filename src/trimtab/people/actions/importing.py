"""Bringing many people in at once: previewed or done, whole or not at all, and never taking what
the file does not speak of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.db import transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say, say_in
from trimtab.people.actions.guarding import LastAdministrator, administered, changing
from trimtab.people.domain.identities import IdentityKey, identity_of
from trimtab.people.domain.importing import (
    SHOWN,
    Fate,
    ImportReport,
    PersonChange,
    RoleTaken,
    RowProblem,
    agreed_to,
    read_people,
)
from trimtab.people.domain.roles import ROLE_WORDS, Role
from trimtab.people.domain.rows import PersonSpec, UnitSpec
from trimtab.people.models import Identity, Person, RoleHeld, Unit
from trimtab.people.queries.identities import known_as
from trimtab.people.queries.persons import organisation
from trimtab.people.queries.persons import units as all_units

BATCH = 2000
_COPIED = ("name", "unit_id", "language", "time_zone", "attributes")
_IN_WORDS = {
    "name": say_in("of what differs about a person", "name"),
    "unit_id": say_in("of what differs about a person", "unit"),
    "language": say_in("of what differs about a person", "language"),
    "time_zone": say_in("of what differs about a person", "time zone"),
    "attributes": say_in("of what differs about a person", "attributes"),
}
_ROLES = say_in("of what differs about a person", "roles")


def import_people(
    *,
    csv_text: str,
    by: UUID | None,
    now: datetime,
    dry_run: bool = False,
    agreed: Collection[RoleTaken] | None = (),
) -> ImportReport:
    """Imports people from CSV (columns in docs/guides/administrators.md); all of it, or nothing
    when a row is bad.

    People are known by their e-mail address; a second import of the same file changes nothing.
    Units that are named and not there are made. Roles are taken away only where `agreed` lists them
    (None: all). `dry_run` does all of it and takes it back.
    """
    house = organisation()
    zone, language = (house.time_zone, house.language) if house else ("UTC", "en")
    with changing():
        above = {unit.code: unit.parent_code for unit in all_units()}
        read = read_people(csv_text, above, time_zone=zone, language=language)
        if read.problems:
            return ImportReport(problems=tuple(read.problems))
        return _all_or_nothing(read.people, read.units, now, dry_run, agreed)


def _all_or_nothing(
    people: Sequence[PersonSpec],
    units: Sequence[UnitSpec],
    now: datetime,
    dry_run: bool,
    agreed: Collection[RoleTaken] | None,
) -> ImportReport:
    try:
        with transaction.atomic():
            with administered():
                make_units(units)
                report = _match_all(people, now, agreed, tuple(unit.code for unit in units))
            if dry_run or report.is_refused:
                transaction.set_rollback(True)
            return report
    except LastAdministrator as refusal:
        return ImportReport(problems=(RowProblem(1, "roles", as_written(refusal.sentence)),))
    except Refusal as refusal:
        return ImportReport(problems=(RowProblem(1, refusal.field, as_written(refusal.sentence)),))


def make_units(specs: Iterable[UnitSpec]) -> None:
    """Makes units that are not there, below others or at the top; one that was retired comes back.

    Raises Refusal for a circle.
    """
    left = {spec.code: spec for spec in specs}
    known = {unit.code: unit for unit in Unit.objects.all()} if left else {}
    in_force = {code for code, unit in known.items() if unit.retired_at is None}
    while left:
        ready = [spec for spec in left.values() if not spec.parent or spec.parent in in_force]
        if not ready:
            raise Refusal(
                "people.unit-circle",
                say("The unit {code} stands below itself.", code=min(left)),
                "unit_above",
            )
        for spec in ready:
            unit = known.get(spec.code) or Unit(code=spec.code)
            parent = known[spec.parent] if spec.parent else None
            unit.name, unit.parent, unit.retired_at = spec.name, parent, None
            unit.path = [*(parent.path if parent else ()), spec.code]
            known[spec.code] = unit
            in_force.add(spec.code)
            del left[spec.code]
        fresh = [known[spec.code] for spec in ready if known[spec.code].pk is None]
        old = [known[spec.code] for spec in ready if known[spec.code].pk is not None]
        Unit.objects.bulk_update(old, ["name", "parent", "path", "retired_at"])
        Unit.objects.bulk_create(fresh)


@dataclass
class _Tally:
    """What the batches came to."""

    fates: dict[Fate, int] = field(default_factory=lambda: dict.fromkeys(Fate, 0))
    changes: list[PersonChange] = field(default_factory=list)
    taken: list[RoleTaken] = field(default_factory=list)

    def add(self, change: PersonChange) -> None:
        self.fates[change.fate] += 1
        if change.fate is not Fate.UNCHANGED and len(self.changes) < SHOWN:
            self.changes.append(change)


def match_people(
    specs: Sequence[PersonSpec], *, now: datetime, agreed: Collection[RoleTaken] | None = None
) -> ImportReport:
    """Creates and updates people in bulk, a fixed number of queries for each 2,000; nobody is
    removed.

    Roles are taken away where `agreed` lists them (None: all). Raises LastAdministrator.
    """
    with changing():
        return _match_all(specs, now, agreed, ())


def _match_all(
    specs: Sequence[PersonSpec],
    now: datetime,
    agreed: Collection[RoleTaken] | None,
    made: tuple[str, ...],
) -> ImportReport:
    units = dict(Unit.objects.values_list("code", "id"))
    tally = _Tally()
    for start in range(0, len(specs), BATCH):
        _match(specs[start : start + BATCH], units, now, tally)
    return ImportReport(
        tally.fates[Fate.CREATED],
        tally.fates[Fate.CHANGED],
        tally.fates[Fate.UNCHANGED],
        (),
        made,
        tuple(tally.changes),
        tuple(tally.taken),
        agreed_to(tally.taken, agreed),
    )


def _match(
    batch: Sequence[PersonSpec], units: dict[str, int], now: datetime, tally: _Tally
) -> None:
    there = _there(batch)
    held = _held_by(there.values())
    new = {spec.email: _new(spec, now) for spec in batch if spec.email not in there}
    changed: list[Person] = []
    moved: list[RoleHeld] = []
    for spec in batch:
        if spec.email in new:
            _update(new[spec.email], spec, units)
            roles_given = tuple(ROLE_WORDS[role] for role in sorted(spec.roles or ()))
            tally.add(PersonChange(spec.email, spec.name, Fate.CREATED, roles_given))
            continue
        person = there[spec.email]
        unit_before, what = person.unit_id, _update(person, spec, units)
        roles = {Role(entry.role) for entry in held.get(person.id, ())}
        taken = sorted(roles - set(spec.roles)) if spec.roles is not None else []
        tally.taken += [RoleTaken(spec.email, person.name, role) for role in taken]
        if spec.roles is not None and set(spec.roles) != roles:
            what.append(_ROLES)
        if what:
            changed.append(person)
            moved += _moved(held.get(person.id, ()), unit_before, person.unit_id)
        fate = Fate.CHANGED if what else Fate.UNCHANGED
        tally.add(PersonChange(spec.email, spec.name, fate, tuple(what)))
    Person.objects.bulk_create(new.values())
    Identity.objects.bulk_create(_identity(person, email) for email, person in new.items())
    Person.objects.bulk_update(changed, [name.removesuffix("_id") for name in _COPIED])
    RoleHeld.objects.bulk_update(moved, ["unit"])
    _write_roles(batch, new, there, held)


def _there(batch: Sequence[PersonSpec]) -> dict[str, Person]:
    """Who is here already, by the address that the list writes."""
    keys = {spec.email: identity_of(spec.email) for spec in batch}
    known = known_as(keys.values()).select_related("person")
    people = {IdentityKey(row.provider, row.subject): row.person for row in known}
    return {email: people[key] for email, key in keys.items() if key in people}


def _identity(person: Person, address: str) -> Identity:
    key = identity_of(address)
    return Identity(person=person, provider=key.provider, subject=key.subject)


def _write_roles(
    batch: Sequence[PersonSpec],
    new: dict[str, Person],
    there: dict[str, Person],
    held: dict[UUID, list[RoleHeld]],
) -> None:
    """A role that stays keeps its units: who manages what is not the file's business.

    A new manager manages their own unit.
    """
    gone: list[int] = []
    fresh: list[RoleHeld] = []
    for spec in batch:
        person = new.get(spec.email) or there[spec.email]
        wanted = (
            spec.roles if spec.roles is not None else () if spec.email in there else (Role.LEARNER,)
        )
        mine = held.get(person.id, ())
        if spec.roles is not None:
            gone += [entry.pk for entry in mine if entry.role not in wanted]
        known = {entry.role for entry in mine}
        for role in dict.fromkeys(wanted):
            if role not in known:
                unit_id = person.unit_id if role is Role.MANAGER else None
                fresh.append(RoleHeld(person=person, role=role, unit_id=unit_id))
    RoleHeld.objects.filter(pk__in=gone).delete()
    RoleHeld.objects.bulk_create(fresh)


def _moved(held: Iterable[RoleHeld], before: int | None, after: int | None) -> list[RoleHeld]:
    """Whoever managed their own unit alone manages the new one, and not the one that they left."""
    managing = [entry for entry in held if entry.role == Role.MANAGER]
    if before == after or [entry.unit_id for entry in managing] != [before]:
        return []
    managing[0].unit_id = after
    return managing


def _held_by(people: Iterable[Person]) -> dict[UUID, list[RoleHeld]]:
    by_person: dict[UUID, list[RoleHeld]] = {}
    for held in RoleHeld.objects.filter(person__in=[person.id for person in people]):
        by_person.setdefault(held.person_id, []).append(held)
    return by_person


def _new(spec: PersonSpec, now: datetime) -> Person:
    return Person(
        id=spec.id or uuid4(),
        pseudonym=spec.pseudonym or uuid4(),
        email=identity_of(spec.email).email,
        created_at=now,
        password=make_password(None),
        language=spec.new_language,
        time_zone=spec.new_time_zone,
    )


def _update(person: Person, spec: PersonSpec, units: dict[str, int]) -> list[Said]:
    """Gives somebody what the list says; returns the words for what differs."""
    before = {name: getattr(person, name) for name in _COPIED}
    person.name = spec.name
    if spec.unit is not None:
        person.unit_id = units[spec.unit] if spec.unit else None
    person.language = spec.language or person.language
    person.time_zone = spec.time_zone or person.time_zone
    attributes = {**person.attributes, **spec.attributes}
    person.attributes = {name: value for name, value in attributes.items() if value}
    differing = [name for name in _COPIED if before[name] != getattr(person, name)]
    return [_IN_WORDS[name] for name in differing]
