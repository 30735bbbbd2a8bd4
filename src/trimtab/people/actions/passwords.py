"""Passwords: what is one, who has this one, and a new one, which ends what the old one had
opened.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)
from django.core.exceptions import ValidationError
from django.db import transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say, sentences
from trimtab.people.actions.sessions import end_sessions
from trimtab.people.domain.identities import identity_of
from trimtab.people.domain.links import LONGEST_PASSWORD
from trimtab.people.models import AccessLink, Person


def password_rules() -> list[str]:
    """What a password must be, a sentence each, for the page that asks for one."""
    return [str(text) for text in password_validators_help_texts()]


def check_length(password: str, field: str = "password") -> None:
    """Raises Refusal for a password that is so long that hashing it would be a burden.

    Comes before anything is hashed.
    """
    if len(password) > LONGEST_PASSWORD:
        sentence = say("A password has at most {most} characters.", most=LONGEST_PASSWORD)
        raise Refusal("people.long-password", sentence, field)


def hashed(password: str | None, person: Person | None = None) -> str:
    """A password as it is kept; None is one that nothing goes with.

    Raises Refusal when it is too weak or too long.
    """
    if password is None:
        return make_password(None)
    check_password(password, person)
    return make_password(password)


def check_password(password: str, person: Person | None = None) -> None:
    """Raises Refusal for a password that is too weak or too long; one like the
    name or address of `person` is too weak.
    """
    check_length(password)
    try:
        validate_password(password, person)
    except ValidationError as error:
        raise Refusal("people.weak-password", sentences(*error.messages), "password") from error


def with_password(*, typed: str, password: str) -> UUID | None:
    """Who has this sign-in name or address and this password; None when nobody has, or they are
    shut out.

    Whether the name is known cannot be told by the time that it takes. Raises Refusal for one that
    is too long, TryLater when busy.
    """
    check_length(password)
    key = identity_of(typed)
    person = Person.objects.filter(
        identities__provider=key.provider, identities__subject=key.subject
    ).first()
    if person is None:
        make_password(password)
        return None
    return person.id if person.check_password(password) and person.is_active else None


@transaction.atomic
def set_password(
    *, person_id: UUID, password: str, now: datetime, but_session: str | None = None
) -> None:
    """Gives a person a new password.

    Their open links end with it, and their sessions, all but `but_session`.

    Raises NotFound, Refusal when it is too weak.
    """
    person = Person.objects.filter(id=person_id).first()
    if person is None:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    Person.objects.filter(id=person_id).update(password=hashed(password, person))
    end_sessions(person_id=person_id, but=but_session)
    AccessLink.objects.filter(person=person_id, used_at=None, ended_at=None).update(ended_at=now)


@transaction.atomic
def change_password(*, person_id: UUID, old: str, new: str, now: datetime, session: str) -> None:
    """A person gives themselves another password, with the old one.

    Raises Refusal by field ('old', 'password').
    """
    check_length(old, "old")
    person = Person.objects.get(id=person_id)
    if not person.check_password(old):
        raise Refusal("people.old-password", say("This is not your password."), "old")
    set_password(person_id=person_id, password=new, now=now, but_session=session)
