"""Which sections answer a question, best first. Pure.

A section is judged twice: by what it says itself, and by what its aid is about. Both are shares of what the question's words
could gain, so that a score is comparable from question to question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HALF_AID = 8.0
HALF_SECTION = 2.0
AID_SHARE = 0.6
STUB_WORDS = 120
STUB_SHARE = 0.5
BOOST = 0.08
LEAST_COVERED = 0.34
REPEATED = 0.8


@dataclass(frozen=True, slots=True)
class Part:
    """A section: its id and the weight of each of the question's words in it, by place."""

    id: int
    number: int
    weights: Mapping[int, float]


@dataclass(frozen=True, slots=True)
class Whole:
    """An aid: how long it is, whether it is in a collection of whoever asks, and its best sections."""

    key: str
    length: int
    collected: bool
    weights: Mapping[int, float]
    parts: Sequence[Part]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A section with its score from 0 to 1."""

    aid_key: str
    section_id: int
    score: float


def rank(aids: Sequence[Whole], gains: Mapping[int, float], limit: int) -> list[Ranked]:
    """The best sections of these aids. `gains` holds what each of the question's words is worth, found or not.

    What covers less than a third of the question is left out. A second section of an aid counts less than its first.
    """
    total = sum(gains.values()) or 1.0
    found: list[Ranked] = []
    for aid in aids:
        about = _share(aid.weights, gains, HALF_AID) / total
        covered = sum(gains[place] for place in aid.weights) / total
        if covered < LEAST_COVERED:
            continue
        scored = sorted(
            ((_combined(about, _share(part.weights, gains, HALF_SECTION) / total), part) for part in aid.parts),
            key=lambda pair: (-pair[0], pair[1].number),
        )
        for position, (score, part) in enumerate(scored):
            found.append(Ranked(aid.key, part.id, _adjusted(score * REPEATED**position, aid)))
    found.sort(key=lambda one: (-one.score, one.aid_key, one.section_id))
    return found[:limit]


def _share(weights: Mapping[int, float], gains: Mapping[int, float], half: float) -> float:
    return sum(gains[place] * weight / (weight + half) for place, weight in weights.items())


def _combined(about: float, own: float) -> float:
    return AID_SHARE * about + (1 - AID_SHARE) * own


def _adjusted(score: float, aid: Whole) -> float:
    """A stub counts less: it only points elsewhere. An aid in a collection of whoever asks counts a little more."""
    stub = min(1.0, STUB_SHARE + (1 - STUB_SHARE) * aid.length / STUB_WORDS)
    return round(min(1.0, score * stub * (1 + BOOST * aid.collected)), 4)
