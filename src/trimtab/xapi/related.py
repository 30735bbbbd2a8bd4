"""Whom and what a statement is about, nearly and broadly (part three, 2.1.3:
agent, activity and their related_ forms)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trimtab.xapi.actor import actor_key, member_keys
from trimtab.xapi.context import people_of


def object_key(value: Mapping[str, Any]) -> str:
    """What identifies a statement's object: an IRI, the id of a statement (lower
    case), an actor's key; '' for a sub-statement."""
    match value.get("objectType", "Activity"):
        case "Agent" | "Group":
            return actor_key(value)
        case "SubStatement":
            return ""
        case "StatementRef":
            return str(value["id"]).lower()
        case _:
            return str(value["id"])


def members(statement: Mapping[str, Any]) -> Iterator[str]:
    """The keys of the members of the groups that are a statement's actor or object."""
    yield from member_keys(statement["actor"])
    if statement["object"].get("objectType") == "Group":
        yield from member_keys(statement["object"])


def related_agents(statement: Mapping[str, Any]) -> Iterator[str]:
    """The keys of everybody in a statement: actor, object, instructor, team, context agents
    and groups (2.0), and those of a sub-statement.

    The authority is the store's own knowledge and no part of this.
    """
    people = [statement["actor"], *people_of(statement.get("context", {}))]
    target = statement["object"]
    match target.get("objectType"):
        case "Agent" | "Group":
            people.append(target)
        case "SubStatement":
            yield from related_agents(target)
    for person in people:
        yield actor_key(person)
        yield from member_keys(person)


def related_activities(statement: Mapping[str, Any]) -> Iterator[str]:
    """The IRIs of all activities in a statement: object, context
    activities, and those of a sub-statement."""
    target = statement["object"]
    match target.get("objectType", "Activity"):
        case "Activity":
            yield target["id"]
        case "SubStatement":
            yield from related_activities(target)
    for several in statement.get("context", {}).get("contextActivities", {}).values():
        yield from (
            activity["id"] for activity in (several if isinstance(several, list) else [several])
        )
