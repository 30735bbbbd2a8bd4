"""With or without: which words of a question or a title are said not to be there. Pure.

The words that turn a meaning round say nothing by themselves, so no index keeps them; here they are
read where they stand.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import IntEnum

_NOT = re.compile(
    r"\b(?:\w+n['’]t"
    r"|(?:do|does|did|ca|wo|is|are|was|were|has|have|had|could|should|would)nt|cannot)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(
    r"\b(i|you|we|they|he|she|it|that|who|what|where|there)['’](?:m|re|ve|ll|d|s)\b", re.IGNORECASE
)
_AGAINST = frozenset({"no", "not", "without", "never", "none"})
_FOR = frozenset({"with", "has", "have", "having"})
_BETWEEN = frozenset(
    "a an the any his her my our your their its be been being do does to of and".split()
)


class Polarity(IntEnum):
    """Whether a word is said to be there, said not to be, or neither."""

    AGAINST = -1
    OPEN = 0
    FOR = 1


def expanded(text: str) -> str:
    """A question with its contractions written out as far as they matter.

    "won't scan" → 'not scan', "what's" → 'what'.
    """
    return _PRONOUN.sub(r"\1", _NOT.sub(" not ", text))


def polarities(words: Sequence[str]) -> dict[str, Polarity]:
    """The words right behind 'no', 'not', 'without', or 'with' and 'has', with what that says of
    them.
    """
    found: dict[str, Polarity] = {}
    waiting = Polarity.OPEN
    for word in words:
        if word in _AGAINST:
            waiting = Polarity.AGAINST
        elif word in _FOR:
            waiting = Polarity.FOR
        elif word not in _BETWEEN:
            if waiting:
                found[word] = waiting
            waiting = Polarity.OPEN
    return found
