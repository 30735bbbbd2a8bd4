"""Contexts (2.4.6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.activity import activity
from trimtab.xapi.actor import actor, team
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.reference import reference
from trimtab.xapi.shape import Rule, check, each
from trimtab.xapi.values import extensions, language_tag, text, uuid

ABOUT_ACTIVITIES = ("revision", "platform")


def _activities(value: Any) -> None:
    if isinstance(value, dict):
        activity(value)
    else:
        each(value, activity, "2.4.6.2", "Context activities")


_CONTEXT_ACTIVITIES: Mapping[str, Rule] = dict.fromkeys(("parent", "grouping", "category", "other"), _activities)


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


def context(value: Any) -> None:
    """Where, with whom and within what it happened (2.4.6)."""
    check(value, _CONTEXT, "2.4.6")


def check_about(value: Mapping[str, Any], *, about_activity: bool) -> None:
    """revision and platform stand only in statements about an activity (2.4.6)."""
    for name in ABOUT_ACTIVITIES:
        if name in value and not about_activity:
            raise InvalidStatement(f"{name} stands only in statements about an activity.", "2.4.6", f"context.{name}")
