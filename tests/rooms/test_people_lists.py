"""A list of people is looked at row by row, taken wholly or not at all, and can be taken back."""

from __future__ import annotations

import datetime as dt
import io
from uuid import UUID

import pytest

from tests.cast import NOW, Cast
from tests.lists.reading import NAMES, text_of, workbook
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.api import Danger, ListRow, ListStage, ReturnFate, Role, RowFate, Trait
from trimtab.people.models import Person, Session

HEAD = "Work Email,First Name,Last Name,Department,Job Title,Status\n"
DAY = dt.timedelta(days=1)


def chosen(cast: Cast, text: str | bytes, name: str = "people.csv") -> UUID:
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    return people.choose_list(file=file, name=name, by=cast.administrator.id, now=NOW)


def looked(cast: Cast, text: str | bytes, name: str = "people.csv") -> ListRow:
    list_id = chosen(cast, text, name)
    columns = people.people_list(list_id, now=NOW).columns
    people.say_columns(list_id=list_id, columns=columns, by=cast.administrator.id, now=NOW)
    return people.look(list_id=list_id, now=NOW)


def taken(cast: Cast, text: str | bytes, now: dt.datetime = NOW) -> ListRow:
    row = looked(cast, text)
    return agreed_and_taken(cast, row, now)


def agreed_and_taken(cast: Cast, row: ListRow, now: dt.datetime = NOW) -> ListRow:
    keys = [danger.key for danger in row.dangers]
    people.agree(list_id=row.id, agreed=keys, by=cast.administrator.id, now=now)
    return people.take(list_id=row.id, now=now)


def back(cast: Cast, row: ListRow, touched: set[UUID] = frozenset()) -> ListRow:  # type: ignore[assignment]  # nobody
    people.ask_back(list_id=row.id, by=cast.administrator.id, now=NOW)
    return people.take_back(list_id=row.id, touched=touched, now=NOW)


def dangers(row: ListRow) -> dict[Danger, int]:
    return {danger.danger: danger.count for danger in row.dangers}


@pytest.mark.parametrize("name", NAMES)
def test_the_list_of_every_system_is_taken_and_taken_back(cast: Cast, name: str) -> None:
    encoded = text_of(name).encode("cp1252" if name.endswith("_de") else "utf-8")
    row = looked(cast, encoded)
    assert row.counts == {RowFate.NEW: 2, RowFate.LEFT_OUT: 1}
    assert dangers(row).keys() == {Danger.UNITS}
    assert people.person_by_email("ana.muster@example.org") is None
    done = agreed_and_taken(cast, row)
    assert done.stage is ListStage.TAKEN and not done.problem
    ana = people.person_by_email("ana.muster@example.org")
    assert ana is not None and ana.name == "Ana Muster" and ana.roles == {Role.LEARNER}
    assert ana.unit_path[0] == "org" and len(ana.unit_path) > 1
    again = looked(cast, encoded)
    assert again.counts == {RowFate.UNCHANGED: 2, RowFate.LEFT_OUT: 1} and not again.dangers
    assert back(cast, done).stage is ListStage.RETURNED
    assert people.person_by_email("ana.muster@example.org") is None
    assert [unit.code for unit in people.units()] == ["org", "north", "south"]


def test_a_workbook_says_the_same_as_its_text(cast: Cast) -> None:
    row = looked(cast, workbook("personio"), "People.XLSX")
    assert row.system == "personio" and row.counts[RowFate.NEW] == 2
    agreed_and_taken(cast, row)
    ana = people.person_by_email("ana.muster@example.org")
    assert ana is not None and ana.attributes["employee-number"] == "21"


def test_a_preview_says_row_by_row_what_was_and_what_would_be(cast: Cast) -> None:
    text = (
        f"{HEAD}wanda@corner.example,Wanda,West,Shop South,cashier,Active\n"
        "mika@corner.example,Mika,,Shop North,manager,Active\n"
        "new@corner.example,New,One,Shop South,baker,Active\n"
        "bad,B,B,Shop South,baker,Active\n"
    )
    row = looked(cast, text)
    assert row.counts == dict.fromkeys(RowFate, 1) and dangers(row) == {Danger.BAD_ROWS: 1}
    entries = people.list_entries(row.id).rows
    assert [(entry.line, entry.fate) for entry in entries] == [
        (2, RowFate.CHANGED),
        (3, RowFate.UNCHANGED),
        (4, RowFate.NEW),
        (5, RowFate.LEFT_OUT),
    ]
    assert [(found.trait, found.before, found.after) for found in entries[0].differences] == [
        (Trait.NAME, "Wanda", "Wanda West"),
        (Trait.UNIT, "north", "south"),
    ]
    assert "Work Email" in entries[3].why and "'bad'" in entries[3].why
    assert people.list_entries(row.id, fate=RowFate.NEW).total == 1
    assert people.list_entries(row.id, query="wand").total == 1
    with pytest.raises(Refusal) as unagreed:
        people.agree(list_id=row.id, agreed=[], by=cast.administrator.id, now=NOW)
    assert unagreed.value.field == "agreed"
    agreed_and_taken(cast, row)
    wanda = people.person(cast.worker.id)
    assert (wanda.name, wanda.unit_code) == ("Wanda West", "south")
    assert wanda.language == cast.worker.language


def test_what_somebody_said_of_columns_is_remembered_for_the_head(cast: Cast) -> None:
    text = "Who,Where to write,Shop\nNew One,new@corner.example,south\n"
    first = people.people_list(chosen(cast, text), now=NOW)
    assert first.columns == ("nothing", "nothing", "nothing")
    admin = cast.administrator.id
    for wrong in (
        ("nothing",) * 3,
        ("name", "name", "unit"),
        ("name", "email", "email"),
        ("name",),
        ("name", "king", "unit"),
    ):
        with pytest.raises(Refusal):
            people.say_columns(list_id=first.id, columns=wrong, by=admin, now=NOW)
    said = ("name", "email", "attribute:shop")
    people.say_columns(list_id=first.id, columns=said, by=admin, now=NOW)
    later = people.people_list(chosen(cast, text.replace("WHO", "who")), now=NOW)
    assert later.columns == said
    assert people.examples(later.id, now=NOW)[1] == ("new@corner.example",)


def test_whoever_has_left_is_shut_out_and_so_many_are_warned_of(cast: Cast) -> None:
    Session.objects.create(
        session_key="w",
        session_data="",
        person_id=cast.worker.id,
        begun_at=NOW,
        seen_at=NOW,
        expire_date=NOW + DAY,
    )
    text = (
        f"{HEAD}wanda@corner.example,Wanda,,Shop North,cashier,Terminated\n"
        "stef@corner.example,Stef,,org,,Inactive\nada@corner.example,Ada,,org,,Inactive\n"
    )
    refused = looked(cast, text)
    assert refused.is_refused
    assert dangers(refused) == {
        Danger.ADMINISTRATORS: 1,
        Danger.MANY_LEAVE: 3,
        Danger.NOBODY_LEFT: 1,
        Danger.LAST_ADMINISTRATOR: 0,
    }
    with pytest.raises(Refusal, match="administers"):
        agreed_and_taken(cast, refused)
    row = taken(cast, text.rsplit("ada@", 1)[0])
    assert row.stage is ListStage.TAKEN
    assert not people.person(cast.worker.id).is_active and not Session.objects.exists()
    assert people.person(cast.worker.id).pseudonym == cast.worker.pseudonym
    returning = looked(cast, f"{HEAD}wanda@corner.example,Wanda,,Shop North,cashier,Active\n")
    assert dangers(returning) == {Danger.BACK: 1}
    agreed_and_taken(cast, returning)
    assert people.person(cast.worker.id).is_active


def test_roles_that_a_list_takes_are_agreed_to_one_by_one(cast: Cast) -> None:
    row = looked(cast, "email,name,roles\nsasha@corner.example,Sasha,learner\n")
    assert dangers(row) == {Danger.ROLES: 1, Danger.NOBODY_LEFT: 1}
    assert {name for danger in row.dangers for name in danger.names} == {
        "Sasha: strategist",
        "strategist",
    }
    keys = [danger.key for danger in row.dangers]
    people.agree(list_id=row.id, agreed=keys, by=cast.administrator.id, now=NOW)
    # Meanwhile somebody else holds a role that the list would take as well.
    people.change_person(
        person_id=cast.strategist.id,
        email="sasha@corner.example",
        name="Sasha",
        unit="org",
        roles=[Role.STRATEGIST, Role.STEWARD, Role.LEARNER],
        manages=(),
        now=NOW,
    )
    refused = people.take(list_id=row.id, now=NOW)
    assert refused.stage is ListStage.LOOKED and "tick" in refused.problem
    assert people.person(cast.strategist.id).roles == {
        Role.STRATEGIST,
        Role.STEWARD,
        Role.LEARNER,
    }
    assert agreed_and_taken(cast, people.people_list(row.id, now=NOW)).stage is ListStage.TAKEN


def test_taking_back_puts_back_what_was_and_names_who_changed_since(cast: Cast) -> None:
    people.set_password(person_id=cast.administrator.id, password="four words in a row", now=NOW)
    text = (
        f"{HEAD}wanda@corner.example,Wanda,West,Shop South,baker,Active\n"
        "mika@corner.example,Mika,More,Shop South,manager,Inactive\n"
        "one@corner.example,New,One,Deli,baker,Active\ntwo@corner.example,New,Two,Deli,baker,Active\n"
    )
    row = taken(cast, text)
    mika = people.person(cast.manager.id)
    assert mika.managed_units == ("south",) and not mika.is_active
    people.change_person(
        person_id=cast.worker.id,
        email="wanda@corner.example",
        name="Wanda Else",
        unit="south",
        roles=[Role.LEARNER],
        manages=(),
        now=NOW,
    )
    two = people.person_by_email("two@corner.example")
    assert two is not None
    done = back(cast, row, touched={two.id})
    assert done.stage is ListStage.RETURNED
    assert people.return_counts(row.id) == dict.fromkeys(ReturnFate, 1)
    [left] = people.kept_rows(row.id, most=10)
    assert left.name == "Wanda West" and "changed this person since" in left.why
    assert people.person(cast.worker.id).name == "Wanda Else"
    assert people.person(cast.manager.id) == cast.manager
    assert people.person_by_email("one@corner.example") is None
    assert not people.person(two.id).is_active
    assert "deli" in {unit.code for unit in people.units()}
    with pytest.raises(Refusal):
        people.ask_back(list_id=row.id, by=cast.administrator.id, now=NOW)


def test_a_list_can_be_taken_back_for_a_day_and_stands_no_longer_than_it_must(cast: Cast) -> None:
    row = taken(cast, f"{HEAD}new@corner.example,New,One,Shop South,baker,Active\n")
    with pytest.raises(Refusal, match="within a day"):
        people.ask_back(list_id=row.id, by=cast.administrator.id, now=NOW + DAY)
    waiting = looked(cast, f"{HEAD}b@corner.example,B,B,Shop South,baker,Active\n")
    assert people.let_go_of_expired(now=NOW).lists == 0
    assert people.let_go_of_expired(now=NOW + dt.timedelta(hours=13)).lists == 1
    with pytest.raises(NotFound):
        people.people_list(waiting.id, now=NOW + dt.timedelta(hours=13))
    assert people.let_go_of_expired(now=NOW + 2 * DAY).lists == 1


def test_erasing_somebody_forgets_what_a_list_said_of_them(cast: Cast) -> None:
    row = taken(cast, f"{HEAD}new@corner.example,New,One,Shop South,baker,Active\n")
    waiting = looked(cast, f"{HEAD}b@corner.example,B,B,Shop South,baker,Active\n")
    person = people.person_by_email("new@corner.example")
    assert person is not None
    people.erase_person(person_id=person.id)
    assert people.list_entries(row.id).total == 0
    with pytest.raises(NotFound):
        people.people_list(waiting.id, now=NOW)


@pytest.mark.parametrize(
    ("content", "name", "says"),
    [
        (b"", "a.csv", "empty"),
        (b"\x00\x00", "a.csv", "no CSV"),
        (b"PK\x03\x04", "a.csv", "ends in .xlsx"),
        (b"PK\x03\x04 no book", "a.xlsx", "no Excel workbook"),
        (b"a\x81b,c", "a.csv", "neither UTF-8 nor Windows-1252"),
        (b'a,b\n"' + b"x" * 600_000, "a.csv", "far too long"),
        ((b"x," * 900 + b"x\n") * 4_500, "a.csv", "more than 4,000,000 cells"),
        (b"x,y\n" * 100_002, "a.csv", "more than 100,000 rows"),
    ],
)
def test_a_file_that_is_no_list_is_refused_with_a_sentence(
    cast: Cast, content: bytes, name: str, says: str
) -> None:
    with pytest.raises(Refusal) as refused:
        chosen(cast, content, name)
    assert refused.value.field == "file"
    assert says in refused.value.sentence


def test_a_list_of_nobody_says_so_and_changes_nothing(cast: Cast) -> None:
    row = looked(cast, HEAD)
    assert row.stage is ListStage.CHOSEN and "no rows" in row.problem
    left = looked(cast, f"{HEAD}gone@corner.example,G,G,Deli,,Inactive\n")
    with pytest.raises(Refusal, match="Not one row"):
        agreed_and_taken(cast, left)
    assert Person.objects.count() == 8
