"""What the organisation's directory does here by SCIM, with everything that follows from it, and
written down as done by the directory's key; and the keys, which an administrator makes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from django.db import transaction

from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.jobs import api as jobs
from trimtab.kernel.errors import Refusal
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.people.values import (
    DirectoryGroupRow,
    DirectoryPersonRow,
    DirectoryTokenRow,
    Entry,
)
from trimtab.strategy.api import asking

Token = DirectoryTokenRow


@dataclass(frozen=True, slots=True)
class DirectoryKey:
    """A key of the directory, to be shown once."""

    name: str
    secret: str = field(repr=False)


@transaction.atomic
def add_user(*, said: Entry, person_id: UUID, by: Token, now: dt.datetime) -> UUID:
    """Brings in somebody whom the directory names. Returns their id: `person_id`, or the one they
    had before they left.

    Raises Refusal by field, DirectoryTaken.
    """
    receipt = people.keep_new(said=said, person_id=person_id, now=now)
    _follow(receipt, by, now)
    return receipt.person_id


@transaction.atomic
def change_user(
    *,
    person_id: UUID,
    change: Callable[[DirectoryPersonRow], Entry],
    by: Token,
    now: dt.datetime,
) -> None:
    """Makes of a person what the directory says of them; somebody who has left is out at once.

    Raises NotFound, Refusal by field, DirectoryTaken, LastAdministrator, and what `change` raises.
    """
    _follow(people.keep(person_id=person_id, change=change, now=now), by, now)


@transaction.atomic
def remove_user(
    *,
    person_id: UUID,
    check: Callable[[DirectoryPersonRow], object],
    by: Token,
    now: dt.datetime,
) -> None:
    """The directory deleted somebody: they are out at once, and their evidence stays.

    Raises NotFound, LastAdministrator, and what `check` raises.
    """
    _follow(people.let_go(person_id=person_id, check=check, now=now), by, now)


@transaction.atomic
def add_group(*, wish: people.GroupWish, group_id: UUID, by: Token, now: dt.datetime) -> None:
    """Makes a group. Raises Refusal by field."""
    receipt = people.make_directory_group(wish=wish, group_id=group_id, now=now)
    _note_group("directory.group-made", receipt, by, now)


@transaction.atomic
def change_group(
    *,
    group_id: UUID,
    change: Callable[[DirectoryGroupRow], people.GroupWish],
    with_members: bool,
    by: Token,
    now: dt.datetime,
) -> None:
    """Changes a group and who is in it; roles follow where it is mapped to one.

    Raises NotFound, Refusal by field, LastAdministrator, and what `change` raises.
    """
    receipt = people.change_directory_group(
        group_id=group_id, change=change, with_members=with_members, now=now
    )
    if receipt.is_changed:
        _note_group("directory.group-changed", receipt, by, now)


@transaction.atomic
def remove_group(
    *,
    group_id: UUID,
    check: Callable[[DirectoryGroupRow], object],
    by: Token,
    now: dt.datetime,
) -> None:
    """Deletes a group; the roles that it gave are taken back.

    Raises NotFound, LastAdministrator, and what `check` raises.
    """
    receipt = people.delete_directory_group(group_id=group_id, check=check)
    _note_group("directory.group-deleted", receipt, by, now)


@transaction.atomic
def map_group(
    *, group_id: UUID, role: Role | None, by: people.PersonRow, now: dt.datetime
) -> people.GroupReceipt:
    """An administrator says which role the members of a group hold (None: none).

    Raises NotAllowed, NotFound, Refusal, LastAdministrator.
    """
    people.require(by, Role.ADMINISTRATOR)
    receipt = people.map_directory_group(group_id=group_id, role=role)
    if receipt.is_changed:
        detail = {"name": receipt.name, "role": role.value if role else "", **_roles(receipt)}
        _audit("directory.group-mapped", f"directory/groups/{group_id}", detail, by.id, now)
        _enrol_soon(now)
    return receipt


@transaction.atomic
def make_token(*, name: str, days: int, by: people.PersonRow, now: dt.datetime) -> DirectoryKey:
    """A new key for the directory, told this once. Raises NotAllowed, Refusal by field."""
    people.require(by, Role.ADMINISTRATOR)
    token_id, secret = people.make_directory_token(name=name, days=days, by=by.id, now=now)
    made = people.directory_token(token_id)
    detail = {"name": made.name, "days": days}
    _audit("directory.token-made", f"directory/tokens/{token_id}", detail, by.id, now)
    return DirectoryKey(made.name, secret)


@transaction.atomic
def revoke_token(*, token_id: UUID, by: people.PersonRow, now: dt.datetime) -> Token:
    """Ends a key of the directory at once; again changes nothing. Raises NotAllowed, NotFound."""
    people.require(by, Role.ADMINISTRATOR)
    if people.revoke_directory_token(token_id=token_id, now=now):
        name = people.directory_token(token_id).name
        target = f"directory/tokens/{token_id}"
        _audit("directory.token-revoked", target, {"name": name}, by.id, now)
    return people.directory_token(token_id)


def _follow(receipt: people.KeepReceipt, by: Token, now: dt.datetime) -> None:
    """What follows when somebody came, changed or left; nothing where nothing is different."""
    if not receipt.is_changed:
        return
    if receipt.has_left:
        asking.withdraw_all(person_ids=[receipt.person_id], now=now)
        courses.abandon_of(person_ids=[receipt.person_id], now=now)
    detail = {
        "directory": by.name,
        "changed": sorted({str(change.trait) for change in receipt.differences}),
    }
    _audit(_act(receipt), f"people/{receipt.person_id}", detail, None, now)
    if receipt.is_new or receipt.is_back or receipt.differences:
        _enrol_soon(now)


def _act(receipt: people.KeepReceipt) -> str:
    if receipt.is_new:
        return "person.added"
    if receipt.has_left:
        return "person.shut-out"
    return "person.let-back-in" if receipt.is_back else "person.changed"


def _enrol_soon(now: dt.datetime) -> None:
    """Who is in which audience is reckoned within a minute, once however many were changed."""
    try:
        jobs.run_soon(name=jobs.JobName.ENROL, now=now)
    except Refusal:
        # No worker has ever run: its first run is due anyway.
        return


def _note_group(act: str, receipt: people.GroupReceipt, by: Token, now: dt.datetime) -> None:
    detail = {
        "directory": by.name,
        "name": receipt.name,
        "joined": receipt.joined,
        "left": receipt.left,
        **_roles(receipt),
    }
    _audit(act, f"directory/groups/{receipt.group_id}", detail, None, now)
    _note_roles(receipt, by, now)
    if receipt.joined or receipt.left:
        _enrol_soon(now)


def _note_roles(receipt: people.GroupReceipt, by: Token, now: dt.datetime) -> None:
    """Each person whose roles followed has an entry of their own."""
    for word, pairs in (
        ("roles given", receipt.roles.given),
        ("roles taken", receipt.roles.taken),
    ):
        for person_id, role in pairs:
            detail = {"directory": by.name, "group": receipt.name, word: [role.value]}
            _audit("person.changed", f"people/{person_id}", detail, None, now)


def _roles(receipt: people.GroupReceipt) -> dict[str, object]:
    given, taken = receipt.roles.given, receipt.roles.taken
    return {"roles_given_to": len(given), "roles_taken_from": len(taken)}


def _audit(
    act: str, target: str, detail: Mapping[str, object], actor: UUID | None, now: dt.datetime
) -> None:
    governance.audit(actor_id=actor, act=act, target=target, detail=detail, now=now)
