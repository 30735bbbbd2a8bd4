"""What the setting TRIMTAB_CONNECTIONS says: what a source may use, and
the one address that a secret is for.

tills=postgres://reader:secret@tills.example/tills          a database sales=https://sales.example
Bearer abc                      the header Authorization, for this address and no other
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import httpx
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say

SETTING = "TRIMTAB_CONNECTIONS"
_DEFAULT_PORTS = {"https": 443, "http": 80}


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL address, for sources that are queries."""

    address: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class FeedSecret:
    """A value of Authorization and the origin (scheme, host, port) that it goes to."""

    origin: tuple[str, str, int]
    authorization: str = field(repr=False)


def connection(name: str, connections: Mapping[str, str]) -> Database | FeedSecret:
    """What the settings say of a connection. Raises Refusal, which
    names it and never what it holds."""
    if name not in connections:
        raise _refusal(
            "source.connection",
            say(
                "The settings have no connection '{name}' ({setting}).", name=name, setting=SETTING
            ),
        )
    text = connections[name].strip()
    if _is_database(text):
        return Database(text)
    address, _, authorization = text.partition(" ")
    origin = origin_of(address)
    if origin is None or not authorization.strip():
        sentence = say(
            "The connection '{name}' does not say which address its secret is for. "
            "Write {name}=https://feed.example Bearer … in {setting}.",
            name=name,
            setting=SETTING,
        )
        raise _refusal("source.connection-address", sentence)
    parts = httpx.URL(address)
    if parts.path.strip("/") or parts.query or parts.fragment:
        sentence = say(
            "The address of the connection '{name}' ends after the host and the port ({setting}).",
            name=name,
            setting=SETTING,
        )
        raise _refusal("source.connection-address", sentence)
    if not authorization.strip().isprintable() or not authorization.isascii():
        sentence = say(
            "The secret of the connection '{name}' holds signs that no header may "
            "have ({setting}).",
            name=name,
            setting=SETTING,
        )
        raise _refusal("source.connection-address", sentence)
    return FeedSecret(origin, authorization.strip())


def database_of(name: str, connections: Mapping[str, str]) -> Database:
    """The database of this name. Raises Refusal when the connection is for a feed."""
    secret = connection(name, connections)
    if isinstance(secret, FeedSecret):
        raise _refusal(
            "source.connection-kind",
            say("The connection '{name}' is for a feed, not for a database.", name=name),
        )
    return secret


def secret_for(name: str, place: str, connections: Mapping[str, str]) -> str:
    """The Authorization of this name for the feed at `place`. Raises Refusal
    when it was made for another address."""
    secret = connection(name, connections)
    if isinstance(secret, Database):
        sentence = say(
            "The connection '{name}' is for a database: its secret is not sent to a feed.",
            name=name,
        )
        raise _refusal("source.connection-kind", sentence)
    if origin_of(place) != secret.origin:
        scheme, host, port = secret.origin
        shown = f"{scheme}://{host}" + (f":{port}" if port != _DEFAULT_PORTS[scheme] else "")
        raise _refusal(
            "source.connection-elsewhere",
            say(
                "The connection '{name}' is for {place} and goes nowhere else.",
                name=name,
                place=shown,
            ),
        )
    return secret.authorization


def origin_of(address: str) -> tuple[str, str, int] | None:
    """Scheme, host and port as the client that sends will understand them; None for
    what is no web address, or holds a user."""
    try:
        url = httpx.URL(address)
        host = url.host.rstrip(".").lower()
    except (httpx.InvalidURL, UnicodeError, ValueError):
        return None
    if url.scheme not in _DEFAULT_PORTS or not host or url.userinfo:
        return None
    return url.scheme, host, url.port or _DEFAULT_PORTS[url.scheme]


def _is_database(text: str) -> bool:
    if text.startswith(("postgres://", "postgresql://")):
        return True
    try:
        return bool(conninfo_to_dict(text)) and "://" not in text.partition(" ")[0]
    except ProgrammingError:
        return False


def _refusal(code: str, sentence: Said) -> Refusal:
    return Refusal(code, sentence, "connection")
