"""What people remember is derived from their answers: it can be derived anew, and mends what is not right."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import pytest
from click.testing import CliRunner, Result
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.console import environment
from trimtab.console.commands.people import practice as commands
from trimtab.console.main import cli
from trimtab.journeys import merging
from trimtab.kernel.errors import Refusal
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.api import Answered, Rebuilt
from trimtab.practice.models import MemoryState
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Programme

DAY = dt.timedelta(days=1)
STATES = 12
States = dict[tuple[UUID, UUID], tuple[object, ...]]


@pytest.fixture(autouse=True)
def answered(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three people have answered four questions, three times each."""

    @contextmanager
    def here(*, migrated: bool = True) -> Iterator[None]:
        yield

    monkeypatch.setattr(environment, "database", here)
    text = "".join(
        f"- {{key: q-{n}, kind: flashcard, front: Q{n}, back: A, tags: [food]}}\n" for n in range(4)
    )
    library.import_items(text=text, form=library.ItemFormat.YAML, by=None, now=NOW)
    everybody = AudienceResource(key="all", name="All", rule=AudienceRule(units=("org",)))
    people.match_audiences([everybody], now=NOW)
    programme = Programme(
        key="food",
        title="Food",
        audience="all",
        tags=("food",),
        minutes_per_week=6,
        desired_retention=0.85,
    )
    practice.match_programmes([programme], minutes_per_week=6, now=NOW)
    versions = [item.version_id for item in library.items_by_tags(["food"])]
    for day in (0, 3, 9):
        practice.review_many(
            [
                Answered(uuid4(), person.id, version, response, 15, NOW + day * DAY)
                for person in (cast.worker, cast.manager, cast.author)
                for version, response in zip(
                    versions, ("again", "hard", "good", "easy"), strict=True
                )
            ],
            now=NOW + day * DAY,
        )


def states() -> States:
    """Every memory state, with the version of its row in the database: it changes at each writing."""
    columns = ("difficulty", "stability", "reviewed_at", "due_at", "reviews", "lapses")
    rows = MemoryState.objects.extra(select={"written": "xmin::text || '/' || ctid::text"})
    return {
        (row["person"], row["item"]): (row["written"], *(row[name] for name in columns))
        for row in rows.values("person", "item", "written", *columns)
    }


def said(rows: States) -> States:
    return {pair: row[1:] for pair, row in rows.items()}


def rebuild(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["practice", "rebuild", *arguments])


def damage(person_id: UUID) -> list[tuple[UUID, UUID]]:
    """Of one person's states one says something else, one is gone, one is due at another time."""
    own = list(MemoryState.objects.filter(person=person_id).order_by("item"))
    MemoryState.objects.filter(id=own[0].id).update(stability=F("stability") * 1.01)
    MemoryState.objects.filter(id=own[1].id).delete()
    MemoryState.objects.filter(id=own[2].id).update(due_at=NOW, lapses=7)
    return [(state.person_id, state.item_id) for state in own[:3]]


def test_what_is_as_it_should_be_is_left_alone() -> None:
    before = states()
    done = rebuild()
    assert done.exit_code == 0 and len(before) == STATES
    assert "12 memory states of 3 people: 0 mended, 0 added, 0 removed." in done.stdout
    assert states() == before


def test_what_two_have_answered_who_are_one_is_remembered_by_one(cast: Cast) -> None:
    merging.merge(
        person_id=cast.worker.id, double_id=cast.author.id, by=cast.administrator, now=NOW
    )
    counts = dict(MemoryState.objects.filter(person=cast.worker.id).values_list("item", "reviews"))
    assert set(counts.values()) == {6} and len(counts) == 4
    assert not MemoryState.objects.filter(person=cast.author.id).exists()
    before = states()
    assert rebuild().exit_code == 0
    assert states() == before


def test_what_is_damaged_is_mended_and_nothing_else_is_written(cast: Cast) -> None:
    before = states()
    damaged = damage(cast.worker.id)
    assert said(states()) != said(before)
    looked = rebuild("--dry-run", "--json")
    assert looked.exit_code == 1 and json.loads(looked.stdout) == {
        "people": 3,
        "states": STATES,
        "mended": 2,
        "missing": 1,
        "removed": 0,
    }
    assert said(states()) != said(before)
    done = rebuild()
    assert done.exit_code == 0 and "2 mended, 1 added, 0 removed" in done.stdout
    after = states()
    assert said(after) == said(before)
    assert {pair: row for pair, row in after.items() if pair not in damaged} == {
        pair: row for pair, row in before.items() if pair not in damaged
    }
    again = rebuild()
    assert again.exit_code == 0 and states() == after


def test_what_rests_on_no_answer_is_removed(cast: Cast) -> None:
    before = states()
    own = MemoryState.objects.filter(person=cast.worker.id).first()
    assert own is not None
    own.pk, own.person_id = None, cast.stranger.id
    own.save()
    assert "0 mended, 0 added, 1 removed" in rebuild().stdout and states() == before


def test_only_those_who_are_named_are_looked_at(cast: Cast) -> None:
    before = states()
    damage(cast.worker.id)
    damage(cast.manager.id)
    done = rebuild(cast.worker.email.upper())
    assert done.exit_code == 0 and "4 memory states of 1 people: 2 mended" in done.stdout
    of_worker = {pair: row for pair, row in said(before).items() if pair[0] == cast.worker.id}
    assert of_worker.items() <= said(states()).items() and said(states()) != said(before)


def test_an_address_that_nobody_has_is_refused_and_nothing_is_written(cast: Cast) -> None:
    damage(cast.worker.id)
    before = states()
    done = rebuild(cast.worker.email, "absent@corner.example")
    assert done.exit_code == 1 and states() == before
    assert isinstance(done.exception, Refusal)
    assert "nobody with the address 'absent@corner.example'" in done.exception.sentence
    assert rebuild("--people", "4").exit_code == 2


def test_it_goes_on_in_batches_and_says_how_far_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "PEOPLE_AT_ONCE", 2)
    damage(cast.author.id)
    done = rebuild()
    assert "2 mended, 1 added" in done.stdout and "Deriving memory states" in done.stderr


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast) -> None:
    ids = [cast.worker.id, cast.manager.id, cast.author.id]
    with CaptureQueriesContext(connection) as one:
        assert practice.rebuild_memory(person_ids=ids[:1]) == Rebuilt(states=4)
    with CaptureQueriesContext(connection) as several:
        assert practice.rebuild_memory(person_ids=ids) == Rebuilt(states=STATES)
    assert len(one) == len(several)
