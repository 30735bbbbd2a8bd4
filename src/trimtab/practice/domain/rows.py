"""What practice gives to others and takes from a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


class ProgrammeLike(Protocol):
    """A programme that should run."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def tags(self) -> Sequence[str]: ...
    @property
    def minutes_per_week(self) -> int: ...
    @property
    def desired_retention(self) -> float: ...
    @property
    def holdout(self) -> float: ...
    @property
    def starts(self) -> dt.date | None: ...
    @property
    def because(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """A programme that runs."""

    key: str
    title: str
    audience: str
    tags: tuple[str, ...]
    minutes_per_week: int
    holdout: float
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """Whom a programme that runs reaches: `people` are enrolled to practise it, from `starts` on."""

    key: str
    title: str
    tags: tuple[str, ...]
    starts: dt.date | None
    people: int


@dataclass(frozen=True, slots=True)
class Retention:
    """Of `known` items answered rightly the last time, how many would be recalled at a time: `expected` (a mean, not a promise).

    `answered` items were answered in all.
    """

    known: int
    expected: float
    answered: int = 0


@dataclass(frozen=True, slots=True)
class TodayRow:
    """What is asked of a person today. `minutes` is an estimate; `next_at` is when the next question comes, or None.

    Once a sitting `is_begun` its `of` questions are fixed and `ready` are those left of it, `again` of
    them once more; `more` could be asked beyond them.
    """

    ready: int
    minutes: int
    answered_today: int
    minutes_this_week: int
    cap_minutes: int
    next_at: dt.datetime | None
    next_month: Retention
    programmes: tuple[ProgrammeRow, ...]
    of: int = 0
    again: int = 0
    more: int = 0
    is_begun: bool = False

    @property
    def left(self) -> int:
        """How many of the questions were not answered yet."""
        return self.ready - self.again


@dataclass(frozen=True, slots=True)
class ReadyItem:
    """An item that would be asked of a person now."""

    item_id: UUID
    version_id: UUID
    programme: str


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """The next question: an item's version with its body, why it is asked, and how many come with it."""

    item_id: UUID
    version_id: UUID
    body: Mapping[str, Any]
    programme: str
    programme_title: str
    remaining: int


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to write down. `review_id` is made by whoever asks, so that the same answer sent twice counts once."""

    review_id: UUID
    person_id: UUID
    version_id: UUID
    response: Any
    seconds: float
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReviewReceipt:
    """What came of an answer. `earlier`: it was answered before, and that answer stands, as `response`."""

    review_id: UUID
    correct: bool
    score: float
    feedback: str
    expected: str
    next_due: dt.datetime
    remaining: int
    earlier: bool = False
    response: Any = None


@dataclass(frozen=True, slots=True)
class SittingItem:
    """A question of a sitting that was missed: its place from 0, the aid behind it ('' unknown), whether it was right once more (None: not asked)."""

    place: int
    stem: str
    tags: tuple[str, ...]
    aid: str
    right_again: bool | None


@dataclass(frozen=True, slots=True)
class SittingRow:
    """How a sitting went."""

    of: int
    answered: int
    right: int
    missed: tuple[SittingItem, ...]


@dataclass(frozen=True, slots=True)
class ObjectionRow:
    """An answer whose giver says that it was right; nobody's name stands with it."""

    id: UUID
    item_id: UUID
    item_key: str
    stem: str
    written: str
    expected: str
    words: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ItemStatistics:
    """How an item fares: answers, share right at the first attempt and overall, lapses."""

    item_id: UUID
    key: str
    title: str
    answers: int
    share_right: float
    lapses: int


@dataclass(frozen=True, slots=True)
class Practised:
    """What a group practised: how many of its people did, their answers, and the mean score (0 to 1; None without answers)."""

    people: int
    answers: int
    score: float | None
