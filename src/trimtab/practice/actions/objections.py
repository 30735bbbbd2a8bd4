"""'My answer was right': an answer goes to the authors with the question, without a name; they agree or say why not."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.text import fit
from trimtab.library import api as library
from trimtab.practice.domain.rows import ObjectionRow
from trimtab.practice.models import Objection, Review
from trimtab.practice.queries import today as queries

LONGEST = 500


@transaction.atomic
def object_to(*, person_id: UUID, review_id: UUID, words: str = "", now: dt.datetime) -> None:
    """Sends an answer of one's own to the authors; a second time only the words are new. Raises NotFound, Refusal when it was right."""
    review = (
        Review.objects.select_for_update(of=("self",))
        .filter(id=review_id, person=person_id)
        .first()
    )
    if review is None:
        raise NotFound("practice.review", "There is no such answer of yours.")
    if review.correct:
        raise Refusal("practice.was-right", "This answer counts as right already.", "review_id")
    Objection.objects.update_or_create(
        review=review,
        defaults={"words": fit(words).strip()[:LONGEST]},
        create_defaults={
            "words": fit(words).strip()[:LONGEST],
            "at": now,
        },
    )


def has_objected(review_id: UUID) -> bool:
    """Whether an answer was sent to the authors."""
    return Objection.objects.filter(review=review_id).exists()


def objections() -> list[ObjectionRow]:
    """What waits for the authors, oldest first: the question, the answer as it was given, and what counts as right."""
    found = list(
        Objection.objects.filter(settled_at=None)
        .select_related("review__item", "review__version")
        .order_by("at")
    )
    language = queries.language()
    rows = []
    for one in found:
        body = library.read_body(one.review.version.body)
        kept = one.review.response is not None
        expected = (
            library.grade(body, one.review.response, language=language).expected if kept else ""
        )
        written = library.response_words(body, one.review.response) if kept else ""
        item = one.review.item
        rows.append(
            ObjectionRow(one.id, item.id, item.key, body.stem, written, expected, one.words, one.at)
        )
    return rows


@transaction.atomic
def settle_objection(
    *, objection_id: UUID, by: UUID, agreed: bool, said: str = "", now: dt.datetime
) -> None:
    """An author agrees (the item is to be mended) or says why not. Raises NotFound, Refusal when it is settled or no reason is given."""
    objection = Objection.objects.select_for_update(of=("self",)).filter(id=objection_id).first()
    if objection is None:
        raise NotFound("practice.objection", "There is no such objection.")
    if objection.settled_at is not None:
        raise Refusal(
            "practice.objection-settled", "This objection is settled already.", "objection"
        )
    if not agreed and not said.strip():
        raise Refusal("practice.objection-reason", "Say in a sentence why it is not right.", "said")
    objection.settled_at, objection.settled_by_id, objection.agreed = now, by, agreed
    objection.said = said.strip()[:LONGEST]
    objection.save(update_fields=["settled_at", "settled_by", "agreed", "said"])
    target, detail = (
        f"practice/objections/{objection.id}",
        {"agreed": agreed, "said": objection.said},
    )
    governance.audit(
        actor_id=by, act="practice.objection-settled", target=target, detail=detail, now=now
    )
