"""Whom a directory means: found by the name that it gives them, else by an address or a number that
it may vouch for.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.persons import add_person
from trimtab.people.domain.connections import (
    LONGEST_SUBJECT,
    ClaimedPerson,
    ConnectionRow,
    DirectoryAnswer,
    claimed,
    why_not_by_address,
)
from trimtab.people.domain.identities import NO_MAIL, IdentityKey, Provider
from trimtab.people.domain.roles import Role
from trimtab.people.models import Identity, Person
from trimtab.people.queries.identities import ids_by_identity
from trimtab.people.queries.persons import organisation


@dataclass(frozen=True, slots=True)
class PersonMeant:
    """Whom a directory means; `is_new` came in with it just now, `by` is how they were found."""

    person_id: UUID | None
    is_new: bool = False


@transaction.atomic
def recognise(
    *, connection: ConnectionRow, answer: DirectoryAnswer, now: datetime, only_look: bool = False
) -> PersonMeant:
    """The person whom a directory means, whose name there is kept from now on.

    Somebody new is let in where the connection says so. With `only_look` nothing is kept, and a
    person who would be new is None. Raises Refusal, for the administrator.
    """
    key = IdentityKey(connection.provider, answer.subject)
    if not answer.subject or len(answer.subject) > LONGEST_SUBJECT:
        sentence = say("It gives no name for the person that can be kept.")
        raise Refusal("directory.subject", sentence)
    known = ids_by_identity([key]).get(key)
    if known is not None:
        return PersonMeant(_active(known))
    person = claimed(connection.spec, answer)
    found = _by_claims(connection, person)
    if found is None:
        return _let_in(connection, key, person, now, only_look)
    _active(found)
    if not only_look:
        _keep(found, key)
    return PersonMeant(found)


def _by_claims(connection: ConnectionRow, person: ClaimedPerson) -> UUID | None:
    keys = []
    if connection.spec.number_claim and person.number:
        keys.append(IdentityKey(Provider.NAME, person.number))
    if why_not_by_address(connection.spec, person) is None:
        keys.append(IdentityKey(Provider.EMAIL, person.email))
    found = ids_by_identity(keys)
    if len(set(found.values())) > 1:
        sentence = say("Its address and its personnel number are those of two people here.")
        raise Refusal("directory.two", sentence)
    return next(iter(found.values()), None)


def _active(person_id: UUID) -> UUID:
    if not Person.objects.filter(id=person_id, is_active=True).exists():
        raise Refusal("directory.shut-out", say("It means somebody who is shut out here."))
    return person_id


def _keep(person_id: UUID, key: IdentityKey) -> None:
    """Keeps the name that a directory gives somebody, who has one name with it."""
    if Identity.objects.filter(person=person_id, provider=key.provider).exists():
        sentence = say(
            "It means somebody whom it called by another name before. Whoever this is must not "
            "come in as them."
        )
        raise Refusal("directory.other-subject", sentence)
    try:
        with transaction.atomic():
            Identity.objects.create(person_id=person_id, provider=key.provider, subject=key.subject)
    except IntegrityError as error:
        sentence = say("It was signing in somebody under the same name at this moment.")
        raise Refusal("directory.at-once", sentence) from error


def _let_in(
    connection: ConnectionRow, key: IdentityKey, person: ClaimedPerson, now: datetime, look: bool
) -> PersonMeant:
    why = why_not_by_address(connection.spec, person)
    has_number = bool(connection.spec.number_claim and person.number)
    if not connection.spec.lets_in:
        raise Refusal("directory.unknown", _unknown(person, why, has_number))
    if why is not None and not has_number:
        sentence = say("Nobody new can be let in: {why}.", why=why)
        raise Refusal("directory.unknown", sentence)
    if look:
        return PersonMeant(None, is_new=True)
    address = person.email if why is None else f"{person.number}{NO_MAIL}"
    house = organisation()
    person_id = add_person(
        email=address,
        name=person.name or address.partition("@")[0],
        roles=(Role.LEARNER,),
        language=house.language if house else "en",
        time_zone=house.time_zone if house else "UTC",
        now=now,
    )
    _keep(person_id, key)
    return PersonMeant(person_id, is_new=True)


def _unknown(person: ClaimedPerson, why: Said | None, has_number: bool) -> Said:
    if why is not None and not has_number:
        return say("Nobody here was found: {why}.", why=why)
    if has_number:
        return say("Nobody here has the number {number}.", number=person.number)
    return say("Nobody here has the address {email}.", email=person.email)
