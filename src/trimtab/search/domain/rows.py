"""What search takes and gives: passages, questions, results. Frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a document under one heading. `path` are the headings from the title down to it.

    `text` are its words alone, `html` the same as it is shown.
    """

    id: int
    heading: str
    path: tuple[str, ...]
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class SearchedDocument:
    """What is searched as one. `names` are its title, its file's name and its tags."""

    id: UUID
    names: tuple[str, ...]
    passages: tuple[Passage, ...]


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A question in somebody's words.

    Documents with one of `preferred_tags` count a little more.
    """

    words: str
    preferred_tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Hit:
    """A section that answers a question. `path` are the headings from the title down to it.

    `document` is the name of the file the aid came from, `score` is from 0 to 1, `excerpt` the
    lines of the section that fit best, as plain text.
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
        """Whether the aid should have been checked again by now.

        One that nobody has checked yet has no such date.
        """
        return self.verified_on is not None and today - self.verified_on >= dt.timedelta(
            days=self.review_every_days
        )


@dataclass(frozen=True, slots=True)
class SearchResult:
    """What a search found: hits, best first, and how its words were taken.

    `corrected` is the question as it was searched for when a word of it is no word and was taken
    for another; `offered` is what may have been meant, and was not searched for; `unknown` are
    words that no aid has; `is_empty` says that no word of it says anything.
    """

    hits: tuple[Hit, ...]
    corrected: str = ""
    offered: str = ""
    unknown: tuple[str, ...] = ()
    is_empty: bool = False


@dataclass(frozen=True, slots=True)
class KnownWord:
    """A word of the published aids: in how many aids and sections it stands, and how often."""

    id: int
    word: str
    stem: str
    aids: int
    sections: int
    uses: int


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """A word somebody asks with, and the aids' words of the same stem.

    Its `stem` is '' when it says nothing by itself.
    """

    word: str
    stem: str
    known: tuple[KnownWord, ...]


@dataclass(frozen=True, slots=True)
class SoughtWord:
    """A word of the aids that stands for the question's word at `place`.

    It counts `share` of that (0 to 1), and gains `gain` when it is found.
    """

    place: int
    word_id: int
    share: float
    gain: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """An aid that may answer a question: the weight of each of its words, by the word's place.

    `sections` gives the same for the sections that say most; none when only the aid's tags or its
    file's name speak for it.
    """

    aid_id: UUID
    weights: Mapping[int, float]
    sections: Mapping[int, Mapping[int, float]]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """What the aids know about the words of some questions.

    `known`: of the same stem. `near`: looking alike. `relatives`: of the same stem as those.
    `begun`: beginning so. `common` are the words that are common in the language.
    """

    known: Mapping[str, QuestionWord]
    near: Mapping[str, Sequence[KnownWord]]
    relatives: Mapping[str, QuestionWord]
    begun: Mapping[str, Sequence[KnownWord]]
    common: frozenset[str]
    aids: int
    sections: int
