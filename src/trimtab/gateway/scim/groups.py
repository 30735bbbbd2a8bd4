"""Groups of the directory, read and written (3.3 to 3.6).

Who joins and leaves is read off the operations where they say it plainly, so that a change of one
member does not carry a group of thousands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, cast
from uuid import UUID, uuid4

from scim2_models import Context, InvalidValueException, PatchOp, PatchOperation
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator

from trimtab import clock
from trimtab.gateway.scim.asking import ListWish, Shape, read_shape, shaped, wants
from trimtab.gateway.scim.schemas import POLICY, ScimGroup
from trimtab.gateway.scim.users import bounded
from trimtab.gateway.scim.wire import (
    ScimAnswer,
    ScimCall,
    check_version,
    is_known,
    location,
    version_of,
)
from trimtab.journeys import provisioning
from trimtab.people import api as people
from trimtab.people.api import GroupWish
from trimtab.people.values import DirectoryGroupRow, DirectoryTokenRow

MOST_MEMBERS = 20_000
_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:Group"


def content_of(row: DirectoryGroupRow) -> Mapping[str, Any]:
    """A group as a resource; its members where they were read."""
    members = [
        {"value": str(key), "$ref": location("Users", key), "type": "User"} for key in row.members
    ]
    return {
        "schemas": [_SCHEMA],
        "id": str(row.id),
        **({"externalId": row.external_id} if row.external_id is not None else {}),
        "displayName": row.name,
        **({"members": members} if members else {}),
        "meta": {
            "resourceType": "Group",
            "created": row.created_at.isoformat(),
            "lastModified": row.changed_at.isoformat(),
            "location": location("Groups", row.id),
            "version": _version(row),
        },
    }


def _version(row: DirectoryGroupRow) -> str:
    """Every change of a group, or of who is in it, moves the moment of its last change."""
    return version_of({"id": str(row.id), "changed": row.changed_at.isoformat()})


def find(wish: ListWish) -> tuple[int, list[Mapping[str, Any]]]:
    """How many groups fit, and a page of them as resources."""
    total, rows = people.find_directory_groups(
        wanted=wish.wanted,
        sort=wish.sort,
        start=wish.start,
        count=wish.count,
        with_members=wants(wish.shape, "members"),
    )
    return total, [shaped(content_of(row), wish.shape, ScimGroup) for row in rows]


def create(call: ScimCall, by: DirectoryTokenRow) -> ScimAnswer:
    """POST: a new group (3.3)."""
    shape = read_shape(call, ScimGroup)
    group = _read(call, Context.RESOURCE_CREATION_REQUEST)
    wish = GroupWish(group.display_name, group.external_id, joins=frozenset(_members(group)))
    key = uuid4()
    provisioning.add_group(wish=wish, group_id=key, by=by, now=clock.now())
    return _answer(key, shape, status=201)


def read(call: ScimCall, key: UUID) -> ScimAnswer:
    """GET: a group, or that the caller knows it already (3.4.1, 3.14)."""
    shape = read_shape(call, ScimGroup)
    row = people.directory_group(key, with_members=wants(shape, "members"))
    if is_known(call, _version(row)):
        return ScimAnswer(304, headers={"ETag": _version(row)})
    return _told(row, shape, 200)


def replace(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """PUT: a group as the directory has it (3.5.1)."""
    shape = read_shape(call, ScimGroup)
    group = _read(call, Context.RESOURCE_REPLACEMENT_REQUEST)
    members = frozenset(_members(group))

    def change(row: DirectoryGroupRow) -> GroupWish:
        check_version(call, _version(row))
        return _between(row, group.display_name, group.external_id, members)

    provisioning.change_group(
        group_id=key, change=change, with_members=True, by=by, now=clock.now()
    )
    return _answer(key, shape)


def patch(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """PATCH: operations, one after the other, all or none (3.5.2)."""
    shape = read_shape(call, ScimGroup)
    asked: Any = PatchOp[ScimGroup].model_validate(
        bounded(call.content), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
    )
    moves = _moves(asked.operations)

    def change(row: DirectoryGroupRow) -> GroupWish:
        check_version(call, _version(row))
        if moves is not None:
            return GroupWish(row.name, row.external_id, joins=moves[0], leaves=moves[1])
        group: Any = ScimGroup.model_validate(content_of(row), scim_policy=POLICY)
        asked.patch(group, scim_policy=POLICY)
        members = frozenset(_members(group))
        return _between(row, group.display_name, group.external_id, members)

    provisioning.change_group(
        group_id=key, change=change, with_members=moves is None, by=by, now=clock.now()
    )
    return _answer(key, shape)


def delete(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """DELETE: a group that is no more (3.6)."""

    def check(row: DirectoryGroupRow) -> None:
        check_version(call, _version(row))

    provisioning.remove_group(group_id=key, check=check, by=by, now=clock.now())
    return ScimAnswer(204)


def _between(
    row: DirectoryGroupRow, name: str, external_id: str | None, members: frozenset[UUID]
) -> GroupWish:
    standing = frozenset(row.members)
    return GroupWish(name, external_id, joins=members - standing, leaves=standing - members)


def _read(call: ScimCall, context: Context) -> Any:
    return ScimGroup.model_validate(call.content, scim_ctx=context, scim_policy=POLICY)


def _members(group: Any) -> Iterator[UUID]:
    """The ids of the members that a group names. Raises InvalidValueException."""
    members = group.members or ()
    if len(members) > MOST_MEMBERS:
        detail = f"At most {MOST_MEMBERS} members are taken at once: change the group in parts."
        raise InvalidValueException(detail=detail)
    for member in members:
        yield _id(member.value)


def _id(value: Any) -> UUID:
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        detail = f"There is no user with the id '{str(value)[:60]}'."
        raise InvalidValueException(detail=detail) from None


def _moves(operations: list[PatchOperation[Any]]) -> tuple[frozenset[UUID], frozenset[UUID]] | None:
    """Who joins and who leaves, where all operations say only that and name each by id; None where
    the group must be read for it."""
    joins: set[UUID] = set()
    leaves: set[UUID] = set()
    for operation in operations:
        named = _named(operation)
        if named is None:
            return None
        if operation.op is PatchOperation.Op.add:
            joins |= named
            leaves -= named
        else:
            leaves |= named
            joins -= named
    return frozenset(joins), frozenset(leaves)


def _named(operation: PatchOperation[Any]) -> set[UUID] | None:
    """The members that an operation adds or removes by id; None for any other operation."""
    path, value = operation.path, cast("Any", operation.value)
    if path is None or str(path).partition("[")[0].lower() != "members":
        return None
    chosen: FilterNode | None = path.value_filter
    if operation.op is PatchOperation.Op.add and chosen is None:
        entries = value if isinstance(value, list) else [value]
        return {_id(entry["value"]) for entry in entries} if _are_plain(entries) else None
    if operation.op is not PatchOperation.Op.remove or str(path).endswith("]") is False:
        return None
    ids = list(_equal_ids(chosen)) if value is None and chosen is not None else []
    return {_id(key) for key in ids} if ids and None not in ids else None


def _are_plain(entries: list[Any]) -> bool:
    """Whether these are members by id, and no more at once than are taken."""
    return len(entries) <= MOST_MEMBERS and all(
        isinstance(entry, dict)
        and isinstance(entry.get("value"), str)
        and str(entry.get("type", "User")).lower() == "user"
        for entry in entries
    )


def _equal_ids(node: FilterNode) -> Iterator[str | None]:
    """The ids of `value eq "…" or value eq "…"`; None for any other comparison."""
    match node:
        case LogicalExpr(op=LogicalOperator.or_, terms=terms):
            for term in terms:
                yield from _equal_ids(term)
        case Comparison(attr_path=path, op=CompareOperator.eq, value=str() as value) if (
            str(path).lower() == "value"
        ):
            yield value
        case _:
            yield None


def _answer(key: UUID, shape: Shape, *, status: int = 200) -> ScimAnswer:
    return _told(people.directory_group(key, with_members=wants(shape, "members")), shape, status)


def _told(row: DirectoryGroupRow, shape: Shape, status: int) -> ScimAnswer:
    content = content_of(row)
    headers = {"ETag": content["meta"]["version"], "Location": content["meta"]["location"]}
    return ScimAnswer(status, shaped(content, shape, ScimGroup), headers)
