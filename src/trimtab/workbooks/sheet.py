"""One sheet of a workbook, row by row, as the confined reader wrote it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, BinaryIO

import msgspec

from trimtab import confined
from trimtab.kernel.errors import TrimtabError
from trimtab.workbooks.faults import WorkbookFault

ENDINGS = (".xlsx", ".xlsm")
READER, MEMORY = "trimtab.workbooks.reader", 512 * 1024 * 1024


class BadWorkbook(TrimtabError):
    """Why there is no sheet; `says` are the names of sheets where it is about them."""

    def __init__(self, fault: WorkbookFault, says: tuple[str, ...] = ()) -> None:
        super().__init__(fault.value)
        self.fault, self.says = fault, says


@dataclass
class WorkbookSheet:
    """A sheet that is being read: its rows, which come once, and what it hides.

    `hidden_rows` count from 1, `hidden_columns` from 0; both are known once the first row is. A
    cell is a text, a number, a truth value, None, or a list of a kind and its value: "datetime",
    "date", "time" with a text as ISO 8601 writes it, "percentage" with a share.
    """

    rows: Iterator[list[Any]]
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)


@contextmanager
def opened(
    file: BinaryIO, *, sheet: str = "", rows: int, cells: int, seconds: int, most: int
) -> Iterator[WorkbookSheet]:
    """The sheet of that name (the first, when none is named) of a workbook.

    It has at most `rows` rows below the head and `cells` cells; reading takes at most `seconds`
    and writes at most `most` bytes. Raises BadWorkbook, here or while rows are read, and
    confined.Exceeded.
    """
    arguments = (sheet, str(rows), str(cells))
    with confined.reading(
        READER, arguments, file, seconds=seconds, memory=MEMORY, most=most
    ) as lines:
        read = WorkbookSheet(iter(()))
        read.rows = _rows(lines, read)
        yield read


def _rows(lines: BinaryIO, sheet: WorkbookSheet) -> Iterator[list[Any]]:
    for line in lines:
        row = msgspec.json.decode(line)
        if isinstance(row, list):
            yield row
        elif "fault" in row:
            raise BadWorkbook(WorkbookFault(row["fault"]), tuple(row["says"]))
        else:
            sheet.hidden_rows, sheet.hidden_columns = row["hidden"], row["columns"]
