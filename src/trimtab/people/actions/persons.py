"""One person: added, changed, given roles, shut out and let back in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import Between, joined, say
from trimtab.people.actions.guarding import changing
from trimtab.people.actions.links import end_links
from trimtab.people.actions.passwords import hashed
from trimtab.people.actions.sessions import end_sessions
from trimtab.people.domain.attributes import MOST_OWN, all_fitted
from trimtab.people.domain.identities import IdentityKey, Provider, identity_of
from trimtab.people.domain.importing import EMAIL, SIGN_IN, checked_language, checked_zone
from trimtab.people.domain.roles import ROLE_WORDS, Role
from trimtab.people.domain.rows import ERASED, PersonRow
from trimtab.people.models import Identity, MergedPerson, Person, RoleHeld, Unit
from trimtab.people.queries.attributes import defined_attributes
from trimtab.people.queries.identities import ids_by_identity


def holds(person: PersonRow | None, *roles: Role) -> bool:
    """Whether somebody is signed in and holds one of `roles` (anywhere in the organisation)."""
    return person is not None and person.is_active and bool(person.roles & set(roles))


def require(person: PersonRow | None, *roles: Role) -> None:
    """Raises NotAllowed unless `person` holds one of `roles`."""
    if not holds(person, *roles):
        needed = joined((ROLE_WORDS[role] for role in roles), Between.OR)
        raise NotAllowed("people.role", say("This needs the role {roles}.", roles=needed))


def add_person(
    *,
    email: str,
    name: str,
    roles: Iterable[Role],
    now: datetime,
    unit: str = "",
    password: str | None = None,
    language: str = "en",
    time_zone: str = "UTC",
    attributes: Mapping[str, str] | None = None,
    manages: Sequence[str] = (),
) -> UUID:
    """Adds one person; without a password nobody can sign in as them until one is set.

    `email` may be a sign-in name without e-mail.

    Raises Refusal by field.
    """
    kept = hashed(password)
    with changing():
        key = _checked_identity(email, None)
        person = Person.objects.create(
            email=key.email,
            name=_checked_name(name),
            unit=_unit(unit),
            language=checked_language(language),
            time_zone=checked_zone(time_zone),
            attributes=_attributes({}, attributes or {}),
            created_at=now,
            password=kept,
        )
        Identity.objects.create(person=person, provider=key.provider, subject=key.subject)
        set_roles(person_id=person.id, roles=roles, manages=manages)
    return person.id


def change_person(
    *,
    person_id: UUID,
    email: str,
    name: str,
    unit: str,
    roles: Iterable[Role],
    manages: Sequence[str],
    now: datetime,
    language: str | None = None,
    time_zone: str | None = None,
    attributes: Mapping[str, str] | None = None,
) -> None:
    """Changes name, address, unit, roles and managed units of a person; language, time zone and
    attributes where they are given. Of the attributes those that are named: an empty value takes
    one away.

    A new address ends open links: they were sent to the old one. What else the person is known by
    stays.

    Raises NotFound, Refusal by field, LastAdministrator.
    """
    with changing():
        person = _locked(person_id)
        key = _checked_identity(email, person)
        own = Identity.objects.filter(person=person)
        main = identity_of(person.email or person.sign_in_name)
        if main != key:
            end_links(person_ids=[person_id], now=now)
            replaced = Q(provider=main.provider, subject=main.subject)
            # Somebody has one sign-in name at most.
            replaced |= Q(provider=Provider.NAME) if key.provider == Provider.NAME else Q()
            own.filter(replaced).exclude(provider=key.provider, subject=key.subject).delete()
            own.get_or_create(
                provider=key.provider, subject=key.subject, defaults={"person": person}
            )
        Person.objects.filter(id=person_id).update(
            email=key.email,
            name=_checked_name(name),
            unit=_unit(unit),
            language=person.language if language is None else checked_language(language),
            time_zone=person.time_zone if time_zone is None else checked_zone(time_zone),
            attributes=_attributes(person.attributes, attributes or {}),
        )
        set_roles(person_id=person_id, roles=roles, manages=manages)


def choose_language(*, person_id: UUID, language: str) -> None:
    """Somebody chose the language (a tag such as de or en-gb) in which they are written to.

    Raises NotFound.
    """
    with changing():
        Person.objects.filter(id=_locked(person_id).id).update(language=language)


def set_roles(*, person_id: UUID, roles: Iterable[Role], manages: Sequence[str] = ()) -> None:
    """Replaces the roles of a person; `manages` are the unit codes of the manager's role (empty:
    the person's own unit).

    Raises NotFound, Refusal for a unit that is not there, LastAdministrator.
    """
    with changing():
        person = _locked(person_id)
        RoleHeld.objects.filter(person=person).delete()
        RoleHeld.objects.bulk_create(_held(person, tuple(roles), tuple(dict.fromkeys(manages))))


def shut_out(*, person_id: UUID, now: datetime) -> None:
    """Somebody has left: they cannot sign in, are signed out everywhere, and their links end.

    Again changes nothing.

    Raises NotFound, LastAdministrator.
    """
    with changing():
        Person.objects.filter(id=_locked(person_id).id).update(is_active=False)
        end_sessions(person_id=person_id)
        end_links(person_ids=[person_id], now=now)


def let_back_in(*, person_id: UUID) -> None:
    """Somebody who was shut out may sign in again, with the password they had. Raises NotFound,
    Refusal for who was merged into somebody.
    """
    with changing():
        if MergedPerson.objects.filter(person=person_id).exists():
            sentence = say("This person was merged into another, who may sign in.")
            raise Refusal("people.merged", sentence)
        Person.objects.filter(id=_locked(person_id).id).update(is_active=True)


def check_identity(typed: str) -> None:
    """Raises Refusal unless it is an address or a sign-in name that nobody has yet."""
    _checked_identity(typed, None)


def check_person_name(name: str) -> None:
    """Raises Refusal unless somebody can be called that."""
    _checked_name(name)


def _locked(person_id: UUID) -> Person:
    person = (
        Person.objects.select_for_update()
        .filter(id=person_id)
        .exclude(email__endswith=ERASED)
        .first()
    )
    if person is None:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    return person


def _checked_identity(typed: str, person: Person | None) -> IdentityKey:
    """What is typed as an address or a sign-in name, as an identity that nobody else has.

    Raises Refusal.
    """
    key = identity_of(typed)
    address = key.address
    if "@" in typed and (
        not EMAIL.fullmatch(address) or len(address) > 254 or address.endswith(ERASED)
    ):
        raise Refusal(
            "people.email", say("'{typed}' is not an e-mail address.", typed=typed.strip()), "email"
        )
    if "@" not in typed and not SIGN_IN.fullmatch(typed.strip().lower()):
        sentence = say(
            "Write an e-mail address, or a sign-in name of letters, digits, dots "
            "and hyphens, such as 1042 or ana.ruiz."
        )
        raise Refusal("people.email", sentence, "email")
    taken_by = ids_by_identity([key]).get(key)
    if taken_by is not None and (person is None or taken_by != person.id):
        raise Refusal(
            "people.email-taken",
            say("Somebody with the address {typed} is here already.", typed=typed.strip()),
            "email",
        )
    return key


def _checked_name(name: str) -> str:
    plain = re.sub(r"\s+", " ", name).strip()
    if not 0 < len(plain) <= 200 or "\x00" in plain:
        raise Refusal("people.name", say("A name of 1 to 200 characters is needed."), "name")
    return plain


def _attributes(there: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """What stands in the attributes after a change. Raises Refusal on the field of one that does
    not fit, and for more of them than anybody has.
    """
    fitted = all_fitted(defined_attributes(), given) if given else {}
    kept = {key: value for key, value in {**there, **fitted}.items() if value}
    if len(kept) > MOST_OWN:
        sentence = say("Nobody has more than {most} attributes.", most=MOST_OWN)
        raise Refusal("people.attributes", sentence, "attributes")
    return kept


def _unit(code: str) -> Unit | None:
    unit = Unit.objects.filter(code=code).first() if code else None
    if code and unit is None:
        raise Refusal(
            "people.unknown-unit",
            say("There is no unit with the code '{code}'.", code=code),
            "unit",
        )
    return unit


def _held(person: Person, roles: tuple[Role, ...], manages: tuple[str, ...]) -> list[RoleHeld]:
    held = [
        RoleHeld(person=person, role=role)
        for role in dict.fromkeys(roles)
        if role is not Role.MANAGER
    ]
    if Role.MANAGER in roles:
        units: list[Unit | None] = (
            list(Unit.objects.filter(code__in=manages)) if manages else [person.unit]
        )
        if manages and len(units) < len(manages):
            raise Refusal(
                "people.unknown-unit",
                say("One of the units is not there any more. Choose again."),
                "manages",
            )
        held += [RoleHeld(person=person, role=Role.MANAGER, unit=unit) for unit in units]
    return held
