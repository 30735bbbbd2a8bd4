"""Who wrote what stands in a revision, place by place, on whatever way it came there. Pure rules over plain data.

A place is one thing that is said: a field of a part, an answer's value, the order of a list. Whoever writes a place is a writer of what
stands there; whoever changes words that are not in force yet becomes a writer beside those whose words they were. What is taken over
unchanged (by carrying over, going back, merging) brings its writers along. What is in force has been approved: changing it begins anew.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.strategy.domain import places

Leaves = Mapping[str, str]
Writers = frozenset[UUID]
Written = Mapping[str, Writers]
NOBODY: Writers = frozenset()


@dataclass(frozen=True, slots=True)
class Source:
    """A text that a new one grew out of: what stands at each place, and who wrote it."""

    leaves: Leaves
    written: Written


NOTHING = Source({}, {})


@dataclass(frozen=True, slots=True)
class Past:
    """A revision of the past: what it says, who wrote it (None: the platform), and what was in force then ({}: nothing)."""

    number: int
    leaves: Leaves
    by: UUID | None
    in_force: Leaves


def leaves(document: Mapping[str, Any]) -> dict[str, str]:
    """Everything that a document (plain data) says, by place; a list of named members says its order besides."""
    return dict(_leaves(document, ""))


def _leaves(value: Any, place: str) -> Iterator[tuple[str, str]]:
    members = places.named(value) if value else None
    if members is None:
        yield place, json.dumps(value, sort_keys=True, ensure_ascii=False)
        return
    if isinstance(value, list):
        yield place, json.dumps(list(members), ensure_ascii=False)
    for name, member in members.items():
        yield from _leaves(member, f"{place}/{places.step(name)}".lstrip("/"))


def writing(after: Leaves, sources: Sequence[Source], *, in_force: Leaves, by: Writers) -> dict[str, Writers]:
    """Who wrote what stands at each place of `after`, which `by` made out of `sources`.

    What a source says, too, is that source's writers'. What none says was written by `by`, beside the writers of those words of the
    sources that were not in force.
    """
    found: dict[str, Writers] = {}
    told = (after, in_force, *(source.leaves for source in sources), *(source.written for source in sources))
    for place in {place for each in told for place in each}:
        said = after.get(place)
        same = [source for source in sources if source.leaves.get(place) == said]
        if same:
            found[place] = _united(same, place)
        else:
            changed = [source for source in sources if source.leaves.get(place) != in_force.get(place)]
            found[place] = by | _united(changed, place)
    return found


def beside(written: Written, after: Leaves, before: Leaves, by: Writers) -> dict[str, Writers]:
    """The same with `by` as a writer of every place at which `after` differs from `before`: who brings old words back answers for them."""
    return {place: who | by if after.get(place) != before.get(place) else who for place, who in written.items()}


def _united(sources: Iterable[Source], place: str) -> Writers:
    return NOBODY.union(*(source.written.get(place, NOBODY) for source in sources))


def authors(after: Leaves, written: Written, in_force: Leaves) -> Writers:
    """Everybody who wrote anything in which `after` differs from what is in force ({}: nothing is)."""
    differing = (place for place in after.keys() | in_force.keys() if after.get(place) != in_force.get(place))
    return NOBODY.union(*(written.get(place, NOBODY) for place in differing))


def grouped(written: Written) -> list[dict[str, list[str]]]:
    """As plain data: places by those who wrote them, in a fixed order."""
    by_writers: dict[tuple[str, ...], list[str]] = {}
    for place in sorted(written):
        by_writers.setdefault(tuple(sorted(map(str, written[place]))), []).append(place)
    return [{"writers": list(who), "places": at} for who, at in sorted(by_writers.items())]


def ungrouped(data: Iterable[Mapping[str, Iterable[str]]]) -> dict[str, Writers]:
    """What `grouped` gave."""
    return {place: frozenset(map(UUID, each["writers"])) for each in data for place in each["places"]}


def derived(history: Iterable[Past]) -> Iterator[tuple[int, dict[str, Writers]]]:
    """For revisions that were written before writers were kept: each revision's number and the writers of the places that it changed.

    The way of the words is not known, so everybody who wrote the same words at a place before counts as a writer of them.
    """
    written: dict[str, Writers] = {}
    ever: dict[tuple[str, str | None], Writers] = {}
    before: Leaves = {}
    for one in history:
        own: Writers = frozenset({one.by} if one.by else ())
        changed: dict[str, Writers] = {}
        for place in before.keys() | one.leaves.keys():
            said = one.leaves.get(place)
            if said != before.get(place):
                grew = written.get(place, NOBODY) if before.get(place) != one.in_force.get(place) else NOBODY
                changed[place] = own | grew | ever.get((place, said), NOBODY)
                ever[place, said] = changed[place]
        written |= changed
        before = one.leaves
        yield one.number, changed
