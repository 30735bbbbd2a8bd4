"""Four renderings of one tree: nothing is lost, nothing becomes markup, and the same paper gives the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import icalendar
import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.shared import Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from pypdf import PdfReader

from tests.pure.paper_examples import EMPTY, HEAD, HOSTILE, papers_of, texts
from tests.pure.strategy_edits import DEMO
from tests.pure.test_papers_content import swollen
from trimtab.papers import html
from trimtab.papers.blocks import Event, Heading, Paper, PaperFigure, PaperTable
from trimtab.papers.fitting import PITCH, SIZES, ColumnCell, Line, largest
from trimtab.papers.ical import ical
from trimtab.papers.markdown import markdown
from trimtab.papers.pdf import pdf
from trimtab.papers.text import breakable, paragraphs, shortened, tidy
from trimtab.papers.word import docx
from trimtab.pictures import contrast
from trimtab.strategy.domain.papers import KINDS, KnownNames, write

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
DEMO_PAPERS = [kind.write(DEMO, KnownNames()) for kind in KINDS]
quick = settings(deadline=None, max_examples=80)


def named(paper: Paper) -> str:
    return paper.name


def squeezed(text: str) -> str:
    """Text without white space and the breaks that long words get."""
    return re.sub(r"[\s\u200b\u00ad]+", "", text)


def in_pdf(content: bytes) -> str:
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    return squeezed(text)


class Words(HTMLParser):
    """The text of a page, and the elements and attributes that it has."""

    def __init__(self) -> None:
        super().__init__()
        self.text: list[str] = []
        self.elements: list[str] = []
        self.attributes: set[str] = set()

    def handle_data(self, data: str) -> None:
        self.text.append(data)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}


def read(markup: str) -> Words:
    words = Words()
    words.feed(markup)
    return words


@pytest.mark.parametrize("paper", DEMO_PAPERS, ids=named)
def test_every_word_of_a_paper_stands_in_every_form(paper: Paper) -> None:
    pdf_text, html_text = (
        in_pdf(pdf(paper, HEAD)),
        squeezed("".join(read(html.article(paper, HEAD)).text)),
    )
    file = Document(io.BytesIO(docx(paper, HEAD)))
    cells = (cell.text for table in file.tables for row in table.rows for cell in row.cells)
    docx_text = squeezed("".join([*(one.text for one in file.paragraphs), *cells]))
    markdown_text = squeezed("".join(read(PARSER.render(markdown(paper, HEAD))).text))
    headings = [one.text for one in paper.blocks if isinstance(one, Heading)]
    cells_of = [
        cell
        for one in paper.blocks
        if isinstance(one, PaperTable)
        for row in one.rows
        for cell in row
    ]
    for said in (paper.title, *headings, *cells_of):
        wanted = squeezed(tidy(said))
        assert wanted in html_text and wanted in docx_text and wanted in markdown_text
        # Hyphens that a line ended with cannot be told from hyphens that were written.
        assert wanted.replace("-", "") in pdf_text.replace("-", ""), said


@pytest.mark.parametrize("paper", DEMO_PAPERS, ids=named)
def test_the_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    for render in (pdf, docx, ical):
        assert render(paper, HEAD) == render(paper, HEAD)
    with zipfile.ZipFile(io.BytesIO(docx(paper, HEAD))) as parts:
        assert {one.date_time[0] for one in parts.infolist()} == {1980}


@pytest.mark.parametrize("paper", DEMO_PAPERS, ids=named)
def test_a_pdf_is_tagged_titled_and_says_that_it_is_accessible(paper: Paper) -> None:
    content = pdf(paper, HEAD)
    found = PdfReader(io.BytesIO(content))
    root: Any = found.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert found.metadata is not None and found.metadata.title == paper.title
    assert (
        found.xmp_metadata is not None and b"pdfuaid:part" in found.xmp_metadata.stream.get_data()
    )
    fonts = {
        str(font)
        for page in found.pages
        for font in re.findall(r"[A-Z]{6}\+([\w-]+)", str(_fonts(page)))
    }
    assert fonts == {"TrimtabSans-Regular", "TrimtabSans-Bold"}


def _fonts(page: object) -> list[str]:
    resources = page["/Resources"]  # type: ignore[index]
    return [str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()]


def test_what_no_font_can_show_still_makes_a_pdf() -> None:
    assert len(PdfReader(io.BytesIO(pdf(papers_of("a \U000f0000 b"), HEAD))).pages) == 1


def test_one_page_is_one_page_however_long_the_strategy_is() -> None:
    for document in (DEMO, EMPTY, swollen(DEMO)):
        assert (
            len(PdfReader(io.BytesIO(pdf(write("one-page", document, KnownNames()), HEAD))).pages)
            == 1
        )


def test_one_page_as_docx_is_as_small_as_it_must_be_in_a_font_that_every_word_has() -> None:
    sizes = []
    for document in (DEMO, swollen(DEMO)):
        content = docx(write("one-page", document, KnownNames()), HEAD)
        file, [section] = Document(io.BytesIO(content)), Document(io.BytesIO(content)).sections
        margins = section.left_margin, section.top_margin, section.bottom_margin
        assert [round(each.mm) for each in margins if each] == [18, 15, 17], "as the PDF"
        normal = file.styles["Normal"]
        sizes.append(normal.font.size)
        assert (
            normal.font.name == "Arial"
            and normal.paragraph_format.line_spacing_rule == WD_LINE_SPACING.EXACTLY
        )
        assert all(
            cell.paragraphs[0].paragraph_format.line_spacing < Pt(11)
            for cell in file.tables[0].row_cells(1)
        )
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            assert b'"Arial"><w:altName w:val="Liberation Sans"/>' in parts.read(
                "word/fontTable.xml"
            )
    assert sizes == [Pt(9.5), Pt(6.5)]


@pytest.mark.parametrize("many", [0, 1, 40])
def test_the_size_of_one_page_is_the_largest_at_which_all_its_lines_fit(many: int) -> None:
    lines = [Line((ColumnCell("word", 1, 400),), 2)] * many
    needed = {size: many * (size * PITCH + 2) for size in SIZES}
    height = needed.get(8.0, 0) + 0.1
    assert largest(lines, width=400, height=height) == (8.0 if many else SIZES[0])


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_nothing_but_text_in_pdf_and_docx(text: str) -> None:
    paper = papers_of(text)
    wanted = squeezed(tidy(text))
    file = Document(io.BytesIO(docx(paper, HEAD)))
    assert all(
        squeezed(one.text) == wanted
        for one in file.paragraphs
        if one.style and one.style.name == "Title"
    )
    assert squeezed(file.tables[0].cell(1, 1).text) == wanted
    found = PdfReader(io.BytesIO(pdf(paper, HEAD)))
    if wanted.isascii():
        assert found.metadata is not None and found.metadata.title == (tidy(text) or "Strategy")
        assert in_pdf(pdf(paper, HEAD)).replace("-", "").count(wanted.replace("-", "")) >= 9


@quick
@given(texts)
def test_hostile_text_is_nothing_but_text_in_html(text: str) -> None:
    words = read(html.page(papers_of(text), HEAD))
    assert not {"script", "img", "a", "b"} & set(words.elements)
    assert (
        not {one for one in words.attributes if one.startswith("on")}
        and "src" not in words.attributes
    )
    assert squeezed(tidy(text)) in squeezed("".join(words.text))


@quick
@given(texts)
def test_hostile_text_is_nothing_but_text_in_markdown(text: str) -> None:
    plain, hostile = (
        read(PARSER.render(markdown(papers_of(one), HEAD))) for one in ("words", text)
    )
    if tidy(text):
        assert hostile.elements == plain.elements
    assert not hostile.attributes
    assert squeezed("".join(hostile.text)) == squeezed("".join(plain.text)).replace(
        "words", squeezed(tidy(text))
    )


@quick
@given(texts, st.integers(10, 200))
def test_shortening_keeps_the_beginning_and_the_room(text: str, most: int) -> None:
    short = shortened(text, most)
    assert len(short) <= most
    assert tidy(text).startswith(short.rstrip("…").rstrip(" .,;:"))
    assert tidy(tidy(text)) == tidy(text) and squeezed(breakable(tidy(text))) == squeezed(
        tidy(text)
    )
    assert all(paragraphs(text)) and squeezed("".join(paragraphs(text))) == squeezed(tidy(text))


def test_a_docx_has_real_headings_header_rows_and_described_pictures() -> None:
    file = Document(io.BytesIO(docx(write("stakeholders", DEMO, KnownNames()), HEAD)))
    styles = [one.style.name for one in file.paragraphs if one.style]
    assert styles[1] == "Title" and "Heading 2" in styles
    [table] = file.tables
    first = table.rows[0]._tr.trPr
    assert first is not None and first.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in table.rows[0].cells][:2] == ["Who", "Power and interest"]
    [shape] = file.inline_shapes
    assert "Staff committee: power 4, interest 5, sceptical." in shape._inline.docPr.get("descr")
    assert (
        file.core_properties.title == "Stakeholder map"
        and file.core_properties.created.year == 2026
    )


def test_a_calendar_is_read_back_with_its_time_zone() -> None:
    paper = write("calendar", DEMO, KnownNames())
    found = icalendar.Calendar.from_ical(ical(paper, HEAD))
    entries: dict[str, Any] = {
        str(event["uid"]).partition(".")[0]: event for event in found.walk("VEVENT")
    }
    assert len(entries) == len(paper.events) == 9
    first = entries["message-say-why"]
    assert first.start == dt.datetime(2026, 8, 3, 7, 0, tzinfo=first.start.tzinfo)
    assert (
        first.start.utcoffset() == dt.timedelta(hours=2)
        and first["dtstart"].params["TZID"] == "Europe/Berlin"
    )
    assert first["summary"] == "Why we practise three minutes at a time"
    assert entries["decision-did-queues-change"].start == dt.date(2026, 12, 22)
    assert [str(one["tzid"]) for one in found.walk("VTIMEZONE")] == ["Europe/Berlin"]
    assert all(one["dtstamp"].dt == HEAD.at for one in entries.values()) and not found.errors


@quick
@given(texts)
def test_hostile_text_adds_no_entry_to_a_calendar(text: str) -> None:
    event = Event("one", text, text, dt.datetime(2026, 8, 3, 7))
    found = icalendar.Calendar.from_ical(ical(Paper("x", text, "", (), (event,)), HEAD))
    [entry] = found.walk("VEVENT")
    assert str(entry["summary"]) == tidy(text)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_an_empty_strategy_says_what_is_missing_in_every_form(kind: object) -> None:
    paper = kind.write(EMPTY, KnownNames())  # type: ignore[attr-defined]
    assert pdf(paper, HEAD) and docx(paper, HEAD) and html.page(paper, HEAD)
    assert "yet" in markdown(paper, HEAD)
    assert not any(isinstance(one, PaperFigure) for one in paper.blocks) and not paper.events


def test_a_pale_colour_is_darkened_until_it_can_be_read() -> None:
    yellow = replace(HEAD, colour="#ffdd00")
    found = re.search(r"--brand:light-dark\((#\w+),(#\w+)\)", html.style(yellow))
    assert found and contrast(found[1], "#f5f8fb") >= 4.5 and found[2] == "#ffdd00"
