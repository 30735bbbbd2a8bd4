"""Slips that widely used programs make in statements, and what they meant. Only a
credential that asks for it is read like this.

Open edX sends activities of the type GroupActivity, bare UUIDs as ids and scores whose
range is empty; H5P sends the type of interaction `compound`; PHP writes an empty object as
a list; others send null for what is not there, 'de_AT' for a language, numbers and truths
as texts, times of SCORM as durations, a language map as a text. What cannot be understood
without guessing stays as it is, and is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard
from uuid import UUID

from trimtab.xapi.attachment import SIGNATURE
from trimtab.xapi.profile import MENDED, iso_duration

MOST_MARKS = 50
LONGEST_MARK = 200
_GONE = object()
_BARE_UUID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_MAIL = re.compile(r"[^@\s:]+@[^@\s:]+")
_SCORM_TIME = re.compile(r"(\d{1,4}):(\d{2}):(\d{2}(?:\.\d+)?)")
_NUMBER = re.compile(r"[+-]?\d{1,15}(?:\.\d{1,15})?")
_TRUTHS = {"true": True, "false": False, "1": True, "0": False, 1: True, 0: False}
Rule = Callable[["_Mending", Any, str], Any]
Marks = list[dict[str, Any]]


def mended(statement: Any) -> tuple[Any, Marks]:
    """The statement without the slips that are known, and a mark for each: its place
    (`at`) and, but for people's identifiers, what stood there (`was`). A signed statement
    is left alone: mended, it is not what was signed."""
    if not isinstance(statement, dict) or _is_signed(statement):
        return statement, []
    mending = _Mending()
    whole = mending.each(statement, "", _STATEMENT)
    return (whole, mending.marks[:MOST_MARKS]) if mending.marks else (statement, [])


def marked(statement: Mapping[str, Any], marks: Marks) -> dict[str, Any]:
    """The statement with its marks in the context, so that everybody
    who reads it sees what was mended."""
    context = statement.get("context", {})
    extensions = context.get("extensions", {}) if isinstance(context, dict) else {}
    if not isinstance(context, dict) or not isinstance(extensions, dict):
        return dict(statement)
    return {**statement, "context": {**context, "extensions": {**extensions, MENDED: marks}}}


def _is_signed(statement: Mapping[str, Any]) -> bool:
    held = statement.get("attachments")
    return isinstance(held, list) and any(
        isinstance(attachment, dict) and attachment.get("usageType") == SIGNATURE
        for attachment in held
    )


class _Mending:
    """Walks a statement once; rules give the value back, mended or not, or _GONE."""

    def __init__(self) -> None:
        self.marks: Marks = []

    def note(self, at: str, was: Any = _GONE) -> None:
        """Marks a place."""
        if was is _GONE:
            self.marks.append({"at": at})
            return
        is_plain = was is None or isinstance(was, bool | int | float)
        self.marks.append({"at": at, "was": was if is_plain else str(was)[:LONGEST_MARK]})

    def each(self, value: Any, at: str, rules: Mapping[str, Rule]) -> Any:
        """An object whose properties are mended by `rules`; a null among them is nothing."""
        if not isinstance(value, dict):
            return value
        kept_properties = {}
        for name, inner in value.items():
            place = f"{at}.{name}" if at else name
            if inner is None:
                self.note(place, None)
                continue
            kept = rules[name](self, inner, place) if name in rules else inner
            if kept is not _GONE:
                kept_properties[name] = kept
        return kept_properties

    def several(self, value: Any, at: str, rule: Rule) -> Any:
        """A list whose entries are mended."""
        if not isinstance(value, list):
            return value
        return [rule(self, entry, f"{at}[{position}]") for position, entry in enumerate(value)]


def _object_of(rules: Mapping[str, Rule]) -> Rule:
    """The rule of an object, which PHP writes as a list when it is empty."""

    def rule(mending: _Mending, value: Any, at: str) -> Any:
        if value in ([], ""):
            mending.note(at, value)
            return _GONE
        return mending.each(value, at, rules)

    return rule


def _iri(mending: _Mending, value: Any, at: str) -> Any:
    if not isinstance(value, str):
        return value
    plain = value.strip()
    plain = f"urn:uuid:{UUID(plain)}" if _BARE_UUID.fullmatch(plain) else plain.replace(" ", "%20")
    if plain != value:
        mending.note(at, value)
    return plain


def _optional_iri(mending: _Mending, value: Any, at: str) -> Any:
    return _nothing(mending, value, at) if value == "" else _iri(mending, value, at)


def _nothing(mending: _Mending, value: Any, at: str) -> Any:
    mending.note(at, value)
    return _GONE


def _optional(mending: _Mending, value: Any, at: str) -> Any:
    return _nothing(mending, value, at) if value == "" else value


def _language(mending: _Mending, value: Any, at: str) -> Any:
    if value == "":
        return _nothing(mending, value, at)
    if isinstance(value, str) and "_" in value:
        mending.note(at, value)
        return value.replace("_", "-")
    return value


def _language_map(mending: _Mending, value: Any, at: str) -> Any:
    if value in ([], ""):
        return _nothing(mending, value, at)
    if isinstance(value, str):
        mending.note(at, value)
        return {"und": value}
    if not isinstance(value, dict):
        return value
    mended_map = {}
    for tag, words in value.items():
        if words is None:
            mending.note(f"{at}.{tag}", None)
            continue
        plain = tag.replace("_", "-")
        if plain != tag:
            mending.note(f"{at}.{plain}", tag)
        mended_map[plain] = words
    return mended_map


def _extensions(mending: _Mending, value: Any, at: str) -> Any:
    return _nothing(mending, value, at) if value in ([], "") else value


def _mbox(mending: _Mending, value: Any, at: str) -> Any:
    if isinstance(value, str) and _MAIL.fullmatch(value):
        mending.note(at)
        return f"mailto:{value}"
    return value


def _account_name(mending: _Mending, value: Any, at: str) -> Any:
    if isinstance(value, int) and not isinstance(value, bool):
        mending.note(at)
        return str(value)
    return value


def _agent(mending: _Mending, value: Any, at: str) -> Any:
    return mending.each(value, at, _AGENT)


def _kind(mending: _Mending, value: Any, at: str) -> Any:
    if value == "GroupActivity":
        mending.note(at, value)
        return "Activity"
    return value


def _interaction(mending: _Mending, value: Any, at: str) -> Any:
    if value == "compound":
        mending.note(at, value)
        return "other"
    return value


def _activity(mending: _Mending, value: Any, at: str) -> Any:
    return mending.each(value, at, _ACTIVITY)


def _activities(mending: _Mending, value: Any, at: str) -> Any:
    return (
        mending.several(value, at, _activity)
        if isinstance(value, list)
        else _activity(mending, value, at)
    )


def _object(mending: _Mending, value: Any, at: str) -> Any:
    match value.get("objectType") if isinstance(value, dict) else None:
        case "Agent" | "Group":
            return _agent(mending, value, at)
        case "SubStatement":
            return mending.each(value, at, _STATEMENT)
        case "StatementRef":
            return value
        case _:
            return _activity(mending, value, at)


def _number(mending: _Mending, value: Any, at: str) -> Any:
    if isinstance(value, str) and _NUMBER.fullmatch(value.strip()):
        mending.note(at, value)
        number = float(value)
        return int(number) if number.is_integer() else number
    return _nothing(mending, value, at) if value == "" else value


def _truth(mending: _Mending, value: Any, at: str) -> Any:
    if value == "":
        return _nothing(mending, value, at)
    key = value.lower() if isinstance(value, str) else value
    if not isinstance(value, bool) and isinstance(key, str | int) and key in _TRUTHS:
        mending.note(at, value)
        return _TRUTHS[key]
    return value


def _response(mending: _Mending, value: Any, at: str) -> Any:
    if isinstance(value, bool | int | float):
        mending.note(at, value)
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def _duration(mending: _Mending, value: Any, at: str) -> Any:
    if value == "":
        return _nothing(mending, value, at)
    if isinstance(value, str) and (parts := _SCORM_TIME.fullmatch(value)):
        hours, minutes, seconds = map(float, parts.groups())
        mending.note(at, value)
        return iso_duration(hours * 3600 + minutes * 60 + seconds)
    return value


def _score(mending: _Mending, value: Any, at: str) -> Any:
    """A score within a range that can be one: an empty range, and the
    end that the score lies beyond, go."""
    if value in ([], ""):
        return _nothing(mending, value, at)
    score = mending.each(
        value, at, {"raw": _number, "min": _number, "max": _number, "scaled": _number}
    )
    if not isinstance(score, dict):
        return score
    low, raw, high = score.get("min"), score.get("raw"), score.get("max")
    gone = set()
    if _is_number(low) and _is_number(high) and low >= high:
        gone = {"min", "max"}
    elif _is_number(raw):
        gone = {
            name
            for name, broken in (
                ("min", _is_number(low) and raw < low),
                ("max", _is_number(high) and raw > high),
            )
            if broken
        }
    for name in sorted(gone):
        mending.note(f"{at}.{name}", score[name])
    return {name: inner for name, inner in score.items() if name not in gone}


def _is_number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


_AGENT: dict[str, Rule] = {
    "name": _optional,
    "mbox": _mbox,
    "account": _object_of({"homePage": _iri, "name": _account_name}),
    "member": lambda mending, value, at: mending.several(value, at, _agent),
}
_ACTIVITY: Mapping[str, Rule] = {
    "id": _iri,
    "objectType": _kind,
    "definition": _object_of(
        {
            "name": _language_map,
            "description": _language_map,
            "type": _optional_iri,
            "moreInfo": _optional_iri,
            "interactionType": _interaction,
            "extensions": _extensions,
        }
    ),
}
_CONTEXT: Mapping[str, Rule] = {
    "registration": _optional,
    "instructor": _agent,
    "team": _agent,
    "contextActivities": _object_of(
        dict.fromkeys(("parent", "grouping", "category", "other"), _activities)
    ),
    "language": _language,
    "extensions": _extensions,
}
_RESULT: Mapping[str, Rule] = {
    "score": _score,
    "success": _truth,
    "completion": _truth,
    "response": _response,
    "duration": _duration,
    "extensions": _extensions,
}
_STATEMENT: Mapping[str, Rule] = {
    "actor": _agent,
    "verb": _object_of({"id": _iri, "display": _language_map}),
    "object": _object,
    "result": _object_of(_RESULT),
    "context": _object_of(_CONTEXT),
}
