"""Groups of the directory: made, changed, deleted; and the role that an administrator chose."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.actions.directory.roles import RolesSettled, settle_roles
from trimtab.people.actions.guarding import changing
from trimtab.people.domain.directory.rows import DirectoryGroupRow
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import DirectoryGroup, DirectoryMember, Person
from trimtab.people.queries.directory.seeing import directory_group
from trimtab.people.queries.states import batches

MOST_NAME = 254
# Who manages what is said unit by unit, and everybody learns who is not told otherwise.
MAPPABLE = tuple(role for role in Role if role is not Role.MANAGER)


_NOBODY = RolesSettled()


@dataclass(frozen=True, slots=True)
class GroupWish:
    """How a group is to be: its name, its id in the directory, and who joins and leaves."""

    name: str
    external_id: str | None
    joins: frozenset[UUID] = frozenset()
    leaves: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class GroupReceipt:
    """What became of a group: who joined and left, and whose roles followed."""

    group_id: UUID
    name: str
    joined: int = 0
    left: int = 0
    roles: RolesSettled = _NOBODY
    is_changed: bool = True


def make_directory_group(*, wish: GroupWish, group_id: UUID, now: datetime) -> GroupReceipt:
    """A new group. Raises Refusal by field, also for a member who is nobody the directory sees."""
    with changing():
        _check(wish)
        DirectoryGroup.objects.create(
            id=group_id,
            name=wish.name,
            external_id=wish.external_id,
            created_at=now,
            changed_at=now,
        )
        return _member(group_id, wish)


def change_directory_group(
    *,
    group_id: UUID,
    change: Callable[[DirectoryGroupRow], GroupWish],
    with_members: bool,
    now: datetime,
) -> GroupReceipt:
    """Makes of a group what `change` makes of it as it is; `with_members` reads them for that.

    Raises NotFound, Refusal by field, LastAdministrator, and what `change` raises.
    """
    with changing():
        row = directory_group(group_id, with_members=with_members)
        wish = change(row)
        _check(wish)
        receipt = _member(group_id, wish)
        is_renamed = (wish.name, wish.external_id) != (row.name, row.external_id)
        if not is_renamed and not receipt.joined and not receipt.left:
            return GroupReceipt(group_id, wish.name, is_changed=False)
        DirectoryGroup.objects.filter(id=group_id).update(
            name=wish.name, external_id=wish.external_id, changed_at=now
        )
        return receipt


def delete_directory_group(
    *, group_id: UUID, check: Callable[[DirectoryGroupRow], object]
) -> GroupReceipt:
    """A group is no more, and the roles that it gave are taken back. `check` may refuse.

    Raises NotFound, LastAdministrator, and what `check` raises.
    """
    with changing():
        row = directory_group(group_id)
        check(row)
        DirectoryGroup.objects.filter(id=group_id).delete()
        roles = settle_roles(person_ids=row.members) if row.role else _NOBODY
        return GroupReceipt(group_id, row.name, left=len(row.members), roles=roles)


def map_directory_group(*, group_id: UUID, role: Role | None) -> GroupReceipt:
    """Members of a group hold a role from now on (None: no role follows it).

    Raises NotFound, Refusal for a role that no group gives, LastAdministrator.
    """
    if role is not None and role not in MAPPABLE:
        sentence = say("Who manages a unit is said at the person, not by a group.")
        raise Refusal("directory.role", sentence, "role")
    with changing():
        row = directory_group(group_id)
        if row.role is role:
            return GroupReceipt(group_id, row.name, is_changed=False)
        DirectoryGroup.objects.filter(id=group_id).update(role=role.value if role else "")
        return GroupReceipt(group_id, row.name, roles=settle_roles(person_ids=row.members))


def _check(wish: GroupWish) -> None:
    for text, field in ((wish.name, "displayName"), (wish.external_id, "externalId")):
        if text is not None and not 0 < len(text) <= MOST_NAME:
            sentence = say("It has 1 to {most} characters.", most=MOST_NAME)
            raise Refusal("directory.length", sentence, field)


def _member(group_id: UUID, wish: GroupWish) -> GroupReceipt:
    """Lets people join and leave; their roles follow where the group is mapped to one."""
    joined = _join(group_id, wish.joins)
    left = 0
    for batch in batches(sorted(wish.leaves)):
        left += DirectoryMember.objects.filter(group=group_id, person__in=batch).delete()[0]
    is_mapped = DirectoryGroup.objects.filter(id=group_id).exclude(role="").exists()
    touched = wish.joins | wish.leaves
    roles = settle_roles(person_ids=touched) if is_mapped and touched else _NOBODY
    return GroupReceipt(group_id, wish.name, joined, left, roles)


def _join(group_id: UUID, ids: Collection[UUID]) -> int:
    joined = 0
    for batch in batches(sorted(ids)):
        here = Person.objects.filter(id__in=batch).exclude(kept__let_go_at__isnull=False)
        known = set(here.exclude(email__endswith=ERASED).values_list("id", flat=True))
        if missing := [key for key in batch if key not in known]:
            sentence = say("There is no user with the id {id}.", id=str(missing[0]))
            raise Refusal("directory.member", sentence, "members")
        inside = DirectoryMember.objects.filter(group=group_id, person__in=batch)
        held = set(inside.values_list("person", flat=True))
        fresh = [
            DirectoryMember(group_id=group_id, person_id=key) for key in batch if key not in held
        ]
        joined += len(DirectoryMember.objects.bulk_create(fresh))
    return joined
