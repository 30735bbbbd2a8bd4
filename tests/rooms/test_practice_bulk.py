"""What is ready for many is what is ready for each."""

from __future__ import annotations

import datetime as dt
from importlib import import_module
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.api import Answered
from trimtab.practice.models import ItemTally, Review
from trimtab.practice.queries.ready import ready_now
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Programme

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def running(cast: Cast) -> None:
    people.match_audiences(
        [AudienceResource(key="all", name="All", rule=AudienceRule(units=("org",)))], now=NOW
    )
    for tag in ("food", "price"):
        text = "".join(
            f"- {{key: {tag}-{n}, kind: flashcard, front: Q{n}, back: A, tags: [{tag}]}}\n"
            for n in range(12)
        )
        assert not library.import_items(
            text=text, form=library.ItemFormat.YAML, by=None, now=NOW
        ).problems
    wanted = [
        Programme(
            key=tag,
            title=tag,
            audience="all",
            tags=(tag,),
            minutes_per_week=3,
            desired_retention=0.9,
            holdout=holdout,
        )
        for tag, holdout in (("food", 0.0), ("price", 0.4))
    ]
    practice.match_programmes(wanted, minutes_per_week=5, now=NOW)


def everybody(cast: Cast) -> list[people.PersonRow]:
    return [cast.worker, cast.manager, cast.author, cast.strategist, cast.stranger]


def a_day_of(cast: Cast, now: dt.datetime) -> None:
    ready = practice.ready_many([one.id for one in everybody(cast)], now)
    answers = [
        Answered(
            uuid4(),
            person_id,
            one.version_id,
            "again" if n % 3 == 0 else "good",
            5 + n,
            now + dt.timedelta(seconds=n),
        )
        for person_id, questions in ready.items()
        for n, one in enumerate(questions)
    ]
    practice.review_many(answers, now=now)


def test_many_are_asked_what_each_would_be_asked_alone(cast: Cast) -> None:
    for day in (0, 1, 2, 5, 11, 12):
        now = NOW + day * DAY
        many = practice.ready_many([one.id for one in everybody(cast)], now)
        for one in everybody(cast):
            assert [ready.item_id for ready in many.get(one.id, [])] == [
                c.item_id for c in ready_now(one.id, now)
            ]
        a_day_of(cast, now)
        later = now + dt.timedelta(minutes=30)
        assert [len(ready_now(one.id, later)) for one in everybody(cast)] == [
            len(practice.ready_many([one.id], later).get(one.id, [])) for one in everybody(cast)
        ]


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast) -> None:
    a_day_of(cast, NOW)
    with CaptureQueriesContext(connection) as few:
        practice.ready_many([cast.worker.id], NOW + DAY)
    with CaptureQueriesContext(connection) as many:
        practice.ready_many([one.id for one in everybody(cast)], NOW + DAY)
    assert len(many) == len(few)


def counted() -> dict[object, tuple[int, int, int]]:
    """What all reviews add up to, by item, by plain counting."""
    found: dict[object, tuple[int, int, int]] = {}
    for one in Review.objects.all():
        answers, right, lapses = found.get(one.item_id, (0, 0, 0))
        found[one.item_id] = (answers + 1, right + one.correct, lapses + (one.rating == 1))
    return found


def kept() -> dict[object, tuple[int, int, int]]:
    return {
        one.item_id: (one.answers, round(one.share_right * one.answers), one.lapses)
        for one in practice.item_statistics()
    }


def test_what_is_kept_of_items_is_what_their_reviews_add_up_to(cast: Cast) -> None:
    for day in (0, 1, 4):
        a_day_of(cast, NOW + day * DAY)
    question = practice.ready_many([cast.worker.id], NOW + 20 * DAY)[cast.worker.id][0]
    twice = Answered(uuid4(), cast.worker.id, question.version_id, "again", 5, NOW + 20 * DAY)
    assert (
        practice.review_many([twice], now=twice.at),
        practice.review_many([twice], now=twice.at),
    ) == (1, 0)
    assert kept() == counted() and any(lapses for _, _, lapses in kept().values())
    shares = [one.share_right for one in practice.item_statistics()]
    assert shares == sorted(shares) and len(set(shares)) > 1


def test_statistics_of_items_read_no_review(cast: Cast) -> None:
    a_day_of(cast, NOW)
    with CaptureQueriesContext(connection) as asked:
        assert practice.item_statistics()
    assert len(asked) == 1 and "practice_review" not in asked[0]["sql"]


def test_what_was_answered_before_is_counted_when_the_tallies_come(cast: Cast) -> None:
    a_day_of(cast, NOW)
    ItemTally.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(import_module("trimtab.practice.migrations.0004_item_tallies").COUNT)
    assert kept() == counted() != {}
