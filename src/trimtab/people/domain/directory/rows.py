"""What the room gives of the directory: frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from trimtab.people.domain.roles import Role


@dataclass(frozen=True, slots=True)
class DirectoryTokenRow:
    """A key of the directory, without what it is made of."""

    id: UUID
    name: str
    made_at: dt.datetime
    expires_at: dt.datetime
    used_at: dt.datetime | None
    revoked_at: dt.datetime | None

    def is_good(self, now: dt.datetime) -> bool:
        """Whether it still opens."""
        return self.revoked_at is None and self.expires_at > now


@dataclass(frozen=True, slots=True)
class DirectoryPersonRow:
    """A person as the directory sees them: what it said, or for somebody whom it does not keep what
    is known here, in its words. `groups` are the ids and names of their groups.
    """

    id: UUID
    said: Mapping[str, Any]
    created_at: dt.datetime
    changed_at: dt.datetime
    groups: tuple[tuple[UUID, str], ...] = ()


@dataclass(frozen=True, slots=True)
class DirectoryGroupRow:
    """A group of the directory with the role that its members hold (None: none), and how many they
    are; `members` only where they were asked for.
    """

    id: UUID
    name: str
    external_id: str | None
    role: Role | None
    created_at: dt.datetime
    changed_at: dt.datetime
    size: int = 0
    members: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class DirectorySummary:
    """How many people the directory keeps, and when it last changed one."""

    kept: int
    changed_at: dt.datetime | None
