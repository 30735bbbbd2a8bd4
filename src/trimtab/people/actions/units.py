"""The tree of units: units come, are called otherwise, move, and go."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, listed, say, say_n
from trimtab.people.actions.guarding import changing
from trimtab.people.domain.roles import Role
from trimtab.people.domain.unit_tree import (
    checked_code,
    checked_kind,
    checked_unit_name,
    moved_paths,
)
from trimtab.people.models import Audience, Person, RoleHeld, Unit, UnitMove
from trimtab.people.queries.units import due_moves, paths_in_force

# No move is planned further ahead than this.
MOST_AHEAD = dt.timedelta(days=3 * 366)


def add_unit(*, code: str, name: str, kind: str, parent: str) -> int:
    """A new unit below another ('' is the top); returns its id. One of that code that was retired
    comes back.

    Raises Refusal by field.
    """
    with changing():
        plain = checked_code(code)
        values = {"name": checked_unit_name(name), "kind": checked_kind(kind)}
        paths = paths_in_force()
        if plain in paths:
            sentence = say("There is a unit with the code {code} already.", code=plain)
            raise Refusal("people.unit-there", sentence, "code")
        path = moved_paths({**paths, plain: [plain]}, plain, parent)[plain]
        above = Unit.objects.get(code=parent) if parent else None
        unit, _is_new = Unit.objects.update_or_create(
            code=plain, defaults={**values, "parent": above, "path": path, "retired_at": None}
        )
    return unit.id


def rename_unit(*, unit_id: int, name: str, kind: str) -> bool:
    """Calls a unit otherwise; its code stays, since lists and the strategy name it by that.

    False when nothing was different. Raises NotFound, Refusal by field.
    """
    with changing():
        unit = _in_force(unit_id)
        values = (checked_unit_name(name), checked_kind(kind))
        if values == (unit.name, unit.kind):
            return False
        Unit.objects.filter(id=unit.id).update(name=values[0], kind=values[1])
    return True


def move_unit(
    *, unit_id: int, parent: str, from_day: dt.date, today: dt.date, now: dt.datetime
) -> bool:
    """A unit, with all below it, goes below another ('' is the top) from a day on: at once where
    the day has come (True), else that night. A new move takes the place of one that was to come.

    Raises NotFound, Refusal on the fields parent and from_day.
    """
    with changing():
        unit = _in_force(unit_id)
        if from_day - today > MOST_AHEAD:
            sentence = say("Choose a day within the next three years.")
            raise Refusal("people.move-far", sentence, "from_day")
        moved_paths(paths_in_force(), unit.code, parent)
        UnitMove.objects.filter(unit=unit, done_at=None).delete()
        if from_day <= today:
            _put_below([unit], parent)
            return True
        above = Unit.objects.get(code=parent) if parent else None
        UnitMove.objects.create(unit=unit, parent=above, from_day=from_day, made_at=now)
    return False


def call_off_move(*, unit_id: int) -> bool:
    """A move that was to come is not made; False when there was none."""
    return bool(UnitMove.objects.filter(unit=unit_id, done_at=None).delete()[0])


def make_due_moves(*, today: dt.date, now: dt.datetime) -> int:
    """Makes the moves whose day has come; one that cannot be made any more says why, and the others
    are made all the same. Returns how many were made.
    """
    made = 0
    with changing():
        for move in due_moves(today):
            try:
                _put_below([move.unit], move.parent.code if move.parent else "")
            except Refusal as refusal:
                UnitMove.objects.filter(id=move.id).update(problem=Said(refusal.sentence))
                continue
            UnitMove.objects.filter(id=move.id).update(done_at=now)
            made += 1
    return made


def _put_below(units: list[Unit], parent: str) -> None:
    """Puts units, with all below them, below another; three statements, however many they are."""
    paths = paths_in_force()
    moved: dict[str, list[str]] = {}
    for unit in units:
        moved |= moved_paths(paths, unit.code, parent)
    above = Unit.objects.get(code=parent) if parent else None
    Unit.objects.filter(id__in=[unit.id for unit in units]).update(parent=above)
    rows = list(Unit.objects.filter(code__in=moved))
    for row in rows:
        row.path = moved[row.code]
    Unit.objects.bulk_update(rows, ["path"], batch_size=1000)


def retire_unit(*, unit_id: int, to: str | None, now: dt.datetime) -> int:
    """A unit is no more. Its people, and the units below it, go to the unit `to` first; None where
    nobody and nothing is in it. Whoever managed it manages it no more.

    Returns how many people moved. Raises NotFound, Refusal on the field to.
    """
    with changing():
        unit = _in_force(unit_id)
        people = Person.objects.filter(unit=unit)
        below = list(Unit.objects.filter(parent=unit, retired_at=None).order_by("code"))
        _check_empty(unit, people.filter(is_active=True).count(), below, to)
        moved = 0
        if to is not None:
            place = Unit.objects.filter(code=to, retired_at=None).first()
            if place is None or unit.code in place.path:
                sentence = say("Choose another unit, one that is not below it.")
                raise Refusal("people.unknown-unit", sentence, "to")
            _put_below(below, to)
            moved = people.update(unit=place)
        UnitMove.objects.filter(unit=unit, done_at=None).delete()
        UnitMove.objects.filter(parent=unit, done_at=None).update(
            problem=say("The unit {code} is not there any more.", code=unit.code)
        )
        RoleHeld.objects.filter(unit=unit).delete()
        Unit.objects.filter(id=unit.id).update(retired_at=now)
    return moved


def _check_empty(unit: Unit, people: int, below: list[Unit], to: str | None) -> None:
    audiences = Audience.objects.filter(retired_at=None, rule__units__contains=[unit.code])
    names = list(audiences.order_by("name").values_list("name", flat=True))
    if names:
        sentence = say(
            "The strategy names this unit in: {audiences}. Change that first.",
            audiences=listed(names),
        )
        raise Refusal("people.unit-named", sentence, "to")
    if to is not None:
        return
    if people:
        sentence = say_n(
            "One person is in it. Say where they go.",
            "{count} people are in it. Say where they go.",
            people,
        )
        raise Refusal("people.unit-peopled", sentence, "to")
    if below:
        sentence = say_n(
            "One unit is below it. Say where it goes.",
            "{count} units are below it. Say where they go.",
            len(below),
        )
        raise Refusal("people.unit-above", sentence, "to")


def let_manage(*, person_id: UUID, unit_id: int, is_manager: bool) -> bool:
    """Somebody manages a unit and what is below it, or does not any more; False when it was so
    already. Raises NotFound.
    """
    with changing():
        unit = _in_force(unit_id)
        held = RoleHeld.objects.filter(person=person_id, role=Role.MANAGER, unit=unit)
        if not is_manager:
            return bool(held.delete()[0])
        if not Person.objects.filter(id=person_id, is_active=True).exists():
            raise NotFound("people.unknown", say("There is no such person."), "person")
        _row, is_new = RoleHeld.objects.get_or_create(
            person_id=person_id, role=Role.MANAGER, unit=unit
        )
    return is_new


def _in_force(unit_id: int) -> Unit:
    unit = Unit.objects.filter(id=unit_id, retired_at=None).select_for_update().first()
    if unit is None:
        raise NotFound("people.no-unit", say("There is no such unit, or not any more."), "unit")
    return unit
