"""What strangers write is read within bounds: numbers, days, JSON, CSV, YAML, XML and archives."""

from __future__ import annotations

import csv
import io
import json
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.courses.domain import markup
from trimtab.courses.domain.faults import BadPackage
from trimtab.kernel import archives, plain_csv, plain_json, plain_yaml, written
from trimtab.kernel.addresses import holds_credentials, masked
from trimtab.kernel.archives import BadArchive
from trimtab.kernel.text import fit, is_fit, is_plain, seen
from trimtab.library.domain.cleaning import clean
from trimtab.library.domain.item_files import ItemFormat, read_items
from trimtab.people.domain.importing import read_people


@given(st.text() | st.text("0123456789²９٣_-+.,e", max_size=30))
def test_a_number_is_read_or_none_and_never_an_error(text: str) -> None:
    found, figure = written.whole(text), written.real(text)
    assert found is None or (0 <= found <= written.MOST_WHOLE and text.isascii() and text.isdigit())
    assert figure is None or abs(figure) < 10**120
    written.day(text), written.moment(text)


@pytest.mark.parametrize(
    "text", ["²", "９", "٣", "-1", "+1", " 1", "1_0", "9" * 19, "9" * 5_000, "", None]
)
def test_other_digits_and_too_many_are_no_number(text: str | None) -> None:
    assert written.whole(text) is None


def test_numbers_days_and_moments_as_people_write_them() -> None:
    assert (
        written.whole("007"),
        written.whole("8", most=7),
        written.real("0,5"),
        written.real("1e3"),
    ) == (
        7,
        None,
        0.5,
        1000.0,
    )
    assert [written.real(text) for text in ("nan", "inf", "1_000", "0x1", "")] == [None] * 5
    assert str(written.day("2026-03-01")) == "2026-03-01" and written.day("9999-12-31") is None
    assert written.moment("2026-03-01T10:00:00+01:00") and not written.moment("2026-03-01T10:00:00")


@given(st.text(st.characters(codec=None)))
def test_what_was_seen_and_fit_is_plain(text: str) -> None:
    assert is_fit(fit(text)) and is_plain(seen(fit(text)))


def test_pasted_pages_become_lines_and_tabs_stay() -> None:
    assert (
        seen("a\x0bb\x0cc\td\r\ne\x1ff") == "a\nb\nc\td\r\nef"
        and not is_fit("\0")
        and not is_fit("\ud800")
    )


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 60 + "]" * 60,
        '{"a": NaN}',
        '"\\u0000"',
        '{"\\ud800": 1}',
        "",
        "9" * 5_000,
    ],
)
def test_json_that_nobody_means_is_refused(text: str) -> None:
    with pytest.raises(plain_json.InvalidJson):
        plain_json.read(text)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text("ab\n"),
        lambda inner: st.lists(inner),
        max_leaves=9,
    )
)
def test_json_is_read_as_it_was_written(value: Any) -> None:
    assert plain_json.read(json.dumps(value)) == value


CELL = st.text("ab ,;\t\"\n'", max_size=6)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=6))
def test_csv_is_read_as_it_was_written(rows: list[list[str]]) -> None:
    file = io.StringIO()
    csv.writer(file).writerows([["head", "of", "columns"], *rows])
    assert list(plain_csv.rows(file.getvalue(), most=99)) == [["head", "of", "columns"], *rows]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a,b\n" + "," * 400_000, "more than 1,000 cells"),
        ("a,b\n" + "x" * 9_000_000, "a quote is never closed"),
        ('a,b\n"' + "x\n" * 9_000_000, "a quote is never closed"),
        ("a,b\n" + '"\n",' * 3_000_000, "a quote is never closed"),
        ("a,b\n" + "\n" * 9_000_000, "more than 100,000 rows"),
        ("a,b\nx,\0\n", "NUL"),
    ],
    ids=["wide", "long", "open quote", "many lines", "empty rows", "nul"],
)
def test_csv_ends_where_its_bounds_are(text: str, says: str) -> None:
    with pytest.raises(plain_csv.InvalidCsv) as caught:
        for _ in plain_csv.rows(text, most=100_001):
            pass
    assert says in caught.value.sentence and caught.value.line > 0


def test_lists_of_people_and_items_end_there_too() -> None:
    text = "email,name\n" + "," * 100_000
    assert (
        "more than 1,000 cells"
        in read_people(text, {}, time_zone="UTC", language="en").problems[0].sentence
    )
    assert (
        "more than 1,000 cells"
        in read_items("key,kind,stem\n" + "," * 100_000, ItemFormat.CSV)[1][0].sentence
    )


def test_yaml_of_very_many_names_is_refused_before_it_is_read_through(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(plain_yaml, "MOST_NODES", 5_000)
    with pytest.raises(plain_yaml.InvalidYaml, match="more than 5,000 names and values"):
        plain_yaml.read("trimtab: 1\n" + "".join(f"k{n}: 1\n" for n in range(180_000)))


def test_what_stands_twice_in_memory_is_written_twice() -> None:
    import yaml

    twice = ["a", "b"]
    text = yaml.dump({"one": twice, "two": twice}, Dumper=plain_yaml.Dumper)
    assert plain_yaml.read(text)[1] == {"one": twice, "two": twice}


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"<r>" + b"<a/>" * 2_000_000 + b"</r>", "more than 100,000 elements"),
        (b"<a>" * 100_000, "not XML"),
    ],
)
def test_xml_of_very_many_parts_is_refused_while_it_is_read(data: bytes, says: str) -> None:
    with pytest.raises(BadPackage, match=says):
        markup.parse(data, "imsmanifest.xml")


# Archives -----------------------------------------------------------------------------------------------------------

END, END_64, LOCATOR = (
    struct.Struct("<4s4H2LH"),
    struct.Struct("<4sQ2H2L4Q"),
    struct.Struct("<4sLQL"),
)


def entry(name: bytes) -> bytes:
    return (
        struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 0, 0, 0, 0, 0, 0, len(name), 0, 0, 0, 0, 0, 0
        )
        + name
    )


def wide(count: int, *, said: int = 100, comment: bytes = b"") -> bytes:
    """An archive whose last record says that its directory is small, while the ZIP64 record before it says the truth."""
    directory = b"".join(entry(b"%07d" % n) for n in range(count))
    start = 4
    ends = start + len(directory)
    return b"".join(
        [
            b"PK\x03\x04",
            directory,
            END_64.pack(b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, len(directory), start),
            LOCATOR.pack(b"PK\x06\x07", 0, ends, 1),
            END.pack(b"PK\x05\x06", 0, 0, 1, 1, said, start, len(comment)),
            comment,
        ]
    )


def hidden_end() -> bytes:
    """The last record holds the mark of a record in itself, where a search from behind finds it and it is cut off."""
    directory = b"".join(entry(b"%07d" % n) for n in range(50_000))
    place = int.from_bytes(b"PK\x05\x06", "little")
    return directory + END.pack(b"PK\x05\x06", 0, 0, 50_000, 50_000, len(directory), place, 0)


def named(name: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xx" + name, "a")
    return file.getvalue().replace(b"xx" + name.encode(), b"\0x" + name.encode())


def compressed(method: int) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as packed:
        packed.writestr("a", "a" * 1_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda: wide(400_000), "too many files"),
        (lambda: wide(50_000), "too many files"),
        (lambda: wide(50_000, comment=b"PK"), "too many files"),
        (hidden_end, "too many files"),
        (lambda: compressed(zipfile.ZIP_LZMA), "unusual way"),
        (lambda: b"PK\x05\x06" + b"\xff" * 18, "too many files"),
        (lambda: b"PK" * 40_000, "broken"),
        (lambda: b"", "broken"),
    ],
    ids=[
        "directory of 21 MB",
        "50,000 entries",
        "with a comment",
        "a mark in the mark",
        "lzma",
        "ends of ones",
        "nothing but PK",
        "empty",
    ],
)
def test_an_archive_lists_no_more_than_is_read(make: Callable[[], bytes], says: str) -> None:
    import tracemalloc

    data = make()
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(BadArchive, match=says), archives.opened(io.BytesIO(data)):
        raise AssertionError("it was opened")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    print(
        f"\narchive of {len(data):,} bytes: {says}, {peak / 2**20:.0f} MB, {time.process_time() - began:.1f} s"
    )
    assert peak < 64 * 2**20


def test_an_honest_wide_archive_is_read() -> None:
    with archives.opened(io.BytesIO(wide(300, said=0xFFFFFFFF))) as found:
        assert len(archives.entries(found)) == 300


def test_a_name_that_begins_with_nul_is_seen_whole() -> None:
    with archives.opened(io.BytesIO(named("index.html"))) as found:
        (only,) = archives.entries(found)
    assert only.name == "\0xindex.html"


# Addresses and aids -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    [
        "https://user:pw@host/x",
        "http://:pw@host",
        "https://token@host",
        "https://a:b@c@host/",
        "https://user:p%40w@[::1]:8/x",
    ],
)
def test_credentials_in_an_address_are_seen_and_covered(address: str) -> None:
    covered = masked(f"It cannot be reached: {address}")
    assert (
        holds_credentials(address)
        and "pw" not in covered
        and "token" not in covered
        and "•••@" in covered
    )


@pytest.mark.parametrize(
    "address",
    ["https://host/a@b", "https://host?mail=a@b", "https://host#a@b", "host@x", "till.csv"],
)
def test_an_at_elsewhere_is_no_secret(address: str) -> None:
    assert not holds_credentials(address) and masked(address) == address


@pytest.mark.parametrize("kind", ["password", "text", "file", "submit", "hidden", "image", ""])
def test_an_aid_asks_for_nothing(kind: str) -> None:
    html = clean(
        f'<form action=/x><input type="{kind}" name=p value=v checked><button>b</button><select><textarea>t</textarea></form>'
    )
    assert html.count("<input") == 1 and 'type="checkbox"' in html and "disabled" in html
    assert not any(
        word in html
        for word in (
            "form",
            "button",
            "select",
            "textarea",
            "name=",
            "value=",
            kind + '"' if kind else "form",
        )
    )


def test_an_aid_has_no_class_of_ours_and_keeps_those_of_rendering() -> None:
    html = clean(
        '<a class="button button-main" href="https://x.example">x</a><code class="language-sql field">y</code><li class="task-list-item">z'
    )
    assert (
        "button" not in html
        and "field" not in html
        and "language-sql" in html
        and "task-list-item" in html
    )
