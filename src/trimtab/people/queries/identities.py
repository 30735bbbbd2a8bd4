"""Finding people by the names under which they are known: one query by an index, however many there
are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import Q, QuerySet

from trimtab.people.domain.identities import IdentityKey, IdentityRow, Provider, identity_of
from trimtab.people.domain.rows import PersonRow
from trimtab.people.models import Identity, Person


def known_as(keys: Iterable[IdentityKey]) -> QuerySet[Identity]:
    """The identities of these names that somebody has; one query by the index that keeps them
    apart.
    """
    subjects: dict[str, set[str]] = defaultdict(set)
    for key in keys:
        subjects[key.provider].add(key.subject)
    wanted = [Q(provider=provider, subject__in=names) for provider, names in subjects.items()]
    return Identity.objects.filter(reduce(or_, wanted)) if wanted else Identity.objects.none()


def ids_by_identity(keys: Iterable[IdentityKey]) -> dict[IdentityKey, UUID]:
    """Person ids by identity; unknown ones are left out. One query."""
    found = known_as(keys).values_list("provider", "subject", "person")
    return {IdentityKey(provider, subject): person_id for provider, subject, person_id in found}


def id_of(typed: str) -> UUID | None:
    """Whose sign-in name or address this is, however it is written; None when it is nobody's.

    One query.
    """
    key = identity_of(typed)
    return ids_by_identity([key]).get(key)


def ids_by_email(emails: Iterable[str]) -> dict[str, UUID]:
    """Person ids by address in lower case; unknown addresses are left out. One query."""
    found = ids_by_identity(map(identity_of, emails))
    return {key.address: person_id for key, person_id in found.items()}


def names_by_email(emails: Iterable[str]) -> dict[str, str]:
    """Names by address in lower case, of those who have one; unknown addresses are left out.

    Two queries.
    """
    found = ids_by_email(emails)
    names = dict(Person.objects.filter(id__in=found.values()).values_list("id", "name"))
    return {email: names[person_id] for email, person_id in found.items() if names[person_id]}


def addresses_of(person: PersonRow) -> tuple[str, ...]:
    """Everything that somebody is called where addresses stand: what mail goes to, or the name they
    sign in with, and every address beside it; one query.
    """
    beside = Identity.objects.filter(person=person.id, provider=Provider.EMAIL)
    return tuple(sorted({person.address, *beside.values_list("subject", flat=True)}))


def identities_of(person_id: UUID) -> list[IdentityRow]:
    """The names under which somebody is known: what they sign in with first, then by provider.

    Two queries.
    """
    email = Person.objects.filter(id=person_id).values_list("email", flat=True).first()
    main = Provider.EMAIL if email else Provider.NAME
    known = Identity.objects.filter(person=person_id).order_by("provider", "subject")
    rows = [
        IdentityRow(
            id=identity.id,
            provider=identity.provider,
            subject=identity.subject,
            is_main=identity.provider == main and identity.subject == (email or identity.subject),
            is_ours=identity.provider in set(Provider),
        )
        for identity in known
    ]
    return sorted(rows, key=lambda row: not row.is_main)
