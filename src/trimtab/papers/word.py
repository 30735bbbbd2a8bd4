"""A paper as DOCX, with the styles of Word: real headings, tables with header rows, pictures with a description."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, assert_never

from docx import Document
from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell

from trimtab.papers.blocks import Block, Facts, Figure, Heading, Items, Letterhead, Paper, Paragraph, Table, Tone
from trimtab.papers.pdf import png
from trimtab.papers.text import tidy
from trimtab.pictures import mix, readable

FONT = "Calibri"
INK = "#0f2338"
MUTED = "#4b5d71"
LONG, SHORT = Cm(29.7), Cm(21)
_OLD = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Look:
    """The colour of the organisation, and the ids of the styles by name: looking one up goes through all of them."""

    brand: str
    ids: Mapping[str, str]


def docx(paper: Paper, head: Letterhead) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    file = Document()
    brand = readable(head.colour, "#ffffff")
    _lay_out(file, paper, head)
    _style(file, brand, small=paper.one_page)
    _properties(file, paper, head)
    look = _Look(brand, {str(style.name): style.style_id for style in file.styles})
    _styled(file, look, "Trimtab Whose", head.organisation)
    _styled(file, look, "Title", paper.title)
    if tidy(paper.subtitle):
        _styled(file, look, "Subtitle", paper.subtitle)
    if head.pressing:
        _styled(file, look, "Trimtab Notice", head.pressing).runs[0].bold = True
    for block in paper.blocks:
        _block(file, block, look)
    return _packed(file)


def _styled(file: Docx, look: _Look, style: str, text: str) -> Any:
    line = file.add_paragraph(tidy(text))
    line._p.style = look.ids[style]
    return line


def _lay_out(file: Docx, paper: Paper, head: Letterhead) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = (LONG, SHORT) if paper.wide else (SHORT, LONG)
    section.orientation = WD_ORIENT.LANDSCAPE if paper.wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.3 if paper.one_page else 1.9)
    section.footer_distance = Cm(0.8)
    foot = section.footer.paragraphs[0]
    foot.style = file.styles["Footer"]
    foot.add_run(tidy(f"{head.organisation} · {head.foot}" if head.foot else head.organisation))
    foot.add_run("  ·  ")
    _page_number(foot.add_run())


def _page_number(run: Any) -> None:
    for kind, words in (("begin", ""), ("", "PAGE"), ("end", "")):
        part = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            part.set(qn("w:fldCharType"), kind)
        else:
            part.text = words
        run._r.append(part)


def _style(file: Docx, brand: str, *, small: bool) -> None:
    """Fonts, colours and distances of the styles that are used; two of our own."""
    size = 8.5 if small else 10.0
    for name, points, colour, before, after in (
        ("Normal", size, INK, 0, 4), ("Title", size * 2, INK, 0, 2), ("Subtitle", size + 1, MUTED, 0, 8),
        ("Heading 2", size + 3, brand, 7 if small else 14, 3), ("Heading 3", size + 1, INK, 9, 2),
        ("List Bullet", size, INK, 0, 2), ("Caption", size - 1, MUTED, 4, 2), ("Footer", 8, MUTED, 0, 0),
    ):  # fmt: skip
        _set(file.styles[name], points, colour, before, after)
    for name in ("Trimtab Whose", "Trimtab Notice"):
        style = file.styles.add_style(name, 1)
        style.base_style = file.styles["Normal"]
        _set(style, size, brand, 0, 2 if name.endswith("Whose") else 8)
        style.font.bold = True
    for name in ("Title", "Subtitle", "Caption"):
        font = file.styles[name].font
        font.italic, font.bold = False, name == "Title"
        for spacing in file.styles[name].element.findall(f".//{qn('w:spacing')}[@{qn('w:val')}]"):
            spacing.getparent().remove(spacing)
    file.styles["Caption"].paragraph_format.keep_with_next = True
    border = file.styles["Title"].element.find(f".//{qn('w:pBdr')}")
    if border is not None:
        border.getparent().remove(border)


def _set(style: Any, points: float, colour: str, before: float, after: float) -> None:
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), _rgb(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in list(fonts.attrib):
        if "Theme" in each:
            del fonts.attrib[each]
    for each in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(each), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _properties(file: Docx, paper: Paper, head: Letterhead) -> None:
    known = file.core_properties
    known.title, known.author, known.last_modified_by = tidy(paper.title)[:250], tidy(head.organisation)[:250], ""
    known.subject, known.comments, known.keywords = tidy(head.foot)[:250], "", ""
    known.language = head.language
    known.created = known.modified = head.at.replace(tzinfo=None)
    language = file.styles.element.find(f".//{qn('w:lang')}")
    if language is not None:
        language.set(qn("w:val"), head.language)


def _block(file: Docx, block: Block, look: _Look) -> None:
    match block:
        case Heading(text, level):
            _styled(file, look, f"Heading {level}", text)
        case Paragraph(text, tone):
            run = file.add_paragraph().add_run(tidy(text))
            if tone in {Tone.QUIET, Tone.EMPTY}:
                run.font.color.rgb, run.italic = _rgb(MUTED), tone is Tone.EMPTY
        case Items(items):
            for one in items:
                _styled(file, look, "List Bullet", one)
        case Facts(facts):
            for fact in facts:
                line = file.add_paragraph()
                line.add_run(f"{tidy(fact.name)}: ").bold = True
                line.add_run(tidy(fact.says))
        case Table():
            _styled(file, look, "Caption", block.caption)
            _table(file, block, look.brand)
        case Figure():
            _figure(file, block, look)
        case _:
            assert_never(block)


def _room(file: Docx) -> int:
    section = file.sections[0]
    return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _table(file: Docx, block: Table, brand: str) -> None:
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.autofit = False
    _borders(table)
    widths = block.widths or tuple(1 for _ in block.head)
    room = _room(file)
    for at, share in enumerate(widths):
        table.columns[at].width = Emu(room * share // sum(widths))
    cells = _Cells(table, brand)
    for number, (row, words) in enumerate(zip(table._tbl.tr_lst, (block.head, *block.rows), strict=True)):
        is_head = number == 0
        properties = row.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for at, (cell, said) in enumerate(zip(row.tc_lst, words, strict=True)):
            cells.fill(cell, tidy(said), is_head=is_head, is_name=at == 0)
            cell.width = Emu(room * widths[at] // sum(widths))
    file.add_paragraph().paragraph_format.space_after = Pt(2)


class _Cells:
    """Fills the cells of a table: a line of each kind is made once, and copied, which takes a tenth of making it anew."""

    def __init__(self, table: DocxTable, brand: str) -> None:
        self._table, self._brand = table, brand
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
            shade.set(qn("w:fill"), mix(self._brand, "#ffffff", 0.92)[1:])
            tc.get_or_add_tcPr().append(shade)

    def _line(self, tc: Any, *, is_head: bool, is_name: bool) -> Any:
        line = _Cell(tc, self._table).paragraphs[0]
        line.paragraph_format.space_after = Pt(2)
        run = line.add_run("words")
        run.bold = is_head or is_name
        run.font.size = Pt(8.5)
        if is_head:
            run.font.color.rgb = _rgb(self._brand)
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
    look = OxmlElement("w:tblLook")
    for key, value in (("w:val", "00A0"), ("w:firstRow", "1"), ("w:firstColumn", "1"), ("w:noVBand", "1")):
        look.set(qn(key), value)
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    properties.append(look)


def _figure(file: Docx, block: Figure, look: _Look) -> None:
    _styled(file, look, "Caption", block.caption)
    shape = file.add_picture(io.BytesIO(png(block.picture.wide)), width=Emu(min(_room(file), Cm(19))))
    described = shape._inline.docPr
    described.set("descr", tidy(block.description))
    described.set("title", tidy(block.caption))


def _packed(file: Docx) -> bytes:
    """The file with one fixed time for all its parts."""
    first, last = io.BytesIO(), io.BytesIO()
    file.save(first)
    with zipfile.ZipFile(first) as parts, zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in parts.namelist():
            packed.writestr(zipfile.ZipInfo(name, _OLD), parts.read(name), zipfile.ZIP_DEFLATED)
    return last.getvalue()
