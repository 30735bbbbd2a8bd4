"""Who wrote what stands in a revision, place by place, on whatever way it came there. Pure rules
over plain data.

A place is one thing that is said: a field of a part, an answer's value, the order of a list. What
stands there came about by *contributions*: somebody wrote it in a revision, somebody else changed
words of it in a later one. As long as a word is kept, those who wrote before stay its writers; what
is taken over unchanged (by carrying over, going back, merging) brings its contributions along. What
is in force has been approved: where a text was made out of it, only what came since counts. Where
it was not, as when an earlier text comes back, everything does.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.strategy.domain import places

Leaves = Mapping[str, str]
# The revision in which, and the person by whom (None: the platform).
Contribution = tuple[int, UUID | None]
Contributions = frozenset[Contribution]
Written = Mapping[str, Contributions]
NONE: Contributions = frozenset()
_ANSWERS = "answers/"


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text that a new one grew out of: what stands at each place, and the contributions by which
    it came about.
    """

    leaves: Leaves
    written: Written


NOTHING = TextSource({}, {})


@dataclass(frozen=True, slots=True)
class PastRevision:
    """A revision of the past: what it says, and who wrote it (None: the platform)."""

    number: int
    leaves: Leaves
    by: UUID | None


def leaves(document: Mapping[str, Any]) -> dict[str, str]:
    """Everything that a document (plain data) says, by place; a list of named members says its
    order besides.
    """
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


def writing(
    after: Leaves, sources: Sequence[TextSource], *, own: Contributions
) -> dict[str, Contributions]:
    """The contributions to what stands at each place of `after`, which was made out of `sources` by
    `own`.

    What a source says, too, is that source's. What none says is `own`, beside the contributions to
    the sources whose words it keeps, or copies from another place of the same answer.
    """
    found: dict[str, Contributions] = {}
    told = (after, *(source.leaves for source in sources), *(source.written for source in sources))
    for place in {place for each in told for place in each}:
        said = after.get(place)
        same = [source for source in sources if source.leaves.get(place) == said]
        if same:
            found[place] = _united(same, place)
        else:
            kept = [source for source in sources if _keeps(said, source.leaves.get(place))]
            found[place] = own | _united(kept, place) | _copied(said, place, sources)
    return found


def beside(
    written: Written, after: Leaves, before: Leaves, own: Contributions
) -> dict[str, Contributions]:
    """The same with `own` at every place where `after` differs from `before`: who brings old words
    back answers for them, too.
    """
    return {
        place: written.get(place, NONE) | own
        if after.get(place) != before.get(place)
        else written.get(place, NONE)
        for place in written.keys() | before.keys()
    }


def _united(sources: Iterable[TextSource], place: str) -> Contributions:
    return NONE.union(*(source.written.get(place, NONE) for source in sources))


def _copied(said: str | None, place: str, sources: Iterable[TextSource]) -> Contributions:
    """The contributions to what stands at other places of the same answer, where words of it are
    taken over: what somebody was heard to say, and somebody else writes into the answer.
    """
    if not place.startswith(_ANSWERS):
        return NONE
    answer = "/".join(place.split("/")[:2]) + "/"
    found = NONE
    for source in sources:
        new = _words(said) - _words(source.leaves.get(place))
        for other, leaf in source.leaves.items():
            if other.startswith(answer) and not new.isdisjoint(_words(leaf)):
                found |= source.written.get(other, NONE)
    return found


def _keeps(said: str | None, before: str | None) -> bool:
    return not _words(said).isdisjoint(_words(before))


def _words(said: str | None) -> set[str]:
    return set(re.findall(r"\w+", said or ""))


def authors(after: TextSource, in_force: TextSource) -> frozenset[UUID]:
    """Everybody who wrote anything in which a text differs from what is in force (NOTHING: nothing
    is).
    """
    found: set[UUID | None] = set()
    for place in after.leaves.keys() | in_force.leaves.keys():
        if after.leaves.get(place) != in_force.leaves.get(place):
            own, approved = after.written.get(place, NONE), in_force.written.get(place, NONE)
            found |= {by for _number, by in (own - approved if approved <= own else own)}
    return frozenset(by for by in found if by)


def grouped(written: Written) -> list[dict[str, list[Any]]]:
    """As plain data: places by the contributions to them, in a fixed order."""
    found: dict[tuple[tuple[int, str], ...], list[str]] = {}
    for place in sorted(written):
        key = tuple(sorted((number, str(by or "")) for number, by in written[place]))
        found.setdefault(key, []).append(place)
    return [
        {"written": [list(one) for one in key], "places": at} for key, at in sorted(found.items())
    ]


def ungrouped(data: Iterable[Mapping[str, list[Any]]]) -> dict[str, Contributions]:
    """What `grouped` gave."""
    return {
        place: frozenset((number, UUID(by) if by else None) for number, by in each["written"])
        for each in data
        for place in each["places"]
    }


def derived(history: Iterable[PastRevision]) -> Iterator[tuple[int, dict[str, Contributions]]]:
    """For revisions that were written before contributions were kept: each one's number, and those
    to the places that it changed.

    The way of the words is not known, so everybody who wrote the same words at a place before has
    contributed to them.
    """
    written: dict[str, Contributions] = {}
    ever: dict[tuple[str, str | None], Contributions] = {}
    before: Leaves = {}
    for one in history:
        own: Contributions = frozenset({(one.number, one.by)})
        changed: dict[str, Contributions] = {}
        for place in before.keys() | one.leaves.keys():
            said = one.leaves.get(place)
            if said != before.get(place):
                grew = written.get(place, NONE) if _keeps(said, before.get(place)) else NONE
                changed[place] = own | grew | ever.get((place, said), NONE)
                ever[place, said] = changed[place]
        written |= changed
        before = one.leaves
        yield one.number, changed
