"""What can be done with people, units and audiences."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.matching import Matched, match
from trimtab.people import queries
from trimtab.people.domain.importing import ImportReport, read_people
from trimtab.people.domain.letterhead import check_colour, check_name
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import AudienceLike, PersonRow, PersonSpec, UnitSpec
from trimtab.people.models import Audience, Organisation, Person, RoleHeld, Unit

BATCH = 2000
_COPIED = ("name", "unit_id", "language", "time_zone", "attributes")


def holds(person: PersonRow | None, *roles: Role) -> bool:
    """Whether somebody is signed in and holds one of `roles` (anywhere in the organisation)."""
    return person is not None and person.is_active and bool(person.roles & set(roles))


def require(person: PersonRow | None, *roles: Role) -> None:
    """Raises NotAllowed unless `person` holds one of `roles`."""
    if not holds(person, *roles):
        raise NotAllowed("people.role", f"This needs the role {' or '.join(roles)}.")


def create_organisation(*, name: str, time_zone: str, language: str, simulated: bool, now: datetime) -> None:
    """Creates the organisation, or renames the one that is there."""
    Organisation.objects.update_or_create(
        id=1,
        defaults={"name": name, "time_zone": time_zone, "language": language, "simulated": simulated},
        create_defaults={
            "name": name,
            "time_zone": time_zone,
            "language": language,
            "simulated": simulated,
            "created_at": now,
        },
    )


def change_organisation(*, name: str, colour: str) -> None:
    """Gives the organisation another name and colour. Raises Refusal by field, NotFound before there is an organisation."""
    named = check_name(name)
    chosen = check_colour(colour)
    if not Organisation.objects.filter(id=1).update(name=named, colour=chosen):
        raise NotFound("people.no-organisation", "There is no organisation yet. Run 'trimtab init' first.")


@transaction.atomic
def match_units(specs: Sequence[UnitSpec], *, now: datetime) -> Matched:
    """Makes the tree of units match; units that are gone are retired, their people stay where they are.

    Raises Refusal for a parent that does not exist or a circle.
    """
    wanted = {spec.code: spec for spec in specs}
    paths = {code: _path(code, wanted) for code in wanted}
    known = {unit.code: unit for unit in Unit.objects.select_for_update()}
    running = {code: unit for code, unit in known.items() if unit.retired_at is None}
    matched = match(wanted, running, lambda spec, unit: _same_unit(spec, paths[spec.code], unit))
    for code in sorted(wanted, key=lambda code: len(paths[code])):
        spec = wanted[code]
        known[code] = Unit.objects.update_or_create(
            code=code,
            defaults={
                "name": spec.name,
                "kind": spec.kind,
                "parent": known[spec.parent] if spec.parent else None,
                "path": paths[code],
                "retired_at": None,
            },
        )[0]
    Unit.objects.filter(code__in=matched.retired).update(retired_at=now)
    return matched


def _path(code: str, wanted: dict[str, UnitSpec]) -> list[str]:
    path: list[str] = []
    while code:
        if code in path:
            raise Refusal("people.unit-circle", f"The unit {code} stands below itself.", "parent")
        if code not in wanted:
            raise Refusal("people.unknown-unit", f"There is no unit with the code '{code}'.", "parent")
        path.insert(0, code)
        code = wanted[code].parent
    return path


def _same_unit(spec: UnitSpec, path: list[str], unit: Unit) -> bool:
    return (unit.name, unit.kind, unit.path) == (spec.name, spec.kind, path)


@transaction.atomic
def add_person(
    *, email: str, name: str, roles: Iterable[Role], now: datetime, unit: str = "", password: str | None = None,
    language: str = "en", time_zone: str = "UTC", attributes: dict[str, str] | None = None,
) -> UUID:  # fmt: skip
    """Adds one person; without a password nobody can sign in as them until one is set. Raises Refusal by field."""
    if Person.objects.filter(email__iexact=email).exists():
        raise Refusal("people.email-taken", f"Somebody with the address {email} is here already.", "email")
    found = Unit.objects.filter(code=unit).first() if unit else None
    if unit and found is None:
        raise Refusal("people.unknown-unit", f"There is no unit with the code '{unit}'.", "unit")
    person = Person.objects.create(
        email=email.lower(), name=name, unit=found, language=language, time_zone=time_zone,
        attributes=attributes or {}, created_at=now, password=_hashed(password),
    )  # fmt: skip
    set_roles(person_id=person.id, roles=roles)
    return person.id


def _hashed(password: str | None) -> str:
    if password is None:
        return make_password(None)
    try:
        validate_password(password)
    except ValidationError as error:
        raise Refusal("people.weak-password", " ".join(error.messages), "password") from error
    return make_password(password)


def set_password(*, person_id: UUID, password: str) -> None:
    """Gives a person a new password. Raises Refusal when it is too weak."""
    Person.objects.filter(id=person_id).update(password=_hashed(password))


@transaction.atomic
def set_roles(*, person_id: UUID, roles: Iterable[Role], manages: Sequence[str] = ()) -> None:
    """Replaces the roles of a person; `manages` are the unit codes of the manager's role (empty: the person's own unit)."""
    person = Person.objects.select_for_update().filter(id=person_id).first()
    if person is None:
        raise NotFound("people.unknown", "There is no such person.", "person")
    RoleHeld.objects.filter(person=person).delete()
    RoleHeld.objects.bulk_create(_held(person, tuple(roles), tuple(manages)))


def _held(person: Person, roles: tuple[Role, ...], manages: tuple[str, ...] = ()) -> list[RoleHeld]:
    held = [RoleHeld(person=person, role=role) for role in dict.fromkeys(roles) if role is not Role.MANAGER]
    if Role.MANAGER in roles:
        units = list(Unit.objects.filter(code__in=manages)) if manages else [person.unit]
        held += [RoleHeld(person=person, role=Role.MANAGER, unit=unit) for unit in units]
    return held


def import_people(*, csv_text: str, by: UUID | None, now: datetime, dry_run: bool = False) -> ImportReport:
    """Imports people from CSV (columns in docs/guides/administrators.md); all of it, or nothing when a row is bad.

    People are known by their e-mail address; a second import of the same file changes nothing. `dry_run` only counts.
    """
    organisation = queries.organisation()
    zone, language = (organisation.time_zone, organisation.language) if organisation else ("UTC", "en")
    codes = {unit.code for unit in queries.units()}
    specs, problems = read_people(csv_text, codes, time_zone=zone, language=language)
    if problems:
        return ImportReport(problems=tuple(problems))
    return match_people(specs, now=now, dry_run=dry_run)


@transaction.atomic
def match_people(specs: Sequence[PersonSpec], *, now: datetime, dry_run: bool = False) -> ImportReport:
    """Creates and updates people in bulk, a fixed number of queries for each 2,000; nobody is removed."""
    units = dict(Unit.objects.values_list("code", "id"))
    created = updated = 0
    for start in range(0, len(specs), BATCH):
        batch = specs[start : start + BATCH]
        there = {one.email: one for one in Person.objects.filter(email__in=[spec.email for spec in batch])}
        roles = _roles_by_person(there.values())
        new = [_person(spec, units, now) for spec in batch if spec.email not in there]
        changed = [spec for spec in batch if spec.email in there and _differs(spec, there[spec.email], units, roles)]
        created, updated = created + len(new), updated + len(changed)
        if not dry_run:
            _write(batch, new, [_updated(there[spec.email], spec, units) for spec in changed])
    return ImportReport(created, updated, len(specs) - created - updated)


def _write(batch: Sequence[PersonSpec], new: list[Person], changed: list[Person]) -> None:
    by_email = {spec.email: spec for spec in batch}
    Person.objects.bulk_create(new)
    Person.objects.bulk_update(changed, [name.removesuffix("_id") for name in _COPIED])
    RoleHeld.objects.filter(person__in=changed).delete()
    held = []
    for person in new + changed:
        for role in by_email[person.email].roles:
            unit_id = person.unit_id if role is Role.MANAGER else None
            held.append(RoleHeld(person=person, role=role, unit_id=unit_id))
    RoleHeld.objects.bulk_create(held)


def _roles_by_person(people: Iterable[Person]) -> dict[UUID, set[str]]:
    found: dict[UUID, set[str]] = {}
    for person_id, role in RoleHeld.objects.filter(person__in=list(people)).values_list("person", "role"):
        found.setdefault(person_id, set()).add(role)
    return found


def _differs(spec: PersonSpec, there: Person, units: dict[str, int], roles: dict[UUID, set[str]]) -> bool:
    wanted = (spec.name, units.get(spec.unit), spec.language, spec.time_zone, dict(spec.attributes))
    is_so = tuple(getattr(there, name) for name in _COPIED)
    return wanted != is_so or {role.value for role in spec.roles} != roles.get(there.id, set())


def _person(spec: PersonSpec, units: dict[str, int], now: datetime) -> Person:
    new = Person(
        id=spec.id or uuid4(),
        pseudonym=spec.pseudonym or uuid4(),
        email=spec.email,
        created_at=now,
        password=make_password(None),
    )
    return _updated(new, spec, units)


def _updated(person: Person, spec: PersonSpec, units: dict[str, int]) -> Person:
    person.name, person.unit_id = spec.name, units.get(spec.unit)
    person.language, person.time_zone, person.attributes = spec.language, spec.time_zone, dict(spec.attributes)
    return person


@transaction.atomic
def match_audiences(resources: Sequence[AudienceLike], *, now: datetime) -> Matched:
    """Makes the audiences match the plan's."""
    wanted = {one.key: one for one in resources}
    running = {one.key: one for one in Audience.objects.select_for_update().filter(retired_at=None)}
    matched = match(wanted, running, lambda one, there: (one.name, queries.rule_data(one)) == (there.name, there.rule))
    Audience.objects.bulk_create(
        [
            Audience(key=one.key, name=one.name, rule=queries.rule_data(one), because=list(one.because))
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=["name", "rule", "because", "retired_at"],
    )
    Audience.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched
