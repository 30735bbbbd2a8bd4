"""Shared devices: what an administrator says of one, how it is enrolled, and how it stands. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

CODE_WORKS = dt.timedelta(minutes=30)
SHORTEST_IDLE, USUAL_IDLE, LONGEST_IDLE = 1, 3, 30
LONGEST_NAME = 80
MOST_DEVICES = 5000
# So many names are shown of those that a word fits, and so many letters a word has at least.
MOST_NAMES, LEAST_LETTERS = 12, 2
# A device that was used is written down at most so often.
SEEN_EVERY = dt.timedelta(minutes=1)


class DeviceStage(StrEnum):
    """How far a device is: its code waits, its code is over, it works."""

    WAITING = "waiting"
    OVER = "over"
    ENROLLED = "enrolled"


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A shared device that was not removed.

    `unit_code` is empty where it serves everybody. Whoever does nothing for `idle` is signed out.
    `browser` is what the device called itself; `seen_at` is when it was last used, within a minute.
    """

    id: UUID
    name: str
    unit_code: str
    unit_name: str
    idle: dt.timedelta
    stage: DeviceStage
    made_at: dt.datetime
    code_expires_at: dt.datetime | None
    browser: str
    enrolled_at: dt.datetime | None
    seen_at: dt.datetime | None

    @property
    def idle_minutes(self) -> int:
        """The time without use after which somebody is signed out."""
        return self.idle // dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class NewDevice:
    """A device that was just named: `code` opens it within half an hour, and is told this once."""

    id: UUID
    code: str
    expires_at: dt.datetime


@dataclass(frozen=True, slots=True)
class PersonAtDevice:
    """Somebody as a shared device shows them: by name, with the unit."""

    id: UUID
    name: str
    unit_name: str
