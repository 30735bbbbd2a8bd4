"""When two lookups that found nothing missed the same thing. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import TypeVar

from trimtab.support.domain.spelling import SHORTEST, errors, most_errors

ALIKE = 0.6
LONGEST_KEY = 400
Key = TypeVar("Key")


def gap_key(stems: Iterable[str]) -> str:
    """One text for all wordings with the same stems, whatever their order."""
    return " ".join(sorted(set(stems)))[:LONGEST_KEY]


def likeness(one: Collection[str], other: Collection[str]) -> float:
    """The share of all stems that both have (Jaccard 1901), where a typing error is forgiven."""
    both = min(_shared(set(one), set(other)), _shared(set(other), set(one)))
    return both / max(1, len(set(one)) + len(set(other)) - both)


def _shared(one: Collection[str], other: Collection[str]) -> int:
    return sum(any(_same(stem, target) for target in other) for stem in one)


def _same(one: str, other: str) -> bool:
    return one == other or (len(one) > SHORTEST and errors(one, other) <= most_errors(one))


def same_gap(stems: Sequence[str], gaps: Iterable[tuple[Key, Sequence[str]]]) -> Key | None:
    """The gap most like these stems, or None when none is alike enough."""
    best, most = None, 0.0
    for key, others in gaps:
        alike = likeness(stems, others)
        if alike >= ALIKE and alike > most:
            best, most = key, alike
    return best
