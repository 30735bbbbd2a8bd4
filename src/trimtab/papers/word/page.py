"""The page: its size and margins, its foot with the number, and what the file says of itself."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from docx.document import Document as Docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from trimtab.papers.blocks import Letterhead, Paper
from trimtab.papers.text import tidy

LONG, SHORT = Cm(29.7), Cm(21)
# Who has no Arial is told what has the same widths.
_ALSO = b'<w:font w:name="Arial"><w:altName w:val="Liberation Sans"/>'
_OLD = (1980, 1, 1, 0, 0, 0)


def lay_out(file: Docx, paper: Paper, head: Letterhead) -> None:
    """Sets size, margins and the foot of the pages."""
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


def room_of(file: Docx) -> int:
    """How wide a line may be, in units of the file (EMU)."""
    section = file.sections[0]
    return int((section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0))


def describe(file: Docx, paper: Paper, head: Letterhead) -> None:
    """Writes down title, organisation, language and time; nobody is named as the author."""
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


def packed(file: Docx) -> bytes:
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
