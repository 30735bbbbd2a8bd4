"""Reading objections."""

from __future__ import annotations

from uuid import UUID

from trimtab.library import api as library
from trimtab.practice.domain.rows import ObjectionRow
from trimtab.practice.models import Objection
from trimtab.practice.queries.answers import language


def has_objected(review_id: UUID) -> bool:
    """Whether an answer was sent to the authors."""
    return Objection.objects.filter(review=review_id).exists()


def objections() -> list[ObjectionRow]:
    """What waits for the authors, oldest first: the question, the answer, what counts as right."""
    waiting = Objection.objects.filter(settled_at=None).order_by("at")
    spoken = language()
    return [
        _objection(objection, spoken)
        for objection in waiting.select_related("review__item", "review__version")
    ]


def _objection(objection: Objection, spoken: str) -> ObjectionRow:
    review = objection.review
    body = library.read_body(review.version.body)
    written = expected = ""
    if review.response is not None:
        written = body.response_words(review.response)
        expected = body.grade(review.response, language=spoken).expected
    return ObjectionRow(
        objection.id,
        review.item.id,
        review.item.key,
        body.stem,
        written,
        expected,
        objection.words,
        objection.at,
    )
