"""Many people are changed at once, units move on their day, attributes are defined; what goes out
as a file comes in again without changing anybody."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.governance import api as governance
from trimtab.journeys import arranging, people_lists, staffing
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import (
    AttributeKind,
    BulkChange,
    BulkKind,
    ListRow,
    ListStage,
    PeopleOrder,
    Role,
    RowFate,
)
from trimtab.people.models import Person
from trimtab.workbooks import writer

TODAY = NOW.date()


def change(cast: Cast, ids: list[UUID], kind: BulkKind, value: str = "", name: str = "") -> ListRow:
    return people_lists.change_many(
        person_ids=ids, change=BulkChange(kind, value, name), by=cast.administrator, now=NOW
    )


def take(cast: Cast, row: ListRow) -> ListRow:
    keys = [danger.key for danger in row.dangers]
    return people_lists.take(list_id=row.id, agreed=keys, by=cast.administrator, now=NOW)


def define(cast: Cast, key: str, kind: AttributeKind, *options: str, is_new: bool = True) -> None:
    arranging.define_attribute(
        key=key,
        label=key.title(),
        kind=kind,
        options=options,
        is_new=is_new,
        by=cast.administrator,
        now=NOW,
    )


def crowd(count: int) -> list[UUID]:
    people.match_people(
        [people.PersonSpec(f"p{at}@corner.example", f"P {at}", "south") for at in range(count)],
        now=NOW,
    )
    return list(people.ids_by_email(f"p{at}@corner.example" for at in range(count)).values())


def acts() -> list[str]:
    return [entry.act for entry in governance.audit_entries().rows]


def test_a_change_of_many_is_looked_at_then_done_then_taken_back(cast: Cast) -> None:
    ids = [cast.worker.id, cast.stranger.id]
    row = change(cast, ids, BulkKind.UNIT, "south")
    assert row.stage is ListStage.LOOKED
    assert row.counts == {RowFate.CHANGED: 1, RowFate.UNCHANGED: 1}
    assert people.person(cast.worker.id).unit_code == "north"
    assert take(cast, row).stage is ListStage.TAKEN
    assert people.person(cast.worker.id).unit_code == "south"
    assert "people.changed" in acts()
    people_lists.take_back(list_id=row.id, by=cast.administrator, now=NOW)
    assert people.person(cast.worker.id) == cast.worker


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (BulkKind.LEAVE, ""),
        (BulkKind.TAKE_ROLE, "strategist"),
        (BulkKind.TAKE_ROLE, "steward"),
    ],
)
def test_the_last_of_a_role_is_left_out_and_named(cast: Cast, kind: BulkKind, value: str) -> None:
    everybody = people.ids_of_people(now=NOW)
    row = change(cast, everybody, kind, value)
    left = people.list_entries(row.id, fate=RowFate.LEFT_OUT).rows
    assert left and all(entry.why for entry in left)
    take(cast, row)
    held = people.count_by_role()
    assert held[Role.STRATEGIST] == held[Role.STEWARD] == held[Role.ADMINISTRATOR] == 1
    assert people.person(cast.administrator.id).is_active


def test_who_was_shut_out_with_many_is_out_at_once_and_comes_back(cast: Cast) -> None:
    row = take(cast, change(cast, [cast.worker.id], BulkKind.LEAVE))
    assert row.stage is ListStage.TAKEN and not people.person(cast.worker.id).is_active
    take(cast, change(cast, [cast.worker.id], BulkKind.BACK))
    assert people.person(cast.worker.id).is_active


def test_roles_are_given_and_taken_and_an_attribute_is_set_and_emptied(cast: Cast) -> None:
    define(cast, "shift", AttributeKind.CHOICE, "Early", "Late")
    ids = [cast.worker.id, cast.stranger.id]
    take(cast, change(cast, ids, BulkKind.GIVE_ROLE, "author"))
    assert all(Role.AUTHOR in people.person(key).roles for key in ids)
    take(cast, change(cast, ids, BulkKind.TAKE_ROLE, "author"))
    assert people.person(cast.worker.id).roles == cast.worker.roles
    take(cast, change(cast, ids, BulkKind.ATTRIBUTE, "early", "shift"))
    assert people.person(cast.worker.id).attributes == {"job": "cashier", "shift": "Early"}
    take(cast, change(cast, ids, BulkKind.ATTRIBUTE, "", "shift"))
    assert people.person(cast.worker.id).attributes == {"job": "cashier"}


@pytest.mark.parametrize(
    ("kind", "value", "name", "field"),
    [
        (BulkKind.UNIT, "nowhere", "", "unit"),
        (BulkKind.GIVE_ROLE, "king", "", "role"),
        (BulkKind.ATTRIBUTE, "noon", "shift", "value"),
        (BulkKind.ATTRIBUTE, "x", "password", "attribute"),
    ],
)
def test_a_change_that_is_none_is_refused_by_field(
    cast: Cast, kind: BulkKind, value: str, name: str, field: str
) -> None:
    define(cast, "shift", AttributeKind.CHOICE, "Early", "Late")
    with pytest.raises(Refusal) as refusal:
        change(cast, [cast.worker.id], kind, value, name)
    assert refusal.value.field == field
    with pytest.raises(Refusal):
        change(cast, [], BulkKind.LEAVE)


def test_only_administrators_change_many_units_and_attributes(cast: Cast) -> None:
    asked: list[tuple[Any, dict[str, Any]]] = [
        (
            people_lists.change_many,
            {"person_ids": [cast.worker.id], "change": BulkChange(BulkKind.LEAVE)},
        ),
        (arranging.rename_unit, {"unit_id": 1, "name": "N", "kind": ""}),
        (arranging.forget_attribute, {"key": "job"}),
    ]
    for action, given in asked:
        with pytest.raises(NotAllowed):
            action(**given, by=cast.manager, now=NOW)


def test_a_change_of_many_takes_a_fixed_number_of_queries(cast: Cast) -> None:
    few, many = crowd(3), crowd(60)

    def asked(ids: list[UUID], unit: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            take(cast, change(cast, ids, BulkKind.UNIT, unit))
        return len(queries)

    assert asked(few, "north") == asked(many, "org")


def test_people_are_found_by_name_address_and_number_however_common_the_word(cast: Cast) -> None:
    define(cast, "employee-number", AttributeKind.TEXT)
    take(cast, change(cast, [cast.worker.id], BulkKind.ATTRIBUTE, "X-1042", "employee-number"))
    crowd(600)

    def names(word: str, **more: Any) -> list[str]:
        return [row.name for row in people.find_people(query=word, now=NOW, **more).rows]

    assert names("1042") == names("x-1") == names("wanda@") == names("wa") == ["Wanda"]
    assert names("anda") == ["Wanda"] and names("an") == []
    assert len(names("corner.example")) == 50
    common = people.find_people(query="corner.example", now=NOW, page=13)
    assert common.total == people.count_people() and not common.is_more
    assert names("p 599") == ["P 599"] and names("%") == names("_") == []
    assert names("corner", unit="north") == ["Mika", "Wanda"]
    assert names("", unit="north", order=PeopleOrder.NAME_BACK) == ["Wanda", "Mika"]
    assert people.find_people(order=PeopleOrder.NEWEST).total == people.count_people()


def test_finding_people_takes_the_same_number_of_queries_for_few_and_many(cast: Cast) -> None:
    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            people.find_people(query="corner", now=NOW, invite=people.EntryStage.NEW)
        return len(queries)

    few = asked()
    crowd(700)
    assert asked() == few


def test_what_goes_out_comes_in_again_and_changes_nobody(cast: Cast) -> None:
    define(cast, "since", AttributeKind.DATE)
    for at, (name, value) in enumerate(
        [("=SUM(A1)", "'=x"), ('Say "hi", you', "-1"), ("'quoted", "a;b\nc"), ("@ 007", "007")]
    ):
        people.add_person(
            email=f"odd{at}",
            name=name,
            roles=[Role.LEARNER, Role.MANAGER],
            now=NOW,
            unit="south",
            attributes={"odd": value, "since": "2026-01-31"},
            language="de",
        )
    staffing.shut_out(person_id=cast.stranger.id, by=cast.administrator, now=NOW)
    ids = people.ids_of_people(now=NOW)
    rows = list(people.people_as_list(ids))
    files = {
        "people.csv": people.as_csv(rows).encode(),
        "people.xlsx": writer.workbook(rows, title="People"),
    }
    for name, content in files.items():
        list_id = people_lists.choose(
            file=io.BytesIO(content), name=name, by=cast.administrator, now=NOW
        )
        columns = people.people_list(list_id, now=NOW).columns
        row = people_lists.say_columns(
            list_id=list_id, columns=columns, by=cast.administrator, now=NOW
        )
        assert row.counts == {RowFate.UNCHANGED: len(ids)}, name
        assert not row.dangers and not row.units


def unit_id(code: str) -> int:
    return next(unit.id for unit in people.find_units("").rows if unit.code == code)


def test_units_are_added_called_otherwise_and_retired(cast: Cast) -> None:
    by = cast.administrator
    given = arranging.UnitDetails(code="deli", name="Deli", kind="counter", parent="north")
    deli = arranging.add_unit(given=given, by=by, now=NOW)
    assert people.unit_standing(deli).path == ("org", "north", "deli")
    for bad in (
        ("deli", "X", "", ""),
        ("", "X", "", ""),
        ("x", "", "", ""),
        ("x", "X", "", "moon"),
    ):
        with pytest.raises(Refusal):
            arranging.add_unit(given=arranging.UnitDetails(*bad), by=by, now=NOW)
    assert arranging.rename_unit(unit_id=deli, name="Delicatessen", kind="", by=by, now=NOW)
    assert not arranging.rename_unit(unit_id=deli, name="Delicatessen", kind="", by=by, now=NOW)
    north = unit_id("north")
    assert people.unit_standing(north).own_people == 2
    with pytest.raises(Refusal) as peopled:
        arranging.retire_unit(unit_id=north, to=None, by=by, now=NOW)
    assert peopled.value.field == "to" and "2 people" in peopled.value.sentence
    for below in ("north", "deli", "moon"):
        with pytest.raises(Refusal):
            arranging.retire_unit(unit_id=north, to=below, by=by, now=NOW)
    assert arranging.retire_unit(unit_id=north, to="south", by=by, now=NOW) == 2
    assert people.person(cast.worker.id).unit_path == ("org", "south")
    assert people.unit_standing(deli).path == ("org", "south", "deli")
    with pytest.raises(NotFound):
        people.unit_standing(north)
    assert {"unit.added", "unit.renamed", "unit.retired"} <= set(acts())


def test_a_unit_moves_on_its_day_with_all_that_is_below_it(cast: Cast) -> None:
    by, given = cast.administrator, arranging.UnitDetails("deli", "Deli", "", "north")
    deli = arranging.add_unit(given=given, by=by, now=NOW)
    north = unit_id("north")
    day = TODAY + dt.timedelta(days=3)
    assert not arranging.move_unit(unit_id=north, parent="south", from_day=day, by=by, now=NOW)
    assert arranging.make_due_moves(now=NOW + dt.timedelta(days=2)) == 0
    assert people.unit_standing(deli).path == ("org", "north", "deli")
    night = NOW + dt.timedelta(days=3)
    assert arranging.make_due_moves(now=night) == 1
    assert arranging.make_due_moves(now=night) == 0 and not people.moves_to_come()
    assert people.unit_standing(deli).path == ("org", "south", "north", "deli")
    assert people.find_people(unit="south").total == 3
    for parent in ("deli", "north"):
        with pytest.raises(Refusal) as circle:
            arranging.move_unit(unit_id=north, parent=parent, from_day=TODAY, by=by, now=NOW)
        assert circle.value.field == "parent"
    assert arranging.move_unit(unit_id=north, parent="", from_day=TODAY, by=by, now=NOW)
    assert people.unit_standing(deli).path == ("north", "deli")


def test_a_move_that_cannot_be_made_any_more_says_why_and_holds_up_no_other(cast: Cast) -> None:
    by, day = cast.administrator, TODAY + dt.timedelta(days=1)
    north, south = unit_id("north"), unit_id("south")
    arranging.move_unit(unit_id=north, parent="south", from_day=day, by=by, now=NOW)
    arranging.move_unit(unit_id=south, parent="north", from_day=day, by=by, now=NOW)
    assert arranging.make_due_moves(now=NOW + dt.timedelta(days=1)) == 1
    [left] = people.moves_to_come()
    assert left.unit_code == "south" and "below itself" in left.problem
    assert arranging.call_off_move(unit_id=south, by=by, now=NOW)
    assert not arranging.call_off_move(unit_id=south, by=by, now=NOW)


def test_somebody_manages_a_unit_and_does_not_any_more(cast: Cast) -> None:
    by, south = cast.administrator, unit_id("south")
    arranging.let_manage(unit_id=south, typed="WANDA@corner.example", by=by, now=NOW)
    arranging.let_manage(unit_id=south, typed="wanda@corner.example", by=by, now=NOW)
    assert people.person(cast.worker.id).managed_units == ("south",)
    assert [row.name for row in people.managers_of("south")] == ["Wanda"]
    for nobody in ("", "who@corner.example"):
        with pytest.raises(Refusal):
            arranging.let_manage(unit_id=south, typed=nobody, by=by, now=NOW)
    assert arranging.end_managing(unit_id=south, person_id=cast.worker.id, by=by, now=NOW)
    assert people.person(cast.worker.id).roles == cast.worker.roles


def test_an_attribute_takes_in_what_fits_and_refuses_to_be_defined_over_what_does_not(
    cast: Cast,
) -> None:
    with pytest.raises(Refusal) as misfits:
        define(cast, "job", AttributeKind.CHOICE, "Baker", "Cashier")
    assert misfits.value.field == "options" and "manager" in misfits.value.sentence
    define(cast, "job", AttributeKind.CHOICE, "Cashier", "Manager")
    assert people.person(cast.worker.id).attributes == {"job": "Cashier"}
    with pytest.raises(Refusal):
        define(cast, "job", AttributeKind.TEXT)
    given = staffing.PersonDetails("wanda@corner.example", "Wanda", "north", (Role.LEARNER,))
    with pytest.raises(Refusal) as refusal:
        details = staffing.PersonDetails(
            given.email, given.name, given.unit, given.roles, attributes={"job": "pilot"}
        )
        staffing.change(person_id=cast.worker.id, given=details, by=cast.administrator, now=NOW)
    assert refusal.value.field == "attribute:job"
    arranging.forget_attribute(key="job", by=cast.administrator, now=NOW)
    assert people.person(cast.worker.id).attributes == {"job": "Cashier"}
    assert people.people_by_attribute() == {"job": 2}


def test_a_filter_is_kept_by_its_owner_alone_and_goes_with_whom_it_names(cast: Cast) -> None:
    owner = cast.administrator.id
    people.save_filter(person_id=owner, name="North", query="unit=north")
    people.save_filter(person_id=owner, name="North", query="unit=north&role=learner")
    people.save_filter(person_id=owner, name="Her", query="q=wanda%40corner.example")
    assert [row.name for row in people.saved_filters(owner)] == ["Her", "North"]
    assert people.saved_filters(cast.steward.id) == []
    kept = people.saved_filters(owner)[1]
    people.remove_filter(person_id=cast.steward.id, filter_id=kept.id)
    for name, query in (("", "q=x"), ("x" * 61, "q=x"), ("None", ""), ("Long", "q" * 801)):
        with pytest.raises(Refusal):
            people.save_filter(person_id=owner, name=name, query=query)
    people.erase_person(person_id=cast.worker.id)
    assert [row.query for row in people.saved_filters(owner)] == ["unit=north&role=learner"]
    assert Person.objects.filter(saved_filters__name="North").count() == 1
