"""What a manager sees of the team: a group or nothing.

And never one from which a single person could be read.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import uuid4

import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.evaluation.domain.verdicts import check_groups
from trimtab.evaluation.queries.tables import csv_table
from trimtab.governance import api as governance
from trimtab.governance.api import Telling
from trimtab.kernel.errors import NotEstimable
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.actions.persons import set_roles
from trimtab.people.models import Person
from trimtab.portal.charts import unit_charts
from trimtab.portal.teams import team_rows
from trimtab.practice import api as practice
from trimtab.science.stats.effects import Effect

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
# Pages are shown by the clock of the machine, whatever it says.
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    set_roles(person_id=cast.manager.id, roles=(people.Role.MANAGER,), manages=("north",))
    specs = [
        people.PersonSpec(email=f"t{n}@corner.example", name=f"T {n}", unit="north")
        for n in range(TEAM - 1)
    ]
    people.match_people(specs, now=NOW)
    found = library.import_items(text=ITEM, form=library.ItemFormat.YAML, by=None, now=NOW)
    assert not found.problems, found.problems
    return cast


def team_of(cast: Cast) -> list[people.PersonRow]:
    return [
        row
        for row in people.find_people(unit="north", role=people.Role.LEARNER).rows
        if row.name.startswith("T ")
    ]


def let_practise(cast: Cast, count: int, at: dt.datetime = NOW, choice: int = 0) -> None:
    [item] = library.items_by_tags(["chill"])
    answers = [
        practice.Answered(uuid4(), row.id, item.version_id, choice, 9.0, at - dt.timedelta(hours=1))
        for row in team_of(cast)[:count]
    ]
    practice.review_many(answers, now=at)


def seen_by(cast: Cast) -> tuple[int | None, int | str | None, int | None]:
    """People, how many practised, and right answers in a hundred, as the manager sees them."""
    [row] = team_rows(people.person(cast.manager.id), now=NOW)
    told = row.practising if row.telling is Telling.NUMBER else row.telling.value
    return row.people, told, row.percent


@dataclass(frozen=True)
class Grant:
    """What the strategy grants the manager."""

    key: str = "g"
    role: str = "manager"
    data: str = "practice"
    grain: str = "unit"
    days: int = 36_500
    because: tuple[str, ...] = ()


@dataclass(frozen=True)
class Queue:
    """A figure of units."""

    key: str = "queue"
    name: str = "Queue"
    unit: str = "minutes"
    scale: str = "mean"
    grain: str = "unit"
    direction: str = "lower"
    baseline: float | None = None
    target: float | None = None
    because: tuple[str, ...] = ()


@pytest.fixture
def granted(cast: Cast) -> Cast:
    governance.match_grants([Grant()], now=LONG_AGO)
    return cast


def test_without_a_grant_a_manager_sees_how_many_people_there_are_and_nothing_else(
    cast: Cast,
) -> None:
    let_practise(cast, 10)
    assert seen_by(cast) == (TEAM, "nothing", None)


def test_with_a_grant_a_group_that_is_large_enough_is_shown(granted: Cast) -> None:
    let_practise(granted, 5)
    let_practise(granted, 10, choice=1)
    assert seen_by(granted) == (TEAM, 10, 33)


@pytest.mark.parametrize(
    ("count", "told"), [(0, "few"), (7, "few"), (13, "nearly-all"), (19, "nearly-all")]
)
def test_a_few_are_not_shown_whether_they_practised_or_did_not_nor_all_or_none(
    granted: Cast, count: int, told: str
) -> None:
    let_practise(granted, count)
    people_, practising, percent = seen_by(granted)
    assert (people_, practising) == (TEAM, told) and percent == (
        95 if count >= governance.min_cell() else None
    )


def test_a_manager_of_a_unit_and_of_one_around_it_cannot_subtract(granted: Cast) -> None:
    governance.match_grants([Grant(), Grant(key="m", data="measures")], now=LONG_AGO)
    roles = (people.Role.MANAGER,)
    set_roles(person_id=granted.manager.id, roles=roles, manages=("north", "org"))
    let_practise(granted, 10)
    # Sasha alone learns in the organisation itself: all of it less the shop would be she.
    rows = {row.code: row for row in team_rows(people.person(granted.manager.id), now=NOW)}
    assert (rows["org"].telling, rows["org"].people) == (Telling.NUMBER, TEAM + 1)
    assert (rows["north"].telling, rows["north"].practising, rows["north"].percent) == (
        Telling.NOTHING,
        None,
        None,
    )
    client = Client()
    client.force_login(Person.objects.get(id=granted.manager.id))
    page = client.get("/team").content.decode()
    assert "what is left of a group around it" in page
    evaluation.match_measures([Queue()], now=NOW)
    figures = [
        f"queue,{unit},2026-08-{day:02},{day}" for unit in ("org", "north") for day in (3, 10, 17)
    ]
    table = csv_table("\n".join(["measure,subject,when,value", *figures]))
    done = evaluation.import_table(
        table=table, columns=evaluation.Columns(above=evaluation.Above.KEEP), now=NOW
    )
    assert not done.problems
    charts = unit_charts(people.person(granted.manager.id), ["org", "north"], now=NOW)
    assert (len(charts["org"]), len(charts["north"])) == (1, 0)


def test_what_is_older_than_four_weeks_does_not_count(granted: Cast) -> None:
    let_practise(granted, 10, at=NOW - dt.timedelta(weeks=5))
    assert seen_by(granted) == (TEAM, "few", None)


def test_nobody_but_a_manager_opens_the_page(granted: Cast) -> None:
    client = Client()
    client.force_login(Person.objects.get(id=granted.worker.id))
    assert client.get("/team").status_code == 403


def test_the_mean_of_fewer_than_the_least_is_no_effect_that_is_told() -> None:
    for treated, control in ((3, 20), (20, 7)):
        with pytest.raises(NotEstimable, match="a mean of so few is not shown"):
            check_groups(Effect(1.0, 0.5, 1.5, treated, control, 0.2), least=8)
    check_groups(Effect(1.0, 0.5, 1.5, 8, 8, 0.2), least=8)
    check_groups(Effect(1.0, 0.5, 1.5, 9, 0, 0.2), least=8)


def page_of(cast: Cast) -> str:
    client = Client()
    client.force_login(Person.objects.get(id=cast.manager.id))
    return client.get("/team").content.decode()


def test_the_page_says_until_when_the_team_is_seen_and_on_the_day_after_why_it_is_not(
    cast: Cast,
) -> None:
    governance.match_grants([Grant(days=3)], now=clock.now())
    let_practise(cast, 10, at=clock.now())
    assert "You see this until" in page_of(cast)
    governance.match_grants([Grant(days=2)], now=clock.now() - dt.timedelta(days=3))
    closed = page_of(cast)
    assert "Your view of the team has ended" in closed
    assert "The view that the strategy granted you ended by itself on" in closed
    assert "People who practised" not in closed
