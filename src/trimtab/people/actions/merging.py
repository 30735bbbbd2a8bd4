"""Somebody who is here twice becomes one person: the names under which the second is known lead to
the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.guarding import changing
from trimtab.people.actions.persons import shut_out
from trimtab.people.actions.second_steps import remove_second_steps
from trimtab.people.domain.identities import Provider
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import (
    DirectoryMember,
    Identity,
    KeptPerson,
    MergedPerson,
    Person,
    Pin,
    RoleByGroup,
    RoleHeld,
    SavedFilter,
)


@dataclass(frozen=True, slots=True)
class Merger:
    """What the first of two people gets of the second: names, roles and attributes that they did
    not have; `by_directory` says that the directory keeps them from now on.
    """

    names: tuple[str, ...]
    roles: tuple[str, ...]
    attributes: tuple[str, ...]
    by_directory: bool


def what_merging_gives(*, person_id: UUID, double_id: UUID) -> Merger:
    """What `merge_people` would give the first of two people; nothing is written.

    Raises NotFound, Refusal where they cannot be merged.
    """
    person, double = _both(person_id, double_id)
    return _gives(person, double)


def merge_people(*, person_id: UUID, double_id: UUID, now: datetime) -> Merger:
    """`double_id` is nobody of their own any more: what they are known by, their roles and what
    they have of attributes go to `person_id`, who keeps all of their own. The second one is shut
    out, and cannot come back.

    Raises NotFound, Refusal where they cannot be merged, LastAdministrator.
    """
    with changing():
        person, double = _both(person_id, double_id, locked=True)
        gives = _gives(person, double)
        _give_names(person, double)
        held = RoleHeld.objects.filter(person=double)
        RoleHeld.objects.bulk_create(
            [RoleHeld(person=person, role=row.role, unit=row.unit) for row in held],
            ignore_conflicts=True,
        )
        held.delete()
        _give_place_in_directory(person, double)
        Person.objects.filter(id=person.id).update(
            email=person.email or double.email,
            unit=person.unit or double.unit,
            attributes={**double.attributes, **_filled(person.attributes)},
        )
        Pin.objects.filter(person=double).delete()
        SavedFilter.objects.filter(person=double).delete()
        remove_second_steps(person_id=double.id)
        shut_out(person_id=double.id, now=now)
        MergedPerson.objects.filter(into=double).update(into=person)
        MergedPerson.objects.create(person=double, into=person, at=now)
    return gives


def _both(person_id: UUID, double_id: UUID, *, locked: bool = False) -> tuple[Person, Person]:
    people = Person.objects.select_for_update() if locked else Person.objects.all()
    known = people.filter(id__in=[person_id, double_id]).exclude(email__endswith=ERASED)
    rows = {person.id: person for person in known.order_by("id")}
    if person_id not in rows or double_id not in rows:
        raise NotFound("people.unknown", say("There is no such person."), "double")
    if person_id == double_id:
        raise _refused("self", say("This is the same person. Choose the other one."))
    merged = MergedPerson.objects.filter(person__in=rows).values_list("person", flat=True)
    if merged:
        raise _refused("merged", say("One of them was merged into somebody before."))
    kept = KeptPerson.objects.filter(person__in=rows, let_go_at=None).count()
    if kept == len(rows):
        sentence = say(
            "The directory keeps both of them. Remove one there first, else it would bring them "
            "back."
        )
        raise _refused("directory", sentence)
    return rows[person_id], rows[double_id]


def _gives(person: Person, double: Person) -> Merger:
    own_roles = set(RoleHeld.objects.filter(person=person).values_list("role", flat=True))
    roles = set(RoleHeld.objects.filter(person=double).values_list("role", flat=True))
    own = _filled(person.attributes)
    return Merger(
        names=tuple(sorted(row.subject for row in _names(person, double))),
        roles=tuple(sorted(roles - own_roles)),
        attributes=tuple(sorted(_filled(double.attributes).keys() - own.keys())),
        by_directory=KeptPerson.objects.filter(person=double, let_go_at=None).exists(),
    )


def _filled(attributes: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in attributes.items() if value}


def _names(person: Person, double: Person) -> list[Identity]:
    """The names of the second that lead to the first: all but a second sign-in name."""
    names = Identity.objects.filter(person=double)
    if Identity.objects.filter(person=person, provider=Provider.NAME).exists():
        names = names.exclude(provider=Provider.NAME)
    return list(names)


def _give_names(person: Person, double: Person) -> None:
    moved = [row.id for row in _names(person, double)]
    Identity.objects.filter(id__in=moved).update(person=person)
    Identity.objects.filter(person=double).delete()
    # Nobody signs in with this; it tells them apart wherever people are named by what they have.
    Identity.objects.create(
        person=double, provider=Provider.NAME, subject=f"merged-{double.id.hex}"
    )
    Person.objects.filter(id=double.id).update(email="", password=make_password(None))


def _give_place_in_directory(person: Person, double: Person) -> None:
    """Where the directory keeps the second, it keeps the first from now on; what it said of the
    first before, if it let them go, is over.
    """
    if not KeptPerson.objects.filter(person=double, let_go_at=None).exists():
        return
    for told in (KeptPerson, DirectoryMember, RoleByGroup):
        told.objects.filter(person=person).delete()
        told.objects.filter(person=double).update(person=person)


def _refused(code: str, sentence: Said) -> Refusal:
    return Refusal(f"people.merge-{code}", sentence, "double")
