"""Activities and their definitions (2.4.4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.shape import Rule, check, each, one_of
from trimtab.xapi.values import extensions, iri, language_map, text

_SECTION = "2.4.4.1"
# Which component lists belong to which type of interaction.
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
COMPONENTS = ("choices", "scale", "source", "target", "steps")
_COMPONENT: Mapping[str, Rule] = {"id": text, "description": language_map}


def _component(value: Any) -> None:
    check(value, _COMPONENT, _SECTION, required=("id",))


def _components(value: Any) -> None:
    ids = [entry["id"] for entry in each(value, _component, _SECTION, "Interaction components")]
    if len(set(ids)) != len(ids):
        twice = next(key for key in ids if ids.count(key) > 1)
        raise InvalidStatement(f"The component '{shown(twice)}' stands twice.", _SECTION)


def _pattern(value: Any) -> None:
    each(value, text, _SECTION, "Correct responses")


_DEFINITION: Mapping[str, Rule] = {
    "name": language_map,
    "description": language_map,
    "type": iri,
    "moreInfo": iri,
    "extensions": extensions,
    "interactionType": one_of(tuple(_INTERACTIONS), _SECTION),
    "correctResponsesPattern": _pattern,
    **dict.fromkeys(COMPONENTS, _components),
}


def definition(value: Any) -> None:
    """What an activity is; interactions name their type, and have
    the lists of that type (2.4.4.1)."""
    properties = check(value, _DEFINITION, _SECTION)
    parts = [name for name in COMPONENTS if name in properties]
    kind = properties.get("interactionType")
    if kind is None and (parts or "correctResponsesPattern" in properties):
        raise InvalidStatement(
            "An interaction names its interactionType.", _SECTION, "interactionType"
        )
    for name in parts:
        if name not in _INTERACTIONS[str(kind)]:
            raise InvalidStatement(f"An interaction of type {kind} has no {name}.", _SECTION, name)


_ACTIVITY: Mapping[str, Rule] = {
    "objectType": one_of(("Activity",), _SECTION),
    "id": iri,
    "definition": definition,
}


def activity(value: Any) -> None:
    """An activity has an IRI, and may have a definition (2.4.4.1)."""
    check(value, _ACTIVITY, _SECTION, required=("id",))
