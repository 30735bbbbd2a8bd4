"""Which groups of people may be shown to one reader together, so that nobody is found by adding and
subtracting. Pure.

A reader sees a family of groups: units, the units above them, groups that overlap. What is known of
two groups is known of their difference, so that a small group hides in no large one. Whatever can
be computed from sums over the groups of a family is a sum over unions of its *atoms*, the people
who belong to the very same groups of it. So a family is safe when every atom that is not empty has
at least so many people; a group that would break this is not shown, and stays counted in those
around it. Where the family is a tree without overlaps, this is exact; with overlaps it withholds at
times more than it must.

What is said of a group (how many of it practised) must not be said of everybody in it, either: none
and all tell each person's own. So a number is told where it and what is left of the group are both
large enough, also within every atom; else, for a group by itself, only that it is few or nearly
all.

Threshold rule and k-anonymity: Sweeney 2002, "k-anonymity" (IJUFKS 10). What subtracting finds:
Denning, Denning and Schwartz 1979, "The tracker" (ACM TODS 4). Complementary suppression: Cox 1980,
"Suppression methodology and statistical disclosure control" (JASA 75); Hundepool et al. 2012,
"Statistical Disclosure Control", chapters 4 and 5. All or none: Machanavajjhala et al. 2007,
"l-diversity" (ACM TKDD 1), and the coding of ends in NCES 2011-603, "Statistical Methods for
Protecting Personally Identifiable Information in Aggregate Reporting".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Key = TypeVar("Key", bound=str)
Cell = TypeVar("Cell")
LOWEST, HIGHEST = 5, 95


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people there are, and of how many something holds."""

    people: int
    holds: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.people + other.people, self.holds + other.holds)


class Telling(StrEnum):
    """What is told of a group: the number, that it is few or nearly all, or nothing."""

    NUMBER = "number"
    FEW = "few"
    NEARLY_ALL = "nearly-all"
    NOTHING = "nothing"


def shown(
    groups: Mapping[Key, frozenset[Cell]], people: Mapping[Cell, int], *, least: int
) -> frozenset[Key]:
    """The groups whose figures may be shown to one reader together, larger ones before smaller
    ones.

    Groups are made of cells that do not overlap (a unit without those below it), `people` says how
    many are in each. What depends on the figures themselves is `told`.
    """
    tallies = {cell: Tally(n) for cell, n in people.items()}
    return frozenset(_chosen(groups, tallies, lambda atom: atom.people >= least))


def told(
    groups: Mapping[Key, frozenset[Cell]], tallies: Mapping[Cell, Tally], *, least: int
) -> dict[Key, Telling]:
    """What may be told of each group of a family to one reader: of how many of its people something
    holds, and figures about these.
    """
    numbers = _chosen(groups, tallies, lambda atom: _is_mixed(atom, least))
    found = dict.fromkeys(groups, Telling.NOTHING) | dict.fromkeys(numbers, Telling.NUMBER)
    apart: set[Key] = set(numbers)
    for key in _by_size(groups, tallies):
        total = _total(groups[key], tallies)
        alone = not any(_meet(groups[key], groups[other], tallies) for other in apart)
        if (
            key not in numbers
            and alone
            and total.people >= 2 * least
            and not _is_mixed(total, least)
        ):
            found[key] = Telling.FEW if total.holds < least else Telling.NEARLY_ALL
            apart.add(key)
    return found


def telling(people: int, holds: int, *, least: int) -> Telling:
    """The same for one group that stands alone."""
    return told({"all": frozenset({"all"})}, {"all": Tally(people, holds)}, least=least)["all"]


def ends_coded(percent: int) -> int:
    """A share in a hundred without its ends: what holds of (nearly) everybody, or nobody, is told
    as that and no closer.
    """
    return min(max(percent, LOWEST), HIGHEST)


def _is_mixed(atom: Tally, least: int) -> bool:
    return atom.holds >= least and atom.people - atom.holds >= least


def _chosen(
    groups: Mapping[Key, frozenset[Cell]],
    tallies: Mapping[Cell, Tally],
    is_safe: Callable[[Tally], bool],
) -> list[Key]:
    """Groups, the largest first, as long as every atom of those chosen is safe."""
    chosen: list[Key] = []
    for key in _by_size(groups, tallies):
        family = [groups[group] for group in (*chosen, key)]
        if _total(groups[key], tallies).people and all(map(is_safe, atoms(family, tallies))):
            chosen.append(key)
    return chosen


def atoms(family: Iterable[frozenset[Cell]], tallies: Mapping[Cell, Tally]) -> list[Tally]:
    """Those who belong to the very same groups of a family, counted; who belongs to none, and who
    there is none of, are left out.
    """
    groups = list(family)
    found: dict[tuple[bool, ...], Tally] = {}
    for cell, tally in tallies.items():
        belongs = tuple(cell in group for group in groups)
        if tally.people and any(belongs):
            found[belongs] = found.get(belongs, Tally(0)) + tally
    return list(found.values())


def _by_size(groups: Mapping[Key, frozenset[Cell]], tallies: Mapping[Cell, Tally]) -> list[Key]:
    return sorted(groups, key=lambda key: (-_total(groups[key], tallies).people, key))


def _total(group: frozenset[Cell], tallies: Mapping[Cell, Tally]) -> Tally:
    return sum((tallies[cell] for cell in group if cell in tallies), Tally(0))


def _meet(group: frozenset[Cell], other: frozenset[Cell], tallies: Mapping[Cell, Tally]) -> bool:
    return any(tallies[cell].people for cell in group & other if cell in tallies)
