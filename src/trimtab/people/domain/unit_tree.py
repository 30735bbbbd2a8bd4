"""The tree of units: who stands below whom, and what a move makes of it. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.domain.unit_book import MOST_CODE, MOST_NAME

MOST_KIND = 40
# A tree that is deeper than this nobody can read, and no path is stored of it.
MOST_DEPTH = 20
_CODE = re.compile(r"[^\x00-\x1f]{1,64}")


@dataclass(frozen=True, slots=True)
class UnitInTree:
    """A unit as its administrators see it: how many active people are in it and in those below,
    and how many units stand directly below it. `path` is of codes, `names` of names.
    """

    id: int
    code: str
    name: str
    kind: str
    path: tuple[str, ...]
    names: tuple[str, ...]
    own_people: int = 0
    all_people: int = 0
    below: int = 0

    @property
    def parent_code(self) -> str:
        """The code of the unit above; '' at the top."""
        return self.path[-2] if len(self.path) > 1 else ""

    @property
    def depth(self) -> int:
        """How many units stand above it."""
        return len(self.path) - 1


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move that is to come: which unit goes below which ('' is the top), from which day on.

    `problem` says why a move of a day that is past was not made.
    """

    id: int
    unit_code: str
    unit_name: str
    parent_code: str
    parent_name: str
    from_day: dt.date
    problem: str = ""


Paths = Mapping[str, Sequence[str]]
"""The path of each unit in force, by its code."""


def checked_code(typed: str) -> str:
    """A unit's code. Raises Refusal on the field code."""
    plain = " ".join(typed.split())
    if not _CODE.fullmatch(plain):
        sentence = say(
            "A code of 1 to {most} characters is needed, such as shop-12.", most=MOST_CODE
        )
        raise Refusal("people.unit-code", sentence, "code")
    return plain


def checked_unit_name(typed: str) -> str:
    """A unit's name. Raises Refusal on the field name."""
    plain = " ".join(typed.split())
    if not 0 < len(plain) <= MOST_NAME or "\x00" in plain:
        sentence = say("A name of 1 to {most} characters is needed.", most=MOST_NAME)
        raise Refusal("people.unit-name", sentence, "name")
    return plain


def checked_kind(typed: str) -> str:
    """What a unit is, such as shop; '' says nothing. Raises Refusal on the field kind."""
    plain = " ".join(typed.split())
    if len(plain) > MOST_KIND or "\x00" in plain:
        sentence = say("A kind has at most {most} characters.", most=MOST_KIND)
        raise Refusal("people.unit-kind", sentence, "kind")
    return plain


def moved_paths(paths: Paths, code: str, parent: str) -> dict[str, list[str]]:
    """The new paths of a unit and of all below it when it goes below `parent` ('' is the top).

    Raises Refusal on the field parent: for a unit that is not there, for one that would stand
    below itself, for a tree that would be too deep.
    """
    if parent and parent not in paths:
        sentence = say("There is no unit with the code '{code}'.", code=parent)
        raise Refusal("people.unknown-unit", sentence, "parent")
    above = list(paths[parent]) if parent else []
    if code in above:
        sentence = say("The unit {code} stands below itself.", code=code)
        raise Refusal("people.unit-circle", sentence, "parent")
    moved = {
        own: [*above, *path[list(path).index(code) :]]
        for own, path in paths.items()
        if code in path
    }
    if any(len(path) > MOST_DEPTH for path in moved.values()):
        sentence = say("Units stand at most {most} deep.", most=MOST_DEPTH)
        raise Refusal("people.unit-depth", sentence, "parent")
    return moved


def shown(
    units: Iterable[UnitInTree], opened: Sequence[str], *, most: int
) -> tuple[list[UnitInTree], int]:
    """The units of a tree of which the branches along `opened` (a path of codes) are open, all
    others closed: those at the top, and below each that is open those directly below it, at most
    `most`; and how many that leaves out. `units` are in the order of their paths.
    """
    is_open = set(opened)
    found = [unit for unit in units if not unit.parent_code or is_open.issuperset(unit.path[:-1])]
    return found[:most], max(0, len(found) - most)
