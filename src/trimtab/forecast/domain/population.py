"""Who the forecast is about: people in groups, each group with the audiences that its people belong
to.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trimtab.strategy.values import Strategy


@dataclass(frozen=True, slots=True)
class PeopleGroup:
    """So many people who belong to the same audiences (ids)."""

    audiences: frozenset[str]
    people: int


@dataclass(frozen=True, slots=True)
class Population:
    """Groups that share nobody.

    `counted` says that they were counted; otherwise they are the head counts of the document, and
    how many belong to several audiences is not known.
    """

    groups: tuple[PeopleGroup, ...]
    counted: bool = False
    time_zone: str = "UTC"

    def people(self, audience: str) -> int:
        """How many belong to an audience."""
        return sum(group.people for group in self.groups if audience in group.audiences)

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(group.people for group in self.groups)


def from_headcounts(document: Strategy, *, people: int = 0, time_zone: str = "UTC") -> Population:
    """The head counts of the document, as if nobody belonged to two audiences; with `people`,
    scaled so that there are so many.
    """
    total = sum(audience.headcount for audience in document.audiences)
    scale = people / total if people and total else 1.0
    groups = (
        PeopleGroup(frozenset({audience.id}), max(round(audience.headcount * scale), 1))
        for audience in document.audiences
        if audience.headcount
    )
    return Population(tuple(groups), time_zone=time_zone)


def from_sets(
    sets: Iterable[frozenset[str]], *, total: int = 0, time_zone: str = "UTC"
) -> Population:
    """Counted people: the audiences of each of them (or of a sample, then `total` is how many there
    are in all).
    """
    counts: dict[frozenset[str], int] = {}
    for audiences in sets:
        counts[audiences] = counts.get(audiences, 0) + 1
    seen = sum(counts.values())
    scale = total / seen if total and seen else 1.0
    groups = (
        PeopleGroup(audiences, max(round(count * scale), 1))
        for audiences, count in sorted(counts.items(), key=lambda pair: sorted(pair[0]))
    )
    return Population(
        tuple(group for group in groups if group.audiences), counted=True, time_zone=time_zone
    )
