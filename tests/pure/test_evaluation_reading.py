"""Rows of any source become figures: the right day, the right unit, one a day, and every bad row by its line."""

from __future__ import annotations

import datetime as dt
import math
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.evaluation.domain.quality import Check, Day, oddities
from trimtab.evaluation.domain.reading import Reading, read_table
from trimtab.evaluation.domain.sources import Columns, Every, Table, Together, next_due
from trimtab.evaluation.domain.units import factor_between

TODAY = dt.date(2026, 9, 7)
UNITS = {"queue": "minutes", "errors": "errors"}
HEAD = ("measure", "subject", "when", "value")


def read(*rows: tuple[object, ...], head: tuple[str, ...] = HEAD, **columns: Any) -> Reading:
    return read_table(Table(head, rows), Columns(**columns), UNITS, TODAY)


def said(reading: Reading) -> list[str]:
    return [str(one) for one in reading.problems]


def test_columns_are_found_by_the_names_given_and_a_missing_one_is_named() -> None:
    found = read(
        ("North", "2026-09-01", 4), head=("shop.code", "day", "wait"), measure="queue", subject_column="shop.code",
        when_column="day", value_column="wait",
    )  # fmt: skip
    assert [(one.subject, one.when, one.value) for one in found.figures] == [("north", dt.date(2026, 9, 1), 4.0)]
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
    rows = (("queue", "a", dt.datetime(2026, 9, 1, 23, 30), 1), ("queue", "b", dt.date(2026, 9, 1), 1))
    assert {one.when for one in read(*rows, time_zone="Europe/Berlin").figures} == {dt.date(2026, 9, 1)}
    [one] = read(("queue", "a", "01.09.2026", 1), day_format="%d.%m.%Y").figures
    assert one.when == dt.date(2026, 9, 1)


def test_units_are_turned_into_the_measures_own() -> None:
    assert read(("queue", "a", "2026-09-01", 90), unit="seconds").figures[0].value == pytest.approx(1.5)
    assert read(("queue", "a", "2026-09-01", 2), unit="h").figures[0].value == pytest.approx(120)
    assert read(("queue", "a", "2026-09-01", 3), unit="ticks", factor=0.5).figures[0].value == 1.5
    assert (
        "It is not known what 'ticks' is in 'minutes'" in said(read(("queue", "a", "2026-09-01", 3), unit="ticks"))[0]
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
    ("given", "comma", "value"),
    [("12.5", False, 12.5), (Decimal("12.5"), False, 12.5), ("1.234,5", True, 1234.5), ("12,5", True, 12.5), (3, True, 3.0), ("1e2", False, 100.0)],
)  # fmt: skip
def test_numbers_as_people_write_them(given: object, comma: bool, value: float) -> None:
    assert read(("errors", "a", "2026-09-01", given), decimal_comma=comma).figures[0].value == value


@pytest.mark.parametrize("given", ["", None, "many", "nan", "inf", True, "12,5"])
def test_what_is_no_number_is_named_by_line_and_column(given: object) -> None:
    assert said(read(("errors", "a", "2026-09-01", given)))[0].startswith("line 2, column value: '")


def test_every_fault_of_a_row_is_said_and_the_next_rows_are_read() -> None:
    found = read(("sales", "", "yesterday", "x"), ("errors", "a", "2026-09-01", 1), ("errors", "a", "2027-01-01", 1))
    assert [one.split(":")[0] for one in said(found)] == [
        "line 2, column measure", "line 2, column subject", "line 2, column when", "line 2, column value",
        "line 4, column when",
    ]  # fmt: skip
    assert len(found.figures) == 1


def test_the_same_row_twice_counts_once_and_two_values_for_a_day_are_a_fault() -> None:
    same = ("errors", "a", "2026-09-01", 1)
    assert (read(same, same, same).repeated, len(read(same, same).figures)) == (2, 1)
    assert said(read(same, ("errors", "A", "2026-09-01", 2))) == [
        "line 3, column subject: Line 2 has the same measure, subject and day, with another value."
    ]


@pytest.mark.parametrize(
    ("how", "value"), [(Together.SUM, 5.0), (Together.MEAN, pytest.approx(5 / 3)), (Together.LAST, 2.0)]
)
def test_several_a_day_become_one_as_the_source_says(how: Together, value: float) -> None:
    rows = [("errors", "a", "2026-09-01", n) for n in (1, 2, 2)]
    assert [one.value for one in read(*rows, together=how).figures] == [value]


def test_empty_rows_are_passed_over_and_lines_still_count() -> None:
    assert said(read((None, "", None, None), ("errors", "a", "2026-09-01", "x")))[0].startswith("line 3,")


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 6), st.integers(-5, 5)), max_size=30))
def test_nothing_is_lost_or_counted_twice_when_values_are_added_up(rows: list[tuple[str, int, int]]) -> None:
    found = read(*[("errors", who, f"2026-09-0{day}", value) for who, day, value in rows], together=Together.SUM)
    assert math.isclose(sum(one.value for one in found.figures), sum(value for _w, _d, value in rows), abs_tol=1e-9)
    assert len(found.figures) == len({(who, day) for who, day, _v in rows}) and not found.problems


def days(*means: float, every: int = 1, subjects: int = 40, until: dt.date = TODAY) -> list[Day]:
    return [
        Day(until - dt.timedelta(days=every * n), subjects, mean)
        for n, mean in reversed(list(enumerate(reversed(means))))
    ]


def checks(found: list[Day]) -> list[Check]:
    return [one.check for one in oddities("Queues", found, TODAY)]


USUAL = (5.0, 5.2, 4.9, 5.1, 5.3, 4.8, 5.0, 5.1, 4.9, 5.2, 5.0)


def test_usual_figures_give_rise_to_nothing() -> None:
    assert not checks(days(*USUAL)) and not checks(days(*USUAL, every=7))


def test_a_gap_is_said_with_its_days_and_what_is_usual() -> None:
    found = days(*USUAL, *USUAL)
    del found[4:8]
    [one] = oddities("Queues", found, TODAY)
    assert (
        one.sentence == "Queues: nothing between 20 August 2026 and 25 August 2026; usually there is a figure each day."
    )


def test_many_gaps_are_one_sentence() -> None:
    found = [day for n, day in enumerate(days(*USUAL, *USUAL, *USUAL)) if n % 7 < 4]
    assert oddities("Queues", found, TODAY)[0].sentence == (
        "Queues: 4 gaps in the last 90 days; usually there is a figure each day."
    )


def test_figures_that_stopped_coming_are_said() -> None:
    late = days(*USUAL, every=7, until=TODAY - dt.timedelta(days=30))
    assert oddities("Queues", late, TODAY)[0].sentence.endswith("usually there is a figure each week.")
    assert Check.LATE in checks(late)


def test_a_jump_is_said_and_a_slow_rise_is_none() -> None:
    assert checks(days(*USUAL, 50.0)) == [Check.JUMP]
    assert not checks(days(*[5 + 0.1 * n for n in range(20)]))


def test_far_fewer_subjects_than_usual_are_said() -> None:
    found = [*days(*USUAL, until=TODAY - dt.timedelta(days=1)), Day(TODAY, 8, 5.0)]
    assert checks(found) == [Check.FEWER]


def test_nothing_is_said_about_too_few_days() -> None:
    assert not checks(days(1.0, 1.0, 90.0))


@pytest.mark.parametrize(
    ("every", "due"),
    [(Every.HOUR, "2026-09-07T11:00"), (Every.DAY, "2026-09-08T00:20"), (Every.WEEK, "2026-09-14T00:20")],
)
def test_when_a_source_is_read_next(every: Every, due: str) -> None:
    now = dt.datetime(2026, 9, 7, 10, 42, tzinfo=dt.UTC)
    assert next_due(every, now) == dt.datetime.fromisoformat(due).replace(tzinfo=dt.UTC)
