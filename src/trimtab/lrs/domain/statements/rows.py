"""What goes into the store and what comes out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import msgspec

from trimtab.xapi.files import AttachmentFile
from trimtab.xapi.profile import ActivityType, Verb

PLATFORM = "trimtab"
UNITS = "cmi5-units"
# Whose statements are Trimtab's own evidence; no credential has such a user.
OURS = frozenset({PLATFORM, UNITS})
Cursor = tuple[dt.datetime, UUID]


@dataclass(frozen=True, slots=True)
class Experience:
    """Something a person did, before it becomes a statement.

    `actor` is a pseudonym; `object_id` a path below the installation's address, or an IRI; `result`
    an xAPI result; `context` extensions by IRI (profile.REVISION, PROGRAMME, ARM) and properties of
    an xAPI context by name; `platform` names the part of the product that saw it.
    """

    actor: UUID
    verb: Verb
    object_id: str
    object_name: str
    object_type: ActivityType
    at: dt.datetime
    result: Mapping[str, Any] | None = None
    context: Mapping[str, Any] | None = None
    platform: str = PLATFORM


class StoredStatement(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A statement as the row to store. `text` is its JSON without what only the moment of
    storing knows: stored, and the timestamp where none was given. `minted` says that its id is
    ours and therefore new; `refers` is the statement that is its object, `voids_others` says
    that it may void what another authority brought, `files` are the data of attachments that
    came along, by the SHA-2 that its sender gives, in lower case."""

    id: UUID
    minted: bool
    timestamp: dt.datetime | None
    actor_key: str
    verb: str
    object_id: str
    registration: UUID | None
    authority: str
    related: tuple[str, ...] | None
    voids: UUID | None
    refers: UUID | None = None
    voids_others: bool = False
    files: Mapping[str, AttachmentFile] = {}
    text: bytes

    @property
    def statement(self) -> dict[str, Any]:
        """The statement, decoded anew at each call."""
        decoded: dict[str, Any] = msgspec.json.decode(self.text)
        return decoded


@dataclass(frozen=True, slots=True)
class Prepared:
    """The rows of one request: all of them are stored, or none."""

    rows: tuple[StoredStatement, ...]

    @property
    def ids(self) -> list[UUID]:
        """The ids, in the order of the request."""
        return [row.id for row in self.rows]


@dataclass(frozen=True, slots=True)
class Filters:
    """What GET /statements may ask for (part three, 2.1.3); empty, None and False ask for nothing.

    `agent` is a key made by agent_key; since is exclusive, until
    inclusive, both of the time of storing.
    """

    agent: str = ""
    verb: str = ""
    activity: str = ""
    registration: UUID | None = None
    related_agents: bool = False
    related_activities: bool = False
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    authority: str = ""
    ascending: bool = False
    limit: int = 100
    after: Cursor | None = None

    @property
    def asks_for_content(self) -> bool:
        """Whether it asks for what statements say, and not only for when they were stored."""
        return bool(self.agent or self.verb or self.activity or self.registration)


@dataclass(frozen=True, slots=True)
class StatementPage:
    """Statements as JSON texts, where the next page starts (None: there is
    none), when the newest of them was stored, and the data of their attachments
    by SHA-2, where they were asked for."""

    texts: tuple[str, ...]
    next: Cursor | None
    newest: dt.datetime | None = None
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementText:
    """One statement as JSON, when it was stored, and the data of its
    attachments, where they were asked for."""

    text: str
    stored: dt.datetime
    files: Mapping[str, bytes] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HeldAttachment:
    """An attachment with data: the SHA-2 that its sender gave, what they
    really are (SHA-256), and how many octets."""

    sha2: str
    digest: str
    octets: int
