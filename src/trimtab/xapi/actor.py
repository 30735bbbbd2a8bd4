"""Actors: agents, identified groups and anonymous groups (2.4.2)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trimtab.xapi.values import fail, iri, is_object, mailto, only, sha1, text

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_AGENT = frozenset({"objectType", "name", *IDENTIFIERS})
_GROUP = _AGENT | {"member"}
_ACCOUNT = frozenset({"homePage", "name"})


def check_actor(value: Any, place: str) -> None:
    """An agent or a group. Raises InvalidStatement."""
    actor = is_object(value, place, "2.4.2")
    match actor.get("objectType", "Agent"):
        case "Agent":
            check_agent(actor, place)
        case "Group":
            _check_group(actor, place)
        case other:
            raise fail(f"{place}.objectType", f"'{other}' is neither Agent nor Group.", "2.4.2")


def check_agent(value: Any, place: str) -> None:
    """An agent with exactly one identifier (2.4.2.1)."""
    agent = is_object(value, place, "2.4.2.1")
    only(agent, _AGENT, place, "2.4.2.1")
    if agent.get("objectType", "Agent") != "Agent":
        raise fail(f"{place}.objectType", "An Agent is needed here.", "2.4.2.1")
    if _identifiers(agent, place) != 1:
        raise fail(place, f"An agent has exactly one of {', '.join(IDENTIFIERS)}.", "2.4.2.1")


def _check_group(group: Mapping[str, Any], place: str) -> None:
    only(group, _GROUP, place, "2.4.2.2")
    identifiers = _identifiers(group, place)
    if identifiers > 1:
        raise fail(place, "A group has at most one identifier.", "2.4.2.2")
    members = group.get("member")
    if members is None and not identifiers:
        raise fail(place, "A group without an identifier names its members.", "2.4.2.2")
    if members is not None and not isinstance(members, list):
        raise fail(f"{place}.member", "Members are a list.", "2.4.2.2")
    for position, member in enumerate(members or []):
        check_agent(member, f"{place}.member[{position}]")


def _identifiers(actor: Mapping[str, Any], place: str) -> int:
    if "name" in actor:
        text(actor["name"], f"{place}.name", "2.4.2")
    if "mbox" in actor:
        mailto(actor["mbox"], f"{place}.mbox")
    if "mbox_sha1sum" in actor:
        sha1(actor["mbox_sha1sum"], f"{place}.mbox_sha1sum")
    if "openid" in actor:
        iri(actor["openid"], f"{place}.openid", "2.4.2.3")
    if "account" in actor:
        _check_account(actor["account"], f"{place}.account")
    return sum(name in actor for name in IDENTIFIERS)


def _check_account(value: Any, place: str) -> None:
    account = is_object(value, place, "2.4.2.4")
    only(account, _ACCOUNT, place, "2.4.2.4")
    if account.keys() != _ACCOUNT:
        raise fail(place, "An account has a homePage and a name.", "2.4.2.4")
    iri(account["homePage"], f"{place}.homePage", "2.4.2.4")
    text(account["name"], f"{place}.name", "2.4.2.4")


def actor_key(actor: Mapping[str, Any]) -> str:
    """One text for one actor, by its identifier: what two actors with the same identifier share; '' for anonymous groups."""
    if "account" in actor:
        return f"account:{actor['account']['homePage']}|{actor['account']['name']}"
    return next((f"{name}:{actor[name]}" for name in IDENTIFIERS[:3] if name in actor), "")
