"""'My answer was right': an answer goes to the authors with the question, without a name.

They agree or say why not.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.kernel.text import fit
from trimtab.practice.models import Objection, Review

LONGEST = 500


@transaction.atomic
def object_to(*, person_id: UUID, review_id: UUID, words: str = "", now: dt.datetime) -> None:
    """Sends an answer of one's own to the authors; a second time only the words are new.

    Raises NotFound, Refusal when it was right.
    """
    review = (
        Review.objects.select_for_update(of=("self",))
        .filter(id=review_id, person=person_id)
        .first()
    )
    if review is None:
        raise NotFound("practice.review", say("There is no such answer of yours."))
    if review.correct:
        raise Refusal(
            "practice.was-right", say("This answer counts as right already."), "review_id"
        )
    kept = {"words": fit(words).strip()[:LONGEST]}
    Objection.objects.update_or_create(
        review=review, defaults=kept, create_defaults={**kept, "at": now}
    )


@transaction.atomic
def settle_objection(
    *, objection_id: UUID, by: UUID, agreed: bool, said: str = "", now: dt.datetime
) -> None:
    """An author agrees (the item is to be mended) or says why not.

    Raises NotFound, Refusal when it is settled or no reason is given.
    """
    objection = Objection.objects.select_for_update(of=("self",)).filter(id=objection_id).first()
    if objection is None:
        raise NotFound("practice.objection", say("There is no such objection."))
    if objection.settled_at is not None:
        raise Refusal(
            "practice.objection-settled", say("This objection is settled already."), "objection"
        )
    if not agreed and not said.strip():
        raise Refusal(
            "practice.objection-reason", say("Say in a sentence why it is not right."), "said"
        )
    objection.settled_at, objection.settled_by_id, objection.agreed = now, by, agreed
    objection.said = said.strip()[:LONGEST]
    objection.save(update_fields=["settled_at", "settled_by", "agreed", "said"])
    governance.audit(
        actor_id=by,
        act="practice.objection-settled",
        target=f"practice/objections/{objection.id}",
        detail={"agreed": agreed, "said": objection.said},
        now=now,
    )
