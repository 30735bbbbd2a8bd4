"""How large the text of one page may be: every line is measured before anything is written."""

from __future__ import annotations

from typing import assert_never

from docx.document import Document as Docx
from docx.shared import Pt

from trimtab.papers.blocks import (
    Facts,
    Heading,
    Items,
    Letterhead,
    Paper,
    PaperFigure,
    PaperTable,
    Paragraph,
)
from trimtab.papers.fitting import ColumnCell, Line, largest
from trimtab.papers.pdf import height_share
from trimtab.papers.text import tidy
from trimtab.papers.word.page import room_of
from trimtab.papers.word.styles import INK, SMALL, styles

BETWEEN_CELLS, AFTER_TABLE = 5.4, 6.0


def size_fitting(file: Docx, paper: Paper, head: Letterhead) -> float:
    """The size of text, in points, at which the paper fits on one page.

    Every line is measured with what stands above and below it.
    """
    section = file.sections[0]
    high = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
    wide = room_of(file) / Pt(1)
    used = styles(INK, small=True)

    def line(style: str, words: str, *, bold: bool = False) -> Line:
        set_in = used[style]
        return Line((ColumnCell(tidy(words), set_in.em, wide, bold),), set_in.before + set_in.after)

    lines = [
        line("Trimtab Whose", head.organisation, bold=True),
        line("Title", paper.title, bold=True),
    ]
    lines += [line("Subtitle", paper.subtitle)] if tidy(paper.subtitle) else []
    lines += [line("Trimtab Notice", head.pressing, bold=True)] if head.pressing else []
    for block in paper.blocks:
        match block:
            case Heading(text, level):
                lines.append(line(f"Heading {level}", text, bold=True))
            case Paragraph(text):
                lines.append(line("Normal", text))
            case Items(items):
                lines += [line("List Bullet", item) for item in items]
            case Facts(facts):
                lines += [line("Normal", f"{fact.name}: {fact.says}") for fact in facts]
            case PaperTable():
                lines += [
                    line("Caption", block.caption),
                    *_rows(block, wide),
                    Line((), AFTER_TABLE),
                ]
            case PaperFigure():
                lines += [
                    line("Caption", block.caption),
                    Line((), wide * height_share(block.picture.wide) + 3),
                ]
            case _:
                assert_never(block)
    return largest(lines, width=wide, height=high / Pt(1))


def _rows(block: PaperTable, wide: float) -> list[Line]:
    widths = block.widths or tuple(1 for _ in block.head)
    columns = [wide * share / sum(widths) - 2 * BETWEEN_CELLS for share in widths]
    return [
        Line(
            tuple(
                ColumnCell(tidy(said), SMALL, width, number == 0 or at == 0)
                for at, (said, width) in enumerate(zip(row, columns, strict=True))
            ),
            2.5,
        )
        for number, row in enumerate((block.head, *block.rows))
    ]
