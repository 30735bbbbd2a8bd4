"""Finding people: by a part of a name, an address or a number, by where they are, what they do and
how far they have come. A fixed number of queries, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import F, OrderBy, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Concat

from trimtab.kernel import paging
from trimtab.people.domain.attributes import NUMBER
from trimtab.people.domain.exporting import people_as_rows
from trimtab.people.domain.finding import (
    MOST_COUNTED,
    MOST_INVITED,
    SHORTEST_PART,
    FoundPeople,
    Invitable,
    PeopleOrder,
    about,
)
from trimtab.people.domain.links import EntryStage, Purpose
from trimtab.people.domain.rows import ERASED, PersonRow
from trimtab.people.models import (
    NOT_IN,
    AccessLink,
    Audience,
    Identity,
    Person,
    RoleHeld,
    Unit,
)
from trimtab.people.queries.audiences import members
from trimtab.people.queries.persons import (
    BATCH,
    PAGE_SIZE,
    attribute_names,
    names_beside,
    people_rows,
    rows_of,
    units,
)

# Of a word that more people than this have, nobody needs the list of all.
MOST_HELD = 500
# So many of the first in their order are asked whether a page is full with those of them who fit.
NEAR = 4_000
_ORDERS = {
    PeopleOrder.NAME: ("name", "id"),
    PeopleOrder.NAME_BACK: ("-name", "-id"),
    PeopleOrder.NEWEST: ("-created_at", "-id"),
    PeopleOrder.OLDEST: ("created_at", "id"),
}


def find_people(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: str = "",
    audience: str = "",
    order: PeopleOrder = PeopleOrder.NAME,
    page: int = 1,
    now: datetime | None = None,
    invite: EntryStage | None = None,
) -> FoundPeople:
    """People by a part of name, address or number (of a word of one or two letters: by its
    beginning), by unit (with those below), role, audience and standing (which needs `now`); pages
    of 50. Of those who fit, whom one could invite who is so far as `invite` says.

    Those who were erased are not found any more.
    """
    fit = sought(query=query, unit=unit, role=role, audience=audience)
    found = with_standing(fit, EntryStage(standing), now) if standing and now else fit
    total, is_more = counted_up_to(found, MOST_COUNTED), False
    if total > MOST_COUNTED:
        total, is_more = MOST_COUNTED, True
    cut = paging.cut(total, number=page, size=PAGE_SIZE)
    is_narrow = bool(query or audience)
    rows = tuple(rows_of(_in_order(found, _ORDERS[order], cut.window.stop, is_narrow)[cut.window]))
    is_about = is_more and not (query or unit or role or standing or audience)
    if is_about:
        total = max(total, about(_reckoned()))
    return FoundPeople(
        rows,
        cut.number,
        cut.pages,
        total,
        is_more,
        is_about,
        _invitable(outside(fit, invite, now)) if invite and now else None,
    )


def _in_order(
    found: QuerySet[Person], order: tuple[str, str], stop: int, is_narrow: bool
) -> QuerySet[Person]:
    """People in an order. The database takes those who fit to be everywhere in it and goes through
    it from its beginning; where the first few thousand do not fill the page, it looks those up who
    fit and puts them in order.
    """
    ordered = found.order_by(*order)
    if not is_narrow:
        return ordered
    near = Person.objects.order_by(*order)[:NEAR].values("id")
    if found.filter(id__in=near).order_by()[:stop].count() >= stop:
        return ordered
    field, second = order
    name = field.removeprefix("-")
    # The same order, in words that no index has.
    value = F(name) + timedelta() if name == "created_at" else Concat(F(name), Value(""))
    return found.order_by(OrderBy(value, descending=field != name), second)


def _invitable(found: QuerySet[Person]) -> Invitable:
    """Counted of the first thousand of them; one query."""
    emails = list(found.order_by().values_list("email", flat=True)[: MOST_INVITED + 1])
    counted = emails[:MOST_INVITED]
    by_mail = sum(map(bool, counted))
    return Invitable(by_mail, len(counted) - by_mail, len(emails) > MOST_INVITED)


def _reckoned() -> float:
    """How many people the database reckons there are, from when it last looked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples FROM pg_class WHERE oid = 'people_person'::regclass")
        return float(cursor.fetchone()[0])


def ids_of_people(
    *,
    query: str = "",
    unit: str = "",
    role: str = "",
    standing: str = "",
    audience: str = "",
    now: datetime,
) -> list[UUID]:
    """The ids of all who fit, by name."""
    found = sought(query=query, unit=unit, role=role, audience=audience)
    if standing:
        found = with_standing(found, EntryStage(standing), now)
    return list(found.order_by("name", "id").values_list("id", flat=True))


def rows_in_order(person_ids: list[UUID]) -> Iterator[PersonRow]:
    """People by id, in that order; two queries for each 2,000."""
    for start in range(0, len(person_ids), BATCH):
        part = person_ids[start : start + BATCH]
        rows = people_rows(part)
        yield from (rows[key] for key in part if key in rows)


def people_as_list(person_ids: list[UUID]) -> Iterator[list[str]]:
    """People as the head and the rows of a list that an import reads; for the same people again it
    changes nothing.
    """
    there = {unit.code: unit for unit in units()}
    names = names_beside(person_ids)
    return people_as_rows(rows_in_order(person_ids), there, attribute_names(), names)


def sought(
    *, query: str = "", unit: str = "", role: str = "", audience: str = ""
) -> QuerySet[Person]:
    """Those who fit, as a query; of a word it asks first whether few or many have it."""
    found = Person.objects.exclude(email__endswith=ERASED)
    if query.strip():
        found = _with_word(found, query.strip())
    if unit:
        found = found.filter(unit__in=Unit.objects.filter(path__contains=[unit]).values("id"))
    if role:
        found = found.filter(id__in=RoleHeld.objects.filter(role=role).values("person"))
    if audience:
        there = Audience.objects.filter(key=audience, retired_at=None).first()
        found = found & members(there) if there else found.none()
    return found


def _with_word(found: QuerySet[Person], word: str) -> QuerySet[Person]:
    """Where few have it, those are looked up by the indexes; where many have it, everybody is asked
    in the order of the page, which soon has enough.
    """
    how = "icontains" if len(word) >= SHORTEST_PART else "istartswith"
    by_name = Q(**{f"name__{how}": word})
    by_number = Q(**{f"attributes__{NUMBER}__{how}": word})
    by_identity = Identity.objects.filter(**{f"subject__{how}": word})
    # Cut to one it is asked for each person, and not of all people beforehand.
    of_them = by_identity.filter(person=OuterRef("pk")).values("id")[:1]
    # Asked of those who were not erased: names alone the database would read in their order, in
    # which those with one name stand together.
    parts = (
        (by_name, found.filter(by_name).values_list("id", flat=True)),
        (by_number, found.filter(by_number).values_list("id", flat=True)),
        (Q(known_as__isnull=False), by_identity.values_list("person", flat=True)),
    )
    few: set[UUID] = set()
    common = Q()
    for asked, part in parts:
        some = list(part[: MOST_HELD + 1])
        if len(some) > MOST_HELD:
            common |= asked
        else:
            few.update(some)
    if not common:
        return found.filter(id__in=few)
    if ("known_as__isnull", False) in common.children:
        found = found.alias(known_as=Subquery(of_them))
    return found.filter(common | Q(id__in=few))


def with_standing(found: QuerySet[Person], standing: EntryStage, now: datetime) -> QuerySet[Person]:
    """Of some people, those who are so far."""
    if standing is EntryStage.SHUT_OUT:
        return found.filter(is_active=False)
    active = found.filter(is_active=True)
    if standing is EntryStage.IN:
        return active.exclude(NOT_IN)
    outside = active.filter(NOT_IN)
    invited = AccessLink.objects.filter(purpose=Purpose.INVITATION, used_at=None, ended_at=None)
    over = invited.filter(expires_at__lte=now).values("person")
    match standing:
        case EntryStage.EXPIRED:
            return outside.filter(id__in=over)
        case EntryStage.INVITED:
            return outside.filter(id__in=invited.values("person")).exclude(id__in=over)
        case _:
            return outside.exclude(id__in=invited.values("person"))


def counted_up_to(found: QuerySet[Person], most: int) -> int:
    """How many there are; `most` + 1 where there are more."""
    return found.order_by()[: most + 1].count()


def outside(
    found: QuerySet[Person], standing: EntryStage, now: datetime, mail: bool | None = None
) -> QuerySet[Person]:
    """Of some people, those whom one could invite: who are so far, with or without e-mail (None:
    both).
    """
    if standing in (EntryStage.IN, EntryStage.SHUT_OUT):
        return found.none()
    found = with_standing(found, standing, now)
    if mail is None:
        return found
    return found.exclude(email="") if mail else found.filter(email="")
