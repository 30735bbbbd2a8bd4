"""What a manager sees of the team: a group or nothing, and never one from which a single person could be read."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from trimtab.governance import api as governance
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.models import Person
from trimtab.portal.teams import team_rows
from trimtab.practice import api as practice

ITEM = """
- key: warm
  kind: single-choice
  tags: [chill]
  stem: A chiller shows nine degrees. What do you do first?
  options:
    - {text: Measure between two packs, correct: true, feedback: The food counts.}
    - {text: Wait, feedback: Minutes count.}
  explanation: Between two packs you measure what the food has.
"""
TEAM = 20


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    people.set_roles(person_id=cast.manager.id, roles=(people.Role.MANAGER,), manages=("north",))
    specs = [people.PersonSpec(email=f"t{n}@corner.example", name=f"T {n}", unit="north") for n in range(TEAM - 1)]
    people.match_people(specs, now=NOW)
    found = library.import_items(text=ITEM, form=library.ItemFormat.YAML, by=None, now=NOW)
    assert not found.problems, found.problems
    return cast


def team_of(cast: Cast) -> list[people.PersonRow]:
    return [row for row in people.find_people(unit="north", role=people.Role.LEARNER).rows if row.name.startswith("T ")]


def let_practise(cast: Cast, count: int, at: dt.datetime = NOW, choice: int = 0) -> None:
    [item] = library.items_by_tags(["chill"])
    answers = [
        practice.Answered(uuid4(), row.id, item.version_id, choice, 9.0, at - dt.timedelta(hours=1))
        for row in team_of(cast)[:count]
    ]
    practice.review_many(answers, now=at)


def seen_by(cast: Cast) -> tuple[int, int | None, int | None]:
    """People, how many practised, and right answers in a hundred, as the manager sees them."""
    [row] = team_rows(people.person(cast.manager.id), now=NOW)
    return row.people, row.practising, row.percent


@dataclass(frozen=True)
class Grant:
    """What the strategy grants the manager."""

    key: str = "g"
    role: str = "manager"
    data: str = "practice"
    grain: str = "unit"
    days: int = 90
    because: tuple[str, ...] = ()


@pytest.fixture
def granted(cast: Cast) -> Cast:
    governance.match_grants([Grant()], now=NOW)
    return cast


def test_without_a_grant_a_manager_sees_how_many_people_there_are_and_nothing_else(cast: Cast) -> None:
    let_practise(cast, 10)
    assert seen_by(cast) == (TEAM, None, None)


def test_with_a_grant_a_group_that_is_large_enough_is_shown(granted: Cast) -> None:
    let_practise(granted, 5)
    let_practise(granted, 10, choice=1)
    assert seen_by(granted) == (TEAM, 10, 33)


@pytest.mark.parametrize("count", [1, 7, 13, 19])
def test_a_few_are_not_shown_whether_they_practised_or_did_not(granted: Cast, count: int) -> None:
    let_practise(granted, count)
    people_, practising, percent = seen_by(granted)
    assert (people_, practising) == (TEAM, None) and (percent is None) == (count < governance.min_cell())


def test_what_is_older_than_four_weeks_does_not_count(granted: Cast) -> None:
    let_practise(granted, 10, at=NOW - dt.timedelta(weeks=5))
    assert seen_by(granted) == (TEAM, 0, None)


def test_nobody_but_a_manager_opens_the_page(granted: Cast) -> None:
    client = Client()
    client.force_login(Person.objects.get(id=granted.worker.id))
    assert client.get("/team").status_code == 403
