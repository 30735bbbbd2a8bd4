"""What goes into the store and what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trimtab.xapi.actor import actor_key
from trimtab.xapi.profile import ActivityType, Verb
from trimtab.xapi.statement import VOIDED
from trimtab.xapi.values import instant

PLATFORM = "trimtab"


class Scope(StrEnum):
    """What a credential may do (xAPI 1.0.3, part three, 6.4 names finer ones)."""

    WRITE = "statements/write"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A key in force."""

    user: str
    name: str
    scopes: frozenset[Scope]

    def may(self, *scopes: Scope) -> bool:
        """Whether it holds one of `scopes`, or all."""
        return bool(self.scopes & {Scope.ALL, *scopes})


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something a person did, before it becomes a statement. `object_id` is a path below the installation's address."""

    actor: UUID
    verb: Verb
    object_id: str
    object_name: str
    object_type: ActivityType
    at: dt.datetime
    result: Mapping[str, Any] | None = None
    context: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class StoredStatement:
    """A statement as a row of the store."""

    id: UUID
    stored: dt.datetime
    timestamp: dt.datetime
    actor_key: str
    verb: str
    object_id: str
    registration: UUID | None
    authority: str
    raw: Mapping[str, Any]

    @property
    def voids(self) -> UUID | None:
        """The statement that this one voids, or None."""
        return UUID(self.raw["object"]["id"]) if self.verb == VOIDED else None


@dataclass(frozen=True, slots=True)
class Filters:
    """What GET /statements may ask for (part three, 2.1.3); None and False ask for nothing."""

    actor_key: str = ""
    verb: str = ""
    activity: str = ""
    registration: UUID | None = None
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    authority: str = ""
    ascending: bool = False
    limit: int = 100
    after: tuple[dt.datetime, UUID] | None = None


def to_store(
    statement: Mapping[str, Any], *, key: UUID, authority: str, authority_actor: Mapping[str, Any], now: dt.datetime
) -> StoredStatement:
    """A valid statement as the row to store, with what the store sets: id, stored, timestamp, authority, version."""
    at = instant(statement["timestamp"]) if "timestamp" in statement else now
    raw = {
        **statement,
        "id": str(key),
        "stored": now.isoformat(),
        "timestamp": statement.get("timestamp", now.isoformat()),
        "authority": dict(authority_actor),
        "version": statement.get("version", "1.0.0"),
    }
    registration = statement.get("context", {}).get("registration")
    return StoredStatement(
        id=key,
        stored=now,
        timestamp=at,
        actor_key=actor_key(statement["actor"]),
        verb=statement["verb"]["id"],
        object_id=_object_id(statement["object"]),
        registration=UUID(registration) if registration else None,
        authority=authority,
        raw=raw,
    )


def _object_id(found: Mapping[str, Any]) -> str:
    match found.get("objectType", "Activity"):
        case "Agent" | "Group":
            return actor_key(found)
        case "SubStatement":
            return ""
        case _:
            return str(found["id"])
