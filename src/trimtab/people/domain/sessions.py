"""How long somebody stays signed in, and what a browser is called."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass
from uuid import UUID

_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Ends:
    """A session ends after so long without use, and in any case so long after it began."""

    idle: dt.timedelta
    absolute: dt.timedelta


@dataclass(frozen=True, slots=True)
class AtDevice:
    """On which shared device a session is: its id, what it is called, after how long without use
    somebody is signed out there, and whether a PIN was all that was asked for.
    """

    device_id: UUID
    name: str
    idle: dt.timedelta
    by_pin: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """Where somebody is signed in; `ends_at` holds if nothing is done there from now on. `handle`
    names the session, and opens nothing.
    """

    device: str
    began_at: dt.datetime
    seen_at: dt.datetime
    ends_at: dt.datetime
    is_this: bool
    handle: str


def handle_of(session_key: str) -> str:
    """What a page calls a session whose key it must not show."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:32]


def end_of(began: dt.datetime, seen: dt.datetime, ends: Ends) -> dt.datetime:
    """When a session ends that was last used at `seen`."""
    return min(began + ends.absolute, seen + ends.idle)


def is_stale(seen: dt.datetime, now: dt.datetime, ends: Ends) -> bool:
    """Whether it is worth writing down that the session is used: at most sixty times in the time
    that it may be idle.
    """
    return now - seen >= ends.idle / 60


def device_in_words(user_agent: str) -> str:
    """A browser's name for itself in two words that its owner knows ('Chrome, Android'); '' when it
    says nothing known.
    """
    said = user_agent[:500]
    browser = next((name for sign, name in _BROWSERS if sign in said), "")
    system = next((name for sign, name in _SYSTEMS if sign in said), "")
    return ", ".join(filter(None, (browser, system)))
