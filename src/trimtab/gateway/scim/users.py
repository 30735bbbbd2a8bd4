"""Users: people as the directory reads and writes them (3.3 to 3.6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID, uuid4

from scim2_models import Context, InvalidValueException, PatchOp

from trimtab import clock
from trimtab.gateway.scim.asking import ListWish, read_shape, shaped
from trimtab.gateway.scim.schemas import POLICY, ScimPerson
from trimtab.gateway.scim.wire import (
    ScimAnswer,
    ScimCall,
    check_version,
    is_known,
    location,
    version_of,
)
from trimtab.journeys import provisioning
from trimtab.kernel.errors import NotFound
from trimtab.people import api as people
from trimtab.people.values import ENTERPRISE, DirectoryPersonRow, DirectoryTokenRow, Entry

MOST_OPERATIONS, MOST_EMAILS, MOST_TEXT = 500, 50, 1_000
_SCHEMA = "urn:ietf:params:scim:schemas:core:2.0:User"
# What is ours to say, and stands in no entry.
_OURS = ("schemas", "id", "meta", "groups")


def as_id(text: str) -> UUID:
    """The id in an address. Raises NotFound for what is none: it is nobody's."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound("scim.id", "There is no such resource.") from None


def content_of(row: DirectoryPersonRow) -> Mapping[str, Any]:
    """A person as a resource."""
    extension = [ENTERPRISE] if ENTERPRISE in row.said else []
    groups = [
        {"value": str(key), "$ref": location("Groups", key), "display": name, "type": "direct"}
        for key, name in row.groups
    ]
    content = {
        "schemas": [_SCHEMA, *extension],
        "id": str(row.id),
        **row.said,
        **({"groups": groups} if groups else {}),
    }
    meta = {
        "resourceType": "User",
        "created": row.created_at.isoformat(),
        "lastModified": row.changed_at.isoformat(),
        "location": location("Users", row.id),
    }
    return {**content, "meta": {**meta, "version": version_of({**content, "meta": meta})}}


def find(wish: ListWish) -> tuple[int, list[Mapping[str, Any]]]:
    """How many people fit, and a page of them as resources."""
    total, rows = people.find_directory_people(
        wanted=wish.wanted, sort=wish.sort, start=wish.start, count=wish.count
    )
    return total, [shaped(content_of(row), wish.shape, ScimPerson) for row in rows]


def create(call: ScimCall, by: DirectoryTokenRow) -> ScimAnswer:
    """POST: somebody new, or who comes back (3.3)."""
    shape = read_shape(call, ScimPerson)
    user = ScimPerson.model_validate(
        call.content, scim_ctx=Context.RESOURCE_CREATION_REQUEST, scim_policy=POLICY
    )
    said = {"active": True, **_entry(user)}
    key = provisioning.add_user(said=said, person_id=uuid4(), by=by, now=clock.now())
    return _answer(key, shape, status=201)


def read(call: ScimCall, key: UUID) -> ScimAnswer:
    """GET: a person, or that the caller knows them already (3.4.1, 3.14)."""
    shape = read_shape(call, ScimPerson)
    content = content_of(people.directory_person(key))
    version = content["meta"]["version"]
    if is_known(call, version):
        return ScimAnswer(304, headers={"ETag": version})
    return _told(content, shape, 200)


def replace(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """PUT: a person as the directory has them (3.5.1); where it does not say whether they work
    here, that stays as it is."""
    shape = read_shape(call, ScimPerson)
    user = ScimPerson.model_validate(
        call.content, scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=POLICY
    )
    said = _entry(user)

    def change(row: DirectoryPersonRow) -> Entry:
        check_version(call, content_of(row)["meta"]["version"])
        kept = {"active": row.said["active"]} if "active" in row.said else {}
        return {**kept, **said}

    provisioning.change_user(person_id=key, change=change, by=by, now=clock.now())
    return _answer(key, shape)


def patch(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """PATCH: operations, one after the other, all or none (3.5.2)."""
    shape = read_shape(call, ScimPerson)
    operations: Any = PatchOp[ScimPerson].model_validate(
        bounded(call.content), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=POLICY
    )

    def change(row: DirectoryPersonRow) -> Entry:
        content = content_of(row)
        check_version(call, content["meta"]["version"])
        user = ScimPerson.model_validate(content, scim_policy=POLICY)
        operations.patch(user, scim_policy=POLICY)
        return _entry(user)

    provisioning.change_user(person_id=key, change=change, by=by, now=clock.now())
    return _answer(key, shape)


def delete(call: ScimCall, key: UUID, by: DirectoryTokenRow) -> ScimAnswer:
    """DELETE: somebody who is not in the directory any more (3.6)."""

    def check(row: DirectoryPersonRow) -> None:
        check_version(call, content_of(row)["meta"]["version"])

    provisioning.remove_user(person_id=key, check=check, by=by, now=clock.now())
    return ScimAnswer(204)


def bounded(content: Any) -> Any:
    """The content of a PATCH with as many operations as are taken at once.

    Raises InvalidValueException.
    """
    operations = content.get("Operations") if isinstance(content, dict) else None
    if isinstance(operations, list) and len(operations) > MOST_OPERATIONS:
        detail = f"At most {MOST_OPERATIONS} operations are taken at once."
        raise InvalidValueException(detail=detail)
    return content


def _entry(user: Any) -> Entry:
    """What the directory says, without what is ours to say. Raises InvalidValueException."""
    dumped: dict[str, Any] = user.model_dump(scim_ctx=Context.DEFAULT)
    said = {name: value for name, value in dumped.items() if name not in _OURS}
    if len(said.get("emails") or ()) > MOST_EMAILS:
        raise InvalidValueException(detail=f"A user has at most {MOST_EMAILS} e-mail addresses.")
    if any(len(text) > MOST_TEXT for text in _texts(said)):
        raise InvalidValueException(detail=f"A text has at most {MOST_TEXT} characters.")
    return said


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def _answer(key: UUID, shape: Any, *, status: int = 200) -> ScimAnswer:
    return _told(content_of(people.directory_person(key)), shape, status)


def _told(content: Mapping[str, Any], shape: Any, status: int) -> ScimAnswer:
    meta = content["meta"]
    headers = {"ETag": meta["version"], "Location": meta["location"]}
    return ScimAnswer(status, shaped(content, shape, ScimPerson), headers)
