"""Forgiving typing errors: which words of the aids somebody may have meant. Pure.

Words one edit away are generated (Damerau 1964; Norvig 2007), those further away come from
trigrams; the likelier of two is the one with fewer, less grave errors and then the one more often
used. Nobody starts a word wrongly as often as they end it so.
"""

from __future__ import annotations

import math
import string
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

SHORTEST = 3
FORGIVEN = ((3, 1.0), (8, 2.0), (12, 3.0))
_SHARE_PER_ERROR = 0.12
_WORST_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Meant:
    """A word that somebody may have meant: how likely it counts, from 0 to 1."""

    word: str
    share: float


def edits(word: str) -> list[str]:
    """Every text one deletion, swap of neighbours, change or insertion away from `word`."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    lost = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    letters = string.ascii_lowercase + string.digits
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in letters}
    added = {left + letter + right for left, right in cuts for letter in letters}
    return sorted((lost | swapped | changed | added) - {word})


def errors(typed: str, word: str) -> float:
    """How many errors lie between what was typed and a word.

    A wrong first letter counts half more, a doubled letter half. Optimal string alignment (Damerau
    1964; Wagner and Fischer 1974) with these costs.
    """
    before: list[float] = []
    last = [float(cost) for cost in range(len(word) + 1)]
    for i, sign in enumerate(typed, 1):
        row = [float(i)]
        for j, target in enumerate(word, 1):
            row.append(
                min(
                    last[j] + (0.5 if i > 1 and typed[i - 2] == sign else 1.0),
                    row[j - 1] + (0.5 if j > 1 and word[j - 2] == target else 1.0),
                    last[j - 1] + (sign != target),
                )
            )
            if i > 1 and j > 1 and sign == word[j - 2] and typed[i - 2] == target != sign:
                row[j] = min(row[j], before[j - 2] + 1.0)
        before, last = last, row
    return last[-1] + (0.5 if typed[:1] != word[:1] else 0.0)


def most_errors(word: str) -> float:
    """How many errors are forgiven in a word: none in two letters, one from 3, two from 8, three
    from 12.
    """
    return max((count for length, count in FORGIVEN if len(word) >= length), default=0.0)


def is_alike(word: str, other: str) -> bool:
    """Whether two words are the same but for typing errors that are forgiven in the first."""
    allowed = most_errors(word)
    # A letter too many or too few counts half an error at least.
    return (
        len(word) > SHORTEST
        and abs(len(word) - len(other)) <= 2 * allowed
        and errors(word, other) <= allowed
    )


def meant(typed: str, words: Iterable[tuple[str, int]], *, most: int = 3) -> list[Meant]:
    """The words (given with how often each is used) that `typed` may stand for, likeliest first.

    They are few, and only near ones.
    """
    allowed = most_errors(typed) + 0.5
    judged = [
        (errors(typed, word), uses, word)
        for word, uses in words
        if abs(len(word) - len(typed)) <= allowed
    ]
    near = [
        (_cost(count, uses), count, word) for count, uses, word in judged if 0 < count <= allowed
    ]
    if not near:
        return []
    near.sort()
    best = near[0][0]
    kept = [(cost, count, word) for cost, count, word in near[:most] if cost <= best + 0.75]
    return [
        Meant(word, max(_WORST_SHARE, 1 - _SHARE_PER_ERROR * count - 0.4 * (cost - best)))
        for cost, count, word in kept
    ]


def _cost(count: float, uses: int) -> float:
    """Ten times as many uses weigh as much as half an error."""
    return count - 0.5 * math.log10(1 + uses)


def splits(word: str) -> list[tuple[str, str]]:
    """A word cut in two at every place that leaves three letters on both sides ('sqlinjection')."""
    return [(word[:at], word[at:]) for at in range(SHORTEST, len(word) - SHORTEST + 1)]


def joins(words: Sequence[str]) -> list[tuple[int, str]]:
    """Neighbours written as one ('web socket' → websocket), with the place of the first."""
    return [(at, words[at] + words[at + 1]) for at in range(len(words) - 1)]
