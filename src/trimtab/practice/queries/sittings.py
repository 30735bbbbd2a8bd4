"""Reading sittings as they stand, their questions, and what came of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.domain.rows import QuestionRow, ReviewReceipt, SittingItem, SittingRow
from trimtab.practice.domain.sitting import (
    FirstAnswer,
    PlannedQuestion,
    QuestionTurn,
    Sitting,
    first_answers,
)
from trimtab.practice.models import MemoryState, Programme, Review
from trimtab.practice.models import Sitting as SittingKept
from trimtab.practice.queries.answers import language


def sitting(person: people.PersonRow, now: dt.datetime) -> Sitting | None:
    """The last sitting that a person began today, over or not; None before the first."""
    kept = last_sitting(person, now)
    return sitting_of(kept) if kept else None


def local_day(person: people.PersonRow, now: dt.datetime) -> dt.date:
    """The day it is where the person is."""
    return now.astimezone(ZoneInfo(person.time_zone)).date()


def last_sitting(person: people.PersonRow, now: dt.datetime) -> SittingKept | None:
    """The last sitting of today, as kept."""
    of_today = SittingKept.objects.filter(person=person.id, day=local_day(person, now))
    return of_today.order_by("-number").first()


def sitting_of(kept: SittingKept) -> Sitting:
    """A sitting with its answers; one query."""
    planned = tuple(
        PlannedQuestion(UUID(question["version"]), question["programme"])
        for question in kept.planned
    )
    versions = [question.version_id for question in planned]
    answers = _answers(kept.person_id, versions, kept.started_at)
    again = {UUID(answer["version"]): answer["correct"] for answer in kept.again}
    return Sitting(kept.id, kept.started_at, planned, first_answers(planned, answers), again)


def _answers(
    person_id: UUID, versions: Sequence[UUID], since: dt.datetime
) -> list[tuple[UUID, FirstAnswer]]:
    reviews = Review.objects.filter(person=person_id, at__gte=since, version__in=versions)
    rows = reviews.order_by("at", "id").values_list("version", "id", "correct", "score", "response")
    return [
        (version, FirstAnswer(review, correct, score, response))
        for version, review, correct, score, response in rows
    ]


def question(of: Sitting, turn: QuestionTurn) -> QuestionRow:
    """The question of a turn."""
    planned = of.planned[turn.place]
    version = library.item_versions([planned.version_id])[planned.version_id]
    titles = Programme.objects.filter(key=planned.programme).values_list("title", flat=True)
    return QuestionRow(
        version.item_id,
        planned.version_id,
        version.body,
        planned.programme,
        titles.first() or "",
        len(of.waiting),
    )


def receipt(
    *, of: Sitting, review_id: UUID, now: dt.datetime, earlier: bool = False
) -> ReviewReceipt:
    """What came of an answer that was given in a sitting, to look at it again."""
    review = Review.objects.get(id=review_id)
    given = of.given[review.version_id]
    expected = feedback = ""
    if review.response is not None:
        body = library.item_body(review.version_id)
        graded = body.grade(review.response, language=language())
        expected, feedback = graded.expected, graded.feedback
    state = MemoryState.objects.filter(person=review.person_id, item=review.item_id).first()
    return ReviewReceipt(
        review_id,
        given.correct,
        given.score,
        feedback,
        expected,
        state.due_at if state else now,
        len(of.waiting),
        earlier=earlier,
        response=review.response,
    )


def receipt_in(of: Sitting, receipt: ReviewReceipt) -> ReviewReceipt:
    """The receipt of an answer with what is left of its sitting."""
    return replace(receipt, remaining=len(of.waiting))


def summary(of: Sitting) -> SittingRow:
    """How a sitting went: how many were right, and which were missed, each with its aid."""
    missed_versions = [of.planned[place].version_id for place in of.missed]
    versions = library.item_versions(missed_versions)
    bodies = {key: library.read_body(version.body) for key, version in versions.items()}
    missed = tuple(
        SittingItem(
            place,
            bodies[key].stem,
            versions[key].tags,
            getattr(bodies[key], "aid", ""),
            of.again.get(key),
        )
        for place, key in zip(of.missed, missed_versions, strict=True)
        if key in bodies
    )
    return SittingRow(of.of, of.answered, of.right, missed)
