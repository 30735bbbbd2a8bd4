"""Figures from a file in the folder of sources."""

from __future__ import annotations

from pathlib import Path

from trimtab.evaluation.api import SourceKind, Table, Wanted, table_of
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say


def read(folder: Path, wanted: Wanted) -> Table:
    """The table in a file below `folder`, and nowhere else. Raises Refusal."""
    root = folder.resolve()
    path = (root / wanted.place).resolve()
    if not path.is_relative_to(root) or not path.is_file():
        raise Refusal(
            "source.file",
            say("There is no file '{place}' in the folder of sources.", place=wanted.place),
            "place",
        )
    if wanted.kind is SourceKind.EXCEL and path.suffix.lower() not in (".xlsx", ".xlsm"):
        raise Refusal("source.file", say("An Excel workbook ends in .xlsx."), wanted.place)
    try:
        with path.open("rb") as file:
            return table_of(file, name=path.name, sheet=wanted.sheet)
    except OSError as error:
        raise Refusal("source.file", say("The file cannot be read now."), wanted.place) from error
