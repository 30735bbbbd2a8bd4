"""The names under which somebody is known beside what they sign in with: added and removed."""

from __future__ import annotations

from typing import assert_never
from uuid import UUID

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.guarding import changing
from trimtab.people.domain.identities import (
    CHOOSING,
    IdentityKey,
    IdentityRow,
    Provider,
    badge_of,
    identity_of,
    number_of,
)
from trimtab.people.domain.importing import EMAIL, SIGN_IN
from trimtab.people.domain.rows import ERASED
from trimtab.people.models import Identity, Person
from trimtab.people.queries.identities import identities_of, known_as

MOST_NAMES = 20


def add_identity(*, person_id: UUID, provider: Provider, typed: str) -> IdentityKey:
    """Somebody is known by one more name; the same again changes nothing.

    Raises NotFound, Refusal for what is no such name, and for one that somebody else has: the
    sentence says who.
    """
    key = _read(provider, typed)
    with changing():
        person = _person(person_id)
        _refuse_taken(key, person)
        own = Identity.objects.filter(person=person)
        if own.filter(provider=key.provider, subject=key.subject).exists():
            return key
        if own.count() >= MOST_NAMES:
            raise _refused("many", say("Nobody has more than {most} names.", most=MOST_NAMES))
        if provider in (Provider.EMAIL, Provider.NAME) and not person.email:
            sentence = say(
                "What somebody without e-mail signs in with is changed on their page, under Who."
            )
            raise _refused("main", sentence)
        if provider is Provider.NAME and own.filter(provider=Provider.NAME).exists():
            raise _refused("one", say("There is a sign-in name already. Remove it first."))
        Identity.objects.create(person=person, provider=key.provider, subject=key.subject)
    return key


def remove_identity(*, person_id: UUID, identity_id: int) -> IdentityRow:
    """Somebody is no more known by a name; which one it was.

    Raises NotFound, Refusal for what they sign in with, and for what others vouch for.
    """
    with changing():
        _person(person_id)
        rows = {row.id: row for row in identities_of(person_id)}
        row = rows.get(identity_id)
        if row is None:
            raise NotFound("people.no-name", say("This name is not there any more."), "name")
        if row.is_main:
            raise _refused("main", say("This is what the person signs in with: change it instead."))
        if not row.is_ours:
            raise _refused("kept", say("A directory keeps this name. It goes where it came from."))
        Identity.objects.filter(id=identity_id).delete()
    return row


def _read(provider: Provider, typed: str) -> IdentityKey:
    match provider:
        case Provider.EMAIL:
            key = identity_of(typed)
            is_one = EMAIL.fullmatch(key.subject) and len(key.subject) <= 254
            if key.provider == provider and is_one and not key.subject.endswith(ERASED):
                return key
            raise _refused("email", say("This is not an e-mail address."))
        case Provider.NAME:
            key = identity_of(typed)
            if key.provider == provider and SIGN_IN.fullmatch(key.subject):
                return key
            sentence = say("A sign-in name has letters, digits, dots and hyphens, as in ana.ruiz.")
            raise _refused("name", sentence)
        case Provider.NUMBER:
            number = number_of(typed)
            if number is not None:
                return number
            sentence = say("A number has at most 40 letters and digits, such as 4711 or ab-12.")
            raise _refused("number", sentence)
        case Provider.BADGE:
            badge = badge_of(typed)
            if badge is not None:
                return badge
            sentence = say("A badge has 4 to 64 letters, digits and signs, as its reader types.")
            raise _refused("badge", sentence)
        case _:
            assert_never(provider)


def _refuse_taken(key: IdentityKey, person: Person) -> None:
    providers = CHOOSING if key.provider in CHOOSING else (key.provider,)
    rivals = [IdentityKey(provider, key.subject) for provider in providers]
    taken = known_as(rivals).exclude(person=person).select_related("person").first()
    if taken is not None:
        sentence = say("{name} has this already.", name=taken.person.name)
        raise _refused("taken", sentence)


def _refused(code: str, sentence: Said) -> Refusal:
    return Refusal(f"people.name-{code}", sentence, "typed")


def _person(person_id: UUID) -> Person:
    known = Person.objects.select_for_update().filter(id=person_id)
    person = known.exclude(email__endswith=ERASED).first()
    if person is None:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    return person
