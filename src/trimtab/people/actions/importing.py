"""Bringing many people in at once: previewed or done, whole or not at all, and never taking what
the file does not speak of.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say, say_in
from trimtab.people.actions.guarding import LastAdministrator, administered, changing
from trimtab.people.actions.matching import Outcome, compared, taken_names, write
from trimtab.people.domain.import_report import (
    SHOWN,
    Fate,
    ImportReport,
    PersonChange,
    RoleTaken,
    agreed_to,
)
from trimtab.people.domain.importing import RowProblem, read_people
from trimtab.people.domain.roles import ROLE_WORDS
from trimtab.people.domain.rows import PersonSpec, UnitSpec
from trimtab.people.domain.states import Trait, differences
from trimtab.people.models import Unit
from trimtab.people.queries.attributes import defined_attributes
from trimtab.people.queries.persons import organisation
from trimtab.people.queries.persons import units as all_units

_IN_WORDS: Mapping[Trait, Said] = {
    Trait.NAME: say_in("of what differs about a person", "name"),
    Trait.UNIT: say_in("of what differs about a person", "unit"),
    Trait.LANGUAGE: say_in("of what differs about a person", "language"),
    Trait.TIME_ZONE: say_in("of what differs about a person", "time zone"),
    Trait.ATTRIBUTE: say_in("of what differs about a person", "attributes"),
    Trait.ROLES: say_in("of what differs about a person", "roles"),
    Trait.ACTIVE: say_in("of what differs about a person", "works here"),
    Trait.NAMES: say_in("of what differs about a person", "number or badge"),
}


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
        read = read_people(
            csv_text,
            above,
            time_zone=zone,
            language=language,
            attributes=defined_attributes(),
        )
        problems = [*read.problems, *_taken(read.people)]
        if problems:
            return ImportReport(problems=tuple(problems))
        return _all_or_nothing(read.people, read.units, now, dry_run, agreed)


def _taken(people: Sequence[PersonSpec]) -> Iterator[RowProblem]:
    """What is wrong with those whose number or badge is somebody else's."""
    for at, name in taken_names(people).items():
        sentence = say(
            "The number or the badge of {address} is that of {name} already.",
            address=people[at].email,
            name=name,
        )
        yield RowProblem(1, "", sentence)


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

    def add(self, outcome: Outcome) -> None:
        change = _change(outcome)
        self.fates[change.fate] += 1
        before = outcome.before
        lost = sorted(before.roles - outcome.after.roles) if before else []
        self.taken += [RoleTaken(change.email, before.name, role) for role in lost if before]
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
    outcomes = compared(specs)
    write(outcomes, now=now)
    tally = _Tally()
    for outcome in outcomes:
        tally.add(outcome)
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


def _change(outcome: Outcome) -> PersonChange:
    """What an outcome is in a report; of somebody new it names the roles."""
    spec, before = outcome.spec, outcome.before
    if before is None:
        given = tuple(ROLE_WORDS[role] for role in sorted(spec.roles or ()))
        return PersonChange(spec.email, spec.name, Fate.CREATED, given)
    found = {difference.trait for difference in differences(before, outcome.after)}
    what = tuple(words for trait, words in _IN_WORDS.items() if trait in found)
    fate = Fate.CHANGED if outcome.is_changed else Fate.UNCHANGED
    return PersonChange(spec.email, spec.name, fate, what)
