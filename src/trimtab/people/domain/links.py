"""Links that let people in: what they are for, how long they work, how they are written, and who
has come in.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

# Crockford's alphabet in small letters: nothing in it is taken for something else when it is typed
# from paper.
ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
CHARACTERS = 20
# Of a code that works for half an hour: 50 random bits.
CODE_CHARACTERS = 10
GROUP = 5
_MEANT = str.maketrans("ilo", "110")

LONGEST_PASSWORD = 1000


class Purpose(StrEnum):
    """What a link is for."""

    INVITATION = "invitation"
    RESET = "reset"
    SIGN_IN = "sign-in"


class Way(StrEnum):
    """How a link reaches its person: by mail, or from hand to hand."""

    MAIL = "mail"
    HAND = "hand"


class EntryStage(StrEnum):
    """How far somebody has come."""

    NEW = "never-invited"
    INVITED = "invited"
    EXPIRED = "invitation-expired"
    IN = "in"
    SHUT_OUT = "shut-out"


def works_for(purpose: Purpose, way: Way) -> dt.timedelta:
    """How long a link works from when it left.

    A reset that anybody can ask for is short; what is handed over waits for its person.
    """
    match purpose, way:
        case Purpose.INVITATION, _:
            return dt.timedelta(days=14)
        case Purpose.RESET, Way.MAIL:
            return dt.timedelta(hours=1)
        case Purpose.SIGN_IN, _:
            return dt.timedelta(minutes=15)
        case _:
            return dt.timedelta(days=1)


def spelled(drawn: bytes) -> str:
    """A token out of random bytes, five bits each, in groups that can be typed: 'k3f9z-…'."""
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in drawn)
    return "-".join(letters[at : at + GROUP] for at in range(0, len(letters), GROUP))


def digest(token: str) -> str:
    """What is kept of a token, however it was typed: SHA-256, which is enough for 100 random
    bits.
    """
    plain = token.lower().replace("-", "").replace(" ", "").translate(_MEANT)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class NewLink:
    """A link that was just made.

    `token` is told this once; it is empty for one by mail, which is drawn when the mail leaves.
    """

    id: UUID
    person_id: UUID
    token: str
    expires_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class AccessLinkRow:
    """A link that works: for whom, what for, until when."""

    id: UUID
    person_id: UUID
    purpose: Purpose
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class EntryRow:
    """How somebody comes in: when and how they were invited last (None: never), until when that
    works, and how far they are.
    """

    standing: EntryStage
    invited_at: dt.datetime | None = None
    link_id: UUID | None = None
    way: Way | None = None
    expires_at: dt.datetime | None = None
    came_in_at: dt.datetime | None = None
