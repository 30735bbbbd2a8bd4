"""The styles that a paper uses: fonts, colours and distances."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from docx.document import Document as Docx
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt, RGBColor

from trimtab.papers.fitting import PITCH

FONT = "Arial"
INK = "#0f2338"
MUTED = "#4b5d71"
# The same as in paper.typ.
TITLE, SMALL = 1.9, 0.9


@dataclass(frozen=True, slots=True)
class Style:
    """A style: its size as a share of the text's and points more, its colour, points above and
    below.
    """

    em: float
    colour: str
    before: float
    after: float
    more: float = 0


def styles(brand: str, *, small: bool) -> dict[str, Style]:
    """The styles by name, with the colour of the organisation; `small` for a paper of one page."""
    if small:
        return {
            "Normal": Style(1, INK, 0, 3),
            "Title": Style(TITLE, INK, 0, 2),
            "Subtitle": Style(1.08, MUTED, 0, 4),
            "Heading 2": Style(1.28, brand, 6, 2),
            "Heading 3": Style(1.08, INK, 5, 2),
            "List Bullet": Style(1, INK, 0, 2),
            "Caption": Style(0.92, MUTED, 2, 2),
            "Trimtab Whose": Style(0.92, brand, 0, 2),
            "Trimtab Notice": Style(1, brand, 0, 4),
        }
    return {
        "Normal": Style(1, INK, 0, 4),
        "Title": Style(2, INK, 0, 2),
        "Subtitle": Style(1, MUTED, 0, 8, 1),
        "Heading 2": Style(1, brand, 14, 3, 3),
        "Heading 3": Style(1, INK, 9, 2, 1),
        "List Bullet": Style(1, INK, 0, 2),
        "Caption": Style(1, MUTED, 4, 2, -1),
        "Trimtab Whose": Style(1, brand, 0, 2),
        "Trimtab Notice": Style(1, brand, 0, 8),
    }


def style_all(file: Docx, brand: str, size: float, *, small: bool) -> None:
    """Fonts, colours and distances of the styles that are used; two of our own."""
    for name in ("Trimtab Whose", "Trimtab Notice"):
        style = file.styles.add_style(name, 1)
        style.base_style = file.styles["Normal"]
        style.font.bold = True
    for name, look in styles(brand, small=small).items():
        points = size * look.em + look.more
        _set(file.styles[name], points, look.colour, look.before, look.after)
        if small:
            pitch(file.styles[name].paragraph_format, points)
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
    style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), rgb(colour)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for each in list(fonts.attrib):
        if "Theme" in each:
            del fonts.attrib[each]
    for each in ("w:ascii", "w:hAnsi", "w:cs"):
        fonts.set(qn(each), FONT)
    style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)


def pitch(lines: Any, points: float) -> None:
    """Lines as high as they were measured, whatever font stands in for ours."""
    lines.line_spacing_rule, lines.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points * PITCH)


def rgb(colour: str) -> RGBColor:
    """A colour such as '#0f2338' as the file writes it."""
    return RGBColor.from_string(colour[1:].upper())
