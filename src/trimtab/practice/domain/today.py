"""What is asked of a person today: what is most worth it, within the minutes that were promised, and never a wall of debt."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from trimtab.science.memory import retrievability

SECONDS_EACH = 20.0
SESSION_SECONDS = 180.0
NEW_A_DAY = 5
DAY = 86_400.0


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


def week_start(now: dt.datetime, time_zone: str) -> dt.datetime:
    """The Monday, 00:00 in the person's time zone, that began this week."""
    local = now.astimezone(ZoneInfo(time_zone))
    monday = local.date() - dt.timedelta(days=local.weekday())
    return dt.datetime.combine(monday, dt.time(), tzinfo=ZoneInfo(time_zone))


def day_start(now: dt.datetime, time_zone: str) -> dt.datetime:
    """00:00 of today in the person's time zone."""
    local = now.astimezone(ZoneInfo(time_zone))
    return dt.datetime.combine(local.date(), dt.time(), tzinfo=ZoneInfo(time_zone))


def budget(
    *, cap_minutes: int, week_seconds: float, today_seconds: float, pace: float, new_today: int
) -> Budget:
    """The time left: the weekly cap less what was practised, a session of three minutes less what was practised today.

    `pace` is the person's usual seconds an item (bounded to 8 to 60), 0 when unknown.
    """
    return Budget(
        week_left=max(cap_minutes * 60 - week_seconds, 0.0),
        session=max(SESSION_SECONDS - today_seconds, 0.0),
        each=min(max(pace or SECONDS_EACH, 8.0), 60.0),
        new_left=max(NEW_A_DAY - new_today, 0),
    )


def choose(candidates: Sequence[Candidate], budget: Budget, now: dt.datetime) -> list[Candidate]:
    """The items to ask, first to last: due ones that are nearest to being forgotten but still worth keeping, then new ones.

    A person who comes back after weeks gets the same few minutes as anybody; what does not fit waits without being counted.
    Neighbours differ in subject where that can be had (interleaving).
    """
    due = [one for one in candidates if one.due_at is not None and one.due_at <= now]
    due.sort(key=lambda one: (_recall(one, now), str(one.item_id)))
    new = [one for one in candidates if one.stability is None][: budget.new_left]
    return interleaved((due + new)[: budget.room])


def next_time(
    candidates: Sequence[Candidate], now: dt.datetime, today: dt.datetime
) -> dt.datetime | None:
    """When the next question comes once today's are done: not today any more. `today` is 00:00 of it; None when nothing is known to come."""
    tomorrow = dt.datetime.combine(
        today.date() + dt.timedelta(days=1), dt.time(), tzinfo=today.tzinfo
    )
    if any(one.stability is None or (one.due_at and one.due_at <= tomorrow) for one in candidates):
        return tomorrow
    return min((one.due_at for one in candidates if one.due_at), default=None)


def _recall(one: Candidate, now: dt.datetime) -> float:
    if one.stability is None or one.reviewed_at is None:
        return 1.0
    return retrievability((now - one.reviewed_at).total_seconds() / DAY, one.stability)


def interleaved(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The same items, reordered so that two neighbours share a subject only when nothing else is left."""
    waiting, ordered = list(chosen), list[Candidate]()
    while waiting:
        last = ordered[-1].tag if ordered else None
        position = next((n for n, one in enumerate(waiting) if one.tag != last), 0)
        ordered.append(waiting.pop(position))
    return ordered
