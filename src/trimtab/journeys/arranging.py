"""How the organisation arranges its people, changed by an administrator and written down: the tree
of units, who manages them, and the attributes that are defined. What runs for an audience reaches
whoever is in it afterwards.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people
from trimtab.people.api import AttributeKind, Role
from trimtab.practice import api as practice


@dataclass(frozen=True, slots=True)
class UnitDetails:
    """What a form says about a unit; `parent` is the code of the unit above, '' for the top."""

    code: str
    name: str
    kind: str
    parent: str


@transaction.atomic
def add_unit(*, given: UnitDetails, by: people.PersonRow, now: datetime) -> int:
    """A new unit; returns its id. Raises NotAllowed, Refusal by field."""
    people.require(by, Role.ADMINISTRATOR)
    unit_id = people.add_unit(
        code=given.code, name=given.name, kind=given.kind, parent=given.parent
    )
    unit = people.unit_standing(unit_id)
    _note(by, "unit.added", unit.code, {"unit_name": unit.name, "above": unit.parent_code}, now)
    return unit_id


@transaction.atomic
def rename_unit(*, unit_id: int, name: str, kind: str, by: people.PersonRow, now: datetime) -> bool:
    """Calls a unit otherwise; False when nothing was different.

    Raises NotAllowed, NotFound, Refusal by field.
    """
    people.require(by, Role.ADMINISTRATOR)
    before = people.unit_standing(unit_id)
    if not people.rename_unit(unit_id=unit_id, name=name, kind=kind):
        return False
    after = people.unit_standing(unit_id)
    detail = {"before": _called(before), "after": _called(after)}
    _note(by, "unit.renamed", after.code, detail, now)
    return True


def _called(unit: people.UnitInTree) -> str:
    return f"{unit.name} ({unit.kind})" if unit.kind else unit.name


@transaction.atomic
def move_unit(
    *, unit_id: int, parent: str, from_day: date, by: people.PersonRow, now: datetime
) -> bool:
    """A unit with all below it goes below another from a day on; True when that was at once.

    Raises NotAllowed, NotFound, Refusal on the fields parent and from_day.
    """
    people.require(by, Role.ADMINISTRATOR)
    unit = people.unit_standing(unit_id)
    is_made = people.move_unit(
        unit_id=unit_id, parent=parent, from_day=from_day, today=_today(now), now=now
    )
    detail = {"before": unit.parent_code, "after": parent, "from_day": from_day.isoformat()}
    _note(by, "unit.moved" if is_made else "unit.move-planned", unit.code, detail, now)
    if is_made:
        practice.refresh_enrolments(now=now)
    return is_made


@transaction.atomic
def call_off_move(*, unit_id: int, by: people.PersonRow, now: datetime) -> bool:
    """A move that was to come is not made; False when there was none. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    unit = people.unit_standing(unit_id)
    if not people.call_off_move(unit_id=unit_id):
        return False
    _note(by, "unit.move-called-off", unit.code, {}, now)
    return True


@transaction.atomic
def make_due_moves(*, now: datetime) -> int:
    """Makes the moves of units whose day has come; returns how many that were. For the night."""
    waiting = {move.unit_code: move for move in people.moves_to_come()}
    made = people.make_due_moves(today=_today(now), now=now)
    if not made:
        return 0
    left = {move.unit_code for move in people.moves_to_come()}
    for code, move in waiting.items():
        if code not in left:
            detail = {"after": move.parent_code, "from_day": move.from_day.isoformat()}
            _note(None, "unit.moved", code, detail, now)
    practice.refresh_enrolments(now=now)
    return made


@transaction.atomic
def retire_unit(*, unit_id: int, to: str | None, by: people.PersonRow, now: datetime) -> int:
    """A unit is no more; its people and the units below it go to `to` first, None where nothing is
    in it. Returns how many people moved.

    Raises NotAllowed, NotFound, Refusal on the field to.
    """
    people.require(by, Role.ADMINISTRATOR)
    unit = people.unit_standing(unit_id)
    moved = people.retire_unit(unit_id=unit_id, to=to, now=now)
    _note(by, "unit.retired", unit.code, {"after": to or "", "people": moved}, now)
    practice.refresh_enrolments(now=now)
    return moved


@transaction.atomic
def let_manage(
    *, unit_id: int, typed: str, by: people.PersonRow, now: datetime
) -> people.PersonRow:
    """Whoever has this address or sign-in name manages a unit and what is below it.

    Raises NotAllowed, NotFound, Refusal on the field who.
    """
    people.require(by, Role.ADMINISTRATOR)
    unit = people.unit_standing(unit_id)
    person = people.person_by_email(typed) if typed.strip() else None
    if person is None or not person.is_active:
        sentence = say("Nobody who works here has this address or sign-in name.")
        raise Refusal("people.unknown", sentence, "who")
    if people.let_manage(person_id=person.id, unit_id=unit_id, is_manager=True):
        _audit(by, "unit.manager-named", f"people/{person.id}", {"unit": unit.code}, now)
        practice.refresh_enrolments(now=now)
    return person


@transaction.atomic
def end_managing(*, unit_id: int, person_id: UUID, by: people.PersonRow, now: datetime) -> bool:
    """Somebody manages a unit no more; False when they did not. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    unit = people.unit_standing(unit_id)
    if not people.let_manage(person_id=person_id, unit_id=unit_id, is_manager=False):
        return False
    _audit(by, "unit.manager-ended", f"people/{person_id}", {"unit": unit.code}, now)
    practice.refresh_enrolments(now=now)
    return True


@transaction.atomic
def define_attribute(
    *,
    key: str,
    label: str,
    kind: AttributeKind,
    options: Sequence[str],
    is_new: bool,
    by: people.PersonRow,
    now: datetime,
) -> people.AttributeRow:
    """Defines an attribute, or defines one otherwise. Raises NotAllowed, Refusal by field."""
    people.require(by, Role.ADMINISTRATOR)
    row = people.define_attribute(key=key, label=label, kind=kind, options=options, is_new=is_new)
    detail = {"unit_name": row.label, "holds": row.kind.value, "values": list(row.options)}
    _audit(by, "attribute.defined", f"attributes/{row.key}", detail, now)
    return row


@transaction.atomic
def forget_attribute(*, key: str, by: people.PersonRow, now: datetime) -> None:
    """An attribute is defined no more; its values stay. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    people.forget_attribute(key=key)
    _audit(by, "attribute.forgotten", f"attributes/{key}", {}, now)


def _today(now: datetime) -> date:
    """The day of the organisation."""
    house = people.organisation()
    return now.astimezone(ZoneInfo(house.time_zone if house else "UTC")).date()


def _note(
    by: people.PersonRow | None,
    act: str,
    code: str,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    _audit(by, act, f"units/{code}", detail, now)


def _audit(
    by: people.PersonRow | None,
    act: str,
    target: str,
    detail: Mapping[str, object],
    now: datetime,
) -> None:
    actor = by.id if by else None
    governance.audit(actor_id=actor, act=act, target=target, detail=detail, now=now)
