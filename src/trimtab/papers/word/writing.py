"""Writing a paper, block by block."""

from __future__ import annotations

import io
from typing import assert_never

from docx import Document
from docx.document import Document as Docx
from docx.enum.text import WD_LINE_SPACING
from docx.shared import Cm, Emu

from trimtab.papers.blocks import (
    Block,
    Facts,
    Heading,
    Items,
    Letterhead,
    Paper,
    PaperFigure,
    PaperTable,
    Paragraph,
    Tone,
)
from trimtab.papers.pdf import png
from trimtab.papers.text import tidy
from trimtab.papers.word.look import CELLS, WordLook, styled
from trimtab.papers.word.page import describe, lay_out, packed, room_of
from trimtab.papers.word.sizing import size_fitting
from trimtab.papers.word.styles import MUTED, SMALL, rgb, style_all
from trimtab.papers.word.tables import write_table
from trimtab.pictures import readable

SIZE = 10.0


def docx(paper: Paper, head: Letterhead) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    file = Document()
    brand = readable(head.colour, "#ffffff")
    lay_out(file, paper, head)
    size = size_fitting(file, paper, head) if paper.one_page else SIZE
    style_all(file, brand, size, small=paper.one_page)
    describe(file, paper, head)
    ids = {str(style.name): style.style_id for style in file.styles}
    look = WordLook(brand, ids, size * SMALL if paper.one_page else CELLS, paper.one_page)
    styled(file, look, "Trimtab Whose", head.organisation)
    styled(file, look, "Title", paper.title)
    if tidy(paper.subtitle):
        styled(file, look, "Subtitle", paper.subtitle)
    if head.pressing:
        styled(file, look, "Trimtab Notice", head.pressing).runs[0].bold = True
    for block in paper.blocks:
        _block(file, block, look)
    return packed(file)


def _block(file: Docx, block: Block, look: WordLook) -> None:
    match block:
        case Heading(text, level):
            styled(file, look, f"Heading {level}", text)
        case Paragraph(text, tone):
            run = file.add_paragraph().add_run(tidy(text))
            if tone in {Tone.QUIET, Tone.EMPTY}:
                run.font.color.rgb, run.italic = rgb(MUTED), tone is Tone.EMPTY
        case Items(items):
            for item in items:
                styled(file, look, "List Bullet", item)
        case Facts(facts):
            for fact in facts:
                line = file.add_paragraph()
                line.add_run(f"{tidy(fact.name)}: ").bold = True
                line.add_run(tidy(fact.says))
        case PaperTable():
            styled(file, look, "Caption", block.caption)
            write_table(file, block, look)
        case PaperFigure():
            _figure(file, block, look)
        case _:
            assert_never(block)


def _figure(file: Docx, block: PaperFigure, look: WordLook) -> None:
    styled(file, look, "Caption", block.caption)
    shape = file.add_picture(
        io.BytesIO(png(block.picture.wide)), width=Emu(min(room_of(file), Cm(19)))
    )
    if look.tight:
        file.paragraphs[-1].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    described = shape._inline.docPr
    described.set("descr", tidy(block.description))
    described.set("title", tidy(block.caption))
