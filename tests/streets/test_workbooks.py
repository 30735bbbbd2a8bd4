"""A workbook takes no more memory and time than it may, whatever it says of itself; and one that is honest is read."""

from __future__ import annotations

import datetime as dt
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from trimtab.evaluation.domain.sources import Percentage
from trimtab.evaluation.queries.tables import PAGE, Bounds, csv_table, table_of, table_of_records
from trimtab.kernel.errors import Refusal

Measuring = subprocess.Popen[str]
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET, TEXTS, STYLES = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml"
ROW = '<row r="1"><c r="A1" t="inlineStr"><is><t>measure</t></is></c></row>'
MERGED = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 30_000 + "</mergeCells>"
# Reads files as the page does, each in a process of its own, which knows the product already and has
# read nothing; and says how each ended, how long it took, and what the two took of memory.
MEASURE = """
import json, os, resource, sys, time
from trimtab.evaluation.queries.tables import Bounds, table_of
from trimtab.kernel.errors import Refusal

def measured(path, name, bounds):
    began = time.monotonic()
    with open(path, "rb") as file:
        try:
            said = f"{len(table_of(file, name=name, bounds=Bounds(*bounds)).rows)} rows"
        except Refusal as refusal:
            said = f"{refusal.code}: {refusal.sentence}"
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:")) // 1024
    reader = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(json.dumps([said, time.monotonic() - began, own, reader]), flush=True)

for line in sys.stdin:
    if (child := os.fork()) == 0:
        measured(*json.loads(line))
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
"""


def book(**parts: str | bytes) -> bytes:
    """A workbook with some of its parts replaced, or added to."""
    made, first, last = openpyxl.Workbook(), io.BytesIO(), io.BytesIO()
    made.active.append(["measure", "subject", "when", "value"])
    made.active.append(["queue", "north", dt.datetime(2026, 9, 1), 4.5])
    made.save(first)
    with (
        zipfile.ZipFile(first) as old,
        zipfile.ZipFile(last, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in old.namelist():
            new.writestr(name, parts.pop(name, old.read(name)))
        for name, content in parts.items():
            new.writestr(name, content)
    return last.getvalue()


def sheet(rows: str, before: str = "", after: str = "", type: str = "") -> str:
    return f'{type}<worksheet xmlns="{MAIN}">{before}<sheetData>{ROW}{rows}</sheetData>{after}</worksheet>'


def doubled(text: str, times: int = 12) -> str:
    """A document type in which each entity is ten of the one before."""
    named = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, times))
    return f"<!DOCTYPE worksheet [<!ENTITY e0 '{text}'>{named}]>"


def far_corner(row: int) -> bytes:
    corner = f'<row r="{row}"><c r="XFD{row}"><v>1</v></c></row>'
    return book(**{SHEET: sheet(corner, f'<dimension ref="A1:XFD{row}"/>')})


def texts(count: int, text: str) -> bytes:
    content = f'<sst xmlns="{MAIN}">' + f"<si><t>{text}</t></si>" * count + "</sst>"
    kind = f'<Override PartName="/{TEXTS}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
    with zipfile.ZipFile(io.BytesIO(book())) as old:
        types = old.read("[Content_Types].xml").decode().replace("</Types>", kind)
    rows = '<row><c t="s"><v>0</v></c></row>' * 3_000
    return book(**{"[Content_Types].xml": types, TEXTS: content, SHEET: sheet(rows)})


def large() -> bytes:
    """A workbook whose directory says that a sheet is 600 MB large."""
    file = io.BytesIO(book())
    with zipfile.ZipFile(file, "a") as packed:
        packed.getinfo(SHEET).file_size = 600_000_000
        packed.writestr("docProps/more.xml", "")
    return file.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "corner in row 12,000": (lambda: far_corner(12_000), "0 rows"),
    "corner in the last row": (lambda: far_corner(1_048_576), "0 rows"),
    "row 999,999,999,999": (lambda: far_corner(999_999_999_999), "source.excel"),
    "million cells in a row": (
        lambda: book(**{SHEET: sheet("<row>" + "<c/>" * 5_000_000 + "</row>")}),
        "source.size",
    ),
    "16,384 columns in each row": (
        lambda: book(
            **{
                SHEET: sheet(
                    "".join(
                        f'<row r="{n}"><c r="XFD{n}"><v>1</v></c></row>' for n in range(2, 3_000)
                    )
                )
            }
        ),
        "0 rows",
    ),
    "merged ranges": (lambda: book(**{SHEET: sheet("", after=MERGED)}), "0 rows"),
    "text of 32,000 letters 3,000 times": (lambda: texts(1, "x" * 32_000), "source.size"),
    "texts without end": (lambda: texts(1_000_000, "a"), "source.size"),
    "entities in entities": (
        lambda: book(**{SHEET: sheet("<row><c><v>&e11;</v></c></row>", type=doubled("x"))}),
        "source.excel",
    ),
    "a sheet of 600 MB": (large, "source.size"),
    "styles of 5 MB": (
        lambda: book(**{STYLES: f'<styleSheet xmlns="{MAIN}">' + "<xf/>" * 1_000_000}),
        "source.size",
    ),
    "3,000 sheets": (
        lambda: book(**{f"xl/worksheets/s{n}.xml": "a" for n in range(3_000)}),
        "source.excel",
    ),
    "links elsewhere": (
        lambda: book(**{"xl/externalLinks/externalLink1.xml": "<a>" * 1_000}),
        "1 rows",
    ),
    "deep": (lambda: book(**{SHEET: sheet("<row>" * 50_000)}), "source.excel"),
    "no zip": (lambda: b"PK hello", "source.excel"),
    "empty": (lambda: b"", "source.excel"),
}
SMALL = Bounds(file=20 * 2**20, rows=100_000, cells=1_000_000, seconds=20)
# These are ended by the system, after as long as they are given.
ENDLESS = {"million cells in a row", "texts without end"}


@pytest.mark.skipif(
    sys.platform != "linux", reason="Memory is bounded where the system can bound it."
)
@pytest.mark.parametrize("case", HOSTILE)
def test_a_workbook_takes_no_more_than_it_may(
    case: str, tmp_path: Path, measuring: Measuring
) -> None:
    make, says = HOSTILE[case]
    path = tmp_path / "given.xlsx"
    path.write_bytes(make())
    said, seconds, own, reader = measured(
        measuring, path, replace(SMALL, seconds=3) if case in ENDLESS else SMALL
    )
    print(
        f"\n{case}: {path.stat().st_size:,} bytes, {seconds:.1f} s, {own} MB here and {reader} MB in the reader: {said[:80]}"
    )
    assert said.startswith(says) and own < 150 and reader < 512 + 64


@pytest.fixture(scope="module")
def measuring() -> Iterator[Measuring]:
    """The process that forks one for each file."""
    with subprocess.Popen(
        [sys.executable, "-c", MEASURE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        assert process.stdin
        process.stdin.close()


def measured(measuring: Measuring, path: Path, bounds: Bounds) -> tuple[str, float, int, int]:
    given = [bounds.file, bounds.rows, bounds.cells, bounds.seconds]
    assert measuring.stdin and measuring.stdout
    print(json.dumps([str(path), path.name, given]), file=measuring.stdin, flush=True)
    found: tuple[str, float, int, int] = json.loads(measuring.stdout.readline())
    return found


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"a,b\n" + b"," * 15_000_000, "more than 1,000 cells|far too long"),
        (b"a\n" + b"\n" * 15_000_000, "rows"),
        (b'a,b\n"' + b"x\n" * 7_000_000, "quote"),
        (b"a,b\n" + b"1,2,3,4,5,6,7,8,9,0,1\n" * 95_000, "cells"),
        ("a,ü\n1,2\n".encode("latin-1"), "not UTF-8"),
        ("a,b\n1,2\n".encode("utf-16"), "not UTF-8"),
        (b"a,b\n1,\x002\n", "NUL"),
        (b"x" * (PAGE.file + 1), "larger than 20 MB"),
        (b"", "empty"),
    ],
    ids=[
        "a row of 15 MB",
        "empty rows",
        "open quote",
        "too many cells",
        "latin-1",
        "utf-16",
        "nul",
        "too large",
        "empty",
    ],
)
def test_csv_takes_no_more_than_it_may(
    content: bytes, says: str, tmp_path: Path, measuring: Measuring
) -> None:
    path = tmp_path / "given.csv"
    path.write_bytes(content)
    said, seconds, own, _reader = measured(measuring, path, PAGE)
    print(f"\n{path.stat().st_size:,} bytes, {seconds:.1f} s, {own} MB: {said[:80]}")
    assert any(word in said for word in says.split("|")) and own < 200


def test_a_reader_that_takes_too_long_is_ended() -> None:
    with pytest.raises(Refusal, match="takes too long"):
        table_of(
            io.BytesIO(texts(400_000, "a")),
            name="slow.xlsx",
            bounds=Bounds(20 * 2**20, 100_000, 1_000_000, seconds=1),
        )


def test_an_honest_workbook_is_read_whole_wherever_it_begins() -> None:
    made, file = openpyxl.Workbook(), io.BytesIO()
    made.active.append(["measure", "subject", "when", "value", None])
    made.active.append([None])
    moment = dt.datetime(2026, 9, 1, 8, 30)
    made.active.append(["queue", "north", moment, 4.5])
    made.active.append(["queue", True, dt.date(2026, 9, 2), 12])
    made.active.append(["queue", "ünd 𝔘", dt.time(8, 30), None, "last"])
    made.active["A900"] = None
    made.save(file)
    found = table_of(file, name="honest.xlsx")
    assert found.head == ("measure", "subject", "when", "value")
    assert [list(row) for row in found.rows] == [
        [],
        ["queue", "north", moment, 4.5],
        ["queue", True, dt.datetime(2026, 9, 2), 12],
        ["queue", "ünd 𝔘", dt.time(8, 30), None, "last"],
    ]


def test_records_that_each_name_another_column_are_no_table() -> None:
    with pytest.raises(Refusal, match="columns"):
        table_of_records({f"c{n}": n} for n in range(5_000))
    assert table_of_records([{"a": 1}, {"b": 2}]).rows == [[1, None], [None, 2]]


def test_a_file_that_is_too_large_is_not_read() -> None:
    class Large(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(Refusal, match="larger than 20 MB"):
        table_of(Large(bytes(PAGE.file + 1)), name="x.csv", bounds=PAGE)
    assert csv_table("\ufeffa;b\n1;2\n").rows == [["1", "2"]]


def hiding(*, hidden_sheet: bool = False) -> io.BytesIO:
    made, content = openpyxl.Workbook(), io.BytesIO()
    page = made.active
    page.append(["measure", "subject", "when", "value", "note"])
    for n in range(3):
        page.append(["queue", "north", dt.date(2026, 9, 1 + n), 0.61 if n == 0 else 4.5 + n])
    page["D2"].number_format = "0.0%"
    page.row_dimensions[3].hidden = True
    page.column_dimensions["E"].hidden = True
    if hidden_sheet:
        made.create_sheet("Figures")
        page.sheet_state = "hidden"
    made.save(content)
    return content


def test_a_workbook_says_what_it_hides_and_what_it_shows_as_a_percentage() -> None:
    table = table_of(hiding(), name="x.xlsx")
    assert (table.hidden, table.hidden_columns) == (frozenset({3}), frozenset({4}))
    assert [row[3] for row in table.rows] == [Percentage(0.61), 5.5, 6.5]
    with pytest.raises(
        Refusal, match=r"first sheet is hidden\. Name the one that is meant: Figures"
    ):
        table_of(hiding(hidden_sheet=True), name="x.xlsx")
