"""What the library gives to others: frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trimtab.kernel.said import Said, figure, listed, say, say_n


class ContentState(StrEnum):
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
    state: ContentState
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
    """One version of an item. `body` is plain data, which `read_body` makes a value of."""

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
    state: ContentState
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
        """Whether it should be checked again by now.

        One that nobody has checked yet has no such date.
        """
        return self.verified_on is not None and today - self.verified_on >= dt.timedelta(
            days=self.review_every_days
        )


@dataclass(frozen=True, slots=True)
class ContentProblem:
    """What is wrong in an import, where: 'line 7', 'returns.md', and the field or column."""

    where: str
    field: str
    sentence: Said

    def __str__(self) -> str:
        return f"{self.where}{', ' + self.field if self.field else ''}: {self.sentence}"


def gathered(problems: Iterable[ContentProblem], shown: int = 3) -> list[Said]:
    """What several files have in common as one line each, the most frequent first.

    A line gives the sentence, in how many places it holds, and the first `shown` of them.
    """
    wheres: dict[tuple[str, Said], list[str]] = {}
    for problem in problems:
        wheres.setdefault((problem.field, problem.sentence), []).append(problem.where)
    lines = []
    for (field, sentence), places in sorted(
        wheres.items(), key=lambda pair: (-len(pair[1]), pair[0])
    ):
        what = say("{field}: {sentence}", field=field, sentence=sentence) if field else sentence
        more, first = len(places) - shown, listed(places[:shown])
        if more > 0:
            rest = figure(more, ",")
            first = say_n(
                "{places} and {rest} more",
                "{places} and {rest} more",
                more,
                places=first,
                rest=rest,
            )
        count = figure(len(places), ",")
        lines.append(say("{what} In {count}: {places}.", what=what, count=count, places=first))
    return lines


@dataclass(frozen=True, slots=True)
class ContentImport:
    """What an import did, by key; with any problem, nothing was imported.

    `missing` are the paths of published aids whose file is no longer in the folder, `retired` how
    many of them were retired; `remarks` are what was noticed and keeps nothing out.
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
    """How many published job aids there are, and sections of all."""

    aids: int
    sections: int


@dataclass(frozen=True, slots=True)
class PublishedSection:
    """A section of a published job aid, with its words and as it is shown."""

    id: int
    heading: str
    path: tuple[str, ...]
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class PublishedAid:
    """A published job aid: its title, its file's name and its tags as `names`, and its sections."""

    id: UUID
    names: tuple[str, ...]
    sections: tuple[PublishedSection, ...]


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """The heading of a section, and what its job aid is called.

    `number` counts the aid's sections from 0, `aid_length` the words of the aid's text.
    """

    section_id: int
    number: int
    heading: str
    aid_id: UUID
    title: str
    tags: Sequence[str]
    aid_length: int
    aid_key: str


@dataclass(frozen=True, slots=True)
class PassageRow:
    """A section with what a search result says of its job aid.

    `number` counts the aid's sections from 0.
    """

    number: int
    slug: str
    heading: str
    path: tuple[str, ...]
    text: str
    html: str
    aid_key: str
    document: str
    title: str
    kind: str
    flagged: int
    verified_on: dt.date | None
    review_every_days: int
