"""The cells of a row of a sheet, by the names of their columns.

What could be meant in two ways is refused. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say

SEPARATOR = "|"
_CUT = re.compile(r"(?<!\\)\|")
_TAGS = re.compile(r"[|,;]")
_YES, _NO = frozenset({"yes", "true", "1", "x"}), frozenset({"", "no", "false", "0"})


@dataclass(frozen=True, slots=True)
class Cells:
    """A row; every column is there, '' where nothing was written."""

    row: Mapping[str, str]

    def text(self, column: str) -> str:
        """What stands in a cell."""
        return self.row[column]

    def is_yes(self, column: str) -> bool:
        """Whether a cell says yes. Raises Refusal when it says neither yes nor no."""
        said = self.row[column].lower()
        if said not in _YES | _NO:
            raise Refusal(
                "library.csv", say("'{cell}' is neither yes nor no.", cell=self.row[column]), column
            )
        return said in _YES

    def parts(self, column: str) -> list[str]:
        """The values of a cell.

        Raises Refusal for an empty one, and for bars that may be meant or may belong to a value.
        """
        cell = self.row[column]
        if not cell:
            return []
        parts = _cut(cell)
        if len(set(_blanks(parts))) > 1:
            sentence = say(
                "Some bars ({bar}) have blanks around them and some have none: it is not clear "
                "which separate values. Write a bar that belongs to a value as \\{bar}.",
                bar=SEPARATOR,
            )
            raise Refusal("library.csv", sentence, column)
        empty = next((number for number, part in enumerate(parts, 1) if not part.strip()), 0)
        if empty:
            sentence = say(
                "Value {number} of {all} is empty. Take its bar out, or fill it in.",
                number=empty,
                all=len(parts),
            )
            raise Refusal("library.csv", sentence, column)
        return [part.strip() for part in parts]

    def loose_parts(self, column: str) -> list[str]:
        """The values of a cell of which some may be empty."""
        return [part.strip() for part in _cut(self.row[column])]

    def tags(self, column: str) -> list[str]:
        """Tags separated by bars, commas or semicolons; by blanks where there is none of these."""
        cell = self.row[column]
        parts = _TAGS.split(cell) if _TAGS.search(cell) else cell.split()
        return [" ".join(part.split()) for part in parts if part.strip()]


def _blanks(parts: list[str]) -> Iterator[bool]:
    """Whether there is a blank beside each bar."""
    for before, after in pairwise(parts):
        yield before[-1:].isspace() or after[:1].isspace()


def _cut(cell: str) -> list[str]:
    return [part.replace(f"\\{SEPARATOR}", SEPARATOR) for part in _CUT.split(cell)]
