"""Which gap the words of a lookup belong to: an open one that is alike, or a new one."""

from __future__ import annotations

import datetime as dt
from bisect import insort
from collections.abc import Iterable

from trimtab.search import api as search
from trimtab.support.domain.gaps import gap_key, same_gap
from trimtab.support.domain.rows import GapState
from trimtab.support.models import Gap


class OpenGaps:
    """The open gaps and what some wordings mean, read once.

    `gap_for` then says one after the other where each belongs.
    """

    def __init__(self, wordings: Iterable[str]) -> None:
        several = sorted(set(wordings))
        self._stems = dict(zip(several, search.stems(several), strict=True))
        self._open = (
            list(Gap.objects.filter(state=GapState.OPEN).order_by("first_at")) if several else []
        )

    def gap_for(self, wording: str, now: dt.datetime) -> Gap | None:
        """The open gap that this wording belongs to, made when there is none.

        None when the wording says nothing. A gap that is made is open for the wordings that come
        after.
        """
        stems = self._stems[wording]
        if not stems:
            return None
        alike = same_gap(stems, ((gap, gap.words) for gap in self._open))
        if alike and alike.aid_key:
            # An aid was thought to answer it, and somebody missed it all the same.
            alike.aid_key = ""
            alike.save(update_fields=["aid_key"])
        return alike or self._made(wording, stems, now)

    def _made(self, wording: str, stems: list[str], now: dt.datetime) -> Gap:
        gap, _ = Gap.objects.get_or_create(
            key=gap_key(stems),
            state=GapState.OPEN,
            defaults={"wording": wording, "words": stems, "first_at": now},
        )
        insort(self._open, gap, key=lambda known: known.first_at)
        return gap
