"""A few minutes that are worth it, no debt, and one transaction for answer, memory and evidence."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.practising import next_question
from trimtab.kernel.errors import Refusal
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.practice.actions import reviewing
from trimtab.practice.api import Answered, Arm
from trimtab.practice.models import MemoryState
from trimtab.practice.queries import memories
from trimtab.science import memory
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Programme

DAY = dt.timedelta(days=1)
EVERYBODY = AudienceResource(key="all", name="All", rule=AudienceRule(units=("org",)))


def programme(key: str = "food", tags: tuple[str, ...] = ("food",), **changes: object) -> Programme:
    given: dict[str, object] = {
        "title": key.title(),
        "audience": "all",
        "minutes_per_week": 6,
        "desired_retention": 0.9,
    }
    return Programme(key=key, tags=tags, **(given | changes))  # type: ignore[arg-type]


def items(count: int, tag: str = "food") -> None:
    text = "".join(
        f"- {{key: {tag}-{n:03}, kind: single-choice, stem: Q{n}, tags: [{tag}], "
        "options: [{text: a, correct: true, feedback: yes it is}, {text: b, feedback: no}]}\n"
        for n in range(count)
    )
    assert not library.import_items(
        text=text, form=library.ItemFormat.YAML, by=None, now=NOW
    ).problems


@pytest.fixture(autouse=True)
def running(cast: Cast) -> None:
    people.match_audiences([EVERYBODY], now=NOW)
    items(40)
    practice.match_programmes([programme()], minutes_per_week=6, now=NOW)


def answer(
    person: UUID, now: dt.datetime, *, right: bool = True, key: UUID | None = None
) -> practice.ReviewReceipt:
    question = next_question(person, now)
    assert question is not None
    return reviewing.review(
        person_id=person,
        version_id=question.version_id,
        response=0 if right else 1,
        seconds=15,
        now=now,
        review_id=key or uuid4(),
    )


def test_an_answer_writes_review_memory_and_evidence_and_says_how_it_was(cast: Cast) -> None:
    receipt = answer(cast.worker.id, NOW)
    assert receipt.correct and receipt.feedback == "yes it is"
    state = MemoryState.objects.get(person=cast.worker.id)
    expected = memory.first_state(memory.Rating.GOOD)
    assert (state.difficulty, state.stability) == (expected.difficulty, expected.stability)
    [statement] = lrs.held_about(cast.worker.pseudonym, ())["statements"]
    assert statement["result"]["success"] is True and statement["result"]["duration"] == "PT15.00S"


def test_the_same_answer_sent_twice_counts_once(cast: Cast) -> None:
    key = uuid4()
    question = next_question(cast.worker.id, NOW)
    assert question is not None
    for _ in range(2):
        receipt = reviewing.review(
            person_id=cast.worker.id,
            version_id=question.version_id,
            response=0,
            seconds=9,
            now=NOW,
            review_id=key,
        )
        assert receipt.correct
    assert MemoryState.objects.get(person=cast.worker.id).reviews == 1
    assert lrs.size(exact=True).statements == 1


def test_no_more_is_asked_than_three_minutes_a_day_and_the_promised_minutes_a_week(
    cast: Cast,
) -> None:
    today = practice.today(cast.worker.id, NOW)
    assert today.ready <= 9 and today.cap_minutes == 6
    answered = 0
    for day in range(7):
        at = NOW + day * DAY
        while next_question(cast.worker.id, at):
            answer(cast.worker.id, at, right=day % 2 == 0)
            answered += 1
            assert answered < 100
    assert answered * 15 <= 6 * 60
    assert practice.today(cast.worker.id, NOW + 7 * DAY).ready > 0


def test_weeks_away_lead_to_no_wall_of_debt(cast: Cast) -> None:
    for day in range(5):
        while next_question(cast.worker.id, NOW + day * DAY):
            answer(cast.worker.id, NOW + day * DAY)
    back = NOW + 90 * DAY
    assert 0 < practice.today(cast.worker.id, back).ready <= 12
    assert practice.today(cast.worker.id, back).minutes <= 3


def test_a_retired_programme_disappears_from_today_and_memory_stays(cast: Cast) -> None:
    answer(cast.worker.id, NOW)
    assert practice.match_programmes([], minutes_per_week=6, now=NOW).retired == ("food",)
    assert next_question(cast.worker.id, NOW + 30 * DAY) is None
    assert memories.retention(cast.worker.id, NOW).known == 1


def test_whoever_is_held_out_is_asked_nothing_and_keeps_that_arm(cast: Cast) -> None:
    practice.match_programmes([programme("other", holdout=0.5)], minutes_per_week=6, now=NOW)
    arms = practice.arms("other")
    assert arms[Arm.HOLDOUT] and arms[Arm.PRACTICE]
    assert next_question(arms[Arm.HOLDOUT][0], NOW) is None
    practice.match_programmes([], minutes_per_week=6, now=NOW)
    practice.match_programmes([programme("other", holdout=0.5)], minutes_per_week=6, now=NOW)
    assert practice.arms("other") == arms


def test_many_answers_at_once_are_one_after_the_other(cast: Cast) -> None:
    versions = [row.version_id for row in library.items_by_tags(["food"])][:3]
    plan = [
        (version, day, (day + n) % 3 > 0)
        for day in (0, 3, 9, 30)
        for n, version in enumerate(versions)
    ]
    for version, day, right in plan:
        reviewing.review(
            person_id=cast.worker.id,
            version_id=version,
            response=0 if right else 1,
            seconds=15,
            now=NOW + day * DAY,
            review_id=uuid4(),
        )
    practice.review_many(
        [
            Answered(uuid4(), cast.manager.id, v, 0 if right else 1, 15, NOW + day * DAY)
            for v, day, right in plan
        ],
        now=NOW,
    )

    def states(person: UUID) -> list[tuple[object, ...]]:
        return list(
            MemoryState.objects.filter(person=person)
            .order_by("item")
            .values_list("item", "difficulty", "stability", "due_at", "reviews", "lapses")
        )

    assert states(cast.worker.id) == states(cast.manager.id)
    before = states(cast.worker.id)
    assert practice.rebuild_memory(person_ids=[cast.worker.id]) == practice.Rebuilt(states=3)
    assert states(cast.worker.id) == before


def test_a_response_that_is_no_answer_is_refused_and_nothing_is_written(cast: Cast) -> None:
    question = next_question(cast.worker.id, NOW)
    assert question is not None
    with pytest.raises(Refusal):
        reviewing.review(
            person_id=cast.worker.id,
            version_id=question.version_id,
            response=7,
            seconds=1,
            now=NOW,
            review_id=uuid4(),
        )
    assert lrs.size(exact=True).statements == 0


def test_the_database_itself_refuses_to_change_a_review_but_lets_its_words_be_erased(
    cast: Cast,
) -> None:
    answer(cast.worker.id, NOW)
    for sql in ("UPDATE practice_review SET correct = false", "DELETE FROM practice_review"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)
    practice.forget_free_text(person_id=cast.worker.id)


def test_today_takes_a_fixed_number_of_queries(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as queries:
        practice.today(cast.worker.id, NOW)
    assert len(queries) <= 14
