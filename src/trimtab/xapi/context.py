"""Contexts (2.4.6), and what 2.0 adds to them: context agents and
context groups (IEEE 9274.1.1, 4.2.2.5)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.activity import activity
from trimtab.xapi.actor import actor, agent, group, team
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.reference import reference
from trimtab.xapi.shape import Rule, check, each, one_of
from trimtab.xapi.values import extensions, iri, language_tag, text, uuid
from trimtab.xapi.version import Version

_SECOND = "2.0/4.2.2.5"
ABOUT_ACTIVITIES = ("revision", "platform")


def _activities(value: Any) -> None:
    if isinstance(value, dict):
        activity(value)
    else:
        each(value, activity, "2.4.6.2", "Context activities")


_CONTEXT_ACTIVITIES: Mapping[str, Rule] = dict.fromkeys(
    ("parent", "grouping", "category", "other"), _activities
)


def context_activities(value: Any) -> None:
    """Lists of activities, or single ones, by kind of relation (2.4.6.2)."""
    check(value, _CONTEXT_ACTIVITIES, "2.4.6.2")


_CONTEXT: Mapping[str, Rule] = {
    "registration": uuid,
    "instructor": actor,
    "team": team,
    "contextActivities": context_activities,
    "revision": text,
    "platform": text,
    "language": language_tag,
    "statement": reference,
    "extensions": extensions,
}
PROPERTIES = frozenset(_CONTEXT)


def _types(value: Any) -> None:
    if not each(value, iri, _SECOND, "Relevant types"):
        raise InvalidStatement("A list of relevant types is not empty.", _SECOND)


_CONTEXT_AGENT: Mapping[str, Rule] = {
    "objectType": one_of(("contextAgent",), _SECOND),
    "agent": agent,
    "relevantTypes": _types,
}
_CONTEXT_GROUP: Mapping[str, Rule] = {
    "objectType": one_of(("contextGroup",), _SECOND),
    "group": group,
    "relevantTypes": _types,
}


def _context_agent(value: Any) -> None:
    check(value, _CONTEXT_AGENT, _SECOND, required=("objectType", "agent"))


def _context_group(value: Any) -> None:
    check(value, _CONTEXT_GROUP, _SECOND, required=("objectType", "group"))


def context_agents(value: Any) -> None:
    """Agents and how they are related to what happened, as types of activities (2.0)."""
    each(value, _context_agent, _SECOND, "Context agents")


def context_groups(value: Any) -> None:
    """Groups and how they are related to what happened, as types of activities (2.0)."""
    each(value, _context_group, _SECOND, "Context groups")


_OF: Mapping[Version, Mapping[str, Rule]] = {
    Version.ONE: _CONTEXT,
    Version.TWO: {**_CONTEXT, "contextAgents": context_agents, "contextGroups": context_groups},
}


def context_of(version: Version) -> Rule:
    """The rule of a context in one version: where, with whom and
    within what it happened (2.4.6)."""
    rules = _OF[version]

    def context(value: Any) -> None:
        check(value, rules, "2.4.6")

    return context


def people_of(context: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Everybody whom a valid context names: instructor, team, context agents and context groups."""
    people = [context[name] for name in ("instructor", "team") if name in context]
    people += [entry["agent"] for entry in context.get("contextAgents", ())]
    return people + [entry["group"] for entry in context.get("contextGroups", ())]


def check_about(value: Mapping[str, Any], *, about_activity: bool) -> None:
    """revision and platform stand only in statements about an activity (2.4.6)."""
    for name in ABOUT_ACTIVITIES:
        if name in value and not about_activity:
            raise InvalidStatement(
                f"{name} stands only in statements about an activity.", "2.4.6", f"context.{name}"
            )
