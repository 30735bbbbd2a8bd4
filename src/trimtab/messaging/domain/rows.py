"""What messaging gives to others and takes from a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class MessageState(StrEnum):
    """Where a message stands."""

    WAITING = "waiting"
    SENT = "sent"
    IN_DIGEST = "in-digest"
    DROPPED = "dropped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to one person; `why` says why it was sent, `because` the places of the strategy behind it."""

    id: UUID
    key: str
    person_id: UUID
    person_name: str
    sender: str
    subject: str
    body: str
    why: str
    because: tuple[str, ...]
    channel: str
    urgent: bool
    state: MessageState
    queued_at: dt.datetime
    sent_at: dt.datetime | None
    read_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message handed to a channel; `key` says which letter it is, "" for messages to people with an account."""

    id: UUID
    address: str
    name: str
    sender: str
    subject: str
    body: str
    why: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A message to somebody without an account; `key` says which one, so that it goes once."""

    key: str
    address: str
    name: str
    subject: str
    body: str
    why: str


class Channel(Protocol):
    """A way a message leaves. `deliver` raises DeliveryFailed; having returned, the message is handed over."""

    def deliver(self, message: Outgoing) -> None: ...


class CampaignLike(Protocol):
    """A message to an audience that should go."""

    @property
    def key(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def audience(self) -> str: ...
    @property
    def channel(self) -> str: ...
    @property
    def sender(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def starts(self) -> dt.date | None: ...
    @property
    def because(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one round of delivery did."""

    sent: int = 0
    waiting: int = 0
    in_digest: int = 0
    dropped: int = 0
    failed: int = 0
