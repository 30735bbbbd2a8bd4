"""Actors: agents, identified groups and anonymous groups (2.4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trimtab.xapi.faults import InvalidStatement, shown
from trimtab.xapi.shape import Rule, check, each, one_of
from trimtab.xapi.values import iri, mailto, sha1, text

IDENTIFIERS = ("mbox", "mbox_sha1sum", "openid", "account")
_ACCOUNT: Mapping[str, Rule] = {"homePage": iri, "name": text}


def account(value: Any) -> None:
    """A homePage and a name (2.4.2.4)."""
    check(value, _ACCOUNT, "2.4.2.4", required=("homePage", "name"))


_IDENTIFIED: Mapping[str, Rule] = {
    "name": text,
    "mbox": mailto,
    "mbox_sha1sum": sha1,
    "openid": iri,
    "account": account,
}
_AGENT: Mapping[str, Rule] = {"objectType": one_of(("Agent",), "2.4.2.1"), **_IDENTIFIED}


def agent(value: Any) -> None:
    """An agent has exactly one identifier (2.4.2.1)."""
    if _identifiers(check(value, _AGENT, "2.4.2.1")) != 1:
        raise InvalidStatement(f"An agent has exactly one of {', '.join(IDENTIFIERS)}.", "2.4.2.1")


def _members(value: Any) -> None:
    each(value, agent, "2.4.2.2", "Members")


_GROUP: Mapping[str, Rule] = {
    "objectType": one_of(("Group",), "2.4.2.2"),
    "member": _members,
    **_IDENTIFIED,
}


def group(value: Any) -> None:
    """A group has at most one identifier; without one it names its
    members; members are agents (2.4.2.2)."""
    properties = check(value, _GROUP, "2.4.2.2", required=("objectType",))
    identifiers = _identifiers(properties)
    if identifiers > 1:
        raise InvalidStatement(f"A group has at most one of {', '.join(IDENTIFIERS)}.", "2.4.2.2")
    if not identifiers and "member" not in properties:
        raise InvalidStatement(
            "A group without an identifier names its members.", "2.4.2.2", "member"
        )


def actor(value: Any) -> None:
    """An agent or a group; without objectType it is an agent (2.4.2)."""
    kind = value.get("objectType", "Agent") if isinstance(value, dict) else "Agent"
    if kind == "Group":
        group(value)
    elif kind == "Agent":
        agent(value)
    else:
        raise InvalidStatement(
            f"'{shown(kind)}' is neither Agent nor Group.", "2.4.2", "objectType"
        )


def team(value: Any) -> None:
    """A group (2.4.6)."""
    if isinstance(value, dict) and value.get("objectType") != "Group":
        raise InvalidStatement("A team is a Group.", "2.4.6", "objectType")
    group(value)


def authority(value: Any) -> None:
    """An agent, or an anonymous group of an application and a user (2.4.9)."""
    actor(value)
    if value.get("objectType") != "Group":
        return
    if _identifiers(value):
        raise InvalidStatement("A group as authority has no identifier of its own.", "2.4.9")
    if len(value.get("member", ())) != 2:
        raise InvalidStatement(
            "A group as authority has two members: an application and a user.", "2.4.9", "member"
        )


def _identifiers(value: Mapping[str, Any]) -> int:
    return (
        ("mbox" in value) + ("mbox_sha1sum" in value) + ("openid" in value) + ("account" in value)
    )


def actor_key(value: Mapping[str, Any]) -> str:
    """One text for everybody who has the same identifier (2.4.2.3); '' for an anonymous group.

    The domain of an address and the digits of a hash are case insensitive. The space
    after the kind keeps keys apart from IRIs.
    """
    if "account" in value:
        return account_key(value["account"]["homePage"], value["account"]["name"])
    if "mbox" in value:
        return f"mbox {lower_domain(value['mbox'])}"
    if "mbox_sha1sum" in value:
        return f"mbox_sha1sum {value['mbox_sha1sum'].lower()}"
    return f"openid {value['openid']}" if "openid" in value else ""


def account_key(home_page: str, name: str) -> str:
    """The text for everybody who has this account."""
    return f"account {home_page}|{name}"


def lower_domain(mbox: str) -> str:
    """A mailto IRI with its domain in lower case."""
    name, _, domain = mbox.rpartition("@")
    return f"{name}@{domain.lower()}"


def member_keys(value: Mapping[str, Any]) -> Iterator[str]:
    """The keys of a group's members."""
    return (actor_key(member) for member in value.get("member", ()))
