"""What is ready for many is what is ready for each."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.api import Answered
from trimtab.practice.queries import chosen
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Programme

DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def running(cast: Cast) -> None:
    people.match_audiences([AudienceResource(key="all", name="All", rule=AudienceRule(units=("org",)))], now=NOW)
    for tag in ("food", "price"):
        text = "".join(
            f"- {{key: {tag}-{n}, kind: flashcard, front: Q{n}, back: A, tags: [{tag}]}}\n" for n in range(12)
        )
        assert not library.import_items(text=text, form=library.ItemFormat.YAML, by=None, now=NOW).problems
    wanted = [
        Programme(
            key=tag, title=tag, audience="all", tags=(tag,), minutes_per_week=3, desired_retention=0.9, holdout=holdout
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
            uuid4(), person_id, one.version_id, "again" if n % 3 == 0 else "good", 5 + n, now + dt.timedelta(seconds=n)
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
            assert [ready.item_id for ready in many.get(one.id, [])] == [c.item_id for c in chosen(one.id, now)]
        a_day_of(cast, now)
        later = now + dt.timedelta(minutes=30)
        assert [len(chosen(one.id, later)) for one in everybody(cast)] == [
            len(practice.ready_many([one.id], later).get(one.id, [])) for one in everybody(cast)
        ]


def test_the_number_of_queries_does_not_grow_with_the_people(cast: Cast) -> None:
    a_day_of(cast, NOW)
    with CaptureQueriesContext(connection) as few:
        practice.ready_many([cast.worker.id], NOW + DAY)
    with CaptureQueriesContext(connection) as many:
        practice.ready_many([one.id for one in everybody(cast)], NOW + DAY)
    assert len(many) == len(few)
