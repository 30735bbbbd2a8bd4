"""A manager's team as governance lets it be seen: groups, never persons, and never groups that are too small."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.practice import api as practice

WEEKS = 4
PRACTICE = "practice"


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A unit in the last four weeks; the figures are None where the group is too small or nothing was granted. `answers` is how many the
    score is of."""

    code: str
    name: str
    people: int
    practising: int | None
    score: float | None
    is_granted: bool
    answers: int = 0

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
    members = people.ids_in_unit(code, people.Role.LEARNER)
    size = members.count()
    granted = governance.may_see(manager, PRACTICE, code)
    least = governance.min_cell()
    if not granted or size < least:
        return TeamRow(code, name, size, None, None, granted)
    done = practice.practised(members, now - dt.timedelta(weeks=WEEKS))
    hidden = 0 < done.people < least or 0 < size - done.people < least
    score = done.score if done.people >= least else None
    return TeamRow(
        code, name, size, None if hidden else done.people, score, granted, 0 if score is None else done.answers
    )
