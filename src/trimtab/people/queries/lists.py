"""Lists of people that somebody chose: how they stand, and their rows page by page."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Q, QuerySet

from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.people.domain.bulk import change_of_json
from trimtab.people.domain.identities import Provider
from trimtab.people.domain.lists import (
    WORKING,
    Danger,
    DangerRow,
    EntryOfList,
    Holders,
    ListRow,
    ListStage,
    ReturnFate,
    RowFate,
)
from trimtab.people.domain.roles import Role
from trimtab.people.domain.states import PersonState, Trait, differences, state_of_json
from trimtab.people.models import (
    NO_PASSWORD,
    NOT_IN,
    Identity,
    ListProgress,
    PeopleList,
    PeopleListRow,
    Person,
    RoleHeld,
)

PAGE_SIZE = 50
# How long a list waits to be taken; and how long it stands after it was.
KEPT = dt.timedelta(hours=12)
KEPT_TAKEN = dt.timedelta(hours=36)


def standing_lists(now: dt.datetime) -> QuerySet[PeopleList]:
    """The lists whose time is not over."""
    fresh = Q(taken_at=None, made_at__gt=now - KEPT) | Q(taken_at__gt=now - KEPT_TAKEN)
    return PeopleList.objects.filter(fresh)


def people_list(list_id: UUID, *, now: dt.datetime) -> ListRow:
    """A list as it stands. Raises NotFound for one whose time is over."""
    row = standing_lists(now).filter(id=list_id).defer("content").first()
    if row is None:
        raise NotFound("people.no-list", say("This list is over. Choose the file again."))
    return list_row(row)


def people_lists(*, now: dt.datetime) -> list[ListRow]:
    """The lists that stand, the newest first."""
    rows = standing_lists(now).defer("content").order_by("-made_at", "id")
    return [list_row(row) for row in rows[:PAGE_SIZE]]


def waiting_lists() -> list[UUID]:
    """The lists that wait for work, in the order in which they were chosen."""
    stages = [stage.value for stage in WORKING]
    return list(
        PeopleList.objects.filter(stage__in=stages).order_by("made_at").values_list("id", flat=True)
    )


def list_row(row: PeopleList) -> ListRow:
    """A stored list as a row, with how far the work on it is."""
    stage = ListStage(row.stage)
    done = 0
    if stage in WORKING:
        progress = ListProgress.objects.filter(people_list=row.id).values_list("done", flat=True)
        done = progress.first() or 0
    return ListRow(
        id=row.id,
        name=row.name,
        by=row.by_id,
        made_at=row.made_at,
        stage=stage,
        head=tuple(row.head),
        columns=tuple(row.columns),
        system=row.system,
        total=row.total,
        counts={RowFate(fate): count for fate, count in row.counts.items()},
        dangers=tuple(
            DangerRow(Danger(kind), count, tuple(names), key)
            for kind, count, names, key in row.dangers
        ),
        units=tuple(row.units),
        agreed=tuple(row.agreed),
        problem=row.problem,
        taken_at=row.taken_at,
        done=done,
        change=change_of_json(row.change) if row.change is not None else None,
    )


def list_entries(
    list_id: UUID, *, fate: RowFate | None = None, query: str = "", page: int = 1
) -> Page[EntryOfList]:
    """A page of a list's rows in their order, of one fate or of all, with a part of name or address."""
    rows = PeopleListRow.objects.filter(people_list=list_id)
    if fate is not None:
        rows = rows.filter(fate=fate.value)
    if query:
        rows = rows.filter(Q(name__icontains=query) | Q(address__icontains=query))
    cut = paging.cut(rows.count(), number=page, size=PAGE_SIZE)
    return cut.page(_entry(row) for row in rows.order_by("line", "id")[cut.window])


def kept_rows(list_id: UUID, *, most: int) -> list[EntryOfList]:
    """The rows of a list that was taken back which could not be put back, at most so many."""
    rows = PeopleListRow.objects.filter(people_list=list_id, returned=ReturnFate.KEPT)
    return [_entry(row) for row in rows.order_by("line")[:most]]


def return_counts(list_id: UUID) -> dict[ReturnFate, int]:
    """What became of the people of a list that was taken back."""
    rows = PeopleListRow.objects.filter(people_list=list_id)
    counts = {fate: rows.filter(returned=fate.value).count() for fate in ReturnFate}
    return {fate: count for fate, count in counts.items() if count}


def _entry(row: PeopleListRow) -> EntryOfList:
    before = state_of_json(row.before) if row.before else None
    now = state_of_json(row.after) if row.after else None
    nothing = PersonState(row.name)
    found = differences(before or nothing, now) if now else ()
    if before is None:
        # That somebody new works here goes without saying.
        found = tuple(change for change in found if change.trait is not Trait.ACTIVE)
    return EntryOfList(
        row.line,
        RowFate(row.fate),
        row.name,
        row.address,
        found,
        row.why,
        ReturnFate(row.returned) if row.returned else None,
    )


def holders() -> Holders:
    """Who is here and holds what, before a list; three queries."""
    by_role: dict[Role, set[UUID]] = {role: set() for role in Role}
    held = RoleHeld.objects.filter(person__is_active=True).exclude(role=Role.LEARNER)
    for role, person_id in held.values_list("role", "person"):
        by_role[Role(role)].add(person_id)
    able = Person.objects.filter(is_active=True, roles_held__role=Role.ADMINISTRATOR)
    return Holders(
        active=Person.objects.filter(is_active=True).count(),
        by_role={role: frozenset(ids) for role, ids in by_role.items()},
        able=frozenset(able.exclude(NO_PASSWORD).values_list("id", flat=True)),
    )


def changed_by_list(list_id: UUID) -> list[UUID]:
    """The people whom a list that was taken changed."""
    rows = PeopleListRow.objects.filter(people_list=list_id, fate=RowFate.CHANGED.value)
    return [key for key in rows.values_list("person", flat=True) if key is not None]


def came_in(person_ids: list[UUID]) -> set[UUID]:
    """Who of these people can sign in, or has; one query."""
    found = Person.objects.filter(id__in=person_ids).exclude(Q(last_login=None) & NOT_IN)
    return set(found.values_list("id", flat=True))


def created_by_list(list_id: UUID) -> list[UUID]:
    """The people that a list brought in, as long as they are here."""
    rows = PeopleListRow.objects.filter(people_list=list_id, fate=RowFate.NEW.value)
    ids = rows.exclude(person=None).values_list("person", flat=True)
    return list(Person.objects.filter(id__in=ids).values_list("id", flat=True))


def has_other_names(person_ids: list[UUID]) -> set[UUID]:
    """Whom a provider that is not our own knows; one query."""
    known = Identity.objects.filter(person__in=person_ids).exclude(provider__in=list(Provider))
    return set(known.values_list("person", flat=True))
