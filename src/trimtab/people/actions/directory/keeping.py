"""People whom the directory keeps: brought in, changed, let go, brought back.

The gate is that of every change of people (guarding.py): nobody takes the last administrator away.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people.actions.directory.roles import settle_roles
from trimtab.people.actions.guarding import changing
from trimtab.people.actions.links import end_links
from trimtab.people.actions.matching import Outcome, write
from trimtab.people.domain.directory.rows import DirectoryPersonRow
from trimtab.people.domain.directory.saying import (
    EXTERNAL_ID,
    USER_NAME,
    Entry,
    directory_keys,
    own_key,
    text_at,
    wish,
)
from trimtab.people.domain.identities import IdentityKey, Provider
from trimtab.people.domain.rows import PersonSpec
from trimtab.people.domain.states import Difference, after, differences
from trimtab.people.models import DirectoryGroup, DirectoryMember, Identity, KeptPerson, Person
from trimtab.people.queries.directory.seeing import directory_person
from trimtab.people.queries.identities import ids_by_identity
from trimtab.people.queries.persons import organisation, units
from trimtab.people.queries.states import states_by_id

Change = Callable[[DirectoryPersonRow], Entry]
_OURS = (USER_NAME, EXTERNAL_ID)
_TYPED = (Provider.EMAIL, Provider.NAME)


@dataclass(frozen=True, slots=True)
class KeepReceipt:
    """What became of a person: whether they are new here, and what is different about them."""

    person_id: UUID
    is_new: bool = False
    differences: tuple[Difference, ...] = ()
    is_changed: bool = True
    has_left: bool = False
    is_back: bool = False


def keep_new(*, said: Entry, person_id: UUID, now: datetime) -> KeepReceipt:
    """Brings in somebody whom the directory names, under `person_id`; whoever it let go before and
    names again comes back as who they were, with the id they had.

    Raises Refusal by field, DirectoryTaken for a name that somebody has.
    """
    with changing():
        keys = (own_key(said), *directory_keys(said))
        known = _who_is_back(keys, said, now)
        if known is not None:
            was = {**known.said, "active": False}
            KeptPerson.objects.filter(person=known.person_id).update(let_go_at=None)
            return _keep(known.person_id, was, said, now, is_back=True)
        spec = wish(None, said, called="", units=units(), defaults=_defaults())
        outcome = Outcome(spec, person_id, None, after(None, spec))
        write([outcome], now=now)
        _name(person_id, directory_keys(said))
        _store(person_id, said, now)
        return KeepReceipt(person_id, is_new=True)


def keep(*, person_id: UUID, change: Change, now: datetime) -> KeepReceipt:
    """Makes of a person what `change` makes of how the directory sees them; it then keeps them.

    Raises NotFound, Refusal by field, DirectoryTaken, LastAdministrator, and what `change` raises.
    """
    with changing():
        row = directory_person(person_id)
        return _keep(person_id, row.said, change(row), now)


def let_go(
    *, person_id: UUID, check: Callable[[DirectoryPersonRow], object], now: datetime
) -> KeepReceipt:
    """The directory deleted a person: they are shut out, leave its groups, and it sees them no
    more; what they did stays. `check` may refuse.

    Raises NotFound, LastAdministrator, and what `check` raises.
    """
    with changing():
        row = directory_person(person_id)
        check(row)
        spec = _unchanged(row, active=False)
        different = _become(person_id, spec, now)
        _name(person_id, ())
        inside = DirectoryMember.objects.filter(person=person_id)
        DirectoryGroup.objects.filter(members__in=inside).update(changed_at=now)
        inside.delete()
        settle_roles(person_ids=[person_id])
        _store(person_id, row.said, now)
        KeptPerson.objects.filter(person=person_id).update(let_go_at=now)
        return KeepReceipt(person_id, differences=different, has_left=True)


class DirectoryTaken(Refusal):
    """A name belongs to somebody else already."""

    status = 409

    def __init__(self, field: str) -> None:
        sentence = say("Somebody else is known here under this name already.")
        super().__init__("directory.taken", sentence, field)


def _keep(
    person_id: UUID, was: Entry, said: Entry, now: datetime, *, is_back: bool = False
) -> KeepReceipt:
    kept = KeptPerson.objects.filter(person=person_id).first()
    if kept is not None and said == was and not is_back:
        return KeepReceipt(person_id, is_changed=False)
    own, keys = own_key(said), directory_keys(said)
    _check_free((own, *keys), person_id)
    called = Person.objects.values_list("name", flat=True).get(id=person_id)
    spec = wish(was, said, called=called, units=units(), defaults=_defaults())
    different = _become(person_id, spec, now)
    if is_back or own != own_key(was):
        _sign_in_as(person_id, own, now)
    _name(person_id, keys)
    _store(person_id, said, now)
    is_in = any(change.trait == "active" and change.after == "yes" for change in different)
    return KeepReceipt(
        person_id,
        differences=different,
        has_left=spec.active is False,
        is_back=is_back or is_in,
    )


def _become(person_id: UUID, spec: PersonSpec, now: datetime) -> tuple[Difference, ...]:
    """Makes a person stand as a spec asks; says what is different."""
    before = states_by_id([person_id])[person_id]
    outcome = Outcome(spec, person_id, before, after(before, spec))
    write([outcome], now=now)
    return differences(before, outcome.after)


def _unchanged(row: DirectoryPersonRow, *, active: bool) -> PersonSpec:
    name = Person.objects.values_list("name", flat=True).get(id=row.id)
    return PersonSpec(email="", name=name, active=active)


def _check_free(keys: tuple[IdentityKey, ...], person_id: UUID | None) -> None:
    for key, holder in ids_by_identity(keys).items():
        if holder != person_id:
            raise DirectoryTaken(_field(key))


def _field(key: IdentityKey) -> str:
    fields = {Provider.EMAIL.value: "emails", EXTERNAL_ID: "externalId"}
    return fields.get(key.provider, "userName")


def _who_is_back(keys: tuple[IdentityKey, ...], said: Entry, now: datetime) -> KeptPerson | None:
    """Whom the directory let go and names again; None when it names somebody new.

    Another person with the name of one who left takes it over: who is meant, the directory's own
    id says. Raises DirectoryTaken.
    """
    holders = ids_by_identity(keys)
    gone = {
        kept.person_id: kept
        for kept in KeptPerson.objects.filter(person__in=holders.values(), let_go_at__isnull=False)
    }
    for key, holder in holders.items():
        if holder not in gone:
            raise DirectoryTaken(_field(key))
    external = text_at(said, "externalId")
    others = [
        kept
        for kept in gone.values()
        if external and text_at(kept.said, "externalId") not in ("", external)
    ]
    for kept in others:
        # What was theirs may be the other's now, addresses that were added by hand too.
        Identity.objects.filter(person=kept.person_id, provider__in=_TYPED).delete()
        _sign_in_as(kept.person_id, _left_name(kept.person_id), now)
    same = [kept for kept in gone.values() if kept not in others]
    if len(same) > 1:
        raise DirectoryTaken("userName")
    return same[0] if same else None


def _left_name(person_id: UUID) -> IdentityKey:
    """What somebody is called who left and whose name another person has now."""
    return IdentityKey(Provider.NAME, f"left-{person_id.hex}")


def _sign_in_as(person_id: UUID, key: IdentityKey, now: datetime) -> None:
    """A person is known here by another name; links that were sent to the old one end. Addresses
    that were added by hand stay.
    """
    end_links(person_ids=[person_id], now=now)
    before = Person.objects.values_list("email", flat=True).get(id=person_id)
    old = Q(provider=Provider.NAME) | Q(provider=Provider.EMAIL, subject__in=[before, key.subject])
    Identity.objects.filter(old, person=person_id).delete()
    Identity.objects.create(person_id=person_id, provider=key.provider, subject=key.subject)
    Person.objects.filter(id=person_id).update(email=key.email)


def _name(person_id: UUID, keys: tuple[IdentityKey, ...]) -> None:
    """The directory knows a person under these names and no others."""
    Identity.objects.filter(person=person_id, provider__in=_OURS).delete()
    Identity.objects.bulk_create(
        Identity(person_id=person_id, provider=key.provider, subject=key.subject) for key in keys
    )


def _store(person_id: UUID, said: Entry, now: datetime) -> None:
    """Keeps what the directory said; that it says nothing of whether somebody is here, too."""
    emails: list[dict[str, Any]] = list(said.get("emails") or ())
    values = {
        "said": {**said, "active": said.get("active")},
        "addresses": sorted({text_at(email, "value").lower() for email in emails}),
        "changed_at": now,
    }
    KeptPerson.objects.update_or_create(
        person_id=person_id, defaults=values, create_defaults={**values, "created_at": now}
    )


def _defaults() -> tuple[str, str]:
    house = organisation()
    return (house.language, house.time_zone) if house else ("en", "UTC")
