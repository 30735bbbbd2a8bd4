"""How an organisation begins: what its set-up page asks for, and the link that opens the page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

SET_UP_WORKS_FOR = dt.timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Beginning:
    """An organisation and its first administrator, as somebody typed them.

    `email` may be a sign-in name. `logo` is a PNG that was drawn anew, or empty.
    """

    organisation: str
    colour: str
    language: str
    time_zone: str
    name: str
    email: str
    password: str
    logo: bytes = b""


@dataclass(frozen=True, slots=True)
class SetUpRow:
    """A set-up link that works: until when, and the logo that was sent already."""

    expires_at: dt.datetime
    logo: bytes
