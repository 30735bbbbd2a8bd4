"""What the store knows of an activity or an agent, put together from statements. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trimtab.xapi.actor import IDENTIFIERS

_MAPS = ("name", "description", "extensions")


def activity(activity_id: str, statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The activity with everything that `statements` (oldest first) say of it: languages and
    extensions add up, of anything else the newest holds (part three, 2.5; part two, 2.4.4.1)."""
    known: dict[str, Any] = {}
    for statement in statements:
        for definition in _definitions(statement, activity_id):
            both = {
                name: {**known[name], **definition[name]}
                for name in _MAPS
                if name in known and name in definition
            }
            known |= {**definition, **both}
    identity = {"objectType": "Activity", "id": activity_id}
    return {**identity, "definition": known} if known else identity


def _definitions(statement: Mapping[str, Any], activity_id: str) -> Iterator[Mapping[str, Any]]:
    for activity in _activities(statement):
        if activity["id"] == activity_id and "definition" in activity:
            yield activity["definition"]


def _activities(statement: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    target = statement["object"]
    match target.get("objectType", "Activity"):
        case "Activity":
            yield target
        case "SubStatement":
            yield from _activities(target)
    for several in statement.get("context", {}).get("contextActivities", {}).values():
        yield from several


def person(agent: Mapping[str, Any], statements: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """A Person: the agent's identifier and the names under which `statements`
    know it, each as a list (part three, 2.4)."""
    names: dict[str, None] = {agent["name"]: None} if "name" in agent else {}
    for statement in statements:
        for part in (statement["actor"], statement["object"]):
            if "name" in part and all(part.get(key) == agent.get(key) for key in IDENTIFIERS):
                names[part["name"]] = None
    identifiers = {key: [agent[key]] for key in IDENTIFIERS if key in agent}
    return {"objectType": "Person", **({"name": list(names)} if names else {}), **identifiers}
