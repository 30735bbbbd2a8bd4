"""One change for many people: asked for, and worked out as they stand when it is done. It is looked
at, agreed to, taken and taken back as a list of people is (lists.py, returning.py).
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections.abc import Sequence
from uuid import UUID, uuid4

import msgspec

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.people.actions.matching import Outcome
from trimtab.people.domain.attributes import fitted
from trimtab.people.domain.bulk import BulkChange, BulkKind, change_as_json
from trimtab.people.domain.changing import changed, refused
from trimtab.people.domain.importing import RowProblem
from trimtab.people.domain.lists import ListStage
from trimtab.people.domain.roles import Role
from trimtab.people.domain.rows import PersonSpec
from trimtab.people.domain.translating import RowLeftOut, TranslatedList
from trimtab.people.models import PeopleList, Unit
from trimtab.people.queries.attributes import attribute_rows
from trimtab.people.queries.finding import rows_in_order
from trimtab.people.queries.lists import holders
from trimtab.people.queries.merging import doubles_among
from trimtab.people.queries.states import BATCH, states_by_id

MOST_PEOPLE = 200_000
_MERGED = say("This person was merged into another, who may sign in.")
_NOBODY = say("Nobody of them is here any more.")


def choose_change(
    *, person_ids: Sequence[UUID], change: BulkChange, by: UUID, now: dt.datetime
) -> UUID:
    """Keeps one change for these people, to be looked at; nobody is changed.

    Returns the key of the list that it becomes. Raises Refusal on the field of what it says: for a
    unit, a role or a value that is none, and on the field person for nobody.
    """
    ids = list(dict.fromkeys(person_ids))
    if not ids:
        raise Refusal("people.nobody-chosen", say("Choose at least one person."), "person")
    if len(ids) > MOST_PEOPLE:
        sentence = say("Choose at most {most} people at once.", most=MOST_PEOPLE)
        raise Refusal("people.too-many", sentence, "person")
    row = PeopleList.objects.create(
        id=uuid4(),
        name="",
        by_id=by,
        made_at=now,
        stage=ListStage.LOOKING,
        content=zlib.compress(msgspec.msgpack.encode([key.bytes for key in ids])),
        change=change_as_json(_checked(change)),
        head=[],
        columns=[],
        total=len(ids),
    )
    return row.id


def _checked(change: BulkChange) -> BulkChange:
    match change.kind:
        case BulkKind.UNIT:
            code = change.value
            if code and not Unit.objects.filter(code=code, retired_at=None).exists():
                sentence = say("There is no unit with the code '{code}'.", code=code)
                raise Refusal("people.unknown-unit", sentence, "unit")
        case BulkKind.GIVE_ROLE | BulkKind.TAKE_ROLE:
            if change.value not in set(Role):
                raise Refusal("people.unknown-role", say("Choose a role."), "role")
        case BulkKind.ATTRIBUTE:
            return _checked_attribute(change)
        case BulkKind.LEAVE | BulkKind.BACK:
            return BulkChange(change.kind)
    return BulkChange(change.kind, change.value)


def _checked_attribute(change: BulkChange) -> BulkChange:
    defined = {row.key: row for row in attribute_rows()}
    if change.attribute not in defined:
        sentence = say("Choose an attribute that is defined.")
        raise Refusal("people.unknown-attribute", sentence, "attribute")
    try:
        value = fitted(defined[change.attribute], change.value)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.sentence, "value") from refusal
    return BulkChange(change.kind, value, change.attribute)


def worked_out(
    content: bytes, change: BulkChange, *, by: UUID | None
) -> tuple[TranslatedList, list[Outcome]]:
    """What a change does with each person as they stand now, and whom it leaves out and why; four
    queries for each 2,000 people.
    """
    keys = msgspec.msgpack.decode(zlib.decompress(content), type=list[bytes])
    ids = [UUID(bytes=key) for key in keys]
    outcomes = _outcomes(ids, change)
    why = dict.fromkeys(doubles_among(ids), _MERGED) | dict(refused(outcomes, holders(), by=by))
    kept = [outcome for outcome in outcomes if outcome.person_id not in why]
    lines = {key: line for line, key in enumerate(ids, start=1)}
    said = TranslatedList(
        people=tuple(outcome.spec for outcome in kept),
        lines=tuple(lines[outcome.person_id] for outcome in kept),
        units=(),
        problems=(RowProblem(1, "", _NOBODY),),
        left_out=tuple(
            _left_out(outcome, lines[outcome.person_id], why[outcome.person_id])
            for outcome in outcomes
            if outcome.person_id in why
        ),
    )
    return said, kept


def _left_out(outcome: Outcome, line: int, why: Said) -> RowLeftOut:
    return RowLeftOut(line, outcome.spec.name, outcome.spec.email, why)


def _outcomes(ids: list[UUID], change: BulkChange) -> list[Outcome]:
    outcomes: list[Outcome] = []
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        states = states_by_id(part)
        for row in rows_in_order(part):
            if row.is_erased or row.id not in states:
                continue
            before = states[row.id]
            spec = PersonSpec(email=row.address, name=row.name)
            outcomes.append(Outcome(spec, row.id, before, changed(before, change)))
    return outcomes
