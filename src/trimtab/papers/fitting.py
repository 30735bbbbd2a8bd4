"""The size of text at which a paper fits on one page of a program that lays it out itself, such as
Word.

Widths are measured in our own font, and taken as wide as in the fonts that such a program has:
Arial is 8 % wider (bold: 11 %), and Noto Sans, which free ones take where Arial is missing, 14 %
(16 %).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from trimtab.papers.pdf import HERE, asked
from trimtab.papers.text import breakable

# As in paper.typ.
SIZES = (9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5)
# From line to line, as a share of the size: as high as lines of Arial are.
PITCH = 1.15
WIDER = 1.15


@dataclass(frozen=True, slots=True)
class ColumnCell:
    """Words in a column of `width` points; `em` is their size as a share of the text's."""

    words: str
    em: float
    width: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """What stands side by side, with `around` points above and below it in all: a paragraph is one
    cell, a row of a table several.
    """

    cells: tuple[ColumnCell, ...]
    around: float


def largest(lines: Sequence[Line], *, width: float, height: float) -> float:
    """The largest of SIZES, in points, at which the lines fit below each other, with PITCH from
    line to line; else the smallest.
    """
    given = {
        "sizes": SIZES,
        "pitch": PITCH,
        "width": width,
        "height": height,
        "lines": [
            {
                "around": line.around,
                "cells": [
                    (breakable(cell.words), cell.em, cell.width / WIDER, cell.bold)
                    for cell in line.cells
                ],
            }
            for line in lines
        ],
    }
    return float(asked((HERE / "fit.typ").read_bytes(), {"given": json.dumps(given)}, "<size>"))
