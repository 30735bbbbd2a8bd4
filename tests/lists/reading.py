"""The lists of this folder, as the files that somebody chooses."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl

from trimtab.kernel import plain_csv
from trimtab.people.domain.translating import PeopleTable, table_of

HERE = Path(__file__).parent
NAMES = tuple(sorted(path.stem for path in HERE.glob("*.csv")))


def text_of(name: str) -> str:
    """The text of a list."""
    return (HERE / f"{name}.csv").read_text()


def table(text: str) -> PeopleTable:
    """The table in a text, as a file of it gives it."""
    read = plain_csv.numbered(text, most=10_000)
    return table_of(read.rows, read.delimiter)


def workbook(name: str) -> bytes:
    """The list as a workbook, its numbers as numbers."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in plain_csv.numbered(text_of(name), most=10_000).rows:
        sheet.append([int(cell) if cell.isdigit() else cell for cell in row[1]])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()
