"""Which sections answer a question, best first. Pure.

A section is judged by what it says itself, by what its aid is about, and by how well its heading
and the aid's title name what was asked. All are shares of what the question's words could gain, so
that a score is comparable from question to question.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

from trimtab.search.domain.polarity import Polarity, polarities

HALF_AID = 20.0
HALF_SECTION = 1.5
ABOUT, OWN, TITLED, HEADED = 0.6, 0.12, 0.1, 0.18
STUB_WORDS = 120
STUB_SHARE = 0.5
BOOST = 0.08
LEAST_COVERED = 0.34
REPEATED = 0.8
SHORT = 3
OPPOSED, AGREED = 0.5, 1.15


@dataclass(frozen=True, slots=True)
class RankedSection:
    """A section: its id, the weight of each of the question's words in it, by place, and the words
    of its heading.
    """

    id: int
    number: int
    weights: Mapping[int, float]
    heading: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """An aid: its length in words, its best sections, and the words of its title.

    `collected` says whether it is in a collection of whoever asks.
    """

    key: str
    length: int
    collected: bool
    weights: Mapping[int, float]
    parts: Sequence[RankedSection]
    title: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Ranked:
    """A section with its score from 0 to 1."""

    aid_key: str
    section_id: int
    score: float


@dataclass(frozen=True, slots=True)
class Sought:
    """A word of the question: what finding it is worth.

    `surface` are the words that stand for it, as they are written.
    """

    gain: float
    surface: Set[str] = frozenset()
    polarity: Polarity = Polarity.OPEN


def rank(aids: Sequence[Whole], sought: Sequence[Sought], limit: int) -> list[Ranked]:
    """The best sections of these aids for the question's words, in their order, found or not.

    What covers less than a third of the question is left out. A second section of an aid counts
    less than its first.
    """
    total = _total(sought)
    found: list[Ranked] = []
    for aid in aids:
        if sum(sought[place].gain for place in aid.weights) / total < LEAST_COVERED:
            continue
        base = ABOUT * _share(aid.weights, sought, HALF_AID) / total + TITLED * named(
            aid.title, sought
        )
        scored = sorted(
            ((base + _own(part, sought, total), part) for part in aid.parts),
            key=lambda pair: (-pair[0], pair[1].number),
        )
        for position, (score, part) in enumerate(scored):
            meant = turned([aid.title, part.heading], sought)
            found.append(
                Ranked(aid.key, part.id, _adjusted(score * meant * REPEATED**position, aid))
            )
    found.sort(key=lambda section: (-section.score, section.aid_key, section.section_id))
    return found[:limit]


def _total(sought: Sequence[Sought]) -> float:
    """What the question's words gain when all are found."""
    return sum(word.gain for word in sought) or 1.0


def _own(part: RankedSection, sought: Sequence[Sought], total: float) -> float:
    return OWN * _share(part.weights, sought, HALF_SECTION) / total + HEADED * named(
        part.heading, sought
    )


def _share(weights: Mapping[int, float], sought: Sequence[Sought], half: float) -> float:
    return sum(sought[place].gain * weight / (weight + half) for place, weight in weights.items())


def named(name: Sequence[str], sought: Sequence[Sought]) -> float:
    """How well a heading or title names what was asked, from 0 to 1.

    It is the share of the question in it, times the root of the share of it in the question, so
    that 'SQL injection' is named better by 'SQL injection' than by a long heading with both.
    """
    words = {word for word in name if len(word) >= SHORT} or set(name)
    met = [word for word in sought if word.surface & words]
    if not met:
        return 0.0
    inside = len(words & {surface for word in met for surface in word.surface})
    share_of_question = sum(word.gain for word in met) / _total(sought)
    return share_of_question * math.sqrt(inside / len(words))


def turned(names: Sequence[Sequence[str]], sought: Sequence[Sought]) -> float:
    """By what a score is multiplied for what title and heading say of the words, 'with' or
    'without'.

    It is less than 1 when they say 'with' of what was asked for 'without', more when they agree.
    """
    factor = 1.0
    for name in names:
        said = polarities(name)
        for word in sought:
            there = {said[surface] for surface in word.surface if surface in said}
            if word.polarity and there:
                factor *= AGREED if word.polarity in there else OPPOSED
    return factor


def _adjusted(score: float, aid: Whole) -> float:
    """A stub counts less: it only points elsewhere.

    An aid in a collection of whoever asks counts a little more.
    """
    stub = min(1.0, STUB_SHARE + (1 - STUB_SHARE) * aid.length / STUB_WORDS)
    return round(min(1.0, score * stub * (1 + BOOST * aid.collected)), 4)
