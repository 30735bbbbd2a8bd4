"""Second steps at sign-in: what somebody may show beside a password, and whose role asks for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode
from uuid import UUID

from trimtab.people.domain.roles import Role

MOST_PASSKEYS = 20
LONGEST_PASSKEY_NAME = 60
# A code counts for half a minute; clocks of phones go wrong by as much (RFC 6238, 5.2).
DRIFT = 1


@dataclass(frozen=True, slots=True)
class PasskeyRow:
    """A passkey of somebody, by the name that they gave it."""

    id: int
    name: str
    added_at: dt.datetime
    used_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class FactorsRow:
    """What somebody may show beside a password. `codes_left` is None where none were ever made."""

    passkeys: tuple[PasskeyRow, ...] = ()
    authenticator_since: dt.datetime | None = None
    codes_left: int | None = None

    @property
    def is_any(self) -> bool:
        """Whether a second step is asked for at sign-in."""
        return bool(self.passkeys) or self.authenticator_since is not None


@dataclass(frozen=True, slots=True)
class PasskeySite:
    """Where a passkey counts: the host's name, and what the browser calls the house."""

    host: str
    name: str


@dataclass(frozen=True, slots=True)
class PasskeyQuestion:
    """What a browser is asked (WebAuthn, as JSON), and what must be remembered until it answers."""

    options: Mapping[str, object]
    state: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ShownPasskey:
    """Whose passkey a browser has shown, and whether the device knew its person (a finger, a PIN):
    only then it stands for a password as well.
    """

    person_id: UUID
    knew_its_person: bool


def authenticator_address(secret: str, *, house: str, name: str) -> str:
    """What the picture for an authenticator app says (Key Uri Format of Google Authenticator)."""
    label = quote(f"{house}:{name}")
    asked = urlencode({"secret": secret, "issuer": house}, quote_via=quote)
    return f"otpauth://totp/{label}?{asked}"


def is_asked_of(roles: Iterable[Role], since: Mapping[Role, dt.datetime], now: dt.datetime) -> bool:
    """Whether one of somebody's roles asks for a second step by now."""
    return any(role in since and since[role] <= now for role in roles)
