"""What the room governance gives to others and takes from a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from uuid import UUID


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Who did what to which thing, when; `actor_name` is 'Trimtab' for the platform itself."""

    at: dt.datetime
    actor_id: UUID | None
    actor_name: str
    act: str
    target: str
    detail: Mapping[str, Any]
    number: int = 0


@dataclass(frozen=True, slots=True)
class GrantRow:
    """A role may see data of a class at a grain ('unit' or 'person'), for so many days back."""

    key: str
    role: str
    data: str
    grain: str
    days: int
    because: tuple[str, ...]


class RightLike(Protocol):
    """A decision right that should exist; `key` is the kind of decision."""

    @property
    def key(self) -> str: ...
    @property
    def approver(self) -> str: ...
    @property
    def because(self) -> Sequence[str]: ...


class GrantLike(Protocol):
    """A data grant that should exist."""

    @property
    def key(self) -> str: ...
    @property
    def role(self) -> str: ...
    @property
    def data(self) -> str: ...
    @property
    def grain(self) -> str: ...
    @property
    def days(self) -> int: ...
    @property
    def because(self) -> Sequence[str]: ...
