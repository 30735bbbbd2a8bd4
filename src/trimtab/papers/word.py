"""A paper as DOCX, with the styles of Word: real headings, tables with header rows, pictures with a description.

Its font is named, not embedded: who gets a DOCX changes it, and an embedded part of a font lacks the letters they type. Arial is on every
machine with Word, and a font with the same widths is on those without. One page fits by the rule of the PDF: the text shrinks.
"""

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
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Emu, Pt, RGBColor
from docx.table import Table as DocxTable
from docx.table import _Cell

from trimtab.papers.blocks import (
    Block,
    Facts,
    Figure,
    Heading,
    Items,
    Letterhead,
    Paper,
    Paragraph,
    Table,
    Tone,
)
from trimtab.papers.fitting import PITCH, Cell, Line, largest
from trimtab.papers.pdf import height_share, png
from trimtab.papers.text import tidy
from trimtab.pictures import mix, readable

FONT = "Arial"
# Who has no Arial is told what has the same widths.
_ALSO = b'<w:font w:name="Arial"><w:altName w:val="Liberation Sans"/>'
INK = "#0f2338"
MUTED = "#4b5d71"
LONG, SHORT = Cm(29.7), Cm(21)
SIZE = 10.0
CELLS = 8.5
# The same as in paper.typ.
TITLE, SMALL = 1.9, 0.9
BETWEEN_CELLS, AFTER_TABLE = 5.4, 6.0
_OLD = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class _Look:
    """The colour of the organisation, the size of cells in points, and the ids of the styles by name: looking one up goes through all."""

    brand: str
    ids: Mapping[str, str]
    cells: float = CELLS
    tight: bool = False


def docx(paper: Paper, head: Letterhead) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    file = Document()
    brand = readable(head.colour, "#ffffff")
    _lay_out(file, paper, head)
    size = _fitting(file, paper, head) if paper.one_page else SIZE
    _style(file, brand, size, small=paper.one_page)
    _properties(file, paper, head)
    ids = {str(style.name): style.style_id for style in file.styles}
    look = _Look(brand, ids, size * SMALL if paper.one_page else CELLS, paper.one_page)
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
    section.top_margin, section.bottom_margin = (
        (Cm(1.5), Cm(1.7)) if paper.one_page else (Cm(1.9), Cm(1.9))
    )
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


@dataclass(frozen=True, slots=True)
class _Style:
    """A style: its size as a share of the text's and points more, its colour, points above and below."""

    em: float
    colour: str
    before: float
    after: float
    more: float = 0


def _styles(brand: str, *, small: bool) -> dict[str, _Style]:
    if small:
        return {
            "Normal": _Style(1, INK, 0, 3),
            "Title": _Style(TITLE, INK, 0, 2),
            "Subtitle": _Style(1.08, MUTED, 0, 4),
            "Heading 2": _Style(1.28, brand, 6, 2),
            "Heading 3": _Style(1.08, INK, 5, 2),
            "List Bullet": _Style(1, INK, 0, 2),
            "Caption": _Style(0.92, MUTED, 2, 2),
            "Trimtab Whose": _Style(0.92, brand, 0, 2),
            "Trimtab Notice": _Style(1, brand, 0, 4),
        }
    return {
        "Normal": _Style(1, INK, 0, 4),
        "Title": _Style(2, INK, 0, 2),
        "Subtitle": _Style(1, MUTED, 0, 8, 1),
        "Heading 2": _Style(1, brand, 14, 3, 3),
        "Heading 3": _Style(1, INK, 9, 2, 1),
        "List Bullet": _Style(1, INK, 0, 2),
        "Caption": _Style(1, MUTED, 4, 2, -1),
        "Trimtab Whose": _Style(1, brand, 0, 2),
        "Trimtab Notice": _Style(1, brand, 0, 8),
    }


def _fitting(file: Docx, paper: Paper, head: Letterhead) -> float:
    """The size of text, in points, at which the paper fits on one page: every line of it with what stands above and below."""
    section = file.sections[0]
    high = (section.page_height or 0) - (section.top_margin or 0) - (section.bottom_margin or 0)
    wide = _room(file) / Pt(1)
    styles = _styles(INK, small=True)

    def line(style: str, words: str, *, bold: bool = False) -> Line:
        look = styles[style]
        return Line((Cell(tidy(words), look.em, wide, bold),), look.before + look.after)

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
                lines += [line("List Bullet", one) for one in items]
            case Facts(facts):
                lines += [line("Normal", f"{fact.name}: {fact.says}") for fact in facts]
            case Table():
                lines += [
                    line("Caption", block.caption),
                    *_rows(block, wide),
                    Line((), AFTER_TABLE),
                ]
            case Figure():
                lines += [
                    line("Caption", block.caption),
                    Line((), wide * height_share(block.picture.wide) + 3),
                ]
            case _:
                assert_never(block)
    return largest(lines, width=wide, height=high / Pt(1))


def _rows(block: Table, wide: float) -> list[Line]:
    widths = block.widths or tuple(1 for _ in block.head)
    columns = [wide * share / sum(widths) - 2 * BETWEEN_CELLS for share in widths]
    return [
        Line(
            tuple(
                Cell(tidy(said), SMALL, width, number == 0 or at == 0)
                for at, (said, width) in enumerate(zip(row, columns, strict=True))
            ),
            2.5,
        )
        for number, row in enumerate((block.head, *block.rows))
    ]


def _style(file: Docx, brand: str, size: float, *, small: bool) -> None:
    """Fonts, colours and distances of the styles that are used; two of our own."""
    for name in ("Trimtab Whose", "Trimtab Notice"):
        style = file.styles.add_style(name, 1)
        style.base_style = file.styles["Normal"]
        style.font.bold = True
    for name, look in _styles(brand, small=small).items():
        points = size * look.em + look.more
        _set(file.styles[name], points, look.colour, look.before, look.after)
        if small:
            _pitch(file.styles[name].paragraph_format, points)
    _set(file.styles["Footer"], 8, MUTED, 0, 0)
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


def _pitch(lines: Any, points: float) -> None:
    """Lines as high as they were measured, whatever font stands in for ours."""
    lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * PITCH)


def _rgb(colour: str) -> RGBColor:
    return RGBColor.from_string(colour[1:].upper())


def _properties(file: Docx, paper: Paper, head: Letterhead) -> None:
    known = file.core_properties
    known.title, known.author, known.last_modified_by = (
        tidy(paper.title)[:250],
        tidy(head.organisation)[:250],
        "",
    )
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
            _table(file, block, look)
        case Figure():
            _figure(file, block, look)
        case _:
            assert_never(block)


def _room(file: Docx) -> int:
    section = file.sections[0]
    return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def _table(file: Docx, block: Table, look: _Look) -> None:
    table = file.add_table(rows=1 + len(block.rows), cols=len(block.head))
    table.autofit = False
    _borders(table)
    widths = block.widths or tuple(1 for _ in block.head)
    room = _room(file)
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
        _pitch(after, (AFTER_TABLE - 2) / PITCH)


class _Cells:
    """Fills the cells of a table: a line of each kind is made once, and copied, which takes a tenth of making it anew."""

    def __init__(self, table: DocxTable, look: _Look) -> None:
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
            _pitch(line.paragraph_format, self._look.cells)
        if is_head:
            run.font.color.rgb = _rgb(self._look.brand)
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
    for key, value in (
        ("w:val", "00A0"),
        ("w:firstRow", "1"),
        ("w:firstColumn", "1"),
        ("w:noVBand", "1"),
    ):
        look.set(qn(key), value)
    for old in properties.findall(qn("w:tblLook")):
        properties.remove(old)
    properties.append(look)


def _figure(file: Docx, block: Figure, look: _Look) -> None:
    _styled(file, look, "Caption", block.caption)
    shape = file.add_picture(
        io.BytesIO(png(block.picture.wide)), width=Emu(min(_room(file), Cm(19)))
    )
    if look.tight:
        file.paragraphs[-1].paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    described = shape._inline.docPr
    described.set("descr", tidy(block.description))
    described.set("title", tidy(block.caption))


def _packed(file: Docx) -> bytes:
    """The file with one fixed time for all its parts."""
    first, last = io.BytesIO(), io.BytesIO()
    file.save(first)
    with (
        zipfile.ZipFile(first) as parts,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        for name in parts.namelist():
            content = parts.read(name)
            if name == "word/fontTable.xml":
                content = content.replace(b'<w:font w:name="Arial">', _ALSO)
            packed.writestr(zipfile.ZipInfo(name, _OLD), content, zipfile.ZIP_DEFLATED)
    return last.getvalue()
