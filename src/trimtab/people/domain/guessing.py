"""How fast passwords may be guessed: leaky buckets, each a level that sinks by one every so often.

One browser's address and one account together are slowed first, so that whoever guesses from
elsewhere does not keep the owner out; an account as a whole and an address as a whole are slowed
later (OWASP Authentication Cheat Sheet, login throttling; NIST SP 800-63B-4, 3.2.2). Nobody is ever
shut out: the longest wait is one interval.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from enum import StrEnum


class Watched(StrEnum):
    """What is counted."""

    PAIR = "pair"
    ACCOUNT = "account"
    ORIGIN = "origin"
    RESET_ACCOUNT = "reset-account"
    RESET_ORIGIN = "reset-origin"
    DIRECTORY_ORIGIN = "directory-origin"
    CODE_PAIR = "code-pair"
    CODE_ACCOUNT = "code-account"
    PASSKEY_ORIGIN = "passkey-origin"
    PIN_PAIR = "pin-pair"
    PIN_ACCOUNT = "pin-account"
    PIN_DEVICE = "pin-device"


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many tries at once, and one more every so often."""

    burst: int
    every: dt.timedelta


@dataclass(frozen=True, slots=True)
class BucketLevel:
    """How full a bucket was at a moment."""

    used: float
    at: dt.datetime


ALLOWED = {
    Watched.PAIR: Allowance(5, dt.timedelta(seconds=60)),
    Watched.ACCOUNT: Allowance(20, dt.timedelta(seconds=20)),
    Watched.ORIGIN: Allowance(60, dt.timedelta(seconds=5)),
    Watched.RESET_ACCOUNT: Allowance(3, dt.timedelta(minutes=20)),
    Watched.RESET_ORIGIN: Allowance(20, dt.timedelta(seconds=60)),
    # Whoever comes back has their try back: a shift that signs in from one place at once passes.
    Watched.DIRECTORY_ORIGIN: Allowance(200, dt.timedelta(seconds=2)),
    # Codes are tried by whoever has shown the password: three of a million fit at a time.
    Watched.CODE_PAIR: Allowance(5, dt.timedelta(seconds=60)),
    Watched.CODE_ACCOUNT: Allowance(20, dt.timedelta(seconds=60)),
    Watched.PASSKEY_ORIGIN: Allowance(60, dt.timedelta(seconds=5)),
    # Of 10,000 PINs somebody finds one in a hundred in a day at one device; what is counted of
    # PINs slows no password.
    Watched.PIN_PAIR: Allowance(5, dt.timedelta(minutes=10)),
    Watched.PIN_ACCOUNT: Allowance(20, dt.timedelta(minutes=2)),
    Watched.PIN_DEVICE: Allowance(60, dt.timedelta(seconds=10)),
}
# What begins anew when somebody has shown that they are the owner.
OWNED = frozenset(
    {
        Watched.PAIR,
        Watched.ACCOUNT,
        Watched.CODE_PAIR,
        Watched.CODE_ACCOUNT,
        Watched.PIN_PAIR,
        Watched.PIN_ACCOUNT,
    }
)
# The owner is told at so many wrong passwords in a row, and when a sign-in follows so many.
TELL_AT = 8
TELL_AFTER = 5
TELL_OF_CODES_AT = 5
# A row of failures that has been quiet for so long is over.
FORGOTTEN_AFTER = dt.timedelta(hours=24)


def used_now(level: BucketLevel, allowance: Allowance, now: dt.datetime) -> float:
    """How full a bucket is by now; a clock that went back empties nothing."""
    return max(0.0, level.used - max(dt.timedelta(), now - level.at) / allowance.every)


def seconds_to_wait(level: BucketLevel, allowance: Allowance, now: dt.datetime) -> int:
    """Whole seconds until one more try is allowed; 0 now."""
    over = used_now(level, allowance, now) + 1 - allowance.burst
    return max(0, math.ceil(over * allowance.every.total_seconds() - 1e-6))


def take(level: BucketLevel, allowance: Allowance, now: dt.datetime) -> BucketLevel:
    """The level after one more try."""
    return BucketLevel(used_now(level, allowance, now) + 1, now)


def give_back(level: BucketLevel, allowance: Allowance, now: dt.datetime) -> BucketLevel:
    """The level after a try that was no guess."""
    return BucketLevel(max(0.0, used_now(level, allowance, now) - 1), now)
