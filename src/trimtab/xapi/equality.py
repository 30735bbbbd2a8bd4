"""When two statements with one id say the same (2.3.1), and the form in which that is compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from trimtab.xapi.actor import lower_domain
from trimtab.xapi.values import instant

_SET_BY_THE_STORE = frozenset({"id", "stored", "authority", "version"})
_LOWER = frozenset({"registration", "mbox_sha1sum", "sha2", "language"})
_FINER = re.compile(r"([.,]\d{2})\d+(?=S$)")
_encode = msgspec.json.Encoder(order="deterministic").encode


def same(left: Mapping[str, Any], right: Mapping[str, Any]) -> bool:
    """Whether two valid statements with one id say the same.

    What the store sets does not count; a timestamp counts only where both
    have one (2.3.1, statement comparison).
    """
    if ("timestamp" in left) != ("timestamp" in right):
        left, right = (
            {key: value for key, value in side.items() if key != "timestamp"}
            for side in (left, right)
        )
    return canonical(left) == canonical(right)


def canonical(statement: Mapping[str, Any]) -> bytes:
    """A valid statement in the form in which statements are compared:
    equal bytes mean an equal statement.

    Left out: what the store sets, displays of verbs, definitions of activities. Made alike: times
    (UTC), the kinds Agent and Activity where they go without saying, members of groups (unordered),
    context activities (lists), letters where case does not matter, durations (0.01 s), numbers.
    """
    return _encode(
        {key: _part(key, value) for key, value in statement.items() if key not in _SET_BY_THE_STORE}
    )


def _part(name: str, value: Any) -> Any:
    match name:
        case "extensions":
            return _numbers(value)
        case "timestamp":
            return instant(value).isoformat(timespec="milliseconds")
        case "duration":
            return _FINER.sub(r"\1", value)
        case "mbox":
            return lower_domain(value)
        case "member":
            return sorted((_agent(part) for part in value), key=_encode)
        case "actor" | "instructor" | "agent":
            return _agent(value)
        case "verb":
            return {"id": value["id"]}
        case "attachments" | "contextAgents" | "contextGroups":
            return [_object(part) for part in value]
        case "contextActivities":
            return {
                kind: [
                    _object(part) for part in (several if isinstance(several, list) else [several])
                ]
                for kind, several in value.items()
            }
    if name in _LOWER and isinstance(value, str):
        return value.lower()
    return _object(value) if isinstance(value, dict) else _numbers(value)


def _agent(value: Mapping[str, Any]) -> dict[str, Any]:
    """An agent, or a group; an agent is what it is without saying so (2.4.2.1)."""
    made = _object(value)
    if made.get("objectType") == "Agent":
        del made["objectType"]
    return made


def _object(value: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: _part(key, inner) for key, inner in value.items() if key != "definition"}
    if made.get("objectType") == "Activity":
        # What an object is when it says nothing of its kind (2.4.4).
        del made["objectType"]
    if made.get("objectType") == "StatementRef":
        made["id"] = made["id"].lower()
    return made


def _numbers(value: Any) -> Any:
    match value:
        case dict():
            return {key: _numbers(inner) for key, inner in value.items()}
        case list():
            return [_numbers(inner) for inner in value]
        case bool() | str() | None:
            return value
        case _:
            return _number(value)


def _number(value: int | float) -> float | str:
    """1, 1.0 and 1e0 are one number, and the database keeps no negative zero."""
    try:
        return float(value) + 0.0
    except OverflowError:
        return str(value)
