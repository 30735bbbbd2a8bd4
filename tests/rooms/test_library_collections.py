"""Folders of documents as people have them: each aid stands at its path in its collection, and what
nobody changed is left alone.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cast import NOW, Cast
from trimtab.console.folders import read_folder
from trimtab.kernel.said import as_written
from trimtab.library import api as library
from trimtab.library.api import ContentState
from trimtab.library.domain.rows import ContentProblem, PictureRow
from trimtab.library.models import AidVersion
from trimtab.search import api as search

PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 40
SVG = b"<?xml version='1.0'?><!-- a --><svg xmlns='http://www.w3.org/2000/svg'></svg>"


def brought(collection: str, files: dict[str, str], **more: Any) -> library.ContentImport:
    done = library.import_aids(
        announce=search.publish,
        files=files,
        collection=collection,
        is_whole=True,
        by=None,
        now=NOW,
        **more,
    )
    assert not done.problems, done.problems
    return done


def html(key: str) -> str:
    return "".join(one.html for one in library.aid_sections(key))


def test_two_collections_never_replace_each_others_aids(cast: Cast) -> None:
    brought("es", {"press.md": "# Apagar la prensa"})
    done = brought("en", {"press.md": "# Switch off the press"})
    assert done.created == ("en-press",) and not done.missing
    assert {row.key: row.title for row in library.aids()} == {
        "press": "Apagar la prensa",
        "en-press": "Switch off the press",
    }
    assert brought("es", {"press.md": "# Apagar la prensa"}).unchanged == ("press",)


def test_files_of_one_name_in_several_folders_are_several_aids(cast: Cast) -> None:
    done = brought(
        "x",
        {
            "a/README.md": "# A",
            "b/README.md": "# B",
            "README.md": "# Top",
            "b/How to.md": "# C",
            "c/how_to.md": "# D",
        },
    )
    assert len(set(done.created)) == 5 and len(library.aids()) == 5


def test_a_collection_is_read_from_one_place_unless_somebody_names_it(cast: Cast) -> None:
    brought("docs", {"a.md": "# A"}, origin="/one/docs", is_named=False)
    done = library.import_aids(
        announce=search.publish,
        files={"a.md": "# Other"},
        collection="docs",
        origin="/two/docs",
        is_named=False,
        by=None,
        now=NOW,
    )
    assert "/one/docs" in done.problems[0].sentence and library.aid("a").title == "A"
    assert brought("docs", {"a.md": "# Other"}, origin="/two/docs").changed == ("a",)


def test_what_vanished_is_named_and_retired_when_asked_and_comes_back_with_its_file(
    cast: Cast,
) -> None:
    both = {"a.md": "# A", "b.md": "# B"}
    brought("x", both)
    assert brought("x", {"a.md": "# A"}).missing == ("b.md",)
    assert (
        library.aid("b").state is ContentState.PUBLISHED
        and library.aid("b").missing_since == NOW.date()
    )
    assert brought("x", {"a.md": "# A"}, retire_missing=True).retired == 1
    assert (
        library.aid("b").state is ContentState.RETIRED and not brought("x", {"a.md": "# A"}).missing
    )
    assert brought("x", both).changed == ("b",) and library.aid("b").state is ContentState.PUBLISHED


def test_an_aid_that_was_retired_here_stays_retired_while_its_file_is_the_same(cast: Cast) -> None:
    brought("x", {"a.md": "# A"})
    library.retire_aid(key="a", announce=search.publish)
    done = brought("x", {"a.md": "# A"})
    assert done.unchanged == ("a",) and "stays retired" in done.remarks[0].sentence
    assert library.aid("a").state is ContentState.RETIRED
    library.publish_aid(key="a", announce=search.publish)
    assert (
        library.aid("a").state is ContentState.PUBLISHED
        and not brought("x", {"a.md": "# A"}).remarks
    )
    library.retire_aid(key="a", announce=search.publish)
    assert (
        brought("x", {"a.md": "# A\n\nnew"}).changed == ("a",)
        and library.aid("a").state is ContentState.PUBLISHED
    )


def test_links_and_pictures_lead_across_folders_and_follow_what_is_added_later(cast: Cast) -> None:
    start = {
        "start.md": "# Start\n\n[Nested](sub/second.md#step) [Gone](sub/README.md) "
        "[Larger](./img/valve.png)\n\n![Closed](img/valve.png)"
    }
    done = brought("x", start)
    assert {one.where.partition(" → ")[2] for one in done.remarks} == {
        "sub/second.md",
        "sub/README.md",
        "img/valve.png",
        "./img/valve.png",
    }
    assert "<img" not in html("start")
    files = {**start, "sub/second.md": "# Second\n\n## Step\n\n[Up](../start.md)"}
    done = brought(
        "x", files, pictures={"img/valve.png": lambda: PNG, "img/no.png": lambda: b"text"}
    )
    assert (done.created, done.unchanged) == (("second",), ("start",))
    assert 'href="/find/aids/second#step"' in html("start") and 'href="/find/aids/start"' in html(
        "second"
    )
    [digest, same] = [part.split('"')[0] for part in html("start").split("/find/pictures/")[1:]]
    assert digest == same and f'href="/find/pictures/{digest}"' in html("start")
    assert library.picture(digest) == PictureRow("image/png", PNG) and library.picture("0") is None
    assert list(AidVersion.objects.filter(aid__key="start").values_list("number", flat=True)) == [1]


def test_an_edited_file_without_an_owner_keeps_the_owner_and_a_stranger_is_told(cast: Cast) -> None:
    brought("x", {"a.md": f"---\nowner: {cast.author.email}\n---\n# A"})
    done = brought("x", {"a.md": "---\nowner: nobody@example.org\n---\n# A\n\nmore"})
    assert (
        library.aid("a").owner_id == cast.author.id
        and "nobody@example.org" in done.remarks[0].sentence
    )


def test_what_was_there_before_collections_is_taken_over_letter_for_letter(cast: Cast) -> None:
    library.import_aids(
        announce=search.publish, files={"a.md": "# A", "b.md": "# B"}, by=None, now=NOW
    )
    done = brought("x", {"a.md": "# A", "b.md": "# Another"})
    assert (done.unchanged, done.created) == (("a",), ("x-b",))
    assert library.aid("b").title == "B"


def test_a_long_import_asks_the_database_as_often_as_a_short_one(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(45):
        brought("x", {f"{n}.md": f"# Aid {n}\n\ntext" for n in range(150)})


def test_remarks_are_gathered_by_what_they_say() -> None:
    remarks = [ContentProblem(f"{n}.md", "layout", as_written("Not used.")) for n in range(5)]
    remarks.append(ContentProblem("0.md → no.md", "", as_written("This link leads nowhere.")))
    assert library.gathered(remarks) == [
        "layout: Not used. In 5: 0.md, 1.md, 2.md and 2 more.",
        "This link leads nowhere. In 1: 0.md → no.md.",
    ]


def test_a_folder_is_read_with_its_pictures_and_nothing_outside_it(tmp_path: Path) -> None:
    outside, folder = tmp_path / "secret.md", tmp_path / "docs"
    outside.write_text("# Secret")
    (folder / ".git").mkdir(parents=True)
    for name in ("A.MD", "b.markdown", "c.mdx", ".git/d.md", "form.pdf"):
        (folder / name).write_text("# X\r\n")
    (folder / "e.png").write_bytes(PNG)
    (folder / "link.md").symlink_to(outside)
    (folder / "bad.md").write_bytes(b"\xfc")
    found = read_folder(folder)
    assert found.documents == {"A.MD": "# X\n", "b.markdown": "# X\n", "c.mdx": "# X\n"}
    assert list(found.pictures) == ["e.png"] and found.pictures["e.png"]() == PNG
    assert [one.split(":")[0] for one in found.problems] == ["bad.md"]
    assert [one.split(":")[0] for one in found.passed_over] == [
        "link.md",
        "Files that are no Markdown and no pictures were passed over",
    ]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (PNG, "image/png"),
        (SVG, "image/svg+xml"),
        (b"\xff\xd8\xff", "image/jpeg"),
        (b"<html><svg>", ""),
        (b"", ""),
        (PNG * 300_000, ""),
    ],
)
def test_a_picture_is_told_by_its_bytes(content: bytes, kind: str) -> None:
    from trimtab.library.domain.pictures import media_type

    assert media_type(content) == kind


@pytest.mark.parametrize("day", ["9999-12-31", "2031-01-01", "0001-01-01"])
def test_a_day_on_which_nobody_can_have_checked_it_is_remarked_and_every_page_stands(
    cast: Cast, day: str
) -> None:
    done = brought(
        "far",
        {
            "a.md": f"---\ntitle: A\nkind: [a]\nverified_on: {day}\n"
            "review_every_days: 3650\n---\nText"
        },
    )
    assert {remark.field for remark in done.remarks} == {"kind", "verified_on"}
    assert library.aid("a").verified_on is None and library.due_for_review(NOW.date()) == []


def test_an_aid_that_is_checked_by_several_at_once_is_checked_once(cast: Cast) -> None:
    brought("one", {"a.md": "# A"})
    assert library.verify_aid(key="a", on=NOW.date()) and not library.verify_aid(
        key="a", on=NOW.date()
    )
    library.flag_aid(key="a")
    assert library.verify_aid(key="a", on=NOW.date())
