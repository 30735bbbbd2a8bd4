"""A paper as DOCX, with the styles of Word: real headings, tables with header rows, pictures with a description."""

from __future__ import annotations

import io
import zipfile
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


def docx(paper: Paper, head: Letterhead) -> bytes:
    """The paper as DOCX; the same paper gives the same bytes."""
    file = Document()
    brand = readable(head.colour, "#ffffff")
    _lay_out(file, paper, head)
    _style(file, brand, small=paper.one_page)
    _properties(file, paper, head)
    whose = file.add_paragraph(style="Trimtab Whose")
    whose.add_run(tidy(head.organisation))
    file.add_paragraph(tidy(paper.title), style="Title")
    if tidy(paper.subtitle):
        file.add_paragraph(tidy(paper.subtitle), style="Subtitle")
    if head.pressing:
        file.add_paragraph(style="Trimtab Notice").add_run(tidy(head.pressing)).bold = True
    for block in paper.blocks:
        _block(file, block, brand)
    return _packed(file)


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


def _block(file: Docx, block: Block, brand: str) -> None:
    match block:
        case Heading(text, level):
            file.add_heading(tidy(text), level)
        case Paragraph(text, tone):
            run = file.add_paragraph().add_run(tidy(text))
            if tone in {Tone.QUIET, Tone.EMPTY}:
                run.font.color.rgb, run.italic = _rgb(MUTED), tone is Tone.EMPTY
        case Items(items):
            for one in items:
                file.add_paragraph(tidy(one), style="List Bullet")
        case Facts(facts):
            for fact in facts:
                line = file.add_paragraph()
                line.add_run(f"{tidy(fact.name)}: ").bold = True
                line.add_run(tidy(fact.says))
        case Table():
            file.add_paragraph(tidy(block.caption), style="Caption")
            _table(file, block, brand)
        case Figure():
            _figure(file, block)
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
    for row, words in zip(table.rows, (block.head, *block.rows), strict=True):
        is_head = row._tr is table.rows[0]._tr
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if is_head:
            properties.append(OxmlElement("w:tblHeader"))
        for at, (cell, said) in enumerate(zip(row.cells, words, strict=True)):
            _fill(cell, tidy(said), brand, is_head=is_head, is_name=at == 0)
            cell.width = Emu(room * widths[at] // sum(widths))
    file.add_paragraph().paragraph_format.space_after = Pt(2)


def _fill(cell: _Cell, words: str, brand: str, *, is_head: bool, is_name: bool) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(2)
    run = line.add_run(words)
    run.bold = is_head or is_name
    run.font.size = Pt(8.5)
    if is_head:
        run.font.color.rgb = _rgb(brand)
        shade = OxmlElement("w:shd")
        shade.set(qn("w:val"), "clear")
        shade.set(qn("w:fill"), mix(brand, "#ffffff", 0.92)[1:])
        cell._tc.get_or_add_tcPr().append(shade)


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


def _figure(file: Docx, block: Figure) -> None:
    file.add_paragraph(tidy(block.caption), style="Caption")
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
