"""Reading figures from CSV: measure, subject (an e-mail address or a unit's code), when (a day), value."""

from __future__ import annotations

import csv
import datetime as dt
import io
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from trimtab.evaluation.domain.rows import MeasureProblem

COLUMNS = ("measure", "subject", "when", "value")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as written; `line` is where it stood."""

    line: int
    measure: str
    subject: str
    when: dt.date
    value: float


def read_figures(text: str, grains: Mapping[str, str], today: dt.date) -> tuple[list[Figure], list[MeasureProblem]]:
    """Reads figures and problems. `grains` says of each known measure whether its subjects are persons or units."""
    text = text.lstrip("\ufeff")
    reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=text.partition("\n")[0].count))
    head = [name.strip().lower() for name in reader.fieldnames or []]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        return [], [
            MeasureProblem(1, missing[0], f"The column {missing[0]} is missing. Columns are {', '.join(COLUMNS)}.")
        ]
    reader.fieldnames = head
    figures: list[Figure] = []
    problems: list[MeasureProblem] = []
    seen: dict[tuple[str, str, str], int] = {}
    for row in reader:
        cells = {name: str(row.get(name) or "").strip() for name in COLUMNS}
        wrong = list(_problems(cells, reader.line_num, grains, today, seen))
        problems += wrong
        if not wrong:
            figures.append(_figure(cells, reader.line_num))
    if not figures and not problems:
        problems.append(MeasureProblem(1, "", "The file has a head but no rows."))
    return figures, problems


def _problems(
    cells: Mapping[str, str],
    line: int,
    grains: Mapping[str, str],
    today: dt.date,
    seen: dict[tuple[str, str, str], int],
) -> Iterator[MeasureProblem]:
    if cells["measure"] not in grains:
        known = ", ".join(sorted(grains)) or "none; adopt a strategy with measures first"
        yield MeasureProblem(line, "measure", f"The strategy has no measure '{cells['measure']}'. It has: {known}.")
    if not cells["subject"]:
        yield MeasureProblem(line, "subject", "Say who or which unit.")
    day = _day(cells["when"])
    if day is None:
        yield MeasureProblem(line, "when", f"'{cells['when']}' is not a day such as 2026-03-01.")
    elif day > today + dt.timedelta(days=1):
        yield MeasureProblem(line, "when", f"{day} lies in the future.")
    if _number(cells["value"]) is None:
        yield MeasureProblem(line, "value", f"'{cells['value']}' is not a number such as 12.5.")
    key = (cells["measure"], cells["subject"].lower(), cells["when"])
    if key in seen:
        yield MeasureProblem(line, "subject", f"The same measure, subject and day stand in line {seen[key]} already.")
    seen.setdefault(key, line)


def _day(text: str) -> dt.date | None:
    try:
        return dt.datetime.fromisoformat(text).date()
    except ValueError:
        return None


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def _figure(cells: Mapping[str, str], line: int) -> Figure:
    day, value = _day(cells["when"]), _number(cells["value"])
    if day is None or value is None:
        raise AssertionError("checked before")
    return Figure(line, cells["measure"], cells["subject"].lower(), day, value)
