"""The formats in which a statement is given: exact, ids, canonical (part three, 2.1.3)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from trimtab.xapi.actor import IDENTIFIERS


class Format(StrEnum):
    """As it was received; only what identifies; or with one language."""

    EXACT = "exact"
    IDS = "ids"
    CANONICAL = "canonical"


_LANGUAGE_MAPS = frozenset({"name", "description", "display"})


def ids_only(statement: Mapping[str, Any]) -> dict[str, Any]:
    """The statement with no more than what identifies its agents, groups, verbs and activities."""
    made = {
        key: value
        for key, value in statement.items()
        if key not in ("actor", "verb", "object", "context")
    }
    made["actor"] = _identity(statement["actor"])
    made["verb"] = {"id": statement["verb"]["id"]}
    made["object"] = _object(statement["object"])
    if "authority" in statement:
        made["authority"] = _identity(statement["authority"])
    if "context" in statement:
        made["context"] = _context(statement["context"])
    return made


def _object(value: Mapping[str, Any]) -> dict[str, Any]:
    match value.get("objectType", "Activity"):
        case "Agent" | "Group":
            return _identity(value)
        case "SubStatement":
            return ids_only(value)
        case "StatementRef":
            return dict(value)
        case _:
            return {"id": value["id"]}


def _identity(value: Mapping[str, Any]) -> dict[str, Any]:
    made = {key: value[key] for key in ("objectType", *IDENTIFIERS) if key in value}
    if "member" in value and not any(name in value for name in IDENTIFIERS):
        made["member"] = [_identity(member) for member in value["member"]]
    return made


def _context(value: Mapping[str, Any]) -> dict[str, Any]:
    made = dict(value)
    for name in ("instructor", "team"):
        if name in made:
            made[name] = _identity(made[name])
    for several, name in (("contextAgents", "agent"), ("contextGroups", "group")):
        if several in made:
            made[several] = [{**entry, name: _identity(entry[name])} for entry in made[several]]
    if "contextActivities" in made:
        made["contextActivities"] = {
            kind: [_object(entry) for entry in several_activities]
            for kind, several_activities in made["contextActivities"].items()
        }
    return made


def canonical(statement: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    """The statement with one language in each language map of its verbs and
    activities: the first of `languages` that the map has (a tag also finds its longer
    and shorter forms), else the map's first."""
    made = dict(statement)
    made["verb"] = _one_language(statement["verb"], languages)
    made["object"] = _canonical_object(statement["object"], languages)
    if "contextActivities" in statement.get("context", {}):
        related = statement["context"]["contextActivities"]
        made["context"] = {
            **statement["context"],
            "contextActivities": {
                k: [_canonical_object(activity, languages) for activity in v]
                for k, v in related.items()
            },
        }
    return made


def _canonical_object(value: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    match value.get("objectType", "Activity"):
        case "SubStatement":
            return canonical(value, languages)
        case "Activity" if "definition" in value:
            return {**value, "definition": _one_language(value["definition"], languages)}
        case _:
            return dict(value)


def _one_language(value: Mapping[str, Any], languages: Sequence[str]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    for key, inner in value.items():
        if key in _LANGUAGE_MAPS and inner:
            tag = _best(tuple(inner), languages)
            made[key] = {tag: inner[tag]}
        elif isinstance(inner, list):
            made[key] = [
                _one_language(entry, languages) if isinstance(entry, dict) else entry
                for entry in inner
            ]
        else:
            made[key] = inner
    return made


def _best(tags: Sequence[str], languages: Sequence[str]) -> str:
    for wanted in languages:
        for fits in (_equal, _longer, _shorter):
            best = next((tag for tag in tags if fits(tag.lower(), wanted.lower())), None)
            if best is not None:
                return best
    return tags[0]


def _equal(tag: str, wanted: str) -> bool:
    return tag == wanted


def _longer(tag: str, wanted: str) -> bool:
    return tag.startswith(f"{wanted}-")


def _shorter(tag: str, wanted: str) -> bool:
    return wanted.startswith(f"{tag}-")
