"""What the room people gives to others: frozen rows, never tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol
from uuid import UUID

from trimtab.people.domain.identities import NO_MAIL, IdentityKey
from trimtab.people.domain.roles import Role

# What the address of somebody who was erased ends in (RFC 2606: no such domain is ever given out).
ERASED = "@erased.invalid"


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """The organisation this installation serves; `simulated` puts a notice on every page.

    `logo` is the digest of its picture ('' is none); `is_tidied` says that the list of what was
    still to do when it began was put away.
    """

    name: str
    time_zone: str
    language: str
    colour: str
    simulated: bool
    logo: str = ""
    is_tidied: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit; `path` holds the codes from the root down to this one, itself included."""

    code: str
    name: str
    kind: str
    parent_code: str
    path: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person with the roles held; `managed_units` are the codes of the units they manage.

    `email` is empty for somebody without e-mail, who signs in with `sign_in`; that is empty for
    everybody else.
    """

    id: UUID
    name: str
    email: str
    unit_code: str
    unit_name: str
    unit_path: tuple[str, ...]
    attributes: Mapping[str, str]
    language: str
    time_zone: str
    pseudonym: UUID
    roles: frozenset[Role]
    is_active: bool = True
    managed_units: tuple[str, ...] = ()
    sign_in: str = ""

    @property
    def is_erased(self) -> bool:
        """Whether this person was erased; the row stays for what was counted."""
        return self.email.endswith(ERASED)

    @property
    def has_mail(self) -> bool:
        """Whether e-mail can reach this person."""
        return bool(self.email) and not self.is_erased

    @property
    def sign_in_name(self) -> str:
        """What the person types to sign in: the address, or a shorter name without e-mail."""
        return self.sign_in or self.email

    @property
    def address(self) -> str:
        """What stands for this person where an address is asked for: theirs, or without e-mail one
        that nobody can have.
        """
        return self.email or f"{self.sign_in}{NO_MAIL}"


def as_learner(row: PersonRow) -> PersonRow:
    """Somebody of whom a PIN was all that was asked: they learn and look things up, whatever else
    they may do elsewhere.
    """
    return replace(row, roles=frozenset({Role.LEARNER}), managed_units=())


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """A group of people by rule, with the places of the strategy it rests on."""

    key: str
    name: str
    because: tuple[str, ...] = ()


class RuleLike(Protocol):
    """The conditions of an audience: units (with those below), platform roles, attributes (any of
    the values); `people` are the ids of those who belong besides.
    """

    @property
    def units(self) -> Sequence[str]: ...
    @property
    def roles(self) -> Sequence[str]: ...
    @property
    def attributes(self) -> Mapping[str, Sequence[str]]: ...
    @property
    def people(self) -> Sequence[str]: ...


class AudienceLike(Protocol):
    """An audience that should exist."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def rule(self) -> RuleLike: ...
    @property
    def because(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class UnitSpec:
    """A unit that should exist, by code, with the code of the unit above it ('' for the root)."""

    code: str
    name: str
    kind: str = ""
    parent: str = ""


@dataclass(frozen=True, slots=True)
class PersonSpec:
    """A person that should exist, by address (`PersonRow.address`); `id` and `pseudonym` are for a
    new one, None draws them.

    None elsewhere leaves what is there as it is; somebody new gets no unit, the role learner,
    `new_language`, `new_time_zone`; `active` False shuts somebody out. `attributes` change the ones
    they name alone: an empty value takes one away. `names` are added to those that somebody has.
    """

    email: str
    name: str
    unit: str | None = None
    roles: tuple[Role, ...] | None = None
    language: str | None = None
    time_zone: str | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)
    new_language: str = "en"
    new_time_zone: str = "UTC"
    id: UUID | None = None
    pseudonym: UUID | None = None
    active: bool | None = None
    names: tuple[IdentityKey, ...] = ()
