"""Forwarding statements: to whom, what came back, and when to try again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from trimtab.kernel.said import Said
from trimtab.lrs.domain.statements.rows import HeldAttachment

FIRST_WAIT = dt.timedelta(seconds=10)
LONGEST_WAIT = dt.timedelta(hours=1)
ALONE_AFTER = 3
MOST_ATTEMPTS = 8
MOST_BYTES = 8 * 1024 * 1024


class TargetKind(StrEnum):
    """What a target is."""

    LRS = "lrs"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Parcel:
    """What one request to a target carries. `key` is the same when the same
    statements are sent again; `files` are the data of attachments by SHA-2 in lower
    case, perhaps of more statements than these."""

    kind: TargetKind
    address: str
    user: str
    secret: str = field(repr=False)
    key: str
    statements: Sequence[str]
    at: dt.datetime
    files: Mapping[str, bytes] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Taken:
    """The target has the statements."""


@dataclass(frozen=True, slots=True)
class Refused:
    """The target will never take these statements as they are, and says why."""

    sentence: Said


@dataclass(frozen=True, slots=True)
class Unwell:
    """The target cannot take anything now. `perhaps_content`: it may
    be these statements that upset it."""

    sentence: Said
    wait: dt.timedelta | None = None
    perhaps_content: bool = False


ForwardingOutcome = Taken | Refused | Unwell
Forwarder = Callable[[Parcel], ForwardingOutcome]


def next_try(now: dt.datetime, failures: int, asked: dt.timedelta | None) -> dt.datetime:
    """When to try again after so many failures in a row: 10 seconds, doubled each time, at most
    an hour; never before the target `asked` to be tried."""
    wait = min(FIRST_WAIT * (1 << min(max(failures - 1, 0), 20)), LONGEST_WAIT)
    return now + max(wait, min(asked or dt.timedelta(), LONGEST_WAIT))


def batch_size(most: int, attempts: int) -> int:
    """How many statements go into the next request: one alone, once those at the
    head have upset the target repeatedly."""
    return 1 if attempts >= ALONE_AFTER else most


def how_many_fit(
    statements: Sequence[tuple[int, Sequence[HeldAttachment]]], most: int = MOST_BYTES
) -> int:
    """How many statements (octets of JSON, attachments), from the first on, go into one
    request: no more octets than `most`, data that several have counted once, and nothing
    that differs under one hash; at least one."""
    total, digests = 0, dict[str, str]()
    for number, (octets, uses) in enumerate(statements):
        differs = any(digests.get(use.sha2, use.digest) != use.digest for use in uses)
        fresh = {use.sha2: use for use in uses if use.sha2 not in digests}
        total += octets + sum(use.octets for use in fresh.values())
        if number and (differs or total > most):
            return number
        digests |= {sha2: use.digest for sha2, use in fresh.items()}
    return len(statements)


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target as people see it, without its secret. `waiting` and `dead` count statements."""

    id: int
    kind: TargetKind
    name: str
    address: str
    verbs: tuple[str, ...]
    activities: tuple[str, ...]
    paused_at: dt.datetime | None
    resume_at: dt.datetime | None
    problem: Said
    last_at: dt.datetime | None
    forwarded: int
    waiting: int = 0
    dead: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A statement that a target would not take, and why."""

    id: int
    statement: UUID
    dead_at: dt.datetime
    problem: Said
