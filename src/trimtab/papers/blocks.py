"""The tree of blocks that a paper is made of.

Text is plain: each renderer escapes it for its own form.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.pictures import SvgPicture

COLOUR = "#1b3a5b"


class Tone(StrEnum):
    """How a paragraph speaks: as text, quietly, or of something that is missing."""

    PLAIN = "plain"
    QUIET = "quiet"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within the paper, level 2 or 3; its title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True, slots=True)
class Items:
    """A list without numbers."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A name with what holds for it."""

    name: str
    says: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts, one under the other."""

    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class PaperTable:
    """A table whose first column names the row.

    `caption` says what it shows; `widths` are shares, one a column, or () for equal ones.
    """

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperFigure:
    """A picture with its caption, and in words for those who do not see it."""

    caption: str
    description: str
    picture: SvgPicture


Block = Heading | Paragraph | Items | Facts | PaperTable | PaperFigure


@dataclass(frozen=True, slots=True)
class Event:
    """Something in a calendar. `key` is stable over revisions; `starts` is local time, or a day for
    the whole of it.
    """

    key: str
    title: str
    says: str
    starts: dt.datetime | dt.date
    minutes: int = 30


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Whose paper it is: name, colour as #rrggbb, language, time zone, and what stands at its foot
    ('Revision 4, in force since …').

    `at` is the moment that the paper is dated with, `origin` the address of the installation that
    wrote it. `pressing` is a sentence that must not be overlooked, such as that it is a draft.
    """

    organisation: str
    at: dt.datetime
    foot: str = ""
    colour: str = COLOUR
    language: str = "en"
    time_zone: str = "UTC"
    pressing: str = ""
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper. `one_page` is made to fit on one; `wide` lies on its side."""

    name: str
    title: str
    subtitle: str
    blocks: tuple[Block, ...]
    events: tuple[Event, ...] = ()
    one_page: bool = False
    wide: bool = False
