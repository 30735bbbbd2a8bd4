"""From a question as somebody typed it to the words of the aids that it asks for. Pure.

What the aids contain comes in as rows of the lexicon; nothing here reads it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from trimtab.search.domain.rows import KnownWord

MOST_WORDS = 16
RARE = 3
FAR_MORE_USED = 20
JOINED_SHARE = 0.9


@dataclass(slots=True)
class Draft:
    """A word of the question while it is being understood."""

    typed: str
    words: dict[int, tuple[KnownWord, float]] = field(default_factory=dict)
    said: str = ""
    offered: str = ""

    def add(self, words: Iterable[KnownWord], share: float) -> None:
        """Lets `words` stand for it, each at its best share."""
        for word in words:
            if word.id not in self.words or self.words[word.id][1] < share:
                self.words[word.id] = (word, share)


def gain(drafted: Draft, *, aids: int, sections: int) -> float:
    """What finding a word is worth.

    It is more when few sections have it, and more when it is about something. Rarity is the inverse
    document frequency of BM25 (Robertson and Spärck Jones 1976). 'About something' is residual
    inverse document frequency (Church and Gale 1995): words that name a subject crowd in few aids,
    words like 'safely' are everywhere.
    """
    every = [word for word, _ in drafted.words.values()]
    own = [word for word, share in drafted.words.values() if share >= 1.0] or every
    if not own:
        return math.log(1 + sections)
    inside = min(sections, sum(word.sections for word in own))
    rarity = math.log(1 + (sections - inside + 0.5) / (inside + 0.5))
    return rarity * (0.4 + 0.6 * aboutness(own, aids))


def aboutness(words: Sequence[KnownWord], aids: int) -> float:
    """From 0 (spread as if by chance over the aids) to 1 (crowded in few of them)."""
    uses = sum(word.uses for word in words)
    inside = min(aids, max((word.aids for word in words), default=0))
    if not uses or not inside or not aids:
        return 0.5
    by_chance = aids * (1 - math.exp(-uses / aids))
    return min(1.0, max(0.0, math.log2(max(by_chance, inside) / inside)) / 1.5)


def is_doubtful(words: Sequence[KnownWord]) -> bool:
    """Whether a word is so rare that it may be an author's own typing error."""
    return sum(word.uses for word in words) <= RARE
