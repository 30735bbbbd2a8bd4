"""Files with lists of people as tables: CSV in any of its dialects and encodings, and workbooks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, BinaryIO, assert_never

from trimtab import confined
from trimtab.kernel import plain_csv
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, figure, listed, say
from trimtab.people.domain.translating import PeopleTable, table_of
from trimtab.workbooks import sheet as sheets
from trimtab.workbooks.faults import WorkbookFault

MiB = 1024 * 1024
MOST_BYTES, MOST_ROWS, MOST_CELLS = 25 * MiB, 100_000, 4_000_000
SECONDS = 30
_MARKS = ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def people_table(file: BinaryIO, *, name: str) -> PeopleTable:
    """The table in a file; a name ending in .xlsx is a workbook (its first sheet), all else CSV.

    CSV is UTF-8, UTF-16 with its mark, or Windows-1252, as spreadsheets write it where nobody chose.
    Raises Refusal on the field file.
    """
    if file.seek(0, 2) > MOST_BYTES:
        raise _refused(say("The file has more than {most} MB. Split it.", most=MOST_BYTES // MiB))
    file.seek(0)
    if name.lower().endswith(sheets.ENDINGS):
        return _workbook(file)
    start = file.read(8)
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise _refused(say("A workbook ends in .xlsx. Save it as such, or as CSV."))
    text = _text(start + file.read())
    try:
        read = plain_csv.numbered(text, most=MOST_ROWS + 1)
        return table_of(_counted(read.rows), read.delimiter)
    except plain_csv.InvalidCsv as fault:
        raise _refused(
            say("Line {line}: {sentence}", line=fault.line, sentence=fault.sentence)
        ) from fault


def _counted(rows: Iterator[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Rows, for as long as their cells are not too many."""
    cells = 0
    for line, row in rows:
        cells += len(row)
        if cells > MOST_CELLS:
            raise _refused(
                say(
                    "The file has more than {most} cells. Keep the columns that are needed.",
                    most=figure(MOST_CELLS, ",.0f"),
                )
            )
        yield line, row


def _text(content: bytes) -> str:
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decoded(content, encoding)
    try:
        text = str(content, "utf-8-sig")
    except UnicodeDecodeError:
        text = _decoded(content, "cp1252")
    if "\x00" in text:
        raise _refused(say("This is no CSV file: it holds characters that no text has."))
    return text


def _decoded(content: bytes, encoding: str) -> str:
    try:
        return str(content, encoding)
    except UnicodeDecodeError as error:
        sentence = say(
            "The file is neither UTF-8 nor Windows-1252 text. In a spreadsheet choose 'CSV UTF-8' "
            "when you save it."
        )
        raise _refused(sentence) from error


def _workbook(file: BinaryIO) -> PeopleTable:
    try:
        with sheets.opened(
            file, rows=MOST_ROWS, cells=MOST_CELLS, seconds=SECONDS, most=4 * MOST_BYTES
        ) as read:
            table = table_of(_numbered(read.rows))
            if read.hidden_rows or read.hidden_columns:
                raise _refused(
                    say("The sheet hides rows or columns. Show them, or delete them, first.")
                )
            return table
    except sheets.BadWorkbook as bad:
        raise _refused(_fault(bad)) from bad
    except confined.Exceeded as error:
        raise _refused(
            say("The workbook is too large to be read here. Keep one sheet, or save it as CSV.")
        ) from error


def _numbered(rows: Iterator[list[Any]]) -> Iterator[tuple[int, Sequence[str]]]:
    for line, cells in enumerate(rows, start=1):
        yield line, [_cell(cell) for cell in cells]


def _cell(cell: Any) -> str:
    """A cell as CSV would have written it: whole numbers without a point, days as 2026-03-31."""
    match cell:
        case None:
            return ""
        case bool():
            return "yes" if cell else "no"
        case float() if cell.is_integer():
            return str(int(cell))
        case ["datetime", str(moment)]:
            at = dt.datetime.fromisoformat(moment)
            return at.date().isoformat() if at.time() == dt.time() else at.isoformat(" ")
        case [_, plain]:
            return str(plain)
        case _:
            return str(cell).replace("\x00", "")


def _fault(bad: sheets.BadWorkbook) -> Said:
    match bad.fault:
        case WorkbookFault.HIDDEN:
            return say(
                "The first sheet is hidden. Let the list be the first one; there are: {sheets}.",
                sheets=listed(bad.says),
            )
        case WorkbookFault.ROWS | WorkbookFault.CELLS:
            return say(
                "The sheet has more than {most} rows. Split it.", most=figure(MOST_ROWS, ",.0f")
            )
        case WorkbookFault.UNPACKED:
            return say(
                "The workbook is too large when it is unpacked. Keep one sheet with the columns "
                "that are needed."
            )
        case WorkbookFault.EXCEL | WorkbookFault.SHEET:
            return say("The file is no Excel workbook (.xlsx).")
        case _:
            assert_never(bad.fault)


def _refused(sentence: Said) -> Refusal:
    return Refusal("people.list-file", sentence, "file")
