"""A paper as PDF, by Typst, in the font that is shipped with the product; and pictures as PNG.

`paper.typ` is the same for all papers; the words come to it as data. Tagged PDF, and PDF/UA-1 (ISO
14289-1) where every character has a glyph in some font, which the standard asks for.
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, assert_never

import typst

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
)
from trimtab.papers.text import breakable, tidy
from trimtab.pictures import Svg, readable, standalone

HERE = Path(str(resources.files("trimtab.papers")))
PICTURE = (
    "#set page(width: auto, height: auto, margin: 0pt)\n"
    '#image(bytes(sys.inputs.picture), format: "svg", width: 680pt)\n'
)
PICTURE_WIDTH, POINTS_PER_INCH, PPI = 680.0, 72.0, 160.0
MOST_PIXELS = 6_000_000
_BOX = re.compile(r'viewBox="0 0 ([0-9.]+) ([0-9.]+)"')


def pdf(paper: Paper, head: Letterhead) -> bytes:
    """The paper as a tagged PDF, PDF/UA-1 where it can be."""
    given = {"paper": json.dumps(_data(paper, head), ensure_ascii=True)}
    template = (HERE / "paper.typ").read_bytes()
    try:
        return typeset(template, given, pdf_standards=["ua-1"])
    except typst.TypstError:
        return typeset(template, given)


def png(picture: Svg) -> bytes:
    """A picture of pictures.Picture, wide, as PNG on white; a very high one is coarser, so that it
    stays a file to send.
    """
    fine = PPI * min(
        1.0,
        (MOST_PIXELS / (height_share(picture) * (PICTURE_WIDTH * PPI / POINTS_PER_INCH) ** 2))
        ** 0.5,
    )
    return typeset(
        PICTURE.encode(), {"picture": standalone(picture)}, format="png", ppi=max(fine, 20.0)
    )


def height_share(picture: Svg) -> float:
    """How high a picture is for its width."""
    size = _BOX.search(picture)
    return float(size[2]) / float(size[1]) if size else 1.0


@cache
def _fonts() -> typst.Fonts:
    """Our font first; what it cannot show is shown by a font of this machine."""
    return typst.Fonts(
        include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(HERE / "fonts")]
    )


def typeset(source: bytes, given: dict[str, str], **how: Any) -> bytes:
    """What a text of Typst becomes, with `given` as its inputs; `how` goes to the compiler."""
    made: bytes = typst.compile(source, font_paths=_fonts(), sys_inputs=given, **how)
    return made


def asked(source: bytes, given: dict[str, str], label: str) -> Any:
    """What a text of Typst says in the one piece of metadata that has this label, once it is laid
    out.
    """
    found = typst.query(
        source, label, field="value", one=True, font_paths=_fonts(), sys_inputs=given
    )
    return json.loads(found)


def _data(paper: Paper, head: Letterhead) -> dict[str, Any]:
    return {
        "title": tidy(paper.title) or "Strategy",
        "subtitle": tidy(paper.subtitle),
        "organisation": tidy(head.organisation),
        "foot": tidy(f"{head.organisation} · {head.foot}" if head.foot else head.organisation),
        "pressing": tidy(head.pressing),
        "brand": readable(head.colour, "#ffffff"),
        "language": language_of(head.language),
        "one_page": paper.one_page,
        "wide": paper.wide,
        "blocks": [_block(block) for block in paper.blocks],
    }


def language_of(tag: str) -> str:
    """The part of a language tag that Typst knows: two or three letters."""
    first = tag.partition("-")[0].lower()
    return first if 2 <= len(first) <= 3 and first.isascii() and first.isalpha() else "en"


def _block(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "level": level, "text": tidy(text)}
        case Paragraph(text, tone):
            return {"kind": "paragraph", "tone": tone, "text": breakable(tidy(text))}
        case Items(items):
            return {"kind": "items", "items": [breakable(tidy(item)) for item in items]}
        case Facts(facts):
            return {
                "kind": "facts",
                "facts": [
                    [breakable(tidy(part)) for part in (fact.name, fact.says)] for fact in facts
                ],
            }
        case PaperTable(caption, head, rows, widths):
            return {
                "kind": "table",
                "caption": tidy(caption),
                "head": [breakable(tidy(word)) for word in head],
                "rows": [[breakable(tidy(cell)) for cell in row] for row in rows],
                "widths": list(widths),
            }
        case PaperFigure(caption, description, picture):
            return {
                "kind": "figure",
                "caption": tidy(caption),
                "description": tidy(description),
                "svg": standalone(picture.wide),
            }
        case _:
            assert_never(block)
