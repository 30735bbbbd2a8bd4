"""Files of figures as tables: CSV in any of its dialects, and Excel workbooks.

Read within bounds, and no further than they reach.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, BinaryIO, assert_never

import msgspec

from trimtab import confined
from trimtab.evaluation.domain.sources import Percentage, Table
from trimtab.evaluation.domain.workbook_faults import WorkbookFault
from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, figure, listed, say

MiB = 1024 * 1024
READER, READER_MEMORY = "trimtab.evaluation.domain.workbook", 512 * MiB
MOST_COLUMNS = 1_000


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much of a file is read: its bytes, its rows and cells, and the seconds that reading a
    workbook may take.
    """

    file: int
    rows: int
    cells: int
    seconds: int


# Who waits at a page waits less, and many may come at once; a source and a command are read one
# after another.
PAGE = Bounds(file=20 * MiB, rows=100_000, cells=1_000_000, seconds=30)
SOURCE = Bounds(file=50 * MiB, rows=1_000_000, cells=6_000_000, seconds=300)
MOST_BYTES, MOST_ROWS = SOURCE.file, SOURCE.rows


def table_of(file: BinaryIO, *, name: str, sheet: str = "", bounds: Bounds = SOURCE) -> Table:
    """The table in a file; a name ending in .xlsx is a workbook (its first sheet, unless another is
    named), all else CSV.

    Raises Refusal, with the file's name.
    """
    if file.seek(0, 2) > bounds.file:
        sentence = say("The file is larger than {size} MB.", size=bounds.file // MiB)
        raise Refusal("source.size", sentence, name)
    file.seek(0)
    if name.lower().endswith((".xlsx", ".xlsm")):
        return _excel(file, name, sheet, bounds)
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    try:
        return _table(plain_csv.rows(text, most=bounds.rows + 1, strict=True), name, bounds)
    except UnicodeDecodeError as error:
        raise Refusal(
            "source.encoding", say("The file is not UTF-8. Save it as 'CSV UTF-8'."), name
        ) from error
    finally:
        text.detach()


def csv_table(text: str, name: str = "", bounds: Bounds = SOURCE) -> Table:
    """A table of CSV text; commas, semicolons and tabs all work. Raises Refusal."""
    return _table(plain_csv.rows(text, most=bounds.rows + 1, strict=True), name, bounds)


def table_of_records(
    records: Iterable[Mapping[str, object]], name: str = "", bounds: Bounds = SOURCE
) -> Table:
    """A table of records; each name in any of them is a column.

    Raises Refusal.

    A record may name what no other does: so few bytes can ask for a table of as many columns as
    rows.
    """
    rows = list(records)
    head: dict[str, None] = {}
    for record in rows:
        head.update(dict.fromkeys(record))
        if (
            len(head) > MOST_COLUMNS
            or len(head) * len(rows) > bounds.cells
            or len(rows) > bounds.rows
        ):
            raise Refusal("source.size", _too_many(bounds), name)
    return Table(tuple(head), [[record.get(column) for column in head] for record in rows])


def _too_many(bounds: Bounds) -> Said:
    return say(
        "It holds more than {rows} rows, {columns} columns or {cells} cells: more than is read "
        "at once.",
        rows=figure(bounds.rows, ","),
        columns=figure(MOST_COLUMNS, ","),
        cells=figure(bounds.cells, ","),
    )


def _table(rows: Iterable[list[Any]], name: str, bounds: Bounds) -> Table:
    kept: list[list[Any]] = []
    cells = 0
    try:
        for row in rows:
            cells += len(row)
            if cells > bounds.cells:
                raise Refusal("source.size", _too_many(bounds), name)
            kept.append(row)
    except plain_csv.InvalidCsv as fault:
        sentence = say("{sentence} (line {line})", sentence=fault.sentence, line=fault.line)
        raise Refusal("source.csv", sentence, name) from fault
    if not kept:
        raise Refusal("source.empty", say("The file is empty."), name)
    return Table(tuple(str(cell if cell is not None else "").strip() for cell in kept[0]), kept[1:])


def _excel(file: BinaryIO, name: str, sheet: str, bounds: Bounds) -> Table:
    arguments = (sheet, str(bounds.rows), str(bounds.cells))
    try:
        with confined.reading(
            READER,
            arguments,
            file,
            seconds=bounds.seconds,
            memory=READER_MEMORY,
            most=4 * bounds.file,
        ) as lines:
            hidden = _Hidden()
            table = _table(_read(lines, name, sheet, bounds, hidden), name, bounds)
            return replace(
                table, hidden=frozenset(hidden.rows), hidden_columns=frozenset(hidden.columns)
            )
    except confined.Exceeded as error:
        raise Refusal("source.size", _EXCEEDED[error.limit], name) from error


_EXCEEDED = {
    confined.Limit.TIME: say(
        "Reading the workbook takes too long. Keep one sheet with the columns that are "
        "needed, or save it as CSV."
    ),
    confined.Limit.MEMORY: say(
        "The workbook is too large when it is unpacked. Keep one sheet with the columns that "
        "are needed."
    ),
    confined.Limit.OUTPUT: say(
        "The workbook is too large when it is unpacked. Keep one sheet with the columns that "
        "are needed."
    ),
}


@dataclass
class _Hidden:
    """What a sheet does not show."""

    rows: list[int] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)


def _read(
    lines: Iterable[bytes], name: str, sheet: str, bounds: Bounds, hidden: _Hidden
) -> Iterator[list[Any]]:
    for line in lines:
        row = msgspec.json.decode(line)
        if isinstance(row, dict) and "hidden" in row:
            hidden.rows, hidden.columns = row["hidden"], row["columns"]
            continue
        if isinstance(row, dict):
            raise _refused(WorkbookFault(row["fault"]), row["says"], name, sheet, bounds)
        yield [_cell(cell) if isinstance(cell, list) else cell for cell in row]


def _cell(cell: list[Any]) -> Percentage | dt.datetime | dt.date | dt.time:
    """A cell that JSON does not hold as it is: the name of its kind, and its text or number."""
    match cell:
        case ["percentage", share]:
            return Percentage(share)
        case ["datetime", text]:
            return dt.datetime.fromisoformat(text)
        case ["date", text]:
            return dt.date.fromisoformat(text)
        case ["time", text]:
            return dt.time.fromisoformat(text)
        case _:
            raise ValueError(f"the reader of workbooks wrote {cell!r}")


def _refused(
    fault: WorkbookFault, says: list[str], name: str, sheet: str, bounds: Bounds
) -> Refusal:
    match fault:
        case WorkbookFault.SHEET:
            return Refusal(
                "source.sheet",
                say(
                    "There is no sheet '{sheet}'. There are: {sheets}.",
                    sheet=sheet,
                    sheets=listed(says),
                ),
                name,
            )
        case WorkbookFault.HIDDEN:
            return Refusal(
                "source.sheet",
                say(
                    "The first sheet is hidden. Name the one that is meant: {sheets}.",
                    sheets=listed(says),
                ),
                name,
            )
        case WorkbookFault.ROWS | WorkbookFault.CELLS:
            return Refusal("source.size", _too_many(bounds), name)
        case WorkbookFault.UNPACKED:
            return Refusal("source.size", _EXCEEDED[confined.Limit.OUTPUT], name)
        case WorkbookFault.EXCEL:
            return Refusal("source.excel", say("The file is no Excel workbook (.xlsx)."), name)
        case _:
            assert_never(fault)
