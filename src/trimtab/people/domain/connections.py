"""Connections to directories: the organisation's own services that vouch for people. Pure.

A directory is an OpenID provider (OpenID Connect Core 1.0) or an identity provider (SAML 2.0). What
it says of somebody is its word alone: whom it means here is decided by `claimed` and
`may_match_by_address`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, say
from trimtab.people.domain.roles import Role

LONGEST_NAME = 60
LONGEST_ADDRESS = 500
# An identity's provider has 200 characters, of which its kind takes some.
LONGEST_ISSUER = 190
LONGEST_CLIENT = 255
LONGEST_CLAIM = 200
LONGEST_SUBJECT = 254
MOST_DOMAINS = 50
MOST_CLAIMS, LONGEST_VALUE = 40, 200
NO_FAULT = as_written("")
VISIT_LASTS = dt.timedelta(minutes=10)
_LOCAL = {"localhost", "127.0.0.1", "::1"}
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9-]{2,63}")
_TRUE = frozenset({"true", "1", "yes"})


class ConnectionKind(StrEnum):
    """Which way of vouching a directory speaks."""

    OIDC = "oidc"
    SAML = "saml"


class ConnectionStage(StrEnum):
    """How far a connection is: only one that somebody went through may be turned on."""

    DRAFT = "draft"
    TESTED = "tested"
    ON = "on"


@dataclass(frozen=True, slots=True)
class ConnectionSpec:
    """A connection as an administrator describes it.

    `issuer` is how the directory calls itself, `address` where people sign in there (SAML),
    `places` its other addresses by their names in its own description. `secret` None leaves the one
    that is there. The claims are names under which it tells the address, the name and the personnel
    number of somebody; an empty one is not asked for. `vouches`: whatever address it gives belongs
    to whom it names. `lets_in` people who are not here yet. `asks_again` for their password.
    """

    kind: ConnectionKind
    name: str
    issuer: str
    address: str = ""
    certificates: tuple[str, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    client_id: str = ""
    secret: str | None = field(default=None, repr=False)
    email_claim: str = ""
    name_claim: str = ""
    number_claim: str = ""
    domains: tuple[str, ...] = ()
    vouches: bool = False
    lets_in: bool = False
    asks_again: bool = False


@dataclass(frozen=True, slots=True)
class ConnectionTrial:
    """What a directory said of whoever tried a connection, and whom that means here: `person` is
    their name, '' is somebody who would be new, or nobody.
    """

    subject: str
    claims: Mapping[str, str]
    person: str = ""


@dataclass(frozen=True, slots=True)
class ConnectionRow:
    """A connection as it is kept; `fault` is what was wrong when it was tried last, `trial` what
    came of it as far as it came.
    """

    id: UUID
    spec: ConnectionSpec
    stage: ConnectionStage
    has_secret: bool
    tried_at: dt.datetime | None = None
    fault: Said = NO_FAULT
    trial: ConnectionTrial | None = None

    @property
    def provider(self) -> str:
        """Under which provider the names that it gives people are kept; two connections with one
        directory share it.
        """
        return f"{self.spec.kind} {self.spec.issuer}"


@dataclass(frozen=True, slots=True)
class DirectoryAnswer:
    """What a directory said of somebody, once it is certain that it said so: what it calls them for
    ever, and claims by name.
    """

    subject: str
    claims: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ClaimedPerson:
    """Whom a directory means: address in small letters, name, personnel number; '' is not said.

    `is_verified`: it says that it has made sure of the address.
    """

    email: str
    name: str
    number: str
    is_verified: bool


@dataclass(frozen=True, slots=True)
class DirectoryVisit:
    """Somebody on their way through a directory. `state` comes back with them; `nonce` and
    `verifier` bind its answer to this visit; `tester` is who only tries the connection.
    """

    state: str = field(repr=False)
    nonce: str = field(repr=False)
    verifier: str = field(repr=False)
    connection_id: UUID
    next: str = ""
    tester: UUID | None = None
    answer: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class DirectoryRule:
    """Who signs in through a directory alone: everybody, or who holds one of `roles`.

    It holds while a connection is on. Administrators are never bound by it: if the directory fails,
    they must get in to mend it.
    """

    everybody: bool = False
    roles: frozenset[Role] = frozenset()

    def binds(self, held: frozenset[Role]) -> bool:
        """Whether somebody who holds these roles is bound."""
        return Role.ADMINISTRATOR not in held and (self.everybody or bool(self.roles & held))


def checked(spec: ConnectionSpec) -> ConnectionSpec:
    """The same connection, fit to be kept. Raises Refusal by field."""
    _text(spec.name, "name", LONGEST_NAME, say("Write what the button says, such as Staff."))
    _text(spec.issuer, "issuer", LONGEST_ISSUER, say("Write how the directory calls itself."))
    match spec.kind:
        case ConnectionKind.OIDC:
            check_address(spec.issuer, "issuer")
            client = say("Write the client ID that the directory gave this installation.")
            _text(spec.client_id, "client_id", LONGEST_CLIENT, client)
            for address in spec.places.values():
                check_address(address, "issuer")
        case ConnectionKind.SAML:
            check_address(spec.address, "address")
            if not spec.certificates:
                sentence = say("Paste the certificate with which the directory signs.")
                raise Refusal("connection.certificate", sentence, "certificates")
    for claim in ("email_claim", "name_claim", "number_claim"):
        if len(getattr(spec, claim)) > LONGEST_CLAIM:
            raise _too_long(claim, LONGEST_CLAIM)
    if not spec.email_claim and not spec.number_claim:
        sentence = say("Name the claim with the address, or the one with the personnel number.")
        raise Refusal("connection.claims", sentence, "email_claim")
    return spec


def domains_of(text: str) -> tuple[str, ...]:
    """E-mail domains that are written with blanks, commas or lines between them, in small letters.

    Raises Refusal.
    """
    domains = dict.fromkeys(re.split(r"[\s,;]+", text.strip().lower().replace("@", "")))
    found = tuple(domain for domain in domains if domain)
    wrong = next((domain for domain in found if not _DOMAIN.fullmatch(domain)), "")
    if wrong:
        sentence = say("'{domain}' is no e-mail domain such as example.org.", domain=wrong[:60])
        raise Refusal("connection.domain", sentence, "domains")
    if len(found) > MOST_DOMAINS:
        sentence = say("At most {most} domains.", most=MOST_DOMAINS)
        raise Refusal("connection.domain", sentence, "domains")
    return found


def check_address(address: str, field_name: str) -> None:
    """Raises Refusal for what is no https address (http on this machine alone)."""
    try:
        parts = urlsplit(address)
        is_right = bool(parts.hostname) and not parts.username and not parts.fragment
        is_safe = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOCAL)
    except ValueError:
        is_right = is_safe = False
    if len(address) > LONGEST_ADDRESS:
        raise _too_long(field_name, LONGEST_ADDRESS)
    if not is_right or not is_safe or not address.isprintable() or " " in address:
        sentence = say("'{address}' is no address that begins with https://.", address=address[:80])
        raise Refusal("connection.address", sentence, field_name)


def claimed(spec: ConnectionSpec, answer: DirectoryAnswer) -> ClaimedPerson:
    """Whom a directory means, by the claims that were agreed with it."""

    def told(name: str) -> str:
        return answer.claims.get(name, "").strip() if name else ""

    # That an address was made sure of is said of the claim 'email' alone (OpenID Connect Core, 5.1).
    says_so = spec.email_claim == "email" and told("email_verified").lower() in _TRUE
    return ClaimedPerson(
        email=told(spec.email_claim).lower(),
        name=told(spec.name_claim)[:200],
        number=told(spec.number_claim).lower(),
        is_verified=says_so or spec.vouches,
    )


def why_not_by_address(spec: ConnectionSpec, person: ClaimedPerson) -> Said | None:
    """Why nobody is found by the address that a directory gives; None when somebody may be."""
    if not person.email or person.email.count("@") != 1 or not person.email.isprintable():
        return say("it gives no e-mail address in the claim '{claim}'", claim=spec.email_claim)
    if not person.is_verified:
        return say("it does not say that the address {email} is verified", email=person.email)
    if person.email.rpartition("@")[2] not in spec.domains:
        return say(
            "the address {email} is of none of the domains that this connection is for",
            email=person.email,
        )
    return None


def bounded(claims: Iterable[tuple[str, object]]) -> dict[str, str]:
    """Claims as they are kept: so many, each so long, and what is no text as it is written."""
    kept: dict[str, str] = {}
    for name, value in claims:
        if len(kept) == MOST_CLAIMS:
            break
        kept[str(name)[:LONGEST_CLAIM]] = _plain(value)[:LONGEST_VALUE]
    return kept


def _plain(value: object) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case list() | tuple():
            return ", ".join(map(_plain, value[:MOST_CLAIMS]))
        case _:
            return str(value)


def _text(text: str, field_name: str, most: int, needed: Said) -> None:
    if not text:
        raise Refusal("connection.missing", needed, field_name)
    if len(text) > most:
        raise _too_long(field_name, most)


def _too_long(field_name: str, most: int) -> Refusal:
    return Refusal("connection.long", say("At most {most} characters.", most=most), field_name)
