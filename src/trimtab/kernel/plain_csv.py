"""CSV as strangers send it, read row by row within bounds: how many rows, how many columns, how
long a row.

Python's reader makes a list of a whole row before anybody can look at it, and a quote that is never
closed makes one row of all that follows. So the lines are counted while they are handed over.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TextIO

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import figure, say

MOST_ROW = 500_000
MOST_COLUMNS = 1_000
DELIMITERS = ",;\t"
_ANNOUNCED = re.compile(r"sep=([,;\t])", re.IGNORECASE)
TOO_LONG = say("A row is far too long. Perhaps a quote is never closed, or this is no CSV.")


class InvalidCsv(Refusal):
    """The text is no CSV, or more than is read here; `line` counts from 1."""

    def __init__(self, sentence: str, *, line: int) -> None:
        super().__init__("csv", sentence, f"line {line}")
        self.line = line


def rows(text: str | TextIO, *, most: int, strict: bool = False) -> Iterator[list[str]]:
    """The rows of a text, at most `most` with the head, empty ones too; a byte order mark is
    forgiven.

    Commas, semicolons and tabs all work. A file that is given is opened with newline="", and read
    as far as rows are asked for. `strict` refuses a quote inside a cell. Raises InvalidCsv.
    """
    return _Rows(text, most, strict)


def records(text: str, *, most: int) -> csv.DictReader[str]:
    """The rows below the head by the names of their columns, with `line_num`; bounds and errors as
    for `rows`.
    """
    found: csv.DictReader[str] = csv.DictReader(())
    found.reader = _Rows(text, most, strict=False)  # type: ignore[assignment]  # all that is asked of it is there
    return found


def delimiter(reader: csv.DictReader[str]) -> str:
    """What separates the cells of a reader that `records` gave."""
    rows: Any = reader.reader
    return str(rows.delimiter)


def check_quotes(
    row: Mapping[Any, Any], head: Sequence[str], *, at: int, is_one: Callable[[str], bool], cut: str
) -> None:
    """Raises Refusal when a quotation mark that is never closed has swallowed rows: a cell of
    several lines holds a line whose cell in the column `at` is one (`is_one`) that only a row of
    its own would have there. `cut` separates cells.
    """
    for place, name in enumerate(head):
        cell = row.get(name)
        if not isinstance(cell, str) or "\n" not in cell:
            continue
        first, *others = cell.split("\n")
        swallowed = [line.split(cut)[at : at + 1] for line in others]
        if at > place:
            swallowed.append(first.split(cut)[at - place : at - place + 1])
        if any(is_one(one.strip(' "')) for cells in swallowed for one in cells):
            sentence = say(
                "A quotation mark in this row is not closed, and other rows are lost in"
                " it. Close it, or write it twice."
            )
            raise Refusal("csv", sentence, name)


class _Rows:
    """The rows of a text, and the line on which the last one ended."""

    def __init__(self, text: str | TextIO, most: int, strict: bool) -> None:
        self._lines, self._count, self._most = _Lines(text), 0, most
        self.delimiter = self._lines.announced or max(DELIMITERS, key=self._lines.first.count)
        self._reader = csv.reader(self._lines, delimiter=self.delimiter, strict=strict)

    @property
    def line_num(self) -> int:
        """The line, from 1, on which the last row ended."""
        return self._reader.line_num + bool(self._lines.announced)

    def __iter__(self) -> _Rows:
        return self

    def __next__(self) -> list[str]:
        self._lines.characters = 0
        try:
            cells = next(self._reader)
        except csv.Error as error:
            is_long = "field limit" in str(error)
            said = TOO_LONG if is_long else say("The file is no CSV: {error}.", error=str(error))
            raise InvalidCsv(said, line=self.line_num) from error
        self._count += 1
        if self._count > self._most:
            raise InvalidCsv(
                say(
                    "The file has more than {most} rows. Split it.",
                    most=figure(self._most - 1, ","),
                ),
                line=self.line_num,
            )
        if len(cells) > MOST_COLUMNS:
            raise InvalidCsv(
                say(
                    "The row has more than {most} cells.",
                    most=figure(MOST_COLUMNS, ","),
                ),
                line=self.line_num,
            )
        return cells


class _Lines:
    """The lines of a text, for as long as those of one row are not too many characters."""

    def __init__(self, text: str | TextIO) -> None:
        self.characters, self._number, self._is_first = 0, 0, True
        self._text = io.StringIO(text, newline="") if isinstance(text, str) else text
        self.first = self._text.readline(MOST_ROW + 1).removeprefix("\ufeff")
        # Spreadsheets write a line before the head that says what separates cells: sep=;
        said = _ANNOUNCED.fullmatch(self.first.strip())
        self.announced = said[1] if said else ""
        if said:
            self._number, self.first = 1, self._text.readline(MOST_ROW + 1)

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self.first if self._is_first else self._text.readline(MOST_ROW + 1)
        self._is_first = False
        if not line:
            raise StopIteration
        self._number += 1
        self.characters += len(line)
        if self.characters > MOST_ROW:
            raise InvalidCsv(TOO_LONG, line=self._number)
        if "\0" in line:
            raise InvalidCsv(
                say("The row holds a NUL character: this is no text."), line=self._number
            )
        return line
