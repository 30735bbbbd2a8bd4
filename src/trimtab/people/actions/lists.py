"""A list of people on its way in: chosen, its columns said, looked at, taken."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, BinaryIO
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.guarding import changing
from trimtab.people.actions.importing import make_units
from trimtab.people.actions.many import worked_out
from trimtab.people.actions.matching import Outcome, Progress, compared, taken_names, write
from trimtab.people.domain.bulk import change_of_json
from trimtab.people.domain.changing import goes_without_saying
from trimtab.people.domain.column_names import System
from trimtab.people.domain.columns import Mapped, head_key, recognised, target_of
from trimtab.people.domain.lists import (
    DangerRow,
    ListRow,
    ListStage,
    RowFate,
    dangers_of,
)
from trimtab.people.domain.states import state_as_json
from trimtab.people.domain.translating import (
    Defaults,
    PeopleTable,
    RowLeftOut,
    TranslatedList,
    missing,
    translated,
    twice,
)
from trimtab.people.models import KnownHead, PeopleList, PeopleListRow
from trimtab.people.queries.attributes import defined_attributes
from trimtab.people.queries.list_files import people_table
from trimtab.people.queries.lists import holders, list_row, standing_lists
from trimtab.people.queries.persons import organisation
from trimtab.people.queries.persons import units as all_units

# Up to so many rows a list is worked on while somebody waits for the page.
AT_ONCE = 2_000
_COPY = (
    "COPY people_peoplelistrow (people_list_id, line, fate, address, name, person, before, after,"
    " why, returned) FROM STDIN"
)
_TELL = (
    "INSERT INTO people_listprogress (people_list, done) VALUES (%s, %s)"
    " ON CONFLICT (people_list) DO UPDATE SET done = excluded.done"
)
_LEFT_ALREADY = say("Has left, and is not here.")


def nothing_told(_count: int) -> None:
    """Progress that nobody asks for."""


def choose_list(*, file: BinaryIO, name: str, by: UUID, now: dt.datetime) -> UUID:
    """Keeps a list that somebody chose; its columns are recognised, or are as somebody said for the
    same head before. Raises Refusal on the field file.
    """
    table = people_table(file, name=name)
    taken_for = recognised(table.head)
    known = KnownHead.objects.filter(key=_digest(table.head)).first()
    columns = [str(column) for column in taken_for.columns]
    row = PeopleList.objects.create(
        name=name[:200],
        by_id=by,
        made_at=now,
        stage=ListStage.CHOSEN,
        content=_packed(table),
        head=[cell[:200] for cell in table.head],
        columns=known.columns if known and len(known.columns) == len(columns) else columns,
        system=taken_for.system or "",
        total=len(table.rows),
    )
    return row.id


def examples(list_id: UUID, *, now: dt.datetime, most: int = 3) -> list[tuple[str, ...]]:
    """For each column of a list that was not taken, some of what stands in it. Raises NotFound."""
    row = _standing(list_id, now)
    table = _unpacked(bytes(row.content))
    found: list[tuple[str, ...]] = []
    for at in range(len(table.head)):
        cells = (cells[at] for _line, cells in table.rows[:200] if len(cells) > at)
        found.append(tuple(dict.fromkeys(cell[:60] for cell in cells if cell))[:most])
    return found


def say_columns(*, list_id: UUID, columns: Sequence[str], by: UUID, now: dt.datetime) -> ListRow:
    """Says what the columns of a list become, which is remembered for its head; the list is then to
    be looked at. Raises NotFound, Refusal on the field columns.
    """
    with transaction.atomic():
        row = _locked(list_id, now)
        _require(row, ListStage.CHOSEN, ListStage.LOOKED)
        mapped = tuple(target_of(text) for text in columns)
        if len(mapped) != len(row.head):
            raise Refusal("people.columns", say("The file has other columns."), "columns")
        wrong = missing(mapped) or twice(mapped, row.head)
        if wrong is not None:
            raise Refusal("people.columns", wrong, "columns")
        row.columns = [str(column) for column in mapped]
        row.stage, row.problem, row.agreed, row.by_id = ListStage.LOOKING, Said(""), [], by
        row.save(update_fields=["columns", "stage", "problem", "agreed", "by"])
        KnownHead.objects.update_or_create(
            key=_digest(row.head), defaults={"columns": row.columns, "kept_at": now}
        )
        return list_row(row)


def look(*, list_id: UUID, now: dt.datetime, progress: Progress = nothing_told) -> ListRow:
    """Looks what a list would do, row by row; nobody is changed. Raises NotFound."""
    row = _standing(list_id, now)
    if row.stage != ListStage.LOOKING:
        return list_row(row)
    said, outcomes = _worked_out(row, now, progress)
    if not said.people and not said.left_out:
        return _stopped(row, ListStage.CHOSEN, said.problems[0].sentence)
    with transaction.atomic():
        _keep(row, said, outcomes)
        row.stage = ListStage.LOOKED
        row.save(update_fields=["stage", "counts", "dangers", "units"])
    return list_row(row)


def agree(*, list_id: UUID, agreed: Collection[str], by: UUID, now: dt.datetime) -> ListRow:
    """Somebody agrees to the dangers with these keys: the list is then to be taken.

    Raises NotFound; Refusal on the field agreed when a danger was not agreed to.
    """
    with transaction.atomic():
        row = _locked(list_id, now)
        _require(row, ListStage.LOOKED)
        _check(list_row(row), agreed)
        row.stage, row.agreed, row.problem = ListStage.TAKING, sorted(agreed), Said("")
        row.by_id = by
        row.save(update_fields=["stage", "agreed", "problem", "by"])
        return list_row(row)


def take(*, list_id: UUID, now: dt.datetime, progress: Progress = nothing_told) -> ListRow:
    """Takes a list that was agreed to, as people stand now: wholly, or not at all.

    Where it would do something dangerous that was not agreed to, because somebody changed
    meanwhile, or where a rule says no, nothing is done, and the list says why.
    """
    row = _standing(list_id, now)
    if row.stage != ListStage.TAKING:
        return list_row(row)
    try:
        with changing():
            said, outcomes = _worked_out(row, now)
            here = [outcome for outcome in outcomes if not _is_gone(outcome)]
            _keep(row, said, outcomes)
            _check(list_row(row), row.agreed)
            make_units(said.units)
            write(here, now=now, progress=progress)
            row.stage, row.taken_at, row.content = ListStage.TAKEN, now, b""
            row.save()
    except Refusal as refusal:
        row = _standing(list_id, now)
        if refusal.code == "people.unagreed":
            # As people stand now, it does something else than what was looked at.
            PeopleList.objects.filter(id=list_id).update(stage=ListStage.LOOKING)
            look(list_id=list_id, now=now)
            row = _standing(list_id, now)
        return _stopped(row, ListStage.LOOKED, refusal.sentence)
    return list_row(row)


def stop_list(*, list_id: UUID, problem: Said, now: dt.datetime) -> None:
    """Work on a list broke off: it is again where it was before, and says so."""
    before = {
        ListStage.LOOKING: ListStage.CHOSEN,
        ListStage.TAKING: ListStage.LOOKED,
        ListStage.RETURNING: ListStage.TAKEN,
    }
    row = standing_lists(now).filter(id=list_id).first()
    stage = before.get(ListStage(row.stage)) if row else None
    if row is not None and stage is not None:
        _stopped(row, stage, problem)


def _stopped(row: PeopleList, stage: ListStage, problem: str) -> ListRow:
    row.stage, row.problem = stage, problem if isinstance(problem, Said) else Said(problem)
    row.save(update_fields=["stage", "problem"])
    return list_row(row)


def _check(row: ListRow, agreed: Collection[str]) -> None:
    if row.is_refused:
        sentence = say(
            "Nobody would be left who administers and can sign in. Let somebody else in as "
            "administrator first."
        )
        raise Refusal("people.last-administrator", sentence, "agreed")
    if row.unagreed(agreed):
        sentence = say("Nothing was written: tick what you mean, or mend the file first.")
        raise Refusal("people.unagreed", sentence, "agreed")
    if not any(count for fate, count in row.counts.items() if fate is not RowFate.LEFT_OUT):
        raise Refusal("people.nobody", say("Not one row can be taken."), "agreed")


def _worked_out(
    row: PeopleList, now: dt.datetime, progress: Progress = nothing_told
) -> tuple[TranslatedList, list[Outcome]]:
    """What a list says, and what that does with each person as they stand now."""
    if row.change is not None:
        return worked_out(bytes(row.content), change_of_json(row.change), by=row.by_id)
    said = _said(row, now)
    return said, compared(said.people, progress=progress)


def _said(row: PeopleList, now: dt.datetime) -> TranslatedList:
    house = organisation()
    zone, language = (house.time_zone, house.language) if house else ("UTC", "en")
    columns: Mapped = tuple(target_of(text) for text in row.columns)
    system = System(row.system) if row.system else None
    today = now.astimezone(ZoneInfo(zone)).date()
    defaults = Defaults(zone, language, today, defined_attributes())
    said = translated(_unpacked(bytes(row.content)), columns, system, all_units(), defaults)
    return _without_taken(said)


def _without_taken(said: TranslatedList) -> TranslatedList:
    """The list without the rows whose number or badge is somebody else's; they are left out."""
    taken = taken_names(said.people)
    if not taken:
        return said
    left = [
        RowLeftOut(
            said.lines[at],
            said.people[at].name,
            said.people[at].email,
            say("The number or the badge is that of {name} already.", name=name),
        )
        for at, name in taken.items()
    ]
    stays = [at for at in range(len(said.people)) if at not in taken]
    return replace(
        said,
        people=tuple(said.people[at] for at in stays),
        lines=tuple(said.lines[at] for at in stays),
        left_out=(*said.left_out, *left),
    )


def _is_gone(outcome: Outcome) -> bool:
    """Whether somebody has left who was never here."""
    return outcome.before is None and not outcome.after.is_active


def _keep(row: PeopleList, said: TranslatedList, outcomes: Sequence[Outcome]) -> None:
    """Writes down what a list does with each row, and what of it is dangerous."""
    rows = [*_rows(said, outcomes), *map(_left_out, said.left_out)]
    counts = dict.fromkeys(RowFate, 0)
    for cells in rows:
        counts[cells[1]] += 1
    here = [outcome for outcome in outcomes if not _is_gone(outcome)]
    change = change_of_json(row.change) if row.change is not None else None
    found = dangers_of(
        here,
        holders(),
        units=[unit.name or unit.code for unit in said.units],
        # Whom a change must not touch is told, and not asked about.
        bad_rows=len(said.left_out) if change is None else 0,
    )
    if change is not None:
        found = [danger for danger in found if danger.danger not in goes_without_saying(change)]
    row.counts = {fate.value: count for fate, count in counts.items() if count}
    row.dangers = [_stored(danger) for danger in found]
    row.units = [unit.code for unit in said.units]
    PeopleListRow.objects.filter(people_list=row).delete()
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for line, fate, address, name, person, before, after, why in rows:
            copy.write_row(
                (row.id, line, fate.value, address, name, person, before, after, why, "")
            )


def _stored(danger: DangerRow) -> list[Any]:
    return [danger.danger.value, danger.count, list(danger.names), danger.key]


_Cells = tuple[int, RowFate, str, str, UUID | None, str | None, str | None, str]


def _rows(said: TranslatedList, outcomes: Sequence[Outcome]) -> Iterator[_Cells]:
    why_field = PeopleListRow._meta.get_field("why")
    left: str = why_field.get_prep_value(_LEFT_ALREADY)
    for line, outcome in zip(said.lines, outcomes, strict=True):
        address, state = outcome.spec.email, outcome.after
        after = json.dumps(state_as_json(state))
        if _is_gone(outcome):
            yield line, RowFate.LEFT_OUT, address, state.name, None, None, None, left
        elif outcome.before is None:
            yield line, RowFate.NEW, address, state.name, outcome.person_id, None, after, ""
        elif outcome.is_changed:
            before = json.dumps(state_as_json(outcome.before))
            yield line, RowFate.CHANGED, address, state.name, outcome.person_id, before, after, ""
        else:
            yield line, RowFate.UNCHANGED, address, state.name, outcome.person_id, None, None, ""


def _left_out(left: RowLeftOut) -> _Cells:
    why: str = PeopleListRow._meta.get_field("why").get_prep_value(left.why)
    address, name = (text.replace("\x00", "") for text in (left.address, left.name))
    return left.line, RowFate.LEFT_OUT, address, name, None, None, None, why.replace("\\u0000", "")


def _standing(list_id: UUID, now: dt.datetime) -> PeopleList:
    row = standing_lists(now).filter(id=list_id).first()
    if row is None:
        raise NotFound("people.no-list", say("This list is over. Choose the file again."))
    return row


def _locked(list_id: UUID, now: dt.datetime) -> PeopleList:
    PeopleList.objects.select_for_update().filter(id=list_id).values_list("id").first()
    return _standing(list_id, now)


def _require(row: PeopleList, *stages: ListStage) -> None:
    if row.stage not in stages:
        sentence = say("Somebody went on with this list meanwhile. Look at it again.")
        raise Refusal("people.list-moved", sentence, "list")


@contextmanager
def told_progress(list_id: UUID) -> Iterator[Progress]:
    """Writes down how far the work on a list is, by a connection of its own: what the work itself
    writes is seen by nobody before its end.
    """
    beside = connections.create_connection(DEFAULT_DB_ALIAS)

    def tell(count: int) -> None:
        with beside.cursor() as cursor:
            cursor.execute(_TELL, [list_id, count])

    try:
        tell(0)
        yield tell
    finally:
        with beside.cursor() as cursor:
            cursor.execute("DELETE FROM people_listprogress WHERE people_list = %s", [list_id])
        beside.close()


def _digest(head: Sequence[str]) -> str:
    return hashlib.sha256(head_key(head).encode()).hexdigest()


def _packed(table: PeopleTable) -> bytes:
    return zlib.compress(msgspec.msgpack.encode(table), 3)


def _unpacked(content: bytes) -> PeopleTable:
    return msgspec.msgpack.decode(zlib.decompress(content), type=PeopleTable)
