"""What the library gives to others: frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class State(StrEnum):
    """Where content stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class ItemRow:
    """An item with its current version."""

    id: UUID
    key: str
    kind: str
    title: str
    tags: tuple[str, ...]
    state: State
    version_id: UUID
    number: int
    owner_id: UUID | None
    verified_on: dt.date | None
    review_every_days: int


@dataclass(frozen=True, slots=True)
class TagRow:
    """A tag with how many published items and job aids have it."""

    tag: str
    items: int
    aids: int


@dataclass(frozen=True, slots=True)
class ItemVersionRow:
    """One version of an item with its body as plain data (`domain.items.read_body` makes it a value)."""

    id: UUID
    item_id: UUID
    item_key: str
    number: int
    tags: tuple[str, ...]
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section of a job aid, ready to show."""

    slug: str
    heading: str
    level: int
    path: tuple[str, ...]
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class PictureRow:
    """A picture of job aids: its media type and its bytes."""

    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class AidRow:
    """A job aid without its text."""

    id: UUID
    key: str
    document: str
    title: str
    kind: str
    tags: tuple[str, ...]
    state: State
    number: int
    owner_id: UUID | None
    owner_name: str
    verified_on: dt.date | None
    review_every_days: int
    flagged: int
    collection: str = ""
    language: str = ""
    missing_since: dt.date | None = None

    def review_due(self, today: dt.date) -> bool:
        """Whether it should be checked again by now; one that nobody has checked yet has no such date."""
        return self.verified_on is not None and today - self.verified_on >= dt.timedelta(
            days=self.review_every_days
        )


@dataclass(frozen=True, slots=True)
class VersionRow:
    """A line of an item's or aid's history."""

    number: int
    by_name: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """What is wrong in an import, where: 'line 7', 'returns.md', and the field or column."""

    where: str
    field: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}{', ' + self.field if self.field else ''}: {self.sentence}"


def gathered(problems: Iterable[ContentProblem], shown: int = 3) -> list[str]:
    """What several files have in common as one line each, the most frequent first: the sentence, in how many places, and the first."""
    wheres: dict[tuple[str, str], list[str]] = {}
    for one in problems:
        wheres.setdefault((one.field, one.sentence), []).append(one.where)
    lines = []
    for (alike, sentence), several in sorted(
        wheres.items(), key=lambda pair: (-len(pair[1]), pair[0])
    ):
        more = f" and {len(several) - shown:,} more" if len(several) > shown else ""
        lines.append(
            f"{alike + ': ' if alike else ''}{sentence} In {len(several):,}: {', '.join(several[:shown])}{more}."
        )
    return lines


@dataclass(frozen=True, slots=True)
class ContentImport:
    """What an import did, by key; with any problem, nothing was imported.

    `missing` are the paths of published aids whose file is no longer in the folder, `retired` how many of them were retired; `remarks`
    are what was noticed and keeps nothing out.
    """

    created: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    problems: tuple[ContentProblem, ...] = ()
    missing: tuple[str, ...] = ()
    retired: int = 0
    remarks: tuple[ContentProblem, ...] = ()


@dataclass(frozen=True, slots=True)
class Collected:
    """How much there is to search through."""

    aids: int
    sections: int


@dataclass(frozen=True, slots=True)
class WordRow:
    """A word of the published aids: in how many aids and sections it stands, and how often in all."""

    id: int
    word: str
    stem: str
    aids: int
    sections: int
    uses: int


@dataclass(frozen=True, slots=True)
class QueryWord:
    """A word somebody asks with: its stem ('' when it says nothing by itself), and the aids' words of the same stem."""

    word: str
    stem: str
    known: tuple[WordRow, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """A word of the aids that stands for the query's word at `place`: counts `share` of it (0 to 1), gains `gain` when found."""

    place: int
    word_id: int
    share: float
    gain: float


@dataclass(frozen=True, slots=True)
class SectionFound:
    """A section with the weight of each of the query's words in it, by the word's place."""

    id: int
    number: int
    slug: str
    heading: str
    path: tuple[str, ...]
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class AidFound:
    """An aid with the weight of each of the query's words in it, and its sections that say most. `length`: words of its text."""

    key: str
    document: str
    title: str
    kind: str
    tags: tuple[str, ...]
    verified_on: dt.date | None
    length: int
    weights: Mapping[int, float]
    sections: list[SectionFound]
    flagged: int = 0
    review_every_days: int = 0
