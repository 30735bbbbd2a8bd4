"""Taking a list of people back as a whole, within a day: what it changed is put back, whom it
brought in goes, and who changed since is named and left.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import IntegrityError, connection, transaction
from django.db.models import Exists, OuterRef

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.guarding import LastAdministrator, changing
from trimtab.people.actions.lists import nothing_told, stop_list
from trimtab.people.actions.matching import Progress, put, sign_out
from trimtab.people.domain.lists import ListRow, ListStage, ReturnFate, RowFate
from trimtab.people.domain.states import PersonState, state_of_json
from trimtab.people.models import PeopleList, PeopleListRow, Person, RoleHeld, Unit
from trimtab.people.queries.lists import list_row, people_list, standing_lists
from trimtab.people.queries.states import BATCH, batches, states_by_id

_CHANGED = say("Somebody changed this person since. Look at them yourself.")
_GONE = say("This person was erased since.")


_DELETE = tuple(
    f"DELETE FROM people_{table} WHERE {column} = ANY(%s)"  # noqa: S608  names of our own
    for table, column in (
        ("accesslink", "person_id"),
        ("session", "person_id"),
        ("pin", "person_id"),
        ("identity", "person_id"),
        ("roleheld", "person_id"),
        ("person", "id"),
    )
)


def ask_back(*, list_id: UUID, by: UUID, now: dt.datetime) -> ListRow:
    """Says that a list is to be taken back.

    Raises NotFound; Refusal for one that was not taken, or longer than a day ago.
    """
    with transaction.atomic():
        PeopleList.objects.select_for_update().filter(id=list_id).values_list("id").first()
        row = people_list(list_id, now=now)
        if not row.is_returnable(now):
            sentence = say("A list can be taken back within a day after it was taken, once.")
            raise Refusal("people.not-returnable", sentence, "list")
        PeopleList.objects.filter(id=list_id).update(stage=ListStage.RETURNING, problem="", by=by)
    return people_list(list_id, now=now)


def take_back(
    *,
    list_id: UUID,
    touched: Collection[UUID],
    now: dt.datetime,
    progress: Progress = nothing_told,
) -> ListRow:
    """Takes back what a list did. Of the people it brought in, those who are `touched` have left
    something that stays: they are shut out; the others are deleted.

    Nothing is done where nobody would be left who administers; the list then says so.
    """
    row = standing_lists(now).filter(id=list_id).first()
    if row is None or row.stage != ListStage.RETURNING:
        return people_list(list_id, now=now)
    try:
        with changing():
            _put_back(row, now, progress)
            _let_go(row, set(touched), now)
            _retire_units(row.units, now)
            row.stage = ListStage.RETURNED
            row.save(update_fields=["stage"])
    except LastAdministrator as refusal:
        stop_list(list_id=list_id, problem=Said(refusal.sentence), now=now)
        return people_list(list_id, now=now)
    return list_row(row)


def _put_back(row: PeopleList, now: dt.datetime, progress: Progress) -> None:
    """Puts back those whom the list changed, as far as they stand as it left them."""
    units = dict(Unit.objects.values_list("code", "id"))
    changed = PeopleListRow.objects.filter(people_list=row, fate=RowFate.CHANGED.value)
    rows = list(changed.order_by("id"))
    for start in range(0, len(rows), BATCH):
        batch = {entry.person: entry for entry in rows[start : start + BATCH] if entry.person}
        standing = states_by_id(batch)
        states: dict[UUID, tuple[PersonState | None, PersonState]] = {}
        for person_id, entry in batch.items():
            current = standing.get(person_id)
            if current is not None and current == state_of_json(entry.after or {}):
                states[person_id] = (current, state_of_json(entry.before or {}))
        put(states, units, now)
        _note(row, states, ReturnFate.PUT_BACK)
        _note_left(row, batch.keys() - states.keys(), standing)
        progress(start + len(batch))


def _let_go(row: PeopleList, touched: set[UUID], now: dt.datetime) -> None:
    """Lets those go whom the list brought in, as far as they stand as it left them."""
    made = PeopleListRow.objects.filter(people_list=row, fate=RowFate.NEW.value)
    after = {
        person_id: state_of_json(state)
        for person_id, state in made.values_list("person", "after")
        if person_id is not None and state is not None
    }
    for batch in batches(list(after)):
        standing = states_by_id(batch)
        as_left = [key for key in batch if key in standing and standing[key] == after[key]]
        _note_left(row, set(batch) - set(as_left), standing)
        removed = _remove([key for key in as_left if key not in touched])
        kept = [key for key in as_left if key not in removed]
        Person.objects.filter(id__in=kept).update(is_active=False)
        sign_out(kept, now=now)
        _note(row, removed, ReturnFate.REMOVED)
        _note(row, kept, ReturnFate.SHUT_OUT)


def _remove(ids: Sequence[UUID]) -> set[UUID]:
    """Deletes people; those to whom something holds on stay. Returns who went."""
    if not ids:
        return set()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _DELETE:
                cursor.execute(statement, [list(ids)])
            # Whether something holds on is asked now, and not when all is over.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            return set(ids)
    except IntegrityError:
        if len(ids) == 1:
            return set()
        half = len(ids) // 2
        return _remove(ids[:half]) | _remove(ids[half:])


def _note(row: PeopleList, ids: Iterable[UUID], fate: ReturnFate) -> None:
    rows = PeopleListRow.objects.filter(people_list=row, person__in=list(ids))
    rows.update(returned=fate.value)


def _note_left(row: PeopleList, ids: Iterable[UUID], standing: Mapping[UUID, PersonState]) -> None:
    """Says of whom was left alone why."""
    by_reason: dict[Said, list[UUID]] = {_CHANGED: [], _GONE: []}
    for person_id in ids:
        by_reason[_CHANGED if person_id in standing else _GONE].append(person_id)
    for why, people in by_reason.items():
        rows = PeopleListRow.objects.filter(people_list=row, person__in=people)
        rows.update(returned=ReturnFate.KEPT.value, why=why)


def _retire_units(codes: Sequence[str], now: dt.datetime) -> None:
    """The units that the list made are in force no more where nobody and nothing is in them."""
    people = Person.objects.filter(unit=OuterRef("pk"))
    roles = RoleHeld.objects.filter(unit=OuterRef("pk"))
    below = Unit.objects.filter(parent=OuterRef("pk"), retired_at=None)
    for _level in codes:
        empty = Unit.objects.filter(code__in=codes, retired_at=None).exclude(
            Exists(people) | Exists(roles) | Exists(below)
        )
        if not empty.update(retired_at=now):
            return
