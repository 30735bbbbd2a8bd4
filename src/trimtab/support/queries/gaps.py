"""Reading what people looked for and did not find."""

from __future__ import annotations

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q

from trimtab.support.domain.rows import GapRow, GapState
from trimtab.support.models import Gap

MOST_WORDINGS = 8


def gaps(state: GapState | None = None) -> list[GapRow]:
    """What people did not find, most often first; of one state when given.

    Two people with the same words are one gap.
    """
    found = Gap.objects.annotate(
        count=Count("lookups"),
        people=Count("lookups__person", distinct=True),
        last_at=Max("lookups__at"),
        said=ArrayAgg("lookups__words", distinct=True, filter=~Q(lookups__words=""), default=[]),
        wordings=ArrayAgg(
            "lookups__query", distinct=True, filter=~Q(lookups__query=""), default=[]
        ),
        earliest=Min("lookups__at"),
    )
    in_state = found.filter(state=state) if state else found
    rows = [
        GapRow(
            id=gap.id,
            wording=gap.wording,
            count=gap.count,
            people=gap.people,
            last_at=gap.last_at or gap.first_at,
            state=GapState(gap.state),
            wordings=tuple(gap.wordings[:MOST_WORDINGS]),
            reason=gap.reason,
            aid_key=gap.aid_key,
            first_at=gap.earliest or gap.first_at,
            said=tuple(gap.said[:MOST_WORDINGS]),
        )
        for gap in in_state
        if gap.count or gap.state == GapState.CLOSED
    ]
    return sorted(
        rows, key=lambda row: (-row.count, -row.people, -row.last_at.timestamp(), row.wording)
    )
