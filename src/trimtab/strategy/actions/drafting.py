"""Writing, answering and adopting."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from django.db import connection, transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.strategy import queries
from trimtab.strategy.domain.catalogue import BY_CODE
from trimtab.strategy.domain.codec import to_json
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import Answer, Strategy
from trimtab.strategy.domain.revisions import RevisionRow, State, check_adoption
from trimtab.strategy.models import Revision

_LOCK = 7_214_001


@transaction.atomic
def save_draft(
    *, document: Strategy, by: UUID | None, because: str, now: datetime, base: int | None = None
) -> RevisionRow:
    """Writes a new revision; an unchanged document makes none and gives the newest one back.

    `base` is the revision that the writer saw: when another one came in between, the writer is told (Refusal) and nothing is lost.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    newest = queries.latest()
    if newest and newest.document == document:
        return newest
    if base is not None and newest and newest.number != base:
        raise Refusal(
            "strategy.newer",
            f"{newest.by_name} wrote revision {newest.number} meanwhile. Look at it, then write yours again.",
        )
    number = newest.number + 1 if newest else 1
    Revision.objects.create(
        number=number,
        document=to_json(document),
        base_id=newest.number if newest else None,
        by_id=by,
        at=now,
        because=because,
    )
    return queries.revision(number)


def answer(*, code: str, answer: Answer, by: UUID | None, now: datetime) -> RevisionRow:
    """Answers one question of the catalogue in a new draft revision. Raises NotFound for a code that does not exist."""
    if code not in BY_CODE:
        raise NotFound("strategy.question", f"There is no question {code}.", "code")
    newest = queries.latest()
    if newest is None:
        raise NotFound("strategy.none", "There is no strategy yet. Begin with the diagnosis.")
    document = msgspec.structs.replace(newest.document, answers={**newest.document.answers, code: answer})
    return save_draft(document=document, by=by, because=f"Answered {code}", now=now)


@transaction.atomic
def adopt(*, number: int, by: UUID | None, now: datetime) -> RevisionRow:
    """Puts a revision in force; the one before is superseded. One that is in force already stays so.

    Raises Refusal when findings block it or it is over. What runs is matched by journeys.adoption.
    """
    found = Revision.objects.select_for_update().filter(number=number).first()
    if found is None:
        raise NotFound("strategy.unknown", f"There is no revision {number}.")
    row = queries.revision(number)
    check_adoption(row.state, check(row.document))
    if row.state is not State.ADOPTED:
        Revision.objects.filter(state=State.ADOPTED).update(state=State.SUPERSEDED)
        Revision.objects.filter(number=number).update(state=State.ADOPTED, adopted_at=now, adopted_by=by)
    return queries.revision(number)
