"""Settling gaps: an author closes them, or confirms the aid that may answer one since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.library import api as library
from trimtab.search import api as search
from trimtab.support.domain.rows import GapState
from trimtab.support.models import Gap

LEAST_SCORE = 0.15


@transaction.atomic
def close_gap(
    *, gap_id: UUID, by: UUID | None, reason: str, aid_key: str = "", now: dt.datetime
) -> None:
    """An author settles a gap: with the aid that now answers it, or with a reason why none will.

    Raises Refusal when neither is given or it is closed already, NotFound for an unknown gap or
    aid.
    """
    gap = Gap.objects.select_for_update(of=("self",)).filter(id=gap_id).first()
    if gap is None:
        raise NotFound("support.gap", say("There is no such gap."))
    if gap.state == GapState.CLOSED:
        raise Refusal("support.gap-closed", say("This gap is closed already."), "gap")
    if not reason.strip() and not aid_key:
        raise Refusal(
            "support.gap-reason",
            say("Name the aid that answers it, or say why none will."),
            "reason",
        )
    if aid_key:
        library.aid(aid_key)
    gap.state, gap.closed_at, gap.closed_by_id = GapState.CLOSED, now, by
    gap.reason, gap.aid_key = reason.strip(), aid_key
    gap.save(update_fields=["state", "closed_at", "closed_by", "reason", "aid_key"])
    governance.audit(
        actor_id=by,
        act="support.gap-closed",
        target=f"support/gaps/{gap.id}",
        detail={"reason": gap.reason, "aid": aid_key},
        now=now,
    )


@transaction.atomic
def suggest_answers(*, aid_keys: Collection[str]) -> int:
    """Searches once more for what people missed, after these aids were published.

    A gap whose words now lead to one of them first names it. It stays open until an author says so,
    and missing it again takes the name away. Returns how many gaps name one.
    """
    gaps = list(
        Gap.objects.select_for_update(of=("self",)).filter(state=GapState.OPEN).exclude(wording="")
    )
    if not aid_keys or not gaps:
        return 0
    results = search.search([search.SearchRequest(gap.wording) for gap in gaps], limit=1)
    named = []
    for gap, result in zip(gaps, results, strict=True):
        best = result.hits[0] if result.hits else None
        if best and best.aid_key in aid_keys and best.score >= LEAST_SCORE:
            gap.aid_key = best.aid_key
            named.append(gap)
    Gap.objects.bulk_update(named, ["aid_key"], batch_size=500)
    return len(named)


def not_answered(*, gap_id: UUID) -> None:
    """An author says that the aid which an open gap names does not answer it.

    It is open as before; again changes nothing.
    """
    Gap.objects.filter(id=gap_id, state=GapState.OPEN).update(aid_key="")
