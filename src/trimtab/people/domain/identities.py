"""Under which names somebody is known to whoever lets them in. Pure.

A provider vouches that whoever comes is a certain person, and calls them by a subject that it gives
to nobody else. Four providers are our own: an e-mail address, a sign-in name for people without
e-mail, and a personnel number and a badge, which choose somebody on a shared device and open
nothing elsewhere. Single sign-on (OpenID Connect) and provisioning (SCIM, RFC 7643) add rows with the address
of who vouches as the provider and its name for the person as the subject; a person may have
several.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

# How somebody without e-mail is written where an address is asked for (RFC 2606: no such domain is
# ever given out).
NO_MAIL = "@no-mail.invalid"


class Provider(StrEnum):
    """Who vouches for somebody, of those that are our own."""

    EMAIL = "email"
    NAME = "name"
    NUMBER = "number"
    BADGE = "badge"


# Each of these chooses somebody on a shared device, so that one word means one person there.
CHOOSING = (Provider.NAME, Provider.NUMBER, Provider.BADGE)


@dataclass(frozen=True, slots=True, order=True)
class IdentityKey:
    """A name under which a provider knows one person; names of our own providers are in small
    letters.
    """

    provider: str
    subject: str

    @property
    def address(self) -> str:
        """How it is written where an address is asked for; nothing is ever mailed to the address of
        somebody without e-mail.
        """
        return f"{self.subject}{NO_MAIL}" if self.provider == Provider.NAME else self.subject

    @property
    def email(self) -> str:
        """The e-mail address; '' without one."""
        return self.subject if self.provider == Provider.EMAIL else ""


def identity_of(typed: str) -> IdentityKey:
    """Who is meant by what somebody types to sign in: an e-mail address, or the name of somebody
    without one, however it is written.
    """
    plain = typed.strip().lower()
    if plain.endswith(NO_MAIL):
        return IdentityKey(Provider.NAME, plain.removesuffix(NO_MAIL))
    return IdentityKey(Provider.EMAIL if "@" in plain else Provider.NAME, plain)


_NUMBER = re.compile(r"[a-z0-9][a-z0-9._/-]{0,39}")
_BADGE = re.compile(r"[!-~]{4,64}")
# What a reader of magnetic stripes types around what is on them (ISO/IEC 7813, start and end
# sentinels).
_SENTINELS = "%;?"


def badge_of(typed: str) -> IdentityKey | None:
    """The badge that a reader typed; None when no reader types that."""
    plain = typed.strip().strip(_SENTINELS).lower()
    return IdentityKey(Provider.BADGE, plain) if _BADGE.fullmatch(plain) else None


def number_of(typed: str) -> IdentityKey | None:
    """The personnel number that somebody typed; None when it cannot be one."""
    plain = "".join(typed.split()).lower()
    return IdentityKey(Provider.NUMBER, plain) if _NUMBER.fullmatch(plain) else None


@dataclass(frozen=True, slots=True)
class IdentityRow:
    """A name under which somebody is known; `is_main` says that it stands on their page as what
    they sign in with, `is_ours` that one of our own providers gave it.
    """

    id: int
    provider: str
    subject: str
    is_main: bool
    is_ours: bool
