"""The tree of units for its administrators: with how many people are where, who manages, and what
is to move.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count, Q

from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED, PersonRow
from trimtab.people.domain.unit_tree import MoveRow, UnitInTree, shown
from trimtab.people.models import Audience, Person, RoleHeld, Unit, UnitMove
from trimtab.people.queries.persons import PAGE_SIZE, people_rows

# So many units of the open branches are shown; the others are found by their name.
MOST_SHOWN = 300


def unit_standings() -> list[UnitInTree]:
    """All units in force in the order of their paths, with how many active people are in each and
    in those below; two queries.
    """
    fields = ("id", "code", "name", "kind", "path")
    units = list(Unit.objects.filter(retired_at=None).values_list(*fields))
    names = {code: name for _id, code, name, _kind, _path in units}
    own = _people_by_unit({key: code for key, code, _name, _kind, _path in units})
    everybody: dict[str, int] = {}
    below: dict[str, int] = {}
    for _id, code, _name, _kind, path in units:
        for place in path:
            everybody[place] = everybody.get(place, 0) + own.get(code, 0)
        if len(path) > 1:
            below[path[-2]] = below.get(path[-2], 0) + 1
    # Units that stand beside each other come by name, as people look for them.
    units.sort(key=lambda unit: [(names.get(code, code).casefold(), code) for code in unit[4]])
    return [
        UnitInTree(
            id=key,
            code=code,
            name=name,
            kind=kind,
            path=tuple(path),
            names=tuple(names.get(place, place) for place in path),
            own_people=own.get(code, 0),
            all_people=everybody.get(code, 0),
            below=below.get(code, 0),
        )
        for key, code, name, kind, path in units
    ]


def _people_by_unit(codes: Mapping[int, str]) -> dict[str, int]:
    """How many active people are in each unit, by its code; counted by the index alone."""
    found = Person.objects.filter(is_active=True, unit__isnull=False).order_by()
    counted = found.values_list("unit_id").annotate(n=Count("*"))
    return {codes[key]: count for key, count in counted if key in codes}


def unit_standing(unit_id: int) -> UnitInTree:
    """One unit in force. Raises NotFound. Two queries."""
    for unit in unit_standings():
        if unit.id == unit_id:
            return unit
    raise NotFound("people.no-unit", say("There is no such unit, or not any more."), "unit")


def open_tree(opened: str) -> tuple[list[UnitInTree], int]:
    """The tree with the branch of one unit (a code, '' for none) open, at most 300 of its units;
    and how many that leaves out.
    """
    units = unit_standings()
    path = next((unit.path for unit in units if unit.code == opened), ())
    # A tree with one root alone is opened one level.
    roots = [unit.code for unit in units if unit.depth == 0]
    return shown(units, path or (roots if len(roots) == 1 else []), most=MOST_SHOWN)


def find_units(query: str, *, page: int = 1) -> Page[UnitInTree]:
    """Units in force by a part of their name, code or kind; pages of 50, by path."""
    word = query.casefold()
    found = [
        unit
        for unit in unit_standings()
        if any(word in text.casefold() for text in (unit.name, unit.code, unit.kind))
    ]
    cut = paging.cut(len(found), number=page, size=PAGE_SIZE)
    return cut.page(found[cut.window])


def unit_codes(typed: str, *, most: int = 2) -> list[str]:
    """The codes of the units in force that are meant by a code or a name, however its letters are
    written: the one of that code, or all of that name. One query.
    """
    plain = " ".join(typed.split())
    found = Unit.objects.filter(Q(code=plain) | Q(name__iexact=plain), retired_at=None)
    codes = list(found.order_by("code").values_list("code", flat=True)[:most])
    return [plain] if plain in codes else codes


def count_units() -> int:
    """How many units are in force."""
    return Unit.objects.filter(retired_at=None).count()


def managers_of(unit_code: str) -> list[PersonRow]:
    """Who manages a unit itself, by name; three queries."""
    held = RoleHeld.objects.filter(role=Role.MANAGER, unit__code=unit_code)
    rows = people_rows(held.values_list("person", flat=True))
    return sorted(rows.values(), key=lambda row: (row.name, row.id))


def kinds_of_units() -> list[str]:
    """What units are called that are in force, such as shop."""
    found = Unit.objects.filter(retired_at=None).exclude(kind="")
    return list(found.values_list("kind", flat=True).distinct().order_by("kind"))


def moves_to_come(unit_code: str = "") -> list[MoveRow]:
    """The moves of units (or of one) that are not made yet, the next first; one query."""
    found = UnitMove.objects.filter(done_at=None).select_related("unit", "parent")
    if unit_code:
        found = found.filter(unit__code=unit_code)
    return [_move(move) for move in found.order_by("from_day", "id")]


def due_moves(today: dt.date) -> list[UnitMove]:
    """The moves whose day has come, in the order of their days, that were not tried yet."""
    found = UnitMove.objects.filter(done_at=None, problem="", from_day__lte=today)
    return list(found.select_related("unit", "parent").order_by("from_day", "id"))


def _move(move: UnitMove) -> MoveRow:
    return MoveRow(
        id=move.id,
        unit_code=move.unit.code,
        unit_name=move.unit.name,
        parent_code=move.parent.code if move.parent else "",
        parent_name=move.parent.name if move.parent else "",
        from_day=move.from_day,
        problem=move.problem,
    )


def audiences_naming(unit_code: str) -> list[str]:
    """The names of the audiences in force whose rule names a unit."""
    found = Audience.objects.filter(retired_at=None, rule__units__contains=[unit_code])
    return list(found.order_by("name").values_list("name", flat=True))


def people_in(unit_code: str) -> list[UUID]:
    """Everybody in a unit itself who was not erased, those who have left too."""
    found = Person.objects.filter(unit__code=unit_code).exclude(email__endswith=ERASED)
    return list(found.values_list("id", flat=True))


def paths_in_force() -> Mapping[str, list[str]]:
    """The path of each unit in force, by code."""
    return dict(Unit.objects.filter(retired_at=None).values_list("code", "path"))
