"""A manager's team as governance lets it be seen: groups, never persons.

Never groups that are too small, nor any from which a small one could be had by subtracting. The
family of all units of one manager is decided about as a whole.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from trimtab.governance import api as governance
from trimtab.governance.api import Tally, Telling, What
from trimtab.journeys import seeing
from trimtab.people import api as people
from trimtab.practice import api as practice

WEEKS = 4


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A unit in the last four weeks.

    `people` is None where even that is few; `telling` says what is told of those who practised:
    their number (`practising`), that they are few or nearly all, or nothing. `percent` is the
    share of right answers in a hundred, its ends left open, and `answers` how many it is of; None
    and 0 where it is not told. `until` says when the view ends, `ended` that it has.
    """

    code: str
    name: str
    people: int | None
    telling: Telling
    practising: int | None
    percent: int | None
    is_granted: bool
    answers: int = 0
    until: str = ""
    ended: str = ""

    @property
    def is_shown(self) -> bool:
        """Whether anything is told of it."""
        return self.telling is not Telling.NOTHING


def team_rows(manager: people.PersonRow, *, now: dt.datetime) -> list[TeamRow]:
    """The manager's units, by name; a fixed number of queries."""
    names = {unit.code: unit.name for unit in people.units()}
    codes = manager.managed_units or ((manager.unit_code,) if manager.unit_code else ())
    groups, sizes = people.units_within(codes), people.count_by_unit(people.Role.LEARNER)
    access = unit_access(manager, What.PRACTICE, codes, now=now)
    seen = {code: cells for code, cells in groups.items() if access[code].is_open}
    done = _practised(seen.values(), now)
    tallies = {
        code: Tally(n, done[code].people if code in done else 0) for code, n in sizes.items()
    }
    least = governance.min_cell()
    told = governance.told(seen, tallies, least=least)
    rows = [
        replace(
            _row(code, names.get(code, code), groups[code], tallies, done, told.get(code), least),
            until=seeing.until(access[code]),
            ended=seeing.why_closed(access[code], ""),
        )
        for code in codes
    ]
    return sorted(rows, key=lambda row: row.name)


def unit_access(
    manager: people.PersonRow, what: What, codes: Iterable[str], *, now: dt.datetime
) -> dict[str, governance.Access]:
    """How the manager sees something of each of these units; two queries."""
    units = {code: governance.InUnit(code) for code in codes}
    answers = governance.access_of_all([manager], [what], units.values(), now=now)
    return {code: answers[manager.id, what, unit] for code, unit in units.items()}


def _practised(groups: Iterable[frozenset[str]], now: dt.datetime) -> dict[str, practice.Practised]:
    cells = frozenset().union(*groups)
    learners = people.ids_in_units(cells, people.Role.LEARNER)
    return practice.practised_by_unit(learners, now - dt.timedelta(weeks=WEEKS)) if cells else {}


def _row(
    code: str,
    name: str,
    cells: frozenset[str],
    tallies: Mapping[str, Tally],
    done: Mapping[str, practice.Practised],
    how: Telling | None,
    least: int,
) -> TeamRow:
    total = sum((tallies[cell] for cell in cells if cell in tallies), Tally(0))
    told = how or Telling.NOTHING
    with_score = [done[cell] for cell in cells if cell in done] if total.holds >= least else []
    percent = _percent(with_score) if told in (Telling.NUMBER, Telling.NEARLY_ALL) else None
    number = total.holds if told is Telling.NUMBER else None
    size = total.people if total.people >= least else None
    answers = sum(cell.answers for cell in with_score) if percent is not None else 0
    return TeamRow(code, name, size, told, number, percent, how is not None, answers)


def _percent(done: Iterable[practice.Practised]) -> int | None:
    """The mean over all answers of several groups."""
    scores = [(cell.answers, cell.score) for cell in done if cell.score is not None]
    answers = sum(count for count, _score in scores)
    if not answers:
        return None
    mean = sum(count * score for count, score in scores) / answers
    return governance.ends_coded(round(100 * mean))
