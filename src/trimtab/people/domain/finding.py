"""Whom somebody looks for among the people here, and in which order they come. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from trimtab.people.domain.rows import PersonRow

# Shorter words are the beginning of a name or number, not a part of one: no index knows less.
SHORTEST_PART = 3
# So many are counted; of more it is said that there are more, and pages end there. Of those whom
# one could invite so many.
MOST_COUNTED = 2_000
MOST_INVITED = 1_000


class PeopleOrder(StrEnum):
    """In which order people come."""

    NAME = "name"
    NAME_BACK = "name-back"
    NEWEST = "newest"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True)
class Invitable:
    """How many of those who were found one could invite, with e-mail and without; where `is_more`,
    there are more, and nobody counted them.
    """

    by_mail: int
    without: int
    is_more: bool


@dataclass(frozen=True, slots=True)
class FoundPeople:
    """One page of those who were found; `number` counts from 1.

    `total` is how many there are: where `is_more`, there are more, and nobody counted them; where
    `is_about`, it is what the database reckons, to two digits.
    """

    rows: tuple[PersonRow, ...]
    number: int
    pages: int
    total: int
    is_more: bool = False
    is_about: bool = False
    invitable: Invitable | None = None

    def __iter__(self) -> Iterator[PersonRow]:
        return iter(self.rows)


def about(count: float) -> int:
    """A count to two digits."""
    return int(float(f"{max(count, 0):.1e}"))
