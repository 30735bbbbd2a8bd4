"""The contract of the house, for import-linter: the rooms are read from the tree, never from a list.

A room is a package of `trimtab` that has an `api`. Three rules hold for every one of them:

- **doors**: outside a room nothing of it is imported but its doors: `api`, for whoever acts, and
  `values`, for whoever only reckons and may know no framework.
- **plan**: every module of a room lies under one of the floors, and imports go downwards:
  api > actions > queries > models > values > domain.
- **purity**: what is true without a framework imports nothing that needs one.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from grimp import ImportGraph
from importlinter.application import output
from importlinter.domain import fields
from importlinter.domain.contract import Contract, ContractCheck

ROOT = "trimtab"
DOORS = ("api", "values")
FLOORS = ("domain", "values", "models", "queries", "actions", "api")
BESIDE = ("apps", "migrations")


class Rule(StrEnum):
    """What a fault breaks."""

    DOORS = "doors"
    PLAN = "plan"
    PURITY = "purity"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One import, or one module, that the house does not allow; `imported` is empty for a module."""

    rule: Rule
    module: str
    imported: str = ""

    def __str__(self) -> str:
        if not self.imported:
            return f"{self.module} stands beside the floors of its room"
        return f"{self.module} imports {self.imported} ({self.rule})"


@dataclass(frozen=True)
class House:
    """The tree as it stands.

    `pure` are the packages that need no framework as a whole, `impure` the packages, here and
    elsewhere, that no pure module imports.
    """

    graph: ImportGraph
    pure: frozenset[str]
    impure: frozenset[str]

    @property
    def rooms(self) -> frozenset[str]:
        """Names of the rooms: packages of the root that have a door."""
        return frozenset(
            name.split(".")[1]
            for name in self.graph.modules
            if name.startswith(f"{ROOT}.") and name.endswith(".api") and name.count(".") == 2
        )

    def faults(self) -> list[Fault]:
        """Everything that is not allowed, in order of rule and module."""
        rooms = self.rooms
        return sorted({*self._beside(rooms), *self._imports(rooms)})

    def _beside(self, rooms: frozenset[str]) -> Iterator[Fault]:
        for module in self.graph.modules:
            room, floor = _place(module, rooms)
            if room and floor and floor not in (*FLOORS, *BESIDE):
                yield Fault(Rule.PLAN, module)

    def _imports(self, rooms: frozenset[str]) -> Iterator[Fault]:
        for importer in self.graph.modules:
            if not importer.startswith(ROOT):
                continue
            is_pure = self._is_pure(importer, rooms)
            for imported in self.graph.find_modules_directly_imported_by(importer):
                if _passes_a_wall(importer, imported, rooms):
                    yield Fault(Rule.DOORS, importer, imported)
                if _climbs(importer, imported, rooms):
                    yield Fault(Rule.PLAN, importer, imported)
                if is_pure and not self._may_stand_under(imported, rooms):
                    yield Fault(Rule.PURITY, importer, imported)

    def _is_pure(self, module: str, rooms: frozenset[str]) -> bool:
        room, floor = _place(module, rooms)
        return floor in ("domain", "values") if room else _second(module) in self.pure

    def _may_stand_under(self, imported: str, rooms: frozenset[str]) -> bool:
        if not imported.startswith(f"{ROOT}."):
            return imported.split(".")[0] not in self.impure
        return self._is_pure(imported, rooms)


def _second(module: str) -> str:
    return module.split(".")[1] if "." in module else ""


def _place(module: str, rooms: frozenset[str]) -> tuple[str, str]:
    """The room and the floor of a module; both empty outside the rooms, no floor for the room itself."""
    parts = module.split(".")
    if parts[0] != ROOT or len(parts) < 2 or parts[1] not in rooms:
        return "", ""
    return parts[1], parts[2] if len(parts) > 2 else ""


def _passes_a_wall(importer: str, imported: str, rooms: frozenset[str]) -> bool:
    room, floor = _place(imported, rooms)
    if not room or _second(importer) == room or not floor:
        return False
    return imported not in {f"{ROOT}.{room}.{door}" for door in DOORS}


def _climbs(importer: str, imported: str, rooms: frozenset[str]) -> bool:
    room, floor = _place(importer, rooms)
    other_room, other_floor = _place(imported, rooms)
    if not room or room != other_room or not {floor, other_floor} <= {*FLOORS}:
        return False
    return FLOORS.index(other_floor) > FLOORS.index(floor)


class HouseContract(Contract):
    """Kept when the house has no fault. Options: `pure` and `impure`, as `House` says."""

    type_name = "house"

    pure = fields.SetField(subfield=fields.StringField())
    impure = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        """Looks at the whole graph at once."""
        # A field is declared on the class and holds its value on the instance, which no type says.
        pure, impure = (frozenset[str](field) for field in (self.pure, self.impure))  # type: ignore[call-overload]
        faults = House(graph, pure, impure).faults()
        return ContractCheck(kept=not faults, metadata={"faults": faults})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """A line for each fault."""
        for fault in check.metadata["faults"]:
            output.print_error(f"- {fault}")
