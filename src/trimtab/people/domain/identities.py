"""Under which names somebody is known to whoever lets them in. Pure.

A provider vouches that whoever comes is a certain person, and calls them by a subject that it gives
to nobody else. Two providers are our own: an e-mail address, and a sign-in name for people without
e-mail. Single sign-on (OpenID Connect) and provisioning (SCIM, RFC 7643) add rows with the address
of who vouches as the provider and its name for the person as the subject; a person may have
several.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# How somebody without e-mail is written where an address is asked for (RFC 2606: no such domain is
# ever given out).
NO_MAIL = "@no-mail.invalid"


class Provider(StrEnum):
    """Who vouches for somebody, of those that are our own."""

    EMAIL = "email"
    NAME = "name"


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
