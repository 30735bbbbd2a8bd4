"""Tables with a head that is repeated on each page, and lines between rows alone."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from docx.document import Document as Docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell

from trimtab.papers.blocks import PaperTable
from trimtab.papers.fitting import PITCH
from trimtab.papers.text import tidy
from trimtab.papers.word.look import WordLook
from trimtab.papers.word.page import room_of
from trimtab.papers.word.sizing import AFTER_TABLE
from trimtab.papers.word.styles import pitch, rgb
from trimtab.pictures import mix


def write_table(file: Docx, block: PaperTable, look: WordLook) -> None:
    """Writes a table below what stands there."""
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.autofit = False
    _borders(table)
    widths = block.widths or tuple(1 for _ in block.head)
    room = room_of(file)
    for at, share in enumerate(widths):
        table.columns[at].width = Emu(room * share // sum(widths))
    cells = _Cells(table, look)
    for number, (row, words) in enumerate(
        zip(table._tbl.tr_lst, (block.head, *block.rows), strict=True)
    ):
        is_head = number == 0
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for at, (cell, said) in enumerate(zip(row.tc_lst, words, strict=True)):
            cells.fill(cell, tidy(said), is_head=is_head, is_name=at == 0)
            cell.width = Emu(room * widths[at] // sum(widths))
    after = file.add_paragraph().paragraph_format
    after.space_after = Pt(2)
    if look.tight:
        pitch(after, (AFTER_TABLE - 2) / PITCH)


class _Cells:
    """Fills the cells of a table.

    A line of each kind is made once, and copied, which takes a tenth of making it anew.
    """

    def __init__(self, table: DocxTable, look: WordLook) -> None:
        self._table, self._look = table, look
        self._lines: dict[tuple[bool, bool], Any] = {}

    def fill(self, tc: Any, words: str, *, is_head: bool, is_name: bool) -> None:
        """Writes into a cell: in the head, in the first column, or elsewhere."""
        kind = (is_head, is_name)
        if kind not in self._lines:
            self._lines[kind] = self._line(tc, is_head=is_head, is_name=is_name)
        line = deepcopy(self._lines[kind])
        line.find(f".//{qn('w:t')}").text = words
        tc.replace(tc.p_lst[0], line)
        if is_head:
            shade = OxmlElement("w:shd")
            shade.set(qn("w:val"), "clear")
            shade.set(qn("w:fill"), mix(self._look.brand, "#ffffff", 0.92)[1:])
            tc.get_or_add_tcPr().append(shade)

    def _line(self, tc: Any, *, is_head: bool, is_name: bool) -> Any:
        line = _Cell(tc, self._table).paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        run = line.add_run("words")
        run.bold = is_head or is_name
        run.font.size = Pt(self._look.cells)
        if self._look.tight:
            pitch(line.paragraph_format, self._look.cells)
        if is_head:
            run.font.color.rgb = rgb(self._look.brand)
        return line._p


def _borders(table: DocxTable) -> None:
    """Lines between rows alone, and the first row marked as the header for those who listen."""
    properties = table._tbl.tblPr
    borders = OxmlElement("w:tblBorders")
    for side in ("w:bottom", "w:insideH"):
        edge = OxmlElement(side)
        for key, value in (("w:val", "single"), ("w:sz", "4"), ("w:color", "C3D0DD")):
            edge.set(qn(key), value)
        borders.append(edge)
    properties.append(borders)
    marked = OxmlElement("w:tblLook")
    for key, value in (
        ("w:val", "00A0"),
        ("w:firstRow", "1"),
        ("w:firstColumn", "1"),
        ("w:noVBand", "1"),
    ):
        marked.set(qn(key), value)
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    properties.append(marked)
