"""What support gives to others: frozen rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from trimtab.search.values import Hit


class Solved(StrEnum):
    """What somebody said about an aid."""

    YES = "yes"
    NO = "no"
    WRONG = "wrong"


class GapState(StrEnum):
    """Where a gap stands."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class LookupReceipt:
    """A lookup that was written down, and what it found.

    The fields are those of a search result; `is_listed` says that it stands on the authors' list.
    """

    lookup_id: UUID
    hits: tuple[Hit, ...]
    corrected: str = ""
    offered: str = ""
    unknown: tuple[str, ...] = ()
    is_empty: bool = False
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class LookupRequest:
    """A lookup to write down.

    Whoever asks makes its id, so that the same lookup sent twice counts once.
    """

    lookup_id: UUID
    person_id: UUID | None
    query: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LookupOutcome:
    """What came of a lookup: the aid and section that were opened, and whether it solved it.

    None says that nothing was said about that.
    """

    lookup_id: UUID
    aid_key: str
    section: str
    solved: Solved | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that people looked for and did not find: how often, and how many people.

    `aid_key` is the aid that answers it; of an open one the aid that may, which nobody has
    confirmed yet.
    """

    id: UUID
    wording: str
    count: int
    people: int
    last_at: dt.datetime
    state: GapState
    wordings: tuple[str, ...] = ()
    reason: str = ""
    aid_key: str = ""
    first_at: dt.datetime | None = None
    said: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReportRow:
    """What somebody said is wrong in an aid, and when."""

    words: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LookupRow:
    """A lookup of one's own: its words, and what was said about the aid that was opened (None:
    nothing yet).
    """

    query: str
    solved: Solved | None


@dataclass(frozen=True, slots=True)
class CollectionRow:
    """Aids that are found first by an audience."""

    key: str
    title: str
    audience: str
    tags: tuple[str, ...]
    because: tuple[str, ...]
