"""Words of a text, and how much each says about a section or a whole document. Pure.

Weights follow BM25F (Robertson, Zaragoza and Taylor 2004): the counts of a word in the fields of a
text are added up, each divided by how long the field is and multiplied by how much the field says.
What is computed here does not depend on other documents, so that one document can be indexed alone;
how rare a word is comes in when somebody searches.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from trimtab.kernel.text import without_accents, without_markup
from trimtab.search.domain.rows import Passage

LONGEST_WORD = 40
BARE = 0.4
_RUN = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_ENDING = re.compile(r"['’]s$")
_LINK = re.compile(r"<a\b[^>]*>(.*?)</a>", re.DOTALL)
_PART = re.compile(r"[^\W_]+")
_SHARP = re.compile(r"\b([a-z])(#|\+\+)(?!\w)")
_SHARP_NAMES = {"#": "sharp", "++": "pp"}


def words_of(text: str) -> list[str]:
    """The words of a text in order: lower case, without accents, cut at punctuation.

    A pair joined by a hyphen or dot is also one word ('e-mail' → e, mail, email); 's at the end
    goes ('today's' → today).
    """
    found: list[str] = []
    for parts in _runs(text):
        found += parts
        if len(parts) == 2 and not (parts[0].isdigit() and parts[1].isdigit()):
            found.append("".join(parts)[:LONGEST_WORD])
    return found


def asked_words(text: str) -> list[str]:
    """The words of a question in order, cut like `words_of` but never joined."""
    return [part for parts in _runs(text) for part in parts]


def plain_letters(text: str) -> str:
    """Text in lower case without accents; 'C#' and 'C++' become words."""
    return _SHARP.sub(
        lambda found: found[1] + _SHARP_NAMES[found[2]], without_accents(text).casefold()
    )


def _runs(text: str) -> Iterator[list[str]]:
    """The parts of each run of letters and digits that only hyphens, dots and apostrophes join."""
    for run in _RUN.findall(plain_letters(text)):
        found = _ENDING.sub("", run).replace("'", "").replace("’", "")
        yield [part[:LONGEST_WORD] for part in _PART.findall(found)]


@dataclass(frozen=True, slots=True)
class PassageField:
    """A part of a text: how much a word in it says, and how long it usually is, in words.

    `discount` (0 to 1) is how much a longer one counts less.
    """

    weight: float
    usual_words: int
    discount: float


HEADING = PassageField(weight=4.0, usual_words=4, discount=0.5)
HEADINGS_ABOVE = PassageField(weight=1.5, usual_words=6, discount=0.5)
TEXT = PassageField(weight=1.0, usual_words=120, discount=0.6)
TITLE = PassageField(weight=10.0, usual_words=5, discount=0.5)
ALL_HEADINGS = PassageField(weight=2.5, usual_words=80, discount=0.6)
WHOLE_TEXT = PassageField(weight=1.0, usual_words=2500, discount=0.6)


@dataclass(frozen=True, slots=True)
class Weighed:
    """How often a word stands in a text, and what it says about it."""

    count: int
    weight: float


def passage_words(passage: Passage) -> dict[str, Weighed]:
    """The words of a passage with what they weigh.

    Its heading says most, then the headings above it (without the title), then its text. A passage
    that mostly links elsewhere, or is only a heading for those below it, answers little: all its
    words weigh less.
    """
    above = passage.path[1:-1] if len(passage.path) > 1 else ()
    weighed = _weigh(
        [(HEADING, [passage.heading]), (HEADINGS_ABOVE, above), (TEXT, [passage.text])]
    )
    share = substance(passage)
    return {
        word: Weighed(weight.count, round(weight.weight * share, 4))
        for word, weight in weighed.items()
    }


def substance(passage: Passage) -> float:
    """How much a passage says itself, from BARE (nothing but links, or nothing) to 1 (no link).

    Link density as in Kohlschütter, Fankhauser and Nejdl (2010).
    """
    linked = sum(len(without_markup(link)) for link in _LINK.findall(passage.html))
    return max(BARE, 1 - linked / len(passage.text)) if passage.text else BARE


def document_words(names: Sequence[str], passages: Sequence[Passage]) -> dict[str, Weighed]:
    """The words of a document as a whole, with what they weigh.

    `names` are its title, its file's name and its tags; a word counts once in them.
    """
    names_words = " ".join(dict.fromkeys(word for name in names for word in words_of(name)))
    headings = [passage.heading for passage in passages[1:]]
    texts = [passage.text for passage in passages]
    return _weigh([(TITLE, [names_words]), (ALL_HEADINGS, headings), (WHOLE_TEXT, texts)])


def _weigh(fields: Iterable[tuple[PassageField, Iterable[str]]]) -> dict[str, Weighed]:
    counts: Counter[str] = Counter()
    weights: dict[str, float] = {}
    for field, texts in fields:
        found = Counter(word for text in texts for word in words_of(text))
        length = (1 - field.discount) + field.discount * found.total() / field.usual_words
        factor = field.weight / max(length, 1 - field.discount)
        counts.update(found)
        for word, count in found.items():
            weights[word] = weights.get(word, 0.0) + factor * count
    return {word: Weighed(counts[word], round(weight, 4)) for word, weight in weights.items()}
