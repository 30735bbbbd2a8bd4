"""Everybody who is named in a statement, and a statement in which they are named otherwise."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from trimtab.xapi.actor import IDENTIFIERS

Change = Callable[[Mapping[str, Any]], Mapping[str, Any]]


def with_agents(statement: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The statement with every agent and group in it given through `change`: actor, object,
    instructor, team, authority, members of groups, context agents and groups (2.0), and those of
    a sub-statement. `change` gets groups with their members changed already."""
    changed = dict(statement)
    for name in ("actor", "authority"):
        if name in changed:
            changed[name] = _changed(changed[name], change)
    target = changed["object"]
    match target.get("objectType"):
        case "Agent" | "Group":
            changed["object"] = _changed(target, change)
        case "SubStatement":
            changed["object"] = with_agents(target, change)
    if context := changed.get("context"):
        people: dict[str, Any] = {
            name: _changed(context[name], change)
            for name in ("instructor", "team")
            if name in context
        }
        for several, singular in (("contextAgents", "agent"), ("contextGroups", "group")):
            if several in context:
                people[several] = [
                    {**entry, singular: _changed(entry[singular], change)}
                    for entry in context[several]
                ]
        changed["context"] = {**context, **people}
    return changed


def identified(agent: Mapping[str, Any], by: Mapping[str, Any]) -> dict[str, Any]:
    """The agent or group without name, identified by `by` in place of what
    identified it; an anonymous group stays one."""
    kept = {key: value for key, value in agent.items() if key not in (*IDENTIFIERS, "name")}
    return {**kept, **by} if any(key in agent for key in IDENTIFIERS) else kept


def _changed(agent: Mapping[str, Any], change: Change) -> dict[str, Any]:
    copy = dict(agent)
    if "member" in copy:
        copy["member"] = [_changed(member, change) for member in copy["member"]]
    return dict(change(copy))
