"""Gaps that a new or changed job aid may answer: found again by their own words, and left for an author to confirm."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db import transaction

from trimtab.support.domain.rows import GapState
from trimtab.support.models import Gap
from trimtab.support.searching import search_many

LEAST_SCORE = 0.15


@transaction.atomic
def suggest_answers(*, aid_keys: Collection[str]) -> int:
    """Searches once more for what people missed, after these aids were published; a gap whose words now lead to one of them first names it.

    Returns how many gaps name one. It stays open until an author says so, and missing it again takes the name away.
    """
    gaps = list(
        Gap.objects.select_for_update(of=("self",)).filter(state=GapState.OPEN).exclude(wording="")
    )
    if not aid_keys or not gaps:
        return 0
    found = search_many([gap.wording for gap in gaps], 1)
    named = []
    for gap, answer in zip(gaps, found, strict=True):
        best = answer.hits[0] if answer.hits else None
        if best and best.aid_key in aid_keys and best.score >= LEAST_SCORE:
            gap.aid_key = best.aid_key
            named.append(gap)
    Gap.objects.bulk_update(named, ["aid_key"], batch_size=500)
    return len(named)


def not_answered(*, gap_id: UUID) -> None:
    """An author says that the aid which an open gap names does not answer it; it is open as before. Again changes nothing."""
    Gap.objects.filter(id=gap_id, state=GapState.OPEN).update(aid_key="")
