"""From the rows of a source to figures: which day, whose, how many; and every row that cannot be read, by its line."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import fmean
from typing import assert_never
from zoneinfo import ZoneInfo

from trimtab.evaluation.domain.rows import Figure, MeasureProblem
from trimtab.evaluation.domain.sources import Columns, Table, Together, day_of
from trimtab.evaluation.domain.units import factor_between
from trimtab.kernel.errors import Refusal

Key = tuple[str, str, dt.date]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: figures (one a measure, subject and day), faults, and how many rows were there twice."""

    figures: tuple[Figure, ...]
    problems: tuple[MeasureProblem, ...] = ()
    repeated: int = 0


def read_table(table: Table, columns: Columns, units: Mapping[str, str], today: dt.date) -> Reading:
    """Reads a source's rows. `units` are the measures in force with their units; `today` is the organisation's."""
    missing = [name for name in columns.needed if name not in table.head]
    if missing:
        there = ", ".join(table.head) or "none"
        return Reading(
            (), tuple(MeasureProblem(1, name, f"There is no such column. There are: {there}.") for name in missing)
        )
    figures, problems = [], []
    for line, row in enumerate(table.rows, 2):
        cells = dict(zip(table.head, row, strict=False))
        if all(cell is None or cell == "" for cell in cells.values()):
            continue
        wrong: list[MeasureProblem] = []
        one = _figure(_Row(line, cells, columns, wrong), units, today)
        problems += wrong
        if one:
            figures.append(one)
    return _one_a_day(figures, problems, columns)


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, object]
    columns: Columns
    wrong: list[MeasureProblem]

    def says(self, column: str, sentence: str) -> None:
        self.wrong.append(MeasureProblem(self.line, column, sentence))


def _figure(row: _Row, units: Mapping[str, str], today: dt.date) -> Figure | None:
    columns = row.columns
    measure = columns.measure or str(row.cells.get(columns.measure_column) or "").strip()
    if measure not in units:
        row.says(
            columns.measure_column, f"The strategy has no measure '{measure}'. It has: {', '.join(sorted(units))}."
        )
    subject = str(row.cells.get(columns.subject_column) or "").strip().lower()
    if not subject:
        row.says(columns.subject_column, "Say who or which unit.")
    day = _day(row)
    if day and day > today + dt.timedelta(days=1):
        row.says(columns.when_column, f"{day} lies in the future.")
    value = _value(row)
    factor = columns.factor or factor_between(columns.unit, units.get(measure, ""))
    if factor is None:
        row.says(columns.value_column, f"It is not known what '{columns.unit}' is in '{units.get(measure, '')}'.")
    if row.wrong or day is None or value is None or factor is None:
        return None
    return Figure(row.line, measure, subject, day, value * factor)


def _day(row: _Row) -> dt.date | None:
    given = row.cells.get(row.columns.when_column)
    zone = ZoneInfo(row.columns.time_zone)
    match given:
        case dt.datetime():
            return day_of(given, zone)
        case dt.date():
            return given
    text = str(given or "").strip()
    try:
        if row.columns.day_format:
            return day_of(dt.datetime.strptime(text, row.columns.day_format), zone)  # noqa: DTZ007  read in `zone`
        return day_of(dt.datetime.fromisoformat(text), zone)
    except ValueError:
        wanted = row.columns.day_format or "2026-03-01"
        row.says(row.columns.when_column, f"'{text}' is not a day such as {wanted}.")
        return None


def _value(row: _Row) -> float | None:
    given = row.cells.get(row.columns.value_column)
    if isinstance(given, int | float | Decimal) and not isinstance(given, bool):
        found = float(given)
    else:
        text = str(given if given is not None else "").strip().replace("\u00a0", "").replace("'", "")
        text = text.replace(".", "").replace(",", ".") if row.columns.decimal_comma else text
        try:
            found = float(text)
        except ValueError:
            found = math.nan
    if math.isfinite(found):
        return found
    example = "12,5" if row.columns.decimal_comma else "12.5"
    row.says(row.columns.value_column, f"'{given if given is not None else ''}' is not a number such as {example}.")
    return None


def _one_a_day(figures: list[Figure], problems: list[MeasureProblem], columns: Columns) -> Reading:
    groups: dict[Key, list[Figure]] = {}
    for one in figures:
        groups.setdefault((one.measure, one.subject, one.when), []).append(one)
    kept, repeated = [], 0
    for several in groups.values():
        distinct = list({one.value: one for one in several}.values())
        if columns.together is not Together.SUM:
            repeated += len(several) - len(distinct)
        try:
            kept.append(_together(several, distinct, columns.together))
        except Refusal as fault:
            problems.append(MeasureProblem(several[-1].line, columns.subject_column, fault.sentence))
    return Reading(tuple(kept), tuple(sorted(problems, key=lambda one: one.line)), repeated)


def _together(several: list[Figure], distinct: list[Figure], how: Together) -> Figure:
    match how:
        case Together.REFUSE:
            if len(distinct) > 1:
                raise Refusal(
                    "source.twice", f"Line {several[0].line} has the same measure, subject and day, with another value."
                )
            return several[0]
        case Together.SUM:
            return replace(several[0], value=math.fsum(one.value for one in several))
        case Together.MEAN:
            return replace(several[0], value=fmean(one.value for one in several))
        case Together.LAST:
            return several[-1]
        case _:
            assert_never(how)
