"""How somebody stands before and after a list of people is brought in, and what is different. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from trimtab.people.domain.identities import IdentityKey
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import PersonSpec

Held = tuple[tuple[Role, str], ...]
"""Roles with the code of the unit for which each is held, '' for the whole organisation; sorted."""


class Trait(StrEnum):
    """What may be different about somebody."""

    NAME = "name"
    UNIT = "unit"
    LANGUAGE = "language"
    TIME_ZONE = "time_zone"
    ROLES = "roles"
    ACTIVE = "active"
    NAMES = "names"
    ATTRIBUTE = "attribute"


@dataclass(frozen=True, slots=True)
class PersonState:
    """What a list can say of somebody; `unit` is a code, '' for none. `names` are numbers and
    badges, sorted.
    """

    name: str
    unit: str = ""
    language: str = "en"
    time_zone: str = "UTC"
    attributes: Mapping[str, str] = field(default_factory=dict)
    held: Held = ()
    is_active: bool = True
    names: tuple[IdentityKey, ...] = ()

    @property
    def roles(self) -> frozenset[Role]:
        """The roles, for whichever unit they are held."""
        return frozenset(role for role, _unit in self.held)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is different: what it was and what it is; `attribute` is its name where it is
    one. Whether somebody is here is 'yes' or 'no'.
    """

    trait: Trait
    before: str
    after: str
    attribute: str = ""


def after(before: PersonState | None, spec: PersonSpec) -> PersonState:
    """How somebody stands once the list has been taken; None before is somebody new.

    A role that stays keeps its units, since who manages what is not the list's business: but
    whoever manages their own unit alone manages the new one when they move, and a new manager
    manages their own.
    """
    known = before or PersonState("", "", spec.new_language, spec.new_time_zone)
    unit = known.unit if spec.unit is None else spec.unit
    attributes = {**known.attributes, **spec.attributes}
    roles = spec.roles if spec.roles is not None or before else (Role.LEARNER,)
    return PersonState(
        name=spec.name,
        unit=unit,
        language=spec.language or known.language,
        time_zone=spec.time_zone or known.time_zone,
        attributes={name: value for name, value in attributes.items() if value},
        held=_held(known.held, roles, known.unit, unit),
        is_active=known.is_active if spec.active is None else spec.active,
        names=tuple(sorted({*known.names, *spec.names})),
    )


def moved_to(state: PersonState, unit: str) -> PersonState:
    """Somebody in another unit ('' is none); whoever managed their own unit alone manages that."""
    return replace(state, unit=unit, held=_held(state.held, None, state.unit, unit))


def with_roles(state: PersonState, roles: Iterable[Role]) -> PersonState:
    """Somebody with these roles; one that stays keeps its units, and a new manager manages their
    own.
    """
    return replace(state, held=_held(state.held, tuple(roles), state.unit, state.unit))


def _held(held: Held, roles: tuple[Role, ...] | None, left: str, unit: str) -> Held:
    managing = [place for role, place in held if role is Role.MANAGER]
    if left != unit and managing == [left]:
        moved = (unit if role is Role.MANAGER else place for role, place in held)
        held = tuple(zip((role for role, _place in held), moved, strict=True))
    if roles is None:
        return tuple(sorted(held))
    kept = [(role, place) for role, place in held if role in roles]
    known = {role for role, _place in kept}
    fresh = [
        (role, unit if role is Role.MANAGER else "") for role in set(roles) if role not in known
    ]
    return tuple(sorted([*kept, *fresh]))


def differences(before: PersonState, now: PersonState) -> tuple[Difference, ...]:
    """What is different between two states of one person, in the order of `Trait`."""
    return tuple(_differences(before, now))


def _differences(before: PersonState, now: PersonState) -> Iterator[Difference]:
    pairs = (
        (Trait.NAME, before.name, now.name),
        (Trait.UNIT, before.unit, now.unit),
        (Trait.LANGUAGE, before.language, now.language),
        (Trait.TIME_ZONE, before.time_zone, now.time_zone),
        (Trait.ROLES, _names(before.roles), _names(now.roles)),
        (Trait.ACTIVE, _yes(before.is_active), _yes(now.is_active)),
        (Trait.NAMES, _subjects(before.names), _subjects(now.names)),
    )
    yield from (Difference(trait, was, became) for trait, was, became in pairs if was != became)
    for name in sorted({*before.attributes, *now.attributes}):
        was, became = before.attributes.get(name, ""), now.attributes.get(name, "")
        if was != became:
            yield Difference(Trait.ATTRIBUTE, was, became, name)


def _names(roles: Iterable[Role]) -> str:
    return " ".join(sorted(roles))


def _subjects(names: Iterable[IdentityKey]) -> str:
    return " ".join(key.subject for key in names)


def _yes(is_so: bool) -> str:
    return "yes" if is_so else "no"


def state_as_json(state: PersonState) -> dict[str, Any]:
    """A state as it is stored."""
    return {
        "name": state.name,
        "unit": state.unit,
        "language": state.language,
        "time_zone": state.time_zone,
        "attributes": dict(state.attributes),
        "held": [[role.value, place] for role, place in state.held],
        "active": state.is_active,
        "names": [[key.provider, key.subject] for key in state.names],
    }


def state_of_json(stored: Mapping[str, Any]) -> PersonState:
    """A state as it was stored."""
    return PersonState(
        name=stored["name"],
        unit=stored["unit"],
        language=stored["language"],
        time_zone=stored["time_zone"],
        attributes=stored["attributes"],
        held=tuple((Role(role), place) for role, place in stored["held"]),
        is_active=stored["active"],
        names=tuple(
            IdentityKey(provider, subject) for provider, subject in stored.get("names", ())
        ),
    )
