"""What support gives to others: frozen rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers a question. `path` are the headings from the title down to it, `score` is from 0 to 1.

    `document` is the name of the file the aid came from, `excerpt` the lines of the section that fit best, as plain text.
    """

    aid_key: str
    document: str
    title: str
    heading: str
    path: tuple[str, ...]
    slug: str
    score: float
    excerpt: str
    address: str
    kind: str = ""
    verified_on: dt.date | None = None
    is_first: bool = False
    flagged: bool = False
    review_every_days: int = 0

    def review_due(self, today: dt.date) -> bool:
        """Whether the aid should have been checked again by now; one that nobody has checked yet has no such date."""
        return self.verified_on is not None and today - self.verified_on >= dt.timedelta(
            days=self.review_every_days
        )


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: hits, best first, and how its words were taken.

    `corrected` is the question as it was searched for when a word of it is no word and was taken for another; `offered` is what may have been
    meant, and was not searched for; `unknown` are words that no aid has; `is_empty` says that no word of it says anything.
    """

    hits: tuple[Hit, ...]
    corrected: str = ""
    offered: str = ""
    unknown: tuple[str, ...] = ()
    is_empty: bool = False


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
    """A lookup that was written down, and what it found; `is_listed` says that it stands on the authors' list."""

    lookup_id: UUID
    hits: tuple[Hit, ...]
    corrected: str = ""
    offered: str = ""
    unknown: tuple[str, ...] = ()
    is_empty: bool = False
    is_listed: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """A lookup to write down. Whoever asks makes its id, so that the same lookup sent twice counts once."""

    lookup_id: UUID
    person_id: UUID
    query: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What came of a lookup: the aid and section that were opened, and whether it solved it (None: not said)."""

    lookup_id: UUID
    aid_key: str
    section: str
    solved: Solved | None
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class GapRow:
    """Something that people looked for and did not find: how often, and how many people.

    `aid_key` is the aid that answers it; of an open one the aid that may, which nobody has confirmed yet.
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
    """A lookup of one's own: its words, and what was said about the aid that was opened (None: nothing yet)."""

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
