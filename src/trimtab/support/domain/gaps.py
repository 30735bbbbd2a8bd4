"""When two lookups that found nothing missed the same thing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from typing import TypeVar

from trimtab.search.values import is_alike

ALIKE = 0.6
LONGEST_KEY = 400
Key = TypeVar("Key")


def gap_key(stems: Iterable[str]) -> str:
    """One text for all wordings with the same stems, whatever their order."""
    return " ".join(sorted(set(stems)))[:LONGEST_KEY]


def likeness(stems: Collection[str], other: Collection[str]) -> float:
    """The share of all stems that both have (Jaccard 1901), where a typing error is forgiven."""
    first, second = set(stems), set(other)
    both = _shared(first, second)
    both = min(both, _shared(second, first)) if both else 0
    return both / max(1, len(first) + len(second) - both)


def _shared(stems: Set[str], other: Set[str]) -> int:
    return sum(stem in other or any(is_alike(stem, target) for target in other) for stem in stems)


def same_gap(stems: Sequence[str], gaps: Iterable[tuple[Key, Sequence[str]]]) -> Key | None:
    """The gap most like these stems, or None when none is alike enough."""
    best, most = None, 0.0
    for key, others in gaps:
        # Of two wordings so different in length no share as large as this is possible.
        if min(len(stems), len(others)) < ALIKE * max(len(stems), len(others)):
            continue
        alike = likeness(stems, others)
        if alike >= ALIKE and alike > most:
            best, most = key, alike
    return best
