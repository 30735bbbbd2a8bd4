"""A manager's team as governance lets it be seen: groups, never persons, and never groups that are too small."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.practice import api as practice

WEEKS = 4
PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A unit in the last four weeks; the figures are None where the group is too small or nothing was granted."""

    code: str
    name: str
    people: int
    practising: int | None
    score: float | None
    is_granted: bool

    @property
    def percent(self) -> int | None:
        """The share of right answers in a hundred."""
        return None if self.score is None else round(100 * self.score)


def team_rows(manager: people.PersonRow, *, now: dt.datetime) -> list[TeamRow]:
    """The manager's units, by name."""
    names = {unit.code: unit.name for unit in people.units()}
    codes = manager.managed_units or ((manager.unit_code,) if manager.unit_code else ())
    return sorted((_row(manager, code, names.get(code, code), now) for code in codes), key=lambda row: row.name)


def _row(manager: people.PersonRow, code: str, name: str, now: dt.datetime) -> TeamRow:
    members = list(_members(code))
    granted = governance.may_see(manager, PRACTICE, code)
    least = governance.min_cell()
    if not granted or len(members) < least:
        return TeamRow(code, name, len(members), None, None, granted)
    active = practice.active_people(members, now - dt.timedelta(weeks=WEEKS))
    practising, others = len(active), len(members) - len(active)
    hidden = 0 < practising < least or 0 < others < least
    answers = sum(count for count, _score in active.values())
    right = sum(count * score for count, score in active.values())
    score = right / answers if practising >= least and answers else None
    return TeamRow(code, name, len(members), None if hidden else practising, score, granted)


def _members(code: str) -> Iterator[UUID]:
    number, pages = 1, 1
    while number <= pages:
        page = people.find_people(unit=code, role=people.Role.LEARNER, page=number)
        yield from (row.id for row in page.rows if row.is_active)
        number, pages = number + 1, page.pages
