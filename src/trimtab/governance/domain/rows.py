"""What the room governance gives to others and takes from a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

QUESTIONS = "questions/"
# Longer than this is for ever; and a calendar ends somewhere.
MOST_DAYS = 36_500


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to which thing, when; `actor_name` is 'Trimtab' for the platform itself."""

    at: dt.datetime
    actor_id: UUID | None
    actor_name: str
    act: str
    target: str
    detail: Mapping[str, Any]
    number: int = 0


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role may see data of a class at a grain ('unit', 'person' …) from one moment on and until
    another, which no longer counts.

    `days` is how many were granted, `because` the places of the strategy that it rests on.
    """

    key: str
    role: str
    data: str
    grain: str
    days: int
    because: tuple[str, ...]
    begins_at: dt.datetime
    ends_at: dt.datetime

    def is_running(self, now: dt.datetime) -> bool:
        """Whether it has begun and not ended."""
        return self.begins_at <= now < self.ends_at

    @property
    def question(self) -> str:
        """The id of the question that it is for, '' where none is named."""
        return question_of(self.because)


def question_of(because: Sequence[str]) -> str:
    """The id of the question among the places that a grant rests on; '' where there is none."""
    named = (place for place in because if place.startswith(QUESTIONS))
    return next(named, "").removeprefix(QUESTIONS)


def end_of_view(begins_at: dt.datetime, days: int, zone: ZoneInfo) -> dt.datetime:
    """When a view ends that was granted for so many days: at the end of the last one, as days are
    counted in `zone`.
    """
    last_day = begins_at.astimezone(zone).date() + dt.timedelta(days=min(days, MOST_DAYS))
    return dt.datetime.combine(last_day + dt.timedelta(days=1), dt.time(), zone)


class RightLike(Protocol):
    """A decision right that should exist; `key` is the kind of decision."""

    @property
    def key(self) -> str: ...
    @property
    def approver(self) -> str: ...
    @property
    def because(self) -> Sequence[str]: ...


class GrantLike(Protocol):
    """A data grant that should exist."""

    @property
    def key(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def data(self) -> str: ...
    @property
    def grain(self) -> str: ...
    @property
    def days(self) -> int: ...
    @property
    def because(self) -> Sequence[str]: ...
