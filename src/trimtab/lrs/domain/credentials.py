"""Keys of programs to the store: what each may do, and what became of what it sent."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

PER_SECOND = 500


class Scope(StrEnum):
    """What a credential may do (part three, 4.2). VOID and PEOPLE are our own: voiding what
    other credentials brought, and speaking as people of this installation."""

    WRITE = "statements/write"
    VOID = "statements/void"
    PEOPLE = "statements/people"
    READ_MINE = "statements/read/mine"
    READ = "statements/read"
    DEFINE = "define"
    STATE = "state"
    PROFILE = "profile"
    ALL_READ = "all/read"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class CredentialRow:
    """A key in force. `user` is its public half; `per_second` the most requests a
    second; `lenient` says that known slips of its statements are mended, and that
    what cannot be taken is left out alone."""

    user: str
    name: str
    scopes: frozenset[Scope]
    per_second: int = PER_SECOND
    lenient: bool = False

    def may(self, *scopes: Scope) -> bool:
        """Whether it holds one of `scopes`, or all."""
        return bool(self.scopes & {Scope.ALL, *scopes})

    @property
    def may_write(self) -> bool:
        """Whether it may store statements."""
        return self.may(Scope.WRITE)

    @property
    def may_read(self) -> bool:
        """Whether it may read statements of everybody."""
        return self.may(Scope.READ, Scope.ALL_READ)


@dataclass(frozen=True, slots=True)
class CredentialInfo:
    """A key as its administrator sees it. `old_until` is set while the secret
    before the last rotation is still good."""

    user: str
    name: str
    scopes: tuple[Scope, ...]
    per_second: int
    created_at: dt.datetime
    rotated_at: dt.datetime | None
    old_until: dt.datetime | None
    revoked_at: dt.datetime | None
    lenient: bool = False


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """A statement that a lenient key sent and that was not taken: when, the code of the rule,
    and the place. What stood there is kept nowhere: it may say who somebody is."""

    user: str
    at: dt.datetime
    code: str
    place: str
