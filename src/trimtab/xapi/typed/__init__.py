"""The common statement, decoded and checked in one step: one agent did something with one activity.

Nearly every statement has this form. `read` takes no other, and none that breaks a
rule: such a one is left to the rules of statement.py, which alone say what is
wrong. A test holds both ways together.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from uuid import UUID

import msgspec
from msgspec import UNSET, Raw

from trimtab.xapi.actor import account_key, actor_key
from trimtab.xapi.decoding import may_have_lost
from trimtab.xapi.faults import InvalidStatement
from trimtab.xapi.statement import VOIDED
from trimtab.xapi.typed.checking import activities_of, check_common
from trimtab.xapi.typed.forms import Agent, Common
from trimtab.xapi.version import Version

__all__ = ["Common", "Read", "activities_of", "key_of", "read", "split"]


class Read(msgspec.Struct, frozen=True, gc=False):
    """A statement that keeps every rule, its id, when it happened
    where it says so (UTC), and its JSON."""

    statement: Common
    key: UUID
    minted: bool
    timestamp: dt.datetime | None
    text: bytes


_decode = msgspec.json.Decoder(Common).decode
_split = msgspec.json.Decoder(list[Raw]).decode
_encode = msgspec.json.Encoder().encode
_NUL = b"\\u0000"
_BACKSLASH = b"\\"


def split(body: bytes) -> list[Raw] | None:
    """The statements of a list, or the one that stands by itself, each as
    JSON; None when the content is no JSON."""
    try:
        return _split(body) if body.lstrip()[:1] == b"[" else [Raw(body)]
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def read(
    given: Raw, *, version: Version, known_version: str, authority: Raw, mint: Callable[[], UUID]
) -> Read | None:
    """One statement of the common form, from JSON (UTF-8) that nobody has checked.

    The JSON that comes out has what the store sets: an id by `mint` and `known_version`
    where it had none, and `authority` (JSON). None for every other statement, and for one
    that breaks a rule, or perhaps breaks one.
    """
    body = bytes(given)
    try:
        statement = _decode(body)
        moment = check_common(statement, version)
    except (msgspec.DecodeError, ValueError, RecursionError, InvalidStatement):
        return None
    if (
        statement.authority is not UNSET
        or statement.verb.id == VOIDED
        or (_BACKSLASH in body and _NUL in body)
    ):
        return None
    minted = statement.id is UNSET
    if statement.id is UNSET:
        key = mint()
        statement.id = str(key)
    else:
        key = msgspec.convert(statement.id, UUID)
        statement.id = statement.id.lower()
    # The colons of what is added and of what is left out (may_have_lost).
    added = bytes(authority).count(b":") + 1 + minted + (statement.version is UNSET)
    if statement.stored:
        added -= statement.stored.count(":") + 1
        statement.stored = UNSET
    statement.authority = authority
    statement.version = statement.version or known_version
    text = _encode(statement)
    return (
        None
        if may_have_lost(body, text, added=added)
        else Read(statement, key, minted, moment, text)
    )


def key_of(agent: Agent) -> str:
    """One text for everybody who has the same identifier (actor.actor_key)."""
    if agent.account:
        return account_key(agent.account.homePage, agent.account.name)
    given = {"mbox": agent.mbox, "mbox_sha1sum": agent.mbox_sha1sum, "openid": agent.openid}
    return actor_key({name: value for name, value in given.items() if value is not UNSET})
