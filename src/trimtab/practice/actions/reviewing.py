"""Writing down answers: the review, the memory and the evidence in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import numpy as np
from django.db import transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.practice.actions.in_turn import in_turn
from trimtab.practice.actions.recording import record
from trimtab.practice.actions.remembering import remember
from trimtab.practice.actions.tallying import tally
from trimtab.practice.domain.rating import BY_THE_LEARNER, ratings_of
from trimtab.practice.domain.rows import Answered, ReviewReceipt
from trimtab.practice.models import MemoryState, Review
from trimtab.practice.queries.answers import language
from trimtab.practice.queries.ready import ready_now

MOST_SECONDS = 120.0


@transaction.atomic
def review(
    *,
    person_id: UUID,
    version_id: UUID,
    response: Any,
    seconds: float,
    now: dt.datetime,
    review_id: UUID,
) -> ReviewReceipt:
    """Writes down one answer and says how it was.

    The same `review_id` again gives the same receipt and changes nothing. Raises Refusal when the
    response is not an answer to this item, NotFound when there is no such version.
    """
    in_turn([person_id])
    written = Review.objects.filter(id=review_id).first()
    if written is not None and written.person_id != person_id:
        raise Refusal(
            "practice.review-id", say("This answer was given by somebody else."), "review_id"
        )
    if written is None:
        review_many([Answered(review_id, person_id, version_id, response, seconds, now)], now=now)
        written = Review.objects.get(id=review_id)
    state = MemoryState.objects.get(person=person_id, item=written.item_id)
    body = library.item_body(written.version_id)
    graded = body.grade(written.response, language=language())
    return ReviewReceipt(
        review_id,
        written.correct,
        written.score,
        graded.feedback,
        graded.expected,
        state.due_at,
        len(ready_now(person_id, now)),
    )


@transaction.atomic
def review_many(
    answers: Sequence[Answered], *, now: dt.datetime, context: Mapping[str, Any] | None = None
) -> int:
    """Writes down many answers in order of time, by the same rules as one; how many were new.

    Answers already written down are left out. Raises Refusal for the first response that is no
    answer; nothing is written then.
    """
    ids = [answer.review_id for answer in answers]
    known = set(Review.objects.filter(id__in=ids).values_list("id", flat=True))
    fresh = [answer for answer in answers if answer.review_id not in known]
    if not fresh:
        return 0
    fresh.sort(key=lambda answer: answer.at)
    versions = library.item_versions({answer.version_id for answer in fresh})
    if any(answer.version_id not in versions for answer in fresh):
        raise Refusal("practice.version", say("There is no such question any more."), "version_id")
    reviews = _graded(fresh, versions)
    Review.objects.bulk_create(reviews, batch_size=5000)
    tally(reviews)
    remember(reviews)
    record(reviews, versions, now=now, context=context or {})
    return len(reviews)


def _graded(
    answers: Sequence[Answered], versions: Mapping[UUID, library.ItemVersionRow]
) -> list[Review]:
    """The answers with how they were, in their order. Raises Refusal."""
    bodies = {key: library.read_body(version.body) for key, version in versions.items()}
    spoken = language()
    reviews = []
    for answer in answers:
        graded = bodies[answer.version_id].grade(answer.response, language=spoken)
        reviews.append(
            Review(
                id=answer.review_id,
                person_id=answer.person_id,
                item_id=versions[answer.version_id].item_id,
                version_id=answer.version_id,
                correct=graded.correct,
                score=graded.score,
                seconds=min(max(answer.seconds, 0.0), MOST_SECONDS),
                response=answer.response,
                at=answer.at,
            )
        )
    right = np.array([review.correct for review in reviews])
    seconds = np.array([review.seconds for review in reviews])
    for review, rating in zip(reviews, ratings_of(right, seconds).tolist(), strict=True):
        is_self_rated = bodies[review.version_id].self_rated
        review.rating = BY_THE_LEARNER[str(review.response)] if is_self_rated else rating
    return reviews
