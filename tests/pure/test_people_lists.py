"""Lists of people of real systems are recognised by their columns, and each row becomes one of our own."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lists.reading import NAMES, table, text_of
from trimtab.kernel.errors import Refusal
from trimtab.people.domain.column_names import System
from trimtab.people.domain.columns import (
    NOTHING,
    ColumnTarget,
    ColumnUse,
    head_key,
    plain,
    recognised,
    target_of,
)
from trimtab.people.domain.rows import UnitRow
from trimtab.people.domain.standing_words import has_left, is_here
from trimtab.people.domain.translating import (
    Defaults,
    TranslatedList,
    missing,
    table_of,
    translated,
    twice,
)
from trimtab.people.domain.unit_book import UnitBook, code_of
from trimtab.people.domain.zones import language_tag, zone_name

DEFAULTS = Defaults("Europe/Berlin", "en", dt.date(2026, 9, 7))
UNITS = (UnitRow("org", "Corner", "", "", ("org",)),)


def read(text: str, *units: UnitRow) -> TranslatedList:
    found = table(text)
    taken_for = recognised(found.head)
    return translated(found, taken_for.columns, taken_for.system, units or UNITS, DEFAULTS)


@pytest.mark.parametrize("name", NAMES)
def test_every_system_is_recognised_and_its_people_are_read(name: str) -> None:
    found = table(text_of(name))
    taken_for = recognised(found.head)
    assert taken_for.system is System(name.partition("_")[0])
    assert missing(taken_for.columns) is None and twice(taken_for.columns, found.head) is None
    said = read(text_of(name))
    assert not said.problems
    assert [(spec.email, spec.name) for spec in said.people] == [
        ("ana.muster@example.org", "Ana Muster"),
        ("bo.boss@example.org", "Bo Boss"),
        ("di.gone@example.org", "Di Gone"),
    ]
    assert [spec.active for spec in said.people] == [True, True, False]
    assert name == "moodle" or all(spec.attributes["job"] for spec in said.people)
    assert all(spec.unit for spec in said.people)
    units = {unit.name: unit.parent for unit in said.units}
    assert next(iter(units)) in ("Sales", "Vertrieb") and set(units.values()) <= {"org", "sales"}


def test_what_each_system_says_beyond_that_is_kept() -> None:
    google = read(text_of("google")).people[0]
    assert google.unit == "north" and google.attributes["manager"] == "bo.boss@example.org"
    moodle = read(text_of("moodle")).people
    assert moodle[0].attributes["shift"] == "late" and moodle[0].time_zone == "Europe/Dublin"
    assert moodle[1].language == "en-US" and moodle[1].time_zone is None
    boss = read(text_of("successfactors")).people[1]
    assert (boss.language, boss.time_zone) == ("de-DE", "Europe/Berlin")
    assert boss.attributes["employee-number"] == "22"
    # Nothing of a password, a birth date or a phone is kept.
    for name in NAMES:
        for spec in read(text_of(name)).people:
            assert not set(spec.attributes) & {"password", "phone", "gender", "hire date"}


def test_a_unit_is_found_by_its_name_before_one_is_made() -> None:
    sales = UnitRow("s-1", "Sales", "", "org", ("org", "s-1"))
    said = read(text_of("google"), *UNITS, sales)
    assert [spec.unit for spec in said.people] == ["north", "s-1", "north"]
    assert [(unit.code, unit.parent) for unit in said.units] == [("north", "s-1")]


def test_a_bad_row_is_named_by_line_column_and_mend_and_the_others_are_read() -> None:
    text = text_of("bamboohr").replace("bo.boss@example.org", "bo.boss").replace("Inactive", "Zzz")
    said = read(text)
    assert [(fault.line, fault.column) for fault in said.problems] == [
        (3, "Work Email"),
        (4, "Status"),
    ]
    assert "active or inactive" in said.problems[1].sentence
    assert [spec.name for spec in said.people] == ["Ana Muster"] and said.lines == (2,)


def test_a_quotation_mark_that_swallows_people_is_seen() -> None:
    said = read('email,name\na1@example.org,"Ana\na2@example.org,Bo\na3@example.org,Cy"\n')
    assert len(said.problems) == 1 and "not closed" in said.problems[0].sentence


def test_columns_that_are_chosen_wrongly_are_named() -> None:
    head = ("Mail", "Mail 2", "Who")
    both = (ColumnTarget(ColumnUse.EMAIL), ColumnTarget(ColumnUse.EMAIL), NOTHING)
    same = twice(both, head)
    assert same is not None and "'Mail' and 'Mail 2'" in same
    assert missing(both) == "No column says the name."
    assert missing((NOTHING,) * 3) is not None


def test_an_empty_table_is_refused_and_a_head_alone_says_so() -> None:
    with pytest.raises(Refusal):
        table_of([(1, ["", ""])])
    assert "no rows" in read("Work Email,First Name\n").problems[0].sentence


@pytest.mark.parametrize(
    ("written", "is_plain"),
    [
        ("Name [displayName] Required", "display name"),
        ("Email Address [Required]", "email address"),
        ("Employee #", "employee"),
        ("E-Mail-Adresse", "e mail adresse"),
        ("DEFAULT_LOCALE", "default locale"),
        ("  Büro ", "büro"),
    ],
)
def test_names_of_columns_are_compared_without_marks(written: str, is_plain: str) -> None:
    assert plain(written) == is_plain


def test_a_head_is_remembered_however_it_is_written() -> None:
    assert head_key(["Work Email", "Name"]) == head_key(["work_email", "NAME "])


@given(st.lists(st.text(max_size=30), max_size=12))
def test_whatever_a_head_says_every_column_becomes_something_and_nothing_twice(
    head: list[str],
) -> None:
    columns = recognised(head).columns
    assert len(columns) == len(head) and twice(columns, head) is None
    assert [target_of(str(column)) for column in columns] == list(columns)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6), st.booleans())
def test_a_unit_that_is_named_twice_is_one(names: list[str], by_path: bool) -> None:
    book = UnitBook(UNITS)
    find = book.along if by_path else book.named
    first = [find(name) for name in names]
    made = len(book.made)
    assert [find(name) for name in names] == first and len(book.made) == made
    codes = [unit.code for unit in book.made]
    assert len(set(codes)) == len(codes) and all(0 < len(code) <= 64 for code in codes)
    known = {"org"}
    for unit in book.made:
        assert unit.parent in known
        known.add(unit.code)


def test_codes_languages_zones_and_days_are_read_as_others_write_them() -> None:
    assert code_of("Vertrieb & Büro Süd") == "vertrieb-buero-sued" and code_of("!?") == "unit"
    assert [language_tag(word) for word in ("en_GB", "DE", "Deutsch", "99", "zh_Hans_CN")] == [
        "en-GB",
        "de",
        "de",
        "",
        "zh-Hans-CN",
    ]
    assert zone_name("W. Europe Standard Time") == "Europe/Berlin"
    today = dt.date(2026, 9, 7)
    assert has_left("31.08.2026", today) and has_left("2026-10-01", today) is False
    assert has_left("", today) is None and has_left("03/04/2026", today)
    for unclear in ("08/10/2026", "soon", "2026-02-31"):
        with pytest.raises(ValueError, match=unclear):
            has_left(unclear, today)
    assert is_here("On leave") and is_here("Ausgeschieden") is False
    with pytest.raises(ValueError, match="perhaps"):
        is_here("perhaps")
