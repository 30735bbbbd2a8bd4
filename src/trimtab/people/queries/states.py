"""How people stand, for a list that is held against them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from trimtab.people.domain.identities import IdentityKey, Provider, identity_of
from trimtab.people.domain.roles import Role
from trimtab.people.domain.states import PersonState
from trimtab.people.models import Identity, Person, RoleHeld
from trimtab.people.queries.identities import known_as

BATCH = 2000


def states_by_address(addresses: Sequence[str]) -> dict[str, tuple[UUID, PersonState]]:
    """Who is here of these addresses (`PersonRow.address`), with how they stand; four queries."""
    keys = {address: identity_of(address) for address in addresses}
    found = known_as(keys.values()).values_list("provider", "subject", "person")
    ids = {IdentityKey(provider, subject): person_id for provider, subject, person_id in found}
    states = states_by_id(set(ids.values()))
    here = {address: ids[key] for address, key in keys.items() if key in ids}
    return {address: (person_id, states[person_id]) for address, person_id in here.items()}


def states_by_id(person_ids: Iterable[UUID]) -> dict[UUID, PersonState]:
    """How these people stand; three queries."""
    ids = list(person_ids)
    held, names = _held(ids), _names(ids)
    rows = Person.objects.filter(id__in=ids).values_list(
        "id", "name", "unit__code", "language", "time_zone", "attributes", "is_active"
    )
    return {
        person_id: PersonState(
            name,
            unit or "",
            language,
            zone,
            attributes,
            held.get(person_id, ()),
            is_active,
            names.get(person_id, ()),
        )
        for person_id, name, unit, language, zone, attributes, is_active in rows
    }


def _held(ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[Role, str], ...]]:
    held: dict[UUID, list[tuple[Role, str]]] = {}
    rows = RoleHeld.objects.filter(person__in=ids).values_list("person", "role", "unit__code")
    for person_id, role, place in rows:
        held.setdefault(person_id, []).append((Role(role), place or ""))
    return {person_id: tuple(sorted(roles)) for person_id, roles in held.items()}


def _names(ids: Sequence[UUID]) -> dict[UUID, tuple[IdentityKey, ...]]:
    """Numbers and badges; one query."""
    names: dict[UUID, list[IdentityKey]] = {}
    rows = Identity.objects.filter(person__in=ids, provider__in=(Provider.NUMBER, Provider.BADGE))
    for person_id, provider, subject in rows.values_list("person", "provider", "subject"):
        names.setdefault(person_id, []).append(IdentityKey(provider, subject))
    return {person_id: tuple(sorted(keys)) for person_id, keys in names.items()}


def batches(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """Ids in portions of at most 2,000."""
    yield from (ids[start : start + BATCH] for start in range(0, len(ids), BATCH))
