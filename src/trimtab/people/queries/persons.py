"""What is known about people, in bulk and as frozen rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from django.db import connection
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say
from trimtab.people.domain.exporting import people_as_csv
from trimtab.people.domain.identities import Provider
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import (
    ERASED,
    OrganisationRow,
    PersonRow,
    UnitRow,
)
from trimtab.people.models import Identity, Organisation, Person, RoleHeld, Unit
from trimtab.people.queries.identities import id_of

PAGE_SIZE = 50
BATCH = 2000
# The sign-in name of somebody without e-mail, '' for others; read with the person.
_NAME = Coalesce(
    Subquery(
        Identity.objects.filter(person=OuterRef("pk"), provider=Provider.NAME).values("subject")[:1]
    ),
    Value(""),
)
_ADDRESS = Case(When(email="", then=_NAME), default=F("email"), output_field=CharField())


def organisation() -> OrganisationRow | None:
    """The organisation, or None before the first start is complete."""
    found = Organisation.objects.defer("logo").first()
    if found is None:
        return None
    return OrganisationRow(
        found.name,
        found.time_zone,
        found.language,
        found.colour,
        found.simulated,
        found.logo_digest,
        found.tidied_at is not None,
    )


def logo() -> bytes:
    """The organisation's logo as PNG; empty where there is none."""
    found = Organisation.objects.values_list("logo", flat=True).first()
    return bytes(found or b"")


def person(person_id: UUID) -> PersonRow:
    """One person. Raises NotFound."""
    rows = people_rows([person_id])
    if person_id not in rows:
        raise NotFound("people.unknown", say("There is no such person."), "person")
    return rows[person_id]


def person_by_email(email: str) -> PersonRow | None:
    """The person with this address or sign-in name, however it is written; None when there is none.

    Three queries.
    """
    found = id_of(email)
    return people_rows([found])[found] if found else None


def people_rows(ids: Iterable[UUID]) -> dict[UUID, PersonRow]:
    """Rows by id, in two queries; unknown ids are left out."""
    return {row.id: row for row in rows_of(Person.objects.filter(id__in=list(ids)))}


def everybody() -> Iterator[PersonRow]:
    """Everybody who was not erased, by address; two queries for each 2,000."""
    ids = list(_known().order_by(_ADDRESS, "id").values_list("id", flat=True))
    for start in range(0, len(ids), BATCH):
        rows = people_rows(ids[start : start + BATCH])
        yield from (rows[key] for key in ids[start : start + BATCH] if key in rows)


def everybody_as_csv() -> Iterator[str]:
    """Everybody who was not erased as lines of the CSV that an import reads."""
    by_code = {unit.code: unit for unit in units()}
    return people_as_csv(everybody(), by_code, attribute_names(), names_beside())


def names_beside(person_ids: Collection[UUID] | None = None) -> dict[tuple[UUID, str], str]:
    """One number and one badge each of some people (None: of everybody), by person and provider;
    one query.
    """
    known = Identity.objects.filter(provider__in=(Provider.NUMBER, Provider.BADGE))
    if person_ids is not None:
        known = known.filter(person__in=list(person_ids))
    names: dict[tuple[UUID, str], str] = {}
    for person_id, provider, subject in known.order_by("subject").values_list(
        "person", "provider", "subject"
    ):
        names.setdefault((person_id, provider), subject)
    return names


def attribute_names() -> list[str]:
    """The names of attributes that anybody has; one query."""
    names = _known().annotate(
        attribute=Func("attributes", function="jsonb_object_keys", output_field=TextField())
    )
    return sorted(set(names.values_list("attribute", flat=True)))


def _known() -> QuerySet[Person]:
    return Person.objects.exclude(email__endswith=ERASED)


def rows_of(people: QuerySet[Person]) -> list[PersonRow]:
    """People as rows, in their order; two queries."""
    found = list(people.select_related("unit").annotate(sign_in=_NAME))
    ids = [person.id for person in found]
    held: dict[UUID, list[RoleHeld]] = {}
    for entry in RoleHeld.objects.filter(person__in=ids).select_related("unit"):
        held.setdefault(entry.person_id, []).append(entry)
    return [_row(person, person.sign_in, held.get(person.id, [])) for person in found]


def _row(person: Person, sign_in: str, held: list[RoleHeld]) -> PersonRow:
    unit = person.unit
    managing = [entry.unit for entry in held if entry.role == Role.MANAGER]
    return PersonRow(
        id=person.id,
        name=person.name,
        email=person.email,
        unit_code=unit.code if unit else "",
        unit_name=unit.name if unit else "",
        unit_path=tuple(unit.path) if unit else (),
        attributes=person.attributes,
        language=person.language,
        time_zone=person.time_zone,
        pseudonym=person.pseudonym,
        roles=frozenset(Role(entry.role) for entry in held),
        is_active=person.is_active,
        managed_units=tuple(sorted(managed.code for managed in managing if managed)),
        sign_in="" if person.email else sign_in,
    )


def ids_in_units(codes: Iterable[str], role: Role) -> QuerySet[Person, UUID]:
    """Ids of the active people of these units themselves who hold a role, as a query to be joined
    in the database.
    """
    holds = RoleHeld.objects.filter(role=role).values("person")
    found = Person.objects.filter(is_active=True, unit__code__in=list(codes), id__in=holds)
    return found.values_list("id", flat=True)


def count_by_unit(role: Role | None = None) -> dict[str, int]:
    """How many active people (who hold a role) are in each unit itself, not in those below it; one
    query.
    """
    found = Person.objects.filter(is_active=True, unit__isnull=False)
    if role is not None:
        found = found.filter(id__in=RoleHeld.objects.filter(role=role).values("person"))
    return {
        counted["unit__code"]: counted["n"]
        for counted in found.values("unit__code").annotate(n=Count("id")).order_by()
    }


def units_within(codes: Iterable[str]) -> dict[str, frozenset[str]]:
    """The codes of each of these units and of all units below it, retired ones too: people may
    still be in them. One query.
    """
    paths = list(Unit.objects.values_list("code", "path"))
    return {code: frozenset(own for own, path in paths if code in path) for code in codes}


def count_people() -> int:
    """How many active people there are."""
    return Person.objects.filter(is_active=True).count()


def units() -> list[UnitRow]:
    """All units in force, parents before children."""
    found = Unit.objects.filter(retired_at=None).select_related("parent")
    rows = [
        UnitRow(u.code, u.name, u.kind, u.parent.code if u.parent else "", tuple(u.path))
        for u in found
    ]
    return sorted(rows, key=lambda row: row.path)


def pseudonyms(person_ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """The evidence store's names of people, by person id."""
    return dict(Person.objects.filter(id__in=list(person_ids)).values_list("id", "pseudonym"))


def named_by_pseudonym(pseudonyms: Iterable[UUID]) -> dict[UUID, tuple[UUID, str]]:
    """Who is behind pseudonyms, as (id, name); for readers whom a grant lets see names.

    Unknown ones are left out.
    """
    rows = Person.objects.filter(pseudonym__in=list(pseudonyms))
    return {key: (id, name) for key, id, name in rows.values_list("pseudonym", "id", "name")}


def time_zones(person_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Time zones by person id."""
    return dict(Person.objects.filter(id__in=list(person_ids)).values_list("id", "time_zone"))


def people_with_role(role: Role) -> list[PersonRow]:
    """Active people who hold a role, by name."""
    held = RoleHeld.objects.filter(role=role).values("person")
    return sorted(
        rows_of(Person.objects.filter(is_active=True, id__in=held)), key=lambda row: row.name
    )


def count_by_role(roles: Iterable[Role] = tuple(Role)) -> dict[Role, int]:
    """How many active people hold each of these roles; those that nobody holds are left out. One
    query.
    """
    with connection.cursor() as cursor:
        cursor.execute(_BY_ROLE, [[role.value for role in roles]])
        return {Role(role): count for role, count in cursor.fetchall()}


# Somebody may hold a role for several units; told apart in the order of the index, without a sort.
_BY_ROLE = """
SELECT role, count(*) FROM (
    SELECT DISTINCT held.role, held.person_id FROM people_roleheld AS held
    WHERE held.role = ANY(%s)
) AS held
JOIN people_person AS person ON person.id = held.person_id AND person.is_active
GROUP BY role
"""


def names_by_role(roles: Iterable[Role]) -> dict[str, tuple[str, ...]]:
    """The names of the active people who hold each role, in alphabetical order; one query."""
    held = RoleHeld.objects.filter(role__in=list(roles), person__is_active=True).values_list(
        "role", "person__name"
    )
    found: dict[str, set[str]] = {}
    for role, name in held:
        found.setdefault(role, set()).add(name)
    return {role: tuple(sorted(names)) for role, names in found.items()}
