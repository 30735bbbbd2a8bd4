"""What messaging gives to others and takes from a plan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol
from uuid import UUID

from trimtab.kernel.said import Said


class MessageState(StrEnum):
    """Where a message stands.

    SENDING: a worker has it; what becomes of it when that worker ends is decided when its lease is over. UNCERTAIN: it was being
    handed over when the worker or the connection ended, and may have arrived: it goes again only when somebody says so.
    """

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    IN_DIGEST = "in-digest"
    DROPPED = "dropped"
    FAILED = "failed"
    UNCERTAIN = "uncertain"


AGAIN = (MessageState.FAILED, MessageState.UNCERTAIN)
GONE_OR_GOING = (MessageState.SENT, MessageState.SENDING, MessageState.UNCERTAIN)


@dataclass(frozen=True, slots=True)
class MessageRow:
    """A message to one person; `why` says why it was sent, `because` the places of the strategy behind it."""

    id: UUID
    key: str
    person_id: UUID
    person_name: str
    sender: str
    subject: Said
    body: Said
    why: Said
    because: tuple[str, ...]
    channel: str
    urgent: bool
    state: MessageState
    queued_at: dt.datetime
    sent_at: dt.datetime | None
    read_at: dt.datetime | None


class Post(StrEnum):
    """What an outbox holds: messages to people who have an account, or letters to those who have none."""

    MESSAGES = "messages"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """A message or letter as the outbox shows it. `problem` says why it has not gone; `due_at` is when it is looked at next.

    `name` is "" where whose it is would tell what somebody did, or wants.
    """

    id: UUID
    key: str
    name: str
    subject: Said
    why: Said
    channel: str
    state: MessageState
    attempts: int
    queued_at: dt.datetime
    due_at: dt.datetime
    sent_at: dt.datetime | None
    problem: Said

    @property
    def may_go_again(self) -> bool:
        """Whether somebody may have it sent again: it failed or is uncertain, and its words are still there."""
        return self.state in AGAIN and bool(self.subject)


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """A channel that can hand nothing over: since when, why, and when it is tried next. What waits for it is not lost."""

    channel: str
    since: dt.datetime
    resume_at: dt.datetime
    problem: Said


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message handed to a channel, in its reader's language; `key` says which letter it is, "" for messages to people with an account.

    `leave` is the link by which its reader gets no more of its kind (RFC 8058), "" where one may not leave.
    """

    id: UUID
    address: str
    name: str
    sender: str
    subject: str
    body: str
    why: str
    key: str = ""
    leave: str = ""


# Where the link of a sealed letter stands in its body.
LINK = "{link}"


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A message to somebody without an account; `key` says which one, so that it goes once.

    An `urgent` one keeps no quiet hours. Of a `sealed` one LINK in the body becomes a link when it leaves, which is kept nowhere here.
    """

    key: str
    address: str
    name: str
    subject: Said
    body: Said
    why: Said
    urgent: bool = False
    sealed: bool = False


Mark = Callable[[], None]
GoOn = Callable[[], bool]


class OpenChannel(Protocol):
    """A channel that is open."""

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        """Hands a message over; having returned, the other side has it.

        `handing_over` is called right before the step after which the other side may have it; when it raises, that step is not
        taken. Raises DeliveryFailed when it was certainly not taken, ChannelAway when nothing can go now, DeliveryUncertain when it
        may have been taken.
        """


class Channel(Protocol):
    """A way a message leaves the house. Opened once for many messages; `open` raises ChannelAway."""

    def open(self) -> AbstractContextManager[OpenChannel]: ...


Channels = Mapping[str, Channel | None]


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
    uncertain: int = 0


@dataclass(frozen=True, slots=True)
class OutboxCounts:
    """How many messages or letters stand in each state, and what is wrong with channels."""

    by_state: Mapping[MessageState, int]
    troubles: tuple[TroubleRow, ...] = field(default=())
