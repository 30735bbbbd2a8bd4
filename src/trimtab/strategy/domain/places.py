"""What the places of a document are called: paths of names and ids, such as
actions/practise-prices/state.

A member of a list is called by its id, a decision right by its decision, a taken recommendation by
its rule and, where it has one, its place. A slash or tilde within a name is written ~1 or ~0 (RFC
6901), so that a path can always be taken apart again.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

NAMED_BY = ("id", "decision", "rule")


def step(name: str) -> str:
    """A name as it stands in a path."""
    return name.replace("~", "~0").replace("/", "~1")


def path(names: Iterable[str]) -> str:
    """The place at the end of `names`."""
    return "/".join(step(name) for name in names)


def names(place: str) -> list[str]:
    """The names that lead to a place."""
    return [part.replace("~1", "/").replace("~0", "~") for part in place.split("/")]


def name(member: Any) -> str:
    """What a member of a list (plain data) is called; "" when it has no name."""
    if not isinstance(member, dict):
        return ""
    for key in NAMED_BY:
        if key in member:
            return (
                f"{member[key]}@{member['place']}"
                if key == "rule" and member.get("place")
                else str(member[key])
            )
    return ""


def named(value: Any) -> dict[str, Any] | None:
    """A mapping, or a list whose members all have names of their own, as members by name; None when
    it is one thing.
    """
    if isinstance(value, dict):
        return value
    if isinstance(value, list) and value:
        found = [name(member) for member in value]
        if all(found) and len(set(found)) == len(found):
            return dict(zip(found, value, strict=True))
    return None


def at(data: Any, place: str) -> Any:
    """What stands at a place of a document as plain data; None when nothing does."""
    for each in names(place):
        members = named(data)
        data = members.get(each) if members is not None else None
    return data


def meets(place: str, other: str) -> bool:
    """Whether one of two places is the other or stands around it."""
    one, two = place + "/", other + "/"
    return one.startswith(two) or two.startswith(one)
