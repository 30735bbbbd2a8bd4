"""Objects of statements: activities, references and sub-statements (2.4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.values import extensions, fail, iri, is_object, language_map, only, text, uuid

_ACTIVITY = frozenset({"objectType", "id", "definition"})
_COMPONENTS = ("choices", "scale", "source", "target", "steps")
_DEFINITION = frozenset(
    {
        "name",
        "description",
        "type",
        "moreInfo",
        "extensions",
        "interactionType",
        "correctResponsesPattern",
        *_COMPONENTS,
    }
)
_INTERACTIONS: Mapping[str, tuple[str, ...]] = {
    "true-false": (),
    "choice": ("choices",),
    "fill-in": (),
    "long-fill-in": (),
    "matching": ("source", "target"),
    "performance": ("steps",),
    "sequencing": ("choices",),
    "likert": ("scale",),
    "numeric": (),
    "other": (),
}


def check_activity(value: Any, place: str) -> None:
    """An activity with its definition (2.4.4.1)."""
    activity = is_object(value, place, "2.4.4.1")
    only(activity, _ACTIVITY, place, "2.4.4.1")
    if activity.get("objectType", "Activity") != "Activity":
        raise fail(f"{place}.objectType", "An Activity is needed here.", "2.4.4.1")
    if "id" not in activity:
        raise fail(f"{place}.id", "An activity has an id.", "2.4.4.1")
    iri(activity["id"], f"{place}.id", "2.4.4.1")
    if "definition" in activity:
        _check_definition(is_object(activity["definition"], f"{place}.definition", "2.4.4.1"), f"{place}.definition")


def _check_definition(definition: Mapping[str, Any], place: str) -> None:
    only(definition, _DEFINITION, place, "2.4.4.1")
    for name in ("name", "description"):
        if name in definition:
            language_map(definition[name], f"{place}.{name}")
    for name in ("type", "moreInfo"):
        if name in definition:
            iri(definition[name], f"{place}.{name}", "2.4.4.1")
    if "extensions" in definition:
        extensions(definition["extensions"], f"{place}.extensions")
    _check_interaction(definition, place)


def _check_interaction(definition: Mapping[str, Any], place: str) -> None:
    kind = definition.get("interactionType")
    present = [name for name in (*_COMPONENTS, "correctResponsesPattern") if name in definition]
    if kind is None:
        if present:
            raise fail(f"{place}.interactionType", f"{present[0]} needs an interactionType.", "2.4.4.1")
        return
    if kind not in _INTERACTIONS:
        raise fail(f"{place}.interactionType", f"'{kind}' is not an interaction type.", "2.4.4.1")
    for name in present:
        if name == "correctResponsesPattern":
            _check_pattern(definition[name], f"{place}.{name}")
        elif name in _INTERACTIONS[kind]:
            _check_components(definition[name], f"{place}.{name}")
        else:
            raise fail(f"{place}.{name}", f"An interaction of type {kind} has no {name}.", "2.4.4.1")


def _check_pattern(value: Any, place: str) -> None:
    if not isinstance(value, list):
        raise fail(place, "The correct responses are a list.", "2.4.4.1")
    for position, pattern in enumerate(value):
        text(pattern, f"{place}[{position}]", "2.4.4.1")


def _check_components(value: Any, place: str) -> None:
    if not isinstance(value, list):
        raise fail(place, "Interaction components are a list.", "2.4.4.1")
    seen = set()
    for position, entry in enumerate(value):
        where = f"{place}[{position}]"
        component = is_object(entry, where, "2.4.4.1")
        only(component, frozenset({"id", "description"}), where, "2.4.4.1")
        key = text(component.get("id"), f"{where}.id", "2.4.4.1")
        if key in seen:
            raise fail(f"{where}.id", f"'{key}' stands twice.", "2.4.4.1")
        seen.add(key)
        if "description" in component:
            language_map(component["description"], f"{where}.description")


def check_reference(value: Mapping[str, Any], place: str) -> None:
    """A reference to a statement (2.4.4.3)."""
    only(value, frozenset({"objectType", "id"}), place, "2.4.4.3")
    if value.get("objectType") != "StatementRef":
        raise fail(f"{place}.objectType", "A StatementRef is needed here.", "2.4.4.3")
    uuid(value.get("id"), f"{place}.id", "2.4.4.3")
