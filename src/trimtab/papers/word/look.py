"""How one paper looks, and a line in one of its styles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx.document import Document as Docx

from trimtab.papers.text import tidy

CELLS = 8.5


@dataclass(frozen=True, slots=True)
class WordLook:
    """The colour of the organisation, the size of cells in points, and whether the text has to fit
    on one page.

    `ids` are those of the styles by name: looking one up in the file goes through all of them.
    """

    brand: str
    ids: Mapping[str, str]
    cells: float = CELLS
    tight: bool = False


def styled(file: Docx, look: WordLook, style: str, text: str) -> Any:
    """Adds a paragraph in a style, by its name, and gives it back."""
    line = file.add_paragraph(tidy(text))
    line._p.style = look.ids[style]
    return line
