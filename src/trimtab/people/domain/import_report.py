"""What an import of people did, or would do. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.said import Said, listed
from trimtab.people.domain.importing import RowProblem
from trimtab.people.domain.roles import Role

SHOWN = 200


class Fate(StrEnum):
    """What an import does with a person."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class PersonChange:
    """What an import does with one person; `what` names what differs (name, unit, roles …)."""

    email: str
    name: str
    fate: Fate
    what: tuple[Said, ...] = ()

    @property
    def differs(self) -> Said:
        """What differs, one after the other."""
        return listed(self.what)


@dataclass(frozen=True, slots=True)
class RoleTaken:
    """A role that somebody holds and that the file does not give them."""

    email: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do; with any problem, or with a role that may not be taken,
    nothing was imported.

    `changes` are the first 200 people that are created or changed; `units` the codes of the units
    that are made; `taken` the roles that are taken away, and `unagreed` those of them that nobody
    agreed to take.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    problems: tuple[RowProblem, ...] = ()
    units: tuple[str, ...] = ()
    changes: tuple[PersonChange, ...] = ()
    taken: tuple[RoleTaken, ...] = ()
    unagreed: tuple[RoleTaken, ...] = ()

    @property
    def is_refused(self) -> bool:
        """Whether nothing was imported."""
        return bool(self.problems or self.unagreed)


def agreed_to(
    taken: Iterable[RoleTaken], agreed: Collection[RoleTaken] | None
) -> tuple[RoleTaken, ...]:
    """Those of some roles that nobody agreed to take away; `agreed` None stands for all of them."""
    return () if agreed is None else tuple(role for role in taken if role not in agreed)
