"""The rule of a day said plainly, for one person and item by item, to hold the product's against.

The product has it for many at once (`practice.domain.crowd`, `practice.domain.rating`). Nothing of
the product uses this page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.science.memory import Rating, retrievability

SECONDS_EACH = 20.0
SESSION_SECONDS = 180.0
NEW_A_DAY = 5
SELF = {"again": Rating.AGAIN, "hard": Rating.HARD, "good": Rating.GOOD, "easy": Rating.EASY}


@dataclass(frozen=True, slots=True)
class Candidate:
    """An item that could be asked. `stability` None means that it is new to this person."""

    item_id: UUID
    version_id: UUID
    programme: str
    tag: str
    stability: float | None = None
    reviewed_at: dt.datetime | None = None
    due_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Budget:
    """The time there is, in seconds: what is left of the week, and for this session."""

    week_left: float
    session: float
    each: float
    new_left: int

    @property
    def room(self) -> int:
        """How many items fit."""
        return max(int(min(self.week_left, self.session) // self.each), 0)


def budget(
    *, cap_minutes: int, week_seconds: float, today_seconds: float, pace: float, new_today: int
) -> Budget:
    """The weekly cap less what was practised, three minutes less what was practised today.

    `pace` is the person's usual seconds an item (bounded to 8 to 60), 0 when unknown.
    """
    return Budget(
        week_left=max(cap_minutes * 60 - week_seconds, 0.0),
        session=max(SESSION_SECONDS - today_seconds, 0.0),
        each=min(max(pace or SECONDS_EACH, 8.0), 60.0),
        new_left=max(NEW_A_DAY - new_today, 0),
    )


def choose(candidates: Sequence[Candidate], left: Budget, now: dt.datetime) -> list[Candidate]:
    """Due items that are nearest to being forgotten, then new ones, as far as there is room."""
    due = [item for item in candidates if item.due_at is not None and item.due_at <= now]
    due.sort(key=lambda item: (_recall(item, now), str(item.item_id)))
    new = [item for item in candidates if item.stability is None][: left.new_left]
    return (due + new)[: left.room]


def _recall(item: Candidate, now: dt.datetime) -> float:
    if item.stability is None or item.reviewed_at is None:
        return 1.0
    return retrievability((now - item.reviewed_at) / dt.timedelta(days=1), item.stability)


def rating_of(*, correct: bool, seconds: float, response: Any, self_rated: bool) -> Rating:
    """Right and quick is Easy, right and slow is Hard; what is not wholly right is Again."""
    if self_rated:
        return SELF[response]
    if not correct:
        return Rating.AGAIN
    if seconds > 45.0:
        return Rating.HARD
    return Rating.EASY if 0 < seconds < 4.0 else Rating.GOOD
