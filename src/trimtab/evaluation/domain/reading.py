"""From the rows of a source to figures: which day, whose, how many; and every row that cannot be
read, by its line.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from statistics import fmean
from typing import assert_never
from zoneinfo import ZoneInfo

from trimtab.evaluation.domain.notation import NotANumber, Notation, number, said_by
from trimtab.evaluation.domain.rows import Figure, MeasureProblem
from trimtab.evaluation.domain.sources import Columns, Percentage, Table, Together, day_of
from trimtab.evaluation.domain.units import factor_between, is_amount, is_percent
from trimtab.evaluation.domain.wording import exactly
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, as_written, listed, say, say_in, sentences

Key = tuple[str, str, dt.date]
MOST_YEARS_BACK = 30


@dataclass(frozen=True, slots=True)
class FiguresRead:
    """What was read: figures (one a measure, subject and day), faults, and how many rows were there
    twice.
    """

    figures: tuple[Figure, ...]
    problems: tuple[MeasureProblem, ...] = ()
    repeated: int = 0


def read_table(
    table: Table,
    columns: Columns,
    units: Mapping[str, str],
    today: dt.date,
    proportions: Collection[str] = (),
) -> FiguresRead:
    """Reads a source's rows.

    `units` are the measures in force with their units, `proportions` those of them that are a share
    of a whole; `today` is the organisation's.
    """
    faults = list(_head_faults(table, columns))
    if faults:
        return FiguresRead((), tuple(faults))
    place = table.head.index(columns.value_column)
    notation = said_by((row[place] for row in table.rows if len(row) > place), columns.notation)
    known = _Known(columns, notation, units, frozenset(proportions), today)
    figures, problems = [], []
    for line, cells in enumerate(table.rows, 2):
        if all(cell is None or cell == "" for cell in cells):
            continue
        if line in table.hidden and columns.leave_out_hidden:
            continue
        row = _Row(line, dict(zip(table.head, cells, strict=False)), known, [])
        if line in table.hidden:
            row.says(
                "",
                say("The workbook hides this row. Show it, or say that hidden rows are left out."),
            )
        if any(cell not in (None, "") for cell in cells[len(table.head) :]):
            row.says(
                "",
                say(
                    "The row has more cells than the head. Put a number with a comma in "
                    "quotes, or save the file with semicolons."
                ),
            )
        figure = _figure(row)
        problems += row.wrong
        if figure and not row.wrong:
            figures.append(figure)
    return _one_a_day(figures, problems, columns)


def _head_faults(table: Table, columns: Columns) -> Iterator[MeasureProblem]:
    there = listed(name for name in table.head if name) or say_in("of columns", "none")
    for name in columns.needed:
        if name not in table.head:
            there_are = say("There is no such column. There are: {columns}.", columns=there)
            yield MeasureProblem(1, name, there_are)
        elif table.head.count(name) > 1:
            yield MeasureProblem(
                1, name, say("The column stands twice. Take one out, or give it another name.")
            )
        elif table.head.index(name) in table.hidden_columns:
            yield MeasureProblem(
                1,
                name,
                say(
                    "The workbook hides this column. Show it, so that it is clear that it is meant."
                ),
            )


@dataclass(frozen=True, slots=True)
class _Known:
    """What holds for every row."""

    columns: Columns
    notation: Notation
    units: Mapping[str, str]
    proportions: frozenset[str]
    today: dt.date


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: Mapping[str, object]
    known: _Known
    wrong: list[MeasureProblem]

    @property
    def columns(self) -> Columns:
        return self.known.columns

    def says(self, column: str, sentence: Said) -> None:
        self.wrong.append(MeasureProblem(self.line, column, sentence))


def _figure(row: _Row) -> Figure | None:
    columns, units = row.columns, row.known.units
    measure = columns.measure or str(row.cells.get(columns.measure_column) or "").strip()
    if measure not in units:
        row.says(
            columns.measure_column,
            say(
                "The strategy has no measure '{measure}'. It has: {measures}.",
                measure=measure,
                measures=listed(sorted(units)),
            ),
        )
    subject = str(row.cells.get(columns.subject_column) or "").strip().lower()
    if not subject:
        row.says(columns.subject_column, say("Say who or which unit."))
    day = _day(row)
    if day:
        _check_day(row, day)
    value = _value(row, measure)
    if value is not None and measure in units:
        _check_range(row, measure, value)
    if row.wrong or day is None or value is None:
        return None
    return Figure(row.line, measure, subject, day, value)


def _check_day(row: _Row, day: dt.date) -> None:
    today = row.known.today
    if day > today + dt.timedelta(days=1):
        row.says(row.columns.when_column, say("{day} lies in the future.", day=str(day)))
    elif day.year < today.year - MOST_YEARS_BACK:
        row.says(
            row.columns.when_column,
            say(
                "{day} lies more than {years} years back. Write the year with four digits.",
                day=str(day),
                years=MOST_YEARS_BACK,
            ),
        )


def _check_range(row: _Row, measure: str, value: float) -> None:
    unit = row.known.units[measure]
    if measure in row.known.proportions:
        whole = 100 if is_percent(unit) else 1
        if not 0 <= value <= whole:
            no_share = say(
                "{value} is no share: '{measure}' goes from 0 to {whole}.",
                value=exactly(value),
                measure=measure,
                whole=whole,
            )
            hint = say("If these are percentages, say that their unit is percent.")
            is_hinted = 1 < value <= 100 and whole == 1
            row.says(row.columns.value_column, sentences(no_share, hint) if is_hinted else no_share)
    elif value < 0 and is_amount(unit) and not row.columns.negatives:
        row.says(
            row.columns.value_column,
            say(
                "{value} {unit} is less than nothing. If that is meant, say that figures "
                "may be negative.",
                value=exactly(value),
                unit=unit,
            ),
        )


def _day(row: _Row) -> dt.date | None:
    cell = row.cells.get(row.columns.when_column)
    zone = ZoneInfo(row.columns.time_zone)
    text = str(cell or "").strip()
    try:
        match cell:
            case dt.datetime():
                return day_of(cell, zone)
            case dt.date():
                return cell
        if row.columns.day_format:
            return day_of(dt.datetime.strptime(text, row.columns.day_format), zone)  # noqa: DTZ007  read in `zone`
        return day_of(dt.datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):
        wanted = row.columns.day_format or "2026-03-01"
        not_a_day = say("'{text}' is not a day such as {example}.", text=text, example=wanted)
        row.says(row.columns.when_column, not_a_day)
        return None


def _value(row: _Row, measure: str) -> float | None:
    """The value in the measure's unit; None, and why, when it cannot be told."""
    column = row.columns.value_column
    cell = row.cells.get(column)
    try:
        value, unit = _number(cell, row)
    except NotANumber as fault:
        row.says(column, fault.sentence)
        return None
    wanted = row.known.units.get(measure, "")
    if measure in row.known.proportions and factor_between("share", wanted) is None:
        wanted = "percent" if is_percent(wanted) else "share"
    factor = row.columns.factor or factor_between(unit, wanted)
    if isinstance(cell, Percentage) and factor_between("percent", wanted) is None:
        row.says(
            column,
            say(
                "{cell} is a percentage, and '{measure}' is in '{unit}'.",
                cell=str(cell),
                measure=measure,
                unit=wanted,
            ),
        )
        return None
    if factor is None:
        row.says(
            column,
            say(
                "It is not known what '{unit}' is in '{wanted}'.",
                unit=row.columns.unit,
                wanted=row.known.units.get(measure, ""),
            ),
        )
        return None
    return value * factor


def _number(cell: object, row: _Row) -> tuple[float, str]:
    """A number and its unit ('': that of the measure); what a workbook shows as a percentage is a
    share.

    Raises NotANumber.
    """
    if isinstance(cell, Percentage):
        return cell.share, "share"
    if isinstance(cell, int | float | Decimal) and not isinstance(cell, bool):
        value = float(cell)
    else:
        value = number(str(cell if cell is not None else "").strip(), row.known.notation)
    if not math.isfinite(value):
        raise NotANumber(
            say("'{text}' is not a number such as {example}.", text=str(cell), example="12.5")
        )
    return value, row.columns.unit


def _one_a_day(
    figures: list[Figure], problems: list[MeasureProblem], columns: Columns
) -> FiguresRead:
    groups: dict[Key, list[Figure]] = {}
    for figure in figures:
        groups.setdefault((figure.measure, figure.subject, figure.when), []).append(figure)
    kept, repeated = [], 0
    for several in groups.values():
        distinct = list({figure.value: figure for figure in several}.values())
        if columns.together is not Together.SUM:
            repeated += len(several) - len(distinct)
        try:
            kept.append(_together(several, distinct, columns.together))
        except Refusal as fault:
            problems.append(
                MeasureProblem(several[-1].line, columns.subject_column, as_written(fault.sentence))
            )
    return FiguresRead(
        tuple(kept), tuple(sorted(problems, key=lambda problem: problem.line)), repeated
    )


def _together(several: list[Figure], distinct: list[Figure], how: Together) -> Figure:
    match how:
        case Together.REFUSE:
            if len(distinct) > 1:
                raise Refusal(
                    "source.twice",
                    say(
                        "Line {line} has the same measure, subject and day, with another value.",
                        line=several[0].line,
                    ),
                )
            return several[0]
        case Together.SUM:
            return replace(several[0], value=math.fsum(figure.value for figure in several))
        case Together.MEAN:
            return replace(several[0], value=fmean(figure.value for figure in several))
        case Together.LAST:
            return several[-1]
        case _:
            assert_never(how)
