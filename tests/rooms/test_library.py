"""What is imported is published whole, once, and its versions never change."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from tests.cast import NOW, Cast
from trimtab.library import api as library
from trimtab.library.api import ContentState, ItemFormat
from trimtab.library.models import AidVersion
from trimtab.search import api as search

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cheatsheets"
CARD = "- key: {key}\n  kind: flashcard\n  front: {front}\n  back: A\n  tags: [{tag}]\n"


def cards(*entries: tuple[str, str, str]) -> str:
    return "".join(CARD.format(key=key, front=front, tag=tag) for key, front, tag in entries)


def imported(text: str) -> library.ContentImport:
    return library.import_items(text=text, form=ItemFormat.YAML, by=None, now=NOW)


def test_an_edited_item_gets_one_new_version_and_an_unchanged_one_none(cast: Cast) -> None:
    assert imported(cards(("a", "Q", "x"), ("b", "Q", "x"))).created == ("a", "b")
    again = imported(cards(("a", "Q2", "x"), ("b", "Q", "x")))
    assert (again.changed, again.unchanged) == (("a",), ("b",))
    rows = {row.key: row for row in library.items_by_tags(["x"])}
    assert (rows["a"].number, rows["a"].title, rows["b"].number) == (2, "Q2", 1)


def test_items_of_every_kind_make_no_version_when_nobody_has_edited_them(cast: Cast) -> None:
    text = (
        "key,kind,stem,options,correct,answers,tags\na,single-choice,Q?,x|y,1,,t\nb,multiple-choice,Q?,x|y,1|2,,t\n"
        "c,short-answer,Q?,,,x|y,t\nd,cloze,A {{gap}},,,,t\n"
        "e,ordering,Q?,,,x|y,t\nf,flashcard,Q?,,,x,t\n"
    )
    assert len(library.import_items(text=text, form=ItemFormat.CSV, by=None, now=NOW).created) == 6
    again = library.import_items(text=text, form=ItemFormat.CSV, by=None, now=NOW)
    assert (len(again.unchanged), again.changed) == (6, ())
    edited = library.import_items(
        text=text.replace(",t\n", ",other\n"), form=ItemFormat.CSV, by=None, now=NOW
    )
    assert len(edited.changed) == 6 and {
        row.number for row in library.items_by_tags(["other"])
    } == {2}


def test_thousands_of_items_come_in_with_as_many_queries_as_a_few(
    cast: Cast, django_assert_max_num_queries: Any
) -> None:
    rows = "".join(f"q{n},flashcard,Q{n}?,A\n" for n in range(2_000))
    for text in (rows, rows.replace("?", "!")):
        with django_assert_max_num_queries(12):
            done = library.import_items(
                text="key,kind,stem,answers\n" + text, form=ItemFormat.CSV, by=None, now=NOW
            )
        assert len(done.created) + len(done.changed) == 2_000


def test_nothing_is_imported_when_one_item_is_wrong(cast: Cast) -> None:
    report = imported(cards(("a", "Q", "x")) + "- key: b\n  kind: riddle\n")
    assert report.problems and not library.items()


def test_the_database_itself_refuses_to_change_a_version(cast: Cast) -> None:
    imported(cards(("a", "Q", "x")))
    for sql in ("UPDATE library_itemversion SET number = 9", "DELETE FROM library_itemversion"):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(sql)


def aids(**files: str) -> library.ContentImport:
    return library.import_aids(
        announce=search.publish,
        files={f"{name}.md": text for name, text in files.items()},
        by=None,
        now=NOW,
    )


def _numbers(key: str) -> list[int]:
    versions = AidVersion.objects.filter(aid__key=key).order_by("number")
    return list(versions.values_list("number", flat=True))


def _source(key: str) -> str:
    return AidVersion.objects.filter(aid__key=key).latest("number").source


def test_an_edited_document_makes_one_new_version_and_a_second_import_none(cast: Cast) -> None:
    assert aids(one="# One\n\ntext", two="# Two\n").created == ("one", "two")
    assert aids(one="# One\n\ntext", two="# Two\n").unchanged == ("one", "two")
    assert aids(one="# One\n\nnew text", two="# Two\n").changed == ("one",)
    assert _numbers("one") == [1, 2]
    assert library.aid("one").state is ContentState.PUBLISHED and "new text" in _source("one")


def test_what_is_old_or_reported_wrong_is_due_for_review(cast: Cast) -> None:
    aids(
        new="# New\n",
        old="---\nverified_on: 2020-01-01\n---\n# Old\n",
        fresh=f"---\nverified_on: {NOW.date()}\n---\n# Fresh\n",
    )
    assert [row.key for row in library.due_for_review(NOW.date())] == ["old"]
    library.flag_aid(key="fresh")
    library.verify_aid(key="old", on=NOW.date())
    assert [row.key for row in library.due_for_review(NOW.date())] == ["fresh"]
    later = NOW.date() + dt.timedelta(days=200)
    assert len(library.due_for_review(later)) == 2


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real documents is not here")
def test_a_folder_of_real_documents_comes_in_whole_and_a_second_time_changes_nothing(
    cast: Cast,
) -> None:
    files = {path.name: path.read_text() for path in SHARED.glob("*.md")}
    first = library.import_aids(announce=search.publish, files=files, by=None, now=NOW)
    assert len(first.created) == len(files) >= 119 and not first.problems
    assert len(
        library.import_aids(announce=search.publish, files=files, by=None, now=NOW).unchanged
    ) == len(files)
    html = "".join(
        section.html for row in library.aids() for section in library.aid_sections(row.key)
    )
    assert "<script" not in html and 'href="/find/aids/' in html
