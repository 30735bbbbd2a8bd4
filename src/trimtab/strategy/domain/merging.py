"""Merging what two people wrote at the same time: three documents in, one out, or the places where
they disagree.

Works place by place and knows no field by name: fields of the root, answers by code, members of
lists by name, fields of a part one by one. Lists of plain values, and of parts without a name, are
ordered sets. An answer is one thing said by one voice: its value and its reason are never mixed
from two, only what was gathered for it (evidence, what others said) is. What one side alone changed
is taken; what both changed differently, or one changed and the other took away, is a conflict that
a person decides.

Three-way merging of trees: Lindholm, "A three-way merge for XML documents" (DocEng 2004).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Between, Said, joined, say, say_n
from trimtab.strategy.domain import places
from trimtab.strategy.domain.codec import from_json
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.part import PLAIN


class Side(StrEnum):
    """Whose words: those of the one who saves now, or those that were saved meanwhile."""

    MINE = "mine"
    THEIRS = "theirs"


@dataclass(frozen=True, slots=True)
class Written:
    """A third version that the two agree on, as plain data."""

    value: Any


Choice = Side | Written


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both changed something, with what stood there and what each wrote (plain data;
    None where nothing).
    """

    place: str
    base: Any
    mine: Any
    theirs: Any


@dataclass(frozen=True, slots=True)
class Took:
    """A place that one side alone changed, and whose change it was."""

    place: str
    side: Side


@dataclass(frozen=True, slots=True)
class Merged:
    """The document with both sides' changes, or None while conflicts are open; `taken` says what
    came from where.
    """

    document: Strategy | None
    conflicts: tuple[Conflict, ...]
    taken: tuple[Took, ...]


class Conflicted(Refusal):
    """Somebody saved meanwhile, and both changed the same places.

    Nothing is lost: `mine` is the document that was to be saved, written on revision `base`;
    `newest` is the revision that came between, `writers` those who changed the places in conflict,
    by place.
    """

    status = 409

    def __init__(
        self,
        *,
        base: int,
        newest: int,
        writers: Mapping[str, str],
        mine: Strategy,
        because: Said,
        merged: Merged,
    ) -> None:
        self.writers = writers
        super().__init__(
            "strategy.newer",
            say_n(
                "{names} changed the same place meanwhile (revision {newest}). Choose, or write a "
                "third version.",
                "{names} changed {count} of the same places meanwhile (revision {newest}). Choose, "
                "or write a third version.",
                len(merged.conflicts),
                names=self.names,
                newest=newest,
            ),
        )
        self.base = base
        self.newest = newest
        self.mine = mine
        self.because = because
        self.conflicts = merged.conflicts

    @property
    def names(self) -> Said:
        """Those who changed the places in conflict, by name."""
        names = sorted(set(self.writers.values()))
        return joined(names, Between.AND) if names else say("Somebody")


class _Nothing:
    """What stands where there is nothing; not the same as None, which is a value."""


_NOTHING = _Nothing()


def merge(
    base: Strategy, mine: Strategy, theirs: Strategy, choices: Mapping[str, Choice] | None = None
) -> Merged:
    """Both sides' changes to `base` in one document.

    `choices` decides conflicts by their place; decisions about places without a conflict are
    ignored. Raises Refusal when a third version is not of the kind that its place needs.
    """
    work = _Merging(choices or {})
    found = work.values(_tree(base), _tree(mine), _tree(theirs), ())
    return Merged(None if work.open else from_json(found), tuple(work.open), tuple(work.taken))


def _tree(value: Any) -> Any:
    """A document as plain data with every field, also those that have their default."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, msgspec.Struct):
        fields = ((name, getattr(value, name)) for name in value.__struct_fields__)
        return {name: one if type(one) in PLAIN else _tree(one) for name, one in fields}
    if isinstance(value, dict):
        return {key: _tree(one) for key, one in value.items()}
    if isinstance(value, (tuple, list)):
        return [_tree(one) for one in value]
    return msgspec.to_builtins(value)


@dataclass(slots=True)
class _Merging:
    choices: Mapping[str, Choice]
    open: list[Conflict] = field(default_factory=list)
    taken: list[Took] = field(default_factory=list)

    def values(self, base: Any, mine: Any, theirs: Any, at: tuple[str, ...]) -> Any:
        if mine == theirs or theirs == base:
            return self._took(mine, Side.MINE, at) if mine != base and mine != theirs else mine
        if mine == base:
            return self._took(theirs, Side.THEIRS, at)
        if at[:1] == ("answers",) and len(at) == 2:
            return self._answers(base, mine, theirs, at)
        if isinstance(mine, dict) and isinstance(theirs, dict):
            return self._mappings(base if isinstance(base, dict) else {}, mine, theirs, at)
        if isinstance(mine, list) and isinstance(theirs, list):
            return self._lists(base if isinstance(base, list) else [], mine, theirs, at)
        return self._conflict(base, mine, theirs, at)

    def _took(self, value: Any, side: Side, at: tuple[str, ...]) -> Any:
        self.taken.append(Took(places.path(at), side))
        return value

    def _conflict(self, base: Any, mine: Any, theirs: Any, at: tuple[str, ...]) -> Any:
        match self.choices.get(places.path(at)):
            case Side.MINE:
                return mine
            case Side.THEIRS:
                return theirs
            case Written(value=value):
                return value
            case None:
                said = (None if isinstance(one, _Nothing) else one for one in (base, mine, theirs))
                self.open.append(Conflict(places.path(at), *said))
                return mine

    def _mappings(
        self,
        base: Mapping[str, Any],
        mine: Mapping[str, Any],
        theirs: Mapping[str, Any],
        at: tuple[str, ...],
    ) -> dict[str, Any]:
        found = {
            name: self.values(
                base.get(name, _NOTHING),
                mine.get(name, _NOTHING),
                theirs.get(name, _NOTHING),
                (*at, name),
            )
            for name in _order(list(base), list(mine), list(theirs))
        }
        return {name: value for name, value in found.items() if not isinstance(value, _Nothing)}

    def _lists(
        self, base: list[Any], mine: list[Any], theirs: list[Any], at: tuple[str, ...]
    ) -> Any:
        members = [{} if not side else places.named(side) for side in (base, mine, theirs)]
        one, two, three = members
        if one is not None and two is not None and three is not None:
            return list(self._mappings(one, two, three, at).values())
        sets = [_as_set(side) for side in (base, mine, theirs)]
        if any(
            len(members) != len(side)
            for members, side in zip(sets, (base, mine, theirs), strict=True)
        ):
            return self._conflict(base, mine, theirs, at)
        kept = _kept(*(list(members) for members in sets))
        words = sets[1] | sets[2]
        return [words[key] for key in _order(*(list(members) for members in sets)) if key in kept]

    def _answers(self, base: Any, mine: Any, theirs: Any, at: tuple[str, ...]) -> Any:
        if not isinstance(mine, dict) or not isinstance(theirs, dict):
            return self._conflict(base, mine, theirs, at)
        before = base if isinstance(base, dict) else {}
        gathered = [
            name for name in mine if any(_parts(side.get(name)) for side in (before, mine, theirs))
        ]
        words = [
            {name: side[name] for name in side if name not in gathered}
            for side in (before, mine, theirs)
        ]
        said = self._said(words, (base, mine, theirs), at)
        if isinstance(said, _Nothing):
            return said
        lists = {
            name: self.values(before.get(name, []), mine[name], theirs[name], (*at, name))
            for name in gathered
        }
        return {**words[1], **lists, **{name: said[name] for name in said if name not in gathered}}

    def _said(self, words: list[Any], sides: tuple[Any, Any, Any], at: tuple[str, ...]) -> Any:
        """The answer itself, without what was gathered for it: of one voice."""
        before, mine, theirs = words
        if mine == theirs:
            return mine
        if mine == before:
            return self._took(theirs, Side.THEIRS, at)
        if theirs == before:
            return self._took(mine, Side.MINE, at)
        return self._conflict(*sides, at)


def _parts(value: Any) -> bool:
    """Whether this is a list of parts, such as pieces of evidence."""
    return isinstance(value, list) and any(isinstance(member, dict) for member in value)


def _as_set(members: list[Any]) -> dict[str, Any]:
    """Members by what they say."""
    return {
        msgspec.json.encode(member, order="deterministic").decode(): member for member in members
    }


def _kept(base: list[str], mine: list[str], theirs: list[str]) -> set[str]:
    """Of an ordered set: what both have, and what one has added."""
    both, either, before = set(mine) & set(theirs), set(mine) | set(theirs), set(base)
    return both | (either - before)


def _order(base: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    """All names of both sides in an order that does not depend on which side is whose.

    The side that moved members leads; what the other added follows what it stood behind.
    """
    moved = [
        [name for name in side if name in base] != [name for name in base if name in side]
        for side in (mine, theirs)
    ]
    lead, other = sorted((mine, theirs))
    if moved[0] != moved[1]:
        lead, other = (mine, theirs) if moved[0] else (theirs, mine)
    found = list(lead)
    for position, name in enumerate(other):
        if name not in found:
            found.insert(found.index(other[position - 1]) + 1 if position else 0, name)
    return found
