"""Roles that follow the groups of the directory, where an administrator mapped one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from trimtab.people.domain.roles import Role
from trimtab.people.models import DirectoryMember, RoleByGroup, RoleHeld, Session
from trimtab.people.queries.states import batches

Pair = tuple[UUID, Role]


@dataclass(frozen=True, slots=True)
class RolesSettled:
    """Who was given a role, and from whom one was taken."""

    given: tuple[Pair, ...] = ()
    taken: tuple[Pair, ...] = ()


def settle_roles(*, person_ids: Collection[UUID]) -> RolesSettled:
    """Gives people the roles of their groups, and takes back what they held because of one alone.

    Roles that somebody gave by hand stay. Who may do more is signed out, to sign in anew. Inside of
    `changing`; six statements for each 2,000.
    """
    given: list[Pair] = []
    taken: list[Pair] = []
    for batch in batches(list(person_ids)):
        settled = _settle(batch)
        given += settled.given
        taken += settled.taken
    return RolesSettled(tuple(given), tuple(taken))


def _settle(ids: Sequence[UUID]) -> RolesSettled:
    members = DirectoryMember.objects.filter(person__in=ids).exclude(group__role="")
    wanted = _pairs(members.values_list("person", "group__role").distinct())
    because = _pairs(RoleByGroup.objects.filter(person__in=ids).values_list("person", "role"))
    held = RoleHeld.objects.filter(person__in=ids, unit=None).values_list("person", "role")
    give, take = wanted - _pairs(held), because - wanted
    RoleHeld.objects.bulk_create(RoleHeld(person_id=key, role=role) for key, role in give)
    RoleByGroup.objects.bulk_create(
        (RoleByGroup(person_id=key, role=role) for key, role in give), ignore_conflicts=True
    )
    for role in {role for _key, role in take}:
        people = [key for key, other in take if other == role]
        RoleHeld.objects.filter(person__in=people, role=role, unit=None).delete()
        RoleByGroup.objects.filter(person__in=people, role=role).delete()
    more = [key for key, role in give if role is not Role.LEARNER]
    Session.objects.filter(person__in=more).delete()
    return RolesSettled(tuple(sorted(give)), tuple(sorted(take)))


def _pairs(rows: Iterable[tuple[UUID, str]]) -> set[Pair]:
    return {(person_id, Role(role)) for person_id, role in rows}
