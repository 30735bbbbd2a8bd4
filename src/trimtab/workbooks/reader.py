"""One sheet of an Excel workbook, read in a process of its own (trimtab.confined): rows as lines of
JSON, or one line that says why not.

It reads with openpyxl, which believes what the file says of its size. Here nothing is believed:
empty rows at the end are no rows, a far corner is no column, and what is too much is said as soon
as it is seen.
"""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO
from xml.parsers import expat

import msgspec

from trimtab.kernel import archives
from trimtab.workbooks.faults import WorkbookFault

# Read in a process of its own, without the numerics that openpyxl would load for nothing.
sys.modules.setdefault("numpy", None)  # type: ignore[arg-type]

MOST_COLUMNS, ROWS_OF_A_SHEET = 256, 1_048_576
MOST_UNPACKED = 500 * 1024 * 1024
# Everything but sheets and texts is small in any workbook; openpyxl makes a tree of objects of it.
MOST_OF_A_PART = 4 * 1024 * 1024
_LARGE = ("xl/worksheets/", "xl/sharedstrings")
_UNREAD = (
    "xl/media/",
    "xl/drawings/",
    "xl/embeddings/",
    "xl/charts/",
    "xl/vbaproject",
    "xl/pivot",
    "xl/printersettings/",
)
_TRUE = {"1", "true"}
_encode = msgspec.json.Encoder(decimal_format="number").encode


class _Fault(Exception):
    """Why there is no table: a code of faults.py, and what belongs into its sentence."""


def main(arguments: Sequence[str]) -> None:
    """Reads standard input; the arguments are the sheet's name ('' is the first), the most rows and
    the most cells.
    """
    sheet, most_rows, most_cells = arguments
    write = sys.stdout.buffer.write
    try:
        for row in _rows(sys.stdin.buffer, sheet, int(most_rows), int(most_cells)):
            write(_encode(row) + b"\n")
    except _Fault as fault:
        write(_encode({"fault": fault.args[0], "says": fault.args[1:]}) + b"\n")


def _rows(
    file: BinaryIO, sheet: str, most_rows: int, most_cells: int
) -> Iterator[list[Any] | dict[str, list[int]]]:
    waiting = count = cells = 0
    for row in _read(file, sheet):
        if isinstance(row, dict):
            yield row
            continue
        filled = _filled(row)
        if not filled:
            waiting += 1
            if waiting > ROWS_OF_A_SHEET:
                raise _Fault(WorkbookFault.EXCEL)
            continue
        count, cells = count + waiting + 1, cells + waiting + len(filled)
        if count > most_rows + 1:
            raise _Fault(WorkbookFault.ROWS)
        if cells > most_cells:
            raise _Fault(WorkbookFault.CELLS)
        yield from ([] for _ in range(waiting))
        yield filled
        waiting = 0


def _filled(row: Sequence[Any]) -> list[Any]:
    """The cells of a row up to the last that holds something, as JSON holds them."""
    cells = list(row[:MOST_COLUMNS])
    while cells and cells[-1] is None:
        cells.pop()
    return [_plain(cell) for cell in cells]


def _plain(cell: Any) -> Any:
    """A cell as JSON: text, number, truth or nothing, or a moment or percentage with the name of
    its kind.
    """
    match cell:
        case _Percentage(share=share):
            return ["percentage", share]
        case dt.datetime() | dt.date() | dt.time():
            return [type(cell).__name__, cell.isoformat()]
        case None | str() | int() | float():
            return cell
        case _:
            return str(cell)


def _read(file: BinaryIO, sheet: str) -> Iterable[Sequence[Any] | dict[str, list[int]]]:
    try:
        with archives.opened(file, most_entries=2_000) as packed:
            _check(archives.entries(packed))
    except archives.BadArchive as error:
        raise _Fault(WorkbookFault.EXCEL) from error
    file.seek(0)
    yield from _of_book(file, sheet)


def _check(entries: Sequence[archives.Entry]) -> None:
    """Raises _Fault for parts that are larger than parts are."""
    read = [entry for entry in entries if not entry.name.lower().lstrip("/").startswith(_UNREAD)]
    if sum(entry.size for entry in read) > MOST_UNPACKED:
        raise _Fault(WorkbookFault.UNPACKED)
    if any(
        entry.size > MOST_OF_A_PART
        for entry in read
        if not entry.name.lower().lstrip("/").startswith(_LARGE)
    ):
        raise _Fault(WorkbookFault.UNPACKED)


@dataclass(frozen=True, slots=True)
class _Percentage:
    share: float


def _value(cell: Any) -> Any:
    """The value of a cell; a number that is shown as a percentage says so."""
    value = cell.value
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return _Percentage(float(value)) if is_number and "%" in (cell.number_format or "") else value


def _hidden(packed: Any, part: str) -> dict[str, list[int]]:
    """The rows (from 1) and columns (from 0) of a sheet that are not shown, which openpyxl does not
    tell of sheets that it only reads.
    """
    rows: list[int] = []
    columns: set[int] = set()
    last = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal last
        kind = name.rpartition(":")[2]
        if kind == "row":
            last = int(attributes.get("r", last + 1))
            if attributes.get("hidden") in _TRUE:
                rows.append(last)
                if len(rows) > ROWS_OF_A_SHEET:
                    raise _Fault(WorkbookFault.EXCEL)
        elif kind == "col" and attributes.get("hidden") in _TRUE:
            first, end = int(attributes.get("min", 1)), int(attributes.get("max", 0))
            columns.update(range(max(first - 1, 0), min(end, MOST_COLUMNS)))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    with packed.open(part) as source:
        parser.ParseFile(source)
    return {"hidden": rows, "columns": sorted(columns)}


def _of_book(file: BinaryIO, sheet: str) -> Iterator[Sequence[Any] | dict[str, list[int]]]:
    """First what the sheet hides, then its rows."""
    import warnings

    import openpyxl

    warnings.simplefilter("ignore")
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        if sheet and sheet not in book.sheetnames:
            raise _Fault(WorkbookFault.SHEET, *book.sheetnames[:50])
        chosen = book[sheet] if sheet else book.worksheets[0]
        if not sheet and chosen.sheet_state != "visible":
            raise _Fault(
                WorkbookFault.HIDDEN,
                *[sheet.title for sheet in book.worksheets if sheet.sheet_state == "visible"][:50],
            )
        yield _hidden(book._archive, chosen._worksheet_path)
        chosen.reset_dimensions()
        for row in chosen.iter_rows():
            yield [_value(cell) for cell in row[:MOST_COLUMNS]]
    except (_Fault, MemoryError, GeneratorExit):
        raise
    except Exception as error:  # what a library makes of a file that is no workbook has many names
        raise _Fault(WorkbookFault.EXCEL) from error
