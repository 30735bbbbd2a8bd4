"""Sittings: what was promised is fixed when somebody begins, what was missed comes once more, and nothing of it is lost by the way."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.actions import reviewing as actions
from trimtab.practice.domain.rows import QuestionRow, ReviewReceipt, SittingItem, SittingRow
from trimtab.practice.domain.sitting import Sitting, Turn
from trimtab.practice.models import MemoryState, Programme, Review
from trimtab.practice.models import Sitting as Sat
from trimtab.practice.queries import today as queries
from trimtab.practice.queries.sittings import last_sitting, local_day, sitting_of


@transaction.atomic
def begin(*, person_id: UUID, now: dt.datetime, more: bool = False) -> Sitting | None:
    """The sitting of today, begun if there is none yet; with `more` another one once it is over. None when nothing is ready."""
    actions.in_turn(person_id)
    person = people.person(person_id)
    last = last_sitting(person, now)
    stands = sitting_of(last)
    if stands is not None and (stands.turn or not more):
        return stands
    ready = queries.chosen(person_id, now)
    if not ready:
        return stands
    row = Sat.objects.create(
        person_id=person_id,
        day=local_day(person, now),
        number=last.number + 1 if last else 1,
        started_at=now,
        planned=[{"version": str(one.version_id), "programme": one.programme} for one in ready],
    )
    return sitting_of(row)


def question(of: Sitting, turn: Turn) -> QuestionRow:
    """The question of a turn."""
    planned = of.planned[turn.place]
    version = library.item_versions([planned.version_id])[planned.version_id]
    title = (
        Programme.objects.filter(key=planned.programme).values_list("title", flat=True).first()
        or ""
    )
    return QuestionRow(
        version.item_id,
        planned.version_id,
        version.body,
        planned.programme,
        title,
        False,
        len(of.waiting),
    )


@transaction.atomic
def answer(
    *,
    person_id: UUID,
    sitting_id: UUID,
    version_id: UUID,
    response: Any,
    seconds: float,
    now: dt.datetime,
    review_id: UUID,
    again: bool = False,
) -> ReviewReceipt:
    """Writes down the answer to a question of a sitting. What was answered already, in another window or by going back, stays as it is.

    Raises Refusal when it is no answer to this question or the question is none of the sitting, NotFound when the sitting is not theirs.
    """
    actions.in_turn(person_id)
    row = Sat.objects.filter(id=sitting_id, person=person_id).first()
    stands = sitting_of(row)
    if row is None or stands is None:
        raise NotFound("practice.sitting", "This is not your sitting. Open Today again.")
    if version_id not in {one.version_id for one in stands.planned}:
        raise Refusal(
            "practice.not-planned",
            "This question is not part of today's. Open Today again.",
            "version_id",
        )
    if again:
        return _once_more(row, stands, version_id, response, seconds, now)
    before = stands.given.get(version_id)
    if before is not None and before.review_id != review_id:
        return receipt(of=stands, review_id=before.review_id, now=now, earlier=True)
    done = actions.review(
        person_id=person_id,
        version_id=version_id,
        response=response,
        seconds=seconds,
        now=now,
        review_id=review_id,
    )
    return _receipt(done, sitting_of(row) or stands)


def _once_more(
    row: Sat, stands: Sitting, version_id: UUID, response: Any, seconds: float, now: dt.datetime
) -> ReviewReceipt:
    body, language = library.item_body(version_id), queries.language()
    graded = library.grade(body, response, language=language)
    first = stands.given.get(version_id)
    if first is None or first.correct:
        raise Refusal(
            "practice.not-missed",
            "This question does not come once more. Open Today again.",
            "version_id",
        )
    if version_id not in stands.again:
        row.again = [*row.again, {"version": str(version_id), "correct": graded.correct}]
        row.again_seconds += min(max(seconds, 0.0), actions.MOST_SECONDS)
        row.save(update_fields=["again", "again_seconds"])
    state = MemoryState.objects.filter(person=row.person_id, item__versions=version_id).first()
    done = ReviewReceipt(
        first.review_id,
        graded.correct,
        graded.score,
        graded.feedback,
        graded.expected,
        state.due_at if state else now,
        0,
    )
    return _receipt(done, sitting_of(row) or stands)


def receipt(
    *, of: Sitting, review_id: UUID, now: dt.datetime, earlier: bool = False
) -> ReviewReceipt:
    """What came of an answer that was given in a sitting, to look at it again."""
    review = Review.objects.get(id=review_id)
    given = of.given[review.version_id]
    expected = feedback = ""
    if review.response is not None:
        graded = library.grade(
            library.item_body(review.version_id), review.response, language=queries.language()
        )
        expected, feedback = graded.expected, graded.feedback
    state = MemoryState.objects.filter(person=review.person_id, item=review.item_id).first()
    due = state.due_at if state else now
    done = ReviewReceipt(
        review_id, given.correct, given.score, feedback, expected, due, 0, response=review.response
    )
    return _receipt(done, of, earlier=earlier)


def _receipt(done: ReviewReceipt, of: Sitting, *, earlier: bool = False) -> ReviewReceipt:
    return ReviewReceipt(
        done.review_id,
        done.correct,
        done.score,
        done.feedback,
        done.expected,
        done.next_due,
        len(of.waiting),
        earlier=earlier,
        response=done.response,
    )


def summary(of: Sitting) -> SittingRow:
    """How a sitting went: how many were right, and which were missed, each with the aid that its author named."""
    places = [of.planned[at].version_id for at in of.missed]
    versions = library.item_versions(places)
    bodies = {key: library.read_body(version.body) for key, version in versions.items()}
    missed = tuple(
        SittingItem(at, body.stem, versions[key].tags, getattr(body, "aid", ""), of.again.get(key))
        for at, key in zip(of.missed, places, strict=True)
        if (body := bodies.get(key)) is not None
    )
    return SittingRow(of.of, of.answered, of.right, missed)
