"""A list of people comes in by the browser: looked at row by row, taken, and perhaps taken back.
What runs for an audience reaches whoever is new in it. Long lists are worked on by the worker.
"""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Collection, Sequence
from typing import BinaryIO, assert_never
from uuid import UUID

from django.db import transaction

from trimtab import errors
from trimtab.courses import api as courses
from trimtab.governance import api as governance
from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName
from trimtab.journeys.signing_in import NEVER_KEPT
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.people.api import BulkChange, BulkKind, ListRow, ListStage, Role, RowFate
from trimtab.practice import api as practice
from trimtab.strategy.api import asking

Progress = Callable[[int], None]
_PART = 2_000


def choose(*, file: BinaryIO, name: str, by: people.PersonRow, now: dt.datetime) -> UUID:
    """Keeps a list that somebody chose. Raises NotAllowed, Refusal on the field file."""
    people.require(by, Role.ADMINISTRATOR)
    return people.choose_list(file=file, name=name, by=by.id, now=now)


def say_columns(
    *, list_id: UUID, columns: Sequence[str], by: people.PersonRow, now: dt.datetime
) -> ListRow:
    """Says what the columns of a list become, and looks what it then does, or lets the worker look.

    Raises NotAllowed, NotFound, Refusal on the field columns.
    """
    people.require(by, Role.ADMINISTRATOR)
    row = people.say_columns(list_id=list_id, columns=columns, by=by.id, now=now)
    return _go_on(row, now)


def take(
    *, list_id: UUID, agreed: Collection[str], by: people.PersonRow, now: dt.datetime
) -> ListRow:
    """Takes a list whose dangers somebody agreed to, or lets the worker take it.

    Raises NotAllowed, NotFound, Refusal on the field agreed.
    """
    people.require(by, Role.ADMINISTRATOR)
    return _go_on(people.agree(list_id=list_id, agreed=agreed, by=by.id, now=now), now)


def take_back(*, list_id: UUID, by: people.PersonRow, now: dt.datetime) -> ListRow:
    """Takes a list back, or lets the worker do it.

    Raises NotAllowed, NotFound, Refusal for one that was not taken within a day.
    """
    people.require(by, Role.ADMINISTRATOR)
    return _go_on(people.ask_back(list_id=list_id, by=by.id, now=now), now)


def change_many(
    *, person_ids: Sequence[UUID], change: BulkChange, by: people.PersonRow, now: dt.datetime
) -> ListRow:
    """Looks what one change would do with many people, or lets the worker look. It is then taken,
    and taken back, as a list is.

    Raises NotAllowed, Refusal by field.
    """
    people.require(by, Role.ADMINISTRATOR)
    list_id = people.choose_change(person_ids=person_ids, change=change, by=by.id, now=now)
    return _go_on(people.people_list(list_id, now=now), now)


def work_waiting(*, clock: Callable[[], dt.datetime]) -> int:
    """Works on the lists that wait, one after the other; returns how many that were.

    One that breaks off is again where it was and says so; the others are worked on all the same.
    """
    waiting = people.waiting_lists()
    for list_id in waiting:
        try:
            with people.told_progress(list_id) as progress:
                work(list_id, now=clock(), progress=progress)
        except Exception as fault:
            reference = errors.note(fault, where=f"list of people {list_id}")
            sentence = say(
                "Something broke on our side. Nothing was changed. The log knows it as {reference}.",
                reference=reference,
            )
            people.stop_list(list_id=list_id, problem=sentence, now=clock())
    return len(waiting)


@transaction.atomic
def work(list_id: UUID, *, now: dt.datetime, progress: Progress = lambda _count: None) -> ListRow:
    """Does what a list waits for; nothing when it waits for nothing. Raises NotFound."""
    row = people.people_list(list_id, now=now)
    match row.stage:
        case ListStage.LOOKING:
            return people.look(list_id=list_id, now=now, progress=progress)
        case ListStage.TAKING:
            return _taken(people.take(list_id=list_id, now=now, progress=progress), now)
        case ListStage.RETURNING:
            return _returned(row, now, progress)
        case ListStage.CHOSEN | ListStage.LOOKED | ListStage.TAKEN | ListStage.RETURNED:
            return row
        case _:
            assert_never(row.stage)


def _go_on(row: ListRow, now: dt.datetime) -> ListRow:
    if row.total <= people.AT_ONCE:
        return work(row.id, now=now)
    # Where no worker ever was, the list waits for the first one.
    with contextlib.suppress(Refusal):
        jobs.run_soon(name=JobName.LISTS, now=now)
    return row


def _taken(row: ListRow, now: dt.datetime) -> ListRow:
    if row.stage is not ListStage.TAKEN:
        return row
    if row.change is not None:
        return _changed(row, row.change, now)
    practice.refresh_enrolments(now=now)
    counts = {fate.value: row.counts.get(fate, 0) for fate in RowFate}
    agreed = [danger.danger.value for danger in row.dangers]
    detail = {**counts, "units": ", ".join(row.units), "agreed": ", ".join(agreed)}
    governance.audit(
        actor_id=row.by, act="people.imported", target=row.name, detail=detail, now=now
    )
    return row


def _changed(row: ListRow, change: BulkChange, now: dt.datetime) -> ListRow:
    """Does what goes with a change of many, as it goes with the same of one person."""
    person_ids = people.changed_by_list(row.id)
    if change.kind is BulkKind.LEAVE:
        asking.withdraw_all(person_ids=person_ids, now=now)
        courses.abandon_of(person_ids=person_ids, now=now)
    if change.kind is BulkKind.GIVE_ROLE and change.value in NEVER_KEPT:
        # They may do more now: whoever does is asked for the password again.
        people.end_sessions_of_many(person_ids=person_ids)
    practice.refresh_enrolments(now=now)
    counts = {fate.value: row.counts.get(fate, 0) for fate in RowFate if fate is not RowFate.NEW}
    detail = {"change": change.kind.value, **_says(change), **counts}
    governance.audit(
        actor_id=row.by,
        act="people.changed",
        target=f"people/lists/{row.id}",
        detail=detail,
        now=now,
    )
    return row


def _says(change: BulkChange) -> dict[str, object]:
    """What a change sets, for the audit."""
    match change.kind:
        case BulkKind.UNIT:
            return {"unit": change.value}
        case BulkKind.GIVE_ROLE:
            return {"roles given": [change.value]}
        case BulkKind.TAKE_ROLE:
            return {"roles taken": [change.value]}
        case BulkKind.ATTRIBUTE:
            return {"attribute": change.attribute, "value": change.value}
        case BulkKind.LEAVE | BulkKind.BACK:
            return {}
        case _:
            assert_never(change.kind)


def _returned(row: ListRow, now: dt.datetime, progress: Progress) -> ListRow:
    made = people.created_by_list(row.id)
    touched = _touched(made)
    practice.forget_enrolments(person_ids=[key for key in made if key not in touched])
    done = people.take_back(list_id=row.id, touched=touched, now=now, progress=progress)
    practice.refresh_enrolments(now=now)
    if done.stage is ListStage.RETURNED:
        counts = {fate.value: count for fate, count in people.return_counts(row.id).items()}
        target = row.name or f"people/lists/{row.id}"
        governance.audit(
            actor_id=row.by, act="people.taken-back", target=target, detail=counts, now=now
        )
    return done


def _touched(person_ids: Sequence[UUID]) -> set[UUID]:
    """Those who have left something that stays: who has come in, whom another provider knows, and
    whom the evidence names.
    """
    touched: set[UUID] = set()
    for start in range(0, len(person_ids), _PART):
        part = list(person_ids[start : start + _PART])
        touched |= people.came_in(part) | people.has_other_names(part)
        rows = people.people_rows(part)
        by_pseudonym = {row.pseudonym: row for row in rows.values()}
        keys = {pseudonym: row.address for pseudonym, row in by_pseudonym.items()}
        touched |= {by_pseudonym[pseudonym].id for pseudonym in lrs.named(keys)}
    return touched
