"""Sittings: what was promised is fixed when somebody begins, what was missed comes once more.

Nothing of it is lost by the way.
"""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.actions.in_turn import in_turn
from trimtab.practice.actions.reviewing import MOST_SECONDS, review
from trimtab.practice.domain.rows import ReviewReceipt
from trimtab.practice.domain.sitting import Sitting
from trimtab.practice.models import MemoryState
from trimtab.practice.models import Sitting as SittingKept
from trimtab.practice.queries.answers import language
from trimtab.practice.queries.ready import ready_now
from trimtab.practice.queries.sittings import (
    last_sitting,
    local_day,
    receipt,
    receipt_in,
    sitting_of,
)


@transaction.atomic
def begin(*, person_id: UUID, now: dt.datetime, more: bool = False) -> Sitting | None:
    """The sitting of today, begun if there is none yet; with `more` another one once it is over.

    None when nothing is ready.
    """
    in_turn([person_id])
    person = people.person(person_id)
    last = last_sitting(person, now)
    stands = sitting_of(last) if last else None
    if stands is not None and (stands.turn or not more):
        return stands
    ready = ready_now(person_id, now)
    if not ready:
        return stands
    kept = SittingKept.objects.create(
        person_id=person_id,
        day=local_day(person, now),
        number=last.number + 1 if last else 1,
        started_at=now,
        planned=[
            {"version": str(asked.version_id), "programme": asked.programme} for asked in ready
        ],
    )
    return sitting_of(kept)


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
    """Writes down the answer to a question of a sitting.

    What was answered already, in another window or by going back, stays as it is. Raises Refusal
    when it is no answer to this question or the question is none of the sitting, NotFound when the
    sitting is not theirs.
    """
    in_turn([person_id])
    kept = SittingKept.objects.filter(id=sitting_id, person=person_id).first()
    if kept is None:
        raise NotFound("practice.sitting", say("This is not your sitting. Open Today again."))
    stands = sitting_of(kept)
    if version_id not in {planned.version_id for planned in stands.planned}:
        raise Refusal(
            "practice.not-planned",
            say("This question is not part of today's. Open Today again."),
            "version_id",
        )
    if again:
        return _once_more(kept, stands, version_id, response, seconds, now)
    before = stands.given.get(version_id)
    if before is not None and before.review_id != review_id:
        return receipt(of=stands, review_id=before.review_id, now=now, earlier=True)
    done = review(
        person_id=person_id,
        version_id=version_id,
        response=response,
        seconds=seconds,
        now=now,
        review_id=review_id,
    )
    return receipt_in(sitting_of(kept), done)


def _once_more(
    kept: SittingKept,
    stands: Sitting,
    version_id: UUID,
    response: Any,
    seconds: float,
    now: dt.datetime,
) -> ReviewReceipt:
    """A minute later an answer says nothing of the memory: it is no review."""
    graded = library.item_body(version_id).grade(response, language=language())
    first = stands.given.get(version_id)
    if first is None or first.correct:
        raise Refusal(
            "practice.not-missed",
            say("This question does not come once more. Open Today again."),
            "version_id",
        )
    if version_id not in stands.again:
        kept.again = [*kept.again, {"version": str(version_id), "correct": graded.correct}]
        kept.again_seconds += min(max(seconds, 0.0), MOST_SECONDS)
        kept.save(update_fields=["again", "again_seconds"])
    state = MemoryState.objects.filter(person=kept.person_id, item__versions=version_id).first()
    done = ReviewReceipt(
        first.review_id,
        graded.correct,
        graded.score,
        graded.feedback,
        graded.expected,
        state.due_at if state else now,
        0,
    )
    return receipt_in(sitting_of(kept), done)
