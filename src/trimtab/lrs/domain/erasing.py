"""A statement after one of the people in it was erased: who and what they
wrote is gone, what can be counted stays."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.lrs.domain.keys import agent_key
from trimtab.xapi import profile
from trimtab.xapi.agents import identified, with_agents
from trimtab.xapi.profile import ActivityType

# What one chooses, orders, matches or measures can be counted; the other
# interactions take a person's own words (2.4.4.1).
_COUNTED = frozenset({"true-false", "choice", "sequencing", "likert", "matching", "numeric"})
Aliases = Mapping[str, Mapping[str, Any]]


def without(
    statement: Mapping[str, Any], aliases: Aliases, *, home: str, is_ours: bool
) -> dict[str, Any]:
    """The statement without the people whose keys stand in `aliases`: each is
    identified by what stands there instead.

    Where one of them is the actor, what they wrote goes too: the response (unless it is
    one of given answers), texts in extensions, and the words of a message to them.
    `is_ours` says that the statement is of our own making, whose responses are never
    anybody's words. Doing it twice changes nothing more.
    """
    acted = agent_key(statement["actor"], home) in aliases
    nameless = with_agents(statement, lambda agent: _renamed(agent, aliases, home))
    return _without_words(nameless, is_ours=is_ours) if acted else nameless


def _renamed(agent: Mapping[str, Any], aliases: Aliases, home: str) -> Mapping[str, Any]:
    alias = aliases.get(agent_key(agent, home))
    return agent if alias is None else identified(agent, alias)


def _without_words(statement: Mapping[str, Any], *, is_ours: bool) -> dict[str, Any]:
    kept = dict(statement)
    target = kept["object"]
    definition = target.get("definition", {})
    if target.get("objectType") == "SubStatement":
        kept["object"] = _without_words(target, is_ours=is_ours)
    if definition.get("type") == ActivityType.MESSAGE:
        kept["object"] = {
            **target,
            "definition": {"type": ActivityType.MESSAGE.value, "name": {"en": "Message"}},
        }
    if "result" in kept:
        result = _without_texts(kept["result"])
        if not is_ours and definition.get("interactionType") not in _COUNTED:
            result.pop("response", None)
        kept["result"] = result
    if "context" in kept:
        kept["context"] = _without_texts(kept["context"])
    return kept


def _without_texts(part: Mapping[str, Any]) -> dict[str, Any]:
    """A result or context whose extensions hold no text but that of our own
    profile; numbers and yes or no stay."""
    kept = dict(part)
    if "extensions" in kept:
        kept["extensions"] = {
            key: value
            for key, value in kept["extensions"].items()
            if key in profile.CONTEXT_EXTENSIONS or isinstance(value, bool | int | float)
        }
    return kept
