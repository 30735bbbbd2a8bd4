"""Rows of any source become figures: the right day, the right unit, one a day, and every bad row by
its line.
"""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.evaluation.domain.notation import Notation
from trimtab.evaluation.domain.quality import Day, QualityCheck, oddities
from trimtab.evaluation.domain.reading import FiguresRead, read_table
from trimtab.evaluation.domain.rows import FigureRead
from trimtab.evaluation.domain.sources import (
    Columns,
    Percentage,
    ReadEvery,
    SourceTable,
    Together,
    columns_of,
    next_due,
)
from trimtab.evaluation.domain.totals import Above, without_totals
from trimtab.evaluation.domain.units import factor_between

TODAY = dt.date(2026, 9, 7)
UNITS = {"queue": "minutes", "errors": "errors"}
HEAD = ("measure", "subject", "when", "value")


def read(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD, **columns: Any) -> FiguresRead:
    return read_table(SourceTable(head, rows), Columns(**columns), UNITS, TODAY)


def said(reading: FiguresRead) -> list[str]:
    return [str(one) for one in reading.problems]


def test_columns_are_found_by_the_names_given_and_a_missing_one_is_named() -> None:
    found = read(
        ("North", "2026-09-01", 4),
        head=("shop.code", "day", "wait"),
        measure="queue",
        subject_column="shop.code",
        when_column="day",
        value_column="wait",
    )
    assert [(one.subject, one.when, one.value) for one in found.figures] == [
        ("north", dt.date(2026, 9, 1), 4.0)
    ]
    assert said(read(head=("measure", "subject", "day", "value"))) == [
        "line 1, column when: There is no such column. There are: measure, subject, day, value."
    ]


def test_a_moment_belongs_to_the_day_it_is_where_the_source_is() -> None:
    late = dt.datetime(2026, 9, 1, 22, 30, tzinfo=dt.UTC)
    for zone, day in (("UTC", 1), ("Europe/Berlin", 2), ("America/New_York", 1)):
        for at in (late, late.isoformat()):
            [one] = read(("queue", "north", at, 1), time_zone=zone).figures
            assert one.when == dt.date(2026, 9, day)


def test_a_moment_without_a_zone_is_one_of_the_source_and_days_are_read_as_written() -> None:
    rows = (
        ("queue", "a", dt.datetime(2026, 9, 1, 23, 30), 1),
        ("queue", "b", dt.date(2026, 9, 1), 1),
    )
    assert {one.when for one in read(*rows, time_zone="Europe/Berlin").figures} == {
        dt.date(2026, 9, 1)
    }
    [one] = read(("queue", "a", "01.09.2026", 1), day_format="%d.%m.%Y").figures
    assert one.when == dt.date(2026, 9, 1)


def test_units_are_turned_into_the_measures_own() -> None:
    assert read(("queue", "a", "2026-09-01", 90), unit="seconds").figures[0].value == pytest.approx(
        1.5
    )
    assert read(("queue", "a", "2026-09-01", 2), unit="h").figures[0].value == pytest.approx(120)
    assert read(("queue", "a", "2026-09-01", 3), unit="ticks", factor=0.5).figures[0].value == 1.5
    assert (
        "It is not known what 'ticks' is in 'minutes'"
        in said(read(("queue", "a", "2026-09-01", 3), unit="ticks"))[0]
    )


@pytest.mark.parametrize(
    ("one", "other", "factor"),
    [
        ("", "errors", 1),
        ("Minutes", "min", 1),
        ("percent", "proportion", 0.01),
        ("kg", "g", 1000),
        ("hours", "errors", None),
    ],
)
def test_conversions(one: str, other: str, factor: float | None) -> None:
    assert factor_between(one, other) == factor


@pytest.mark.parametrize(
    ("given", "notation", "value"),
    [
        ("12.5", "", 12.5),
        (Decimal("12.5"), "", 12.5),
        ("1e2", "", 100.0),
        ("0.125", "", 0.125),
        ("1234.567", "", 1234.567),
        ("1 234", "", 1234.0),
        ("1\u202f234.5", "", 1234.5),
        ("1'234", "", 1234.0),
        (".5", "", 0.5),
        ("−6", "", -6.0),
        (1.234, "", 1.234),
        ("1.234", "point", 1.234),
        ("1,234", "point", 1234.0),
        ("1,234.5", "point", 1234.5),
        ("1.234,5", "comma", 1234.5),
        ("12,5", "comma", 12.5),
        ("1.234", "comma", 1234.0),
        (3, "comma", 3.0),
    ],
)
def test_numbers_as_people_write_them(given: object, notation: str, value: float) -> None:
    assert (
        read(("errors", "a", "2026-09-01", given), notation=Notation(notation)).figures[0].value
        == value
    )


@pytest.mark.parametrize(
    ("given", "notation", "says"),
    [
        ("1.234", "", "could be 1234 or 1 and 234 thousandths"),
        ("1,234", "", "could be 1234 or 1 and 234 thousandths"),
        ("12,5", "", "has a decimal comma"),
        ("12.5", "comma", "has a decimal point"),
        ("7.0", "comma", "has a decimal point"),
        ("1'30", "", "is not a number"),
        ("1 23", "", "is not a number"),
        ("61%", "", "is not a number"),
        ("1,23,456", "point", "is not a number"),
    ],
)
def test_a_number_in_another_notation_is_asked_about_and_never_guessed(
    given: str, notation: str, says: str
) -> None:
    [problem] = read(("errors", "a", "2026-09-01", given), notation=Notation(notation)).problems
    assert (problem.line, problem.column) == (2, "value") and says in problem.sentence


def test_one_number_that_is_certain_says_how_the_others_are_written() -> None:
    rows = [("errors", who, "2026-09-01", text) for who, text in (("a", "1.234"), ("b", "12.5"))]
    assert [one.value for one in read(*rows).figures] == [1.234, 12.5]


def test_a_row_longer_than_the_head_is_no_shorter_row() -> None:
    found = read(
        ("errors", "a", "2026-09-01", "6", "5"), ("errors", "b", "2026-09-01", "6", "", None)
    )
    assert [one.line for one in found.problems] == [
        2
    ] and "more cells than the head" in found.problems[0].sentence
    assert [one.subject for one in found.figures] == ["b"]


def test_a_column_that_stands_twice_is_asked_about_where_it_matters() -> None:
    assert "stands twice" in said(read(head=(*HEAD, "value")))[0]
    assert not read(
        ("errors", "a", "2026-09-01", 1, "x", "y"), head=(*HEAD, "note", "note")
    ).problems


@pytest.mark.parametrize(
    ("measure", "value", "unit", "stored"),
    [
        ("right", 0.61, "", 0.61),
        ("right", 61, "percent", 0.61),
        ("right", Percentage(0.61), "", 0.61),
        ("right", Percentage(0.61), "percent", 0.61),
        ("percents", Percentage(0.61), "", 61.0),
        ("percents", 61, "", 61.0),
        ("right", 61, "", None),
        ("right", -0.5, "", None),
        ("right", 0.7, "percent", 0.007),
        ("percents", 161, "", None),
        ("queue", Percentage(0.61), "", None),
        ("queue", -3, "", None),
        ("errors", -3, "", -3.0),
    ],
)
def test_a_share_is_between_nothing_and_a_whole_and_a_time_is_no_less_than_none(
    measure: str, value: object, unit: str, stored: float | None
) -> None:
    units = {**UNITS, "right": "share of doses", "percents": "percent"}
    table = SourceTable(HEAD, [(measure, "a", "2026-09-01", value)])
    found = read_table(table, Columns(unit=unit), units, TODAY, ("right", "percents"))
    assert [one.value for one in found.figures] == (
        [] if stored is None else [pytest.approx(stored)]
    )
    assert bool(found.problems) is (stored is None)


def test_a_time_below_nothing_is_taken_when_it_is_meant() -> None:
    assert read(("queue", "a", "2026-09-01", -3), negatives=True).figures[0].value == -3


@pytest.mark.parametrize("day", ["0026-09-01", "1900-01-01", "1995-12-31"])
def test_a_day_of_another_age_is_a_slip(day: str) -> None:
    assert "more than 30 years back" in said(read(("errors", "a", day, 1)))[0]
    assert read(("errors", "a", "1996-09-01", 1)).figures


def test_what_a_workbook_hides_is_asked_about_or_left_out() -> None:
    rows = [("errors", "a", "2026-09-01", 1), ("errors", "b", "2026-09-01", 2)]
    table = SourceTable(HEAD, rows, hidden=frozenset({3}))
    asked = read_table(table, Columns(), UNITS, TODAY)
    assert [(one.line, one.sentence.split(".")[0]) for one in asked.problems] == [
        (3, "The workbook hides this row")
    ]
    assert [
        one.subject
        for one in read_table(table, Columns(leave_out_hidden=True), UNITS, TODAY).figures
    ] == ["a"]
    column = SourceTable(HEAD, rows, hidden_columns=frozenset({3}))
    assert [one.column for one in read_table(column, Columns(), UNITS, TODAY).problems] == ["value"]


def test_a_row_of_a_unit_above_others_is_asked_about() -> None:
    figures = [
        FigureRead(line, "queue", unit, TODAY, 1.0)
        for line, unit in enumerate(("north", "alder", "birch", "south"), 2)
    ]
    parents = {"alder": "north", "birch": "north", "north": "all", "south": "all", "all": ""}
    taken, asked = without_totals(figures, parents, Above.ASK, "subject")
    assert [one.line for one in asked] == [2] and "'north' stands above 'alder'" in asked[
        0
    ].sentence
    assert [one.subject for one in taken] == ["alder", "birch", "south"]
    assert not without_totals(figures, parents, Above.LEAVE_OUT, "subject")[1]
    assert len(without_totals(figures, parents, Above.KEEP, "subject")[0]) == 4


def test_columns_of_an_earlier_version_are_understood() -> None:
    old = {"measure": "queue", "decimal_comma": True, "together": "sum"}
    assert columns_of(old) == Columns(
        measure="queue", notation=Notation.COMMA, together=Together.SUM
    )
    assert columns_of({"decimal_comma": False, "together": "refuse"}) == Columns()


@pytest.mark.parametrize("given", ["", None, "many", "nan", "inf", True, "12,5"])
def test_what_is_no_number_is_named_by_line_and_column(given: object) -> None:
    assert said(read(("errors", "a", "2026-09-01", given)))[0].startswith("line 2, column value: '")


def test_every_fault_of_a_row_is_said_and_the_next_rows_are_read() -> None:
    found = read(
        ("sales", "", "yesterday", "x"),
        ("errors", "a", "2026-09-01", 1),
        ("errors", "a", "2027-01-01", 1),
    )
    assert [one.split(":")[0] for one in said(found)] == [
        "line 2, column measure",
        "line 2, column subject",
        "line 2, column when",
        "line 2, column value",
        "line 4, column when",
    ]
    assert len(found.figures) == 1


def test_the_same_row_twice_counts_once_and_two_values_for_a_day_are_a_fault() -> None:
    same = ("errors", "a", "2026-09-01", 1)
    assert (read(same, same, same).repeated, len(read(same, same).figures)) == (2, 1)
    assert said(read(same, ("errors", "A", "2026-09-01", 2))) == [
        "line 3, column subject: Line 2 has the same measure, subject and day, with another value."
    ]


@pytest.mark.parametrize(
    ("how", "value"),
    [(Together.SUM, 5.0), (Together.MEAN, pytest.approx(5 / 3)), (Together.LAST, 2.0)],
)
def test_several_a_day_become_one_as_the_source_says(how: Together, value: float) -> None:
    rows = [("errors", "a", "2026-09-01", n) for n in (1, 2, 2)]
    assert [one.value for one in read(*rows, together=how).figures] == [value]


def test_empty_rows_are_passed_over_and_lines_still_count() -> None:
    assert said(read((None, "", None, None), ("errors", "a", "2026-09-01", "x")))[0].startswith(
        "line 3,"
    )


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 6), st.integers(-5, 5)), max_size=30)
)
def test_nothing_is_lost_or_counted_twice_when_values_are_added_up(
    rows: list[tuple[str, int, int]],
) -> None:
    found = read(
        *[("errors", who, f"2026-09-0{day}", value) for who, day, value in rows],
        together=Together.SUM,
    )
    assert math.isclose(
        sum(one.value for one in found.figures), sum(value for _w, _d, value in rows), abs_tol=1e-9
    )
    assert len(found.figures) == len({(who, day) for who, day, _v in rows}) and not found.problems


def days(*means: float, every: int = 1, subjects: int = 40, until: dt.date = TODAY) -> list[Day]:
    return [
        Day(until - dt.timedelta(days=every * n), subjects, mean)
        for n, mean in reversed(list(enumerate(reversed(means))))
    ]


def checks(found: list[Day]) -> list[QualityCheck]:
    return [one.check for one in oddities("Queues", found, TODAY)]


USUAL = (5.0, 5.2, 4.9, 5.1, 5.3, 4.8, 5.0, 5.1, 4.9, 5.2, 5.0)


def test_usual_figures_give_rise_to_nothing() -> None:
    assert not checks(days(*USUAL)) and not checks(days(*USUAL, every=7))


def test_a_gap_is_said_with_its_days_and_what_is_usual() -> None:
    found = days(*USUAL, *USUAL)
    del found[4:8]
    [one] = oddities("Queues", found, TODAY)
    assert (
        one.sentence
        == "Queues: nothing between 20 August 2026 and 25 August 2026; usually there is a "
        "figure each day."
    )


def test_many_gaps_are_one_sentence() -> None:
    found = [day for n, day in enumerate(days(*USUAL, *USUAL, *USUAL)) if n % 7 < 4]
    assert oddities("Queues", found, TODAY)[0].sentence == (
        "Queues: 4 gaps in the last 90 days; usually there is a figure each day."
    )


def test_figures_that_stopped_coming_are_said() -> None:
    late = days(*USUAL, every=7, until=TODAY - dt.timedelta(days=30))
    assert oddities("Queues", late, TODAY)[0].sentence.endswith(
        "usually there is a figure each week."
    )
    assert QualityCheck.LATE in checks(late)


def test_a_jump_is_said_and_a_slow_rise_is_none() -> None:
    assert checks(days(*USUAL, 50.0)) == [QualityCheck.JUMP]
    assert not checks(days(*[5 + 0.1 * n for n in range(20)]))


def test_far_fewer_subjects_than_usual_are_said() -> None:
    found = [*days(*USUAL, until=TODAY - dt.timedelta(days=1)), Day(TODAY, 8, 5.0)]
    assert checks(found) == [QualityCheck.FEWER]


def test_nothing_is_said_about_too_few_days() -> None:
    assert not checks(days(1.0, 1.0, 90.0))


@pytest.mark.parametrize(
    ("every", "due"),
    [
        (ReadEvery.HOUR, "2026-09-07T11:00"),
        (ReadEvery.DAY, "2026-09-08T00:20"),
        (ReadEvery.WEEK, "2026-09-14T00:20"),
    ],
)
def test_when_a_source_is_read_next(every: ReadEvery, due: str) -> None:
    now = dt.datetime(2026, 9, 7, 10, 42, tzinfo=dt.UTC)
    assert next_due(every, now) == dt.datetime.fromisoformat(due).replace(tzinfo=dt.UTC)


@pytest.mark.parametrize("day", ["9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00+14:00"])
def test_a_moment_at_the_end_of_all_days_is_a_bad_row(day: str) -> None:
    [problem] = read(
        ("errors", "a", day, 3), time_zone="Asia/Tokyo" if day[0] == "9" else "America/New_York"
    ).problems
    assert "is not a day" in problem.sentence
