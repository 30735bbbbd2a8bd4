"""Files of figures as tables: CSV in any of its dialects, and Excel workbooks."""

from __future__ import annotations

import csv
import io
import zipfile

from trimtab.evaluation.domain.sources import Table
from trimtab.kernel.errors import Refusal

MOST_BYTES = 50 * 1024 * 1024
MOST_UNPACKED = 500 * 1024 * 1024
MOST_ROWS = 1_000_000


def table_of(content: bytes, *, name: str, sheet: str = "") -> Table:
    """The table in a file; a name ending in .xlsx is a workbook (its first sheet, unless another is named), all else CSV.

    Raises Refusal, with the file's name.
    """
    if len(content) > MOST_BYTES:
        raise Refusal("source.size", f"The file is larger than {MOST_BYTES // 1024**2} MB.", name)
    if name.lower().endswith((".xlsx", ".xlsm")):
        return _excel(content, name, sheet)
    try:
        return csv_table(content.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise Refusal("source.encoding", "The file is not UTF-8. Save it as 'CSV UTF-8'.", name) from error


def csv_table(text: str, name: str = "") -> Table:
    """A table of CSV text; commas, semicolons and tabs all work. Raises Refusal."""
    delimiter = max(",;\t", key=text.partition("\n")[0].count)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise Refusal("source.csv", f"The file is no CSV: {error}.", name) from error
    return _table(rows, name)


def _excel(content: bytes, name: str, sheet: str) -> Table:
    import openpyxl

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(one.file_size for one in packed.infolist()) > MOST_UNPACKED:
                raise Refusal("source.size", "The workbook is too large when it is unpacked.", name)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise Refusal("source.excel", "The file is no Excel workbook (.xlsx).", name) from error
    if sheet and sheet not in book.sheetnames:
        raise Refusal("source.sheet", f"There is no sheet '{sheet}'. There are: {', '.join(book.sheetnames)}.", name)
    found = book[sheet] if sheet else book.worksheets[0]
    return _table([list(row) for row in found.iter_rows(max_row=MOST_ROWS + 2, values_only=True)], name)


def _table(rows: list[list[object]], name: str) -> Table:
    if not rows:
        raise Refusal("source.empty", "The file is empty.", name)
    if len(rows) > MOST_ROWS + 1:
        raise Refusal("source.size", f"The file has more than {MOST_ROWS:,} rows.", name)
    return Table(tuple(str(cell if cell is not None else "").strip() for cell in rows[0]), rows[1:])
