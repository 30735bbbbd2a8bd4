"""Who was merged into whom, and who may be the same person."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Q

from trimtab.people.domain.attributes import NUMBER
from trimtab.people.domain.rows import ERASED, PersonRow
from trimtab.people.models import MergedPerson, Person
from trimtab.people.queries.persons import rows_of

MOST_LIKELY = 10


def merged_among(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Into whom people were merged, of whom either is among these; one query."""
    ids = list(person_ids)
    found = MergedPerson.objects.filter(Q(person__in=ids) | Q(into__in=ids))
    return dict(found.values_list("person", "into"))


def doubles_among(person_ids: Iterable[UUID]) -> list[UUID]:
    """Those of these people who were merged into somebody; one query."""
    found = MergedPerson.objects.filter(person__in=list(person_ids))
    return list(found.values_list("person", flat=True))


def doubles_of(person_id: UUID) -> list[PersonRow]:
    """Those who were merged into somebody, by when; three queries."""
    found = MergedPerson.objects.filter(into=person_id).order_by("at", "person")
    ids = list(found.values_list("person", flat=True))
    rows = {row.id: row for row in rows_of(Person.objects.filter(id__in=ids))}
    return [rows[key] for key in ids]


def merged_into(person_id: UUID) -> PersonRow | None:
    """As whom somebody goes on who was merged; None for everybody else. At most three queries."""
    into = MergedPerson.objects.filter(person=person_id).values("into")
    return next(iter(rows_of(Person.objects.filter(id__in=into))), None)


def likely_doubles(person: PersonRow) -> list[PersonRow]:
    """Others of the same name or personnel number, at most ten, by name; three queries."""
    same = Q(name__iexact=person.name)
    number = str(person.attributes.get(NUMBER) or "")
    if number:
        same |= Q(**{f"attributes__{NUMBER}__iexact": number})
    merged = MergedPerson.objects.values("person")
    found = Person.objects.filter(same).exclude(id=person.id).exclude(id__in=merged)
    found = found.exclude(email__endswith=ERASED).order_by("name", "id")
    return rows_of(found[:MOST_LIKELY])
