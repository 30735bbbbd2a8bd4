"""The section that answers comes first, and what is published is found: no more, no less, at
once.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from tests.cast import NOW, Cast
from trimtab.library import api as library
from trimtab.search import api as search

SHARED = Path(__file__).parents[3] / "shared" / "data" / "cheatsheets"
RETURNS = """---
tags: [returns]
---
# Return without a receipt

## Ask for the card

Find the purchase with the card the customer paid with. Never ask for the whole number.

## When nothing is found

Call the shift manager. Offer a voucher.
"""
CHILLER = """---
tags: [food-safety]
---
# Chiller is too warm

## Above 5 °C

Move the goods to another chiller and call the technician.

## Above 8 °C

Throw the goods away. Write down what and how much.
"""
PROBE = "# Use the probe thermometer\n\nClean the probe. Wait until the figure stands still.\n"


@pytest.fixture
def shop(cast: Cast) -> Cast:
    files = {"Returns.md": RETURNS, "Chiller.md": CHILLER, "Probe.md": PROBE}
    assert not library.import_aids(announce=search.publish, files=files, by=None, now=NOW).problems
    return cast


def hits(words: str, limit: int = 10) -> list[search.Hit]:
    [result] = search.search([search.SearchRequest(words)], limit=limit)
    return list(result.hits)


def first(query: str) -> tuple[str, str]:
    hit = hits(query)[0]
    return hit.document, hit.heading


@pytest.mark.parametrize(
    ("query", "document", "heading"),
    [
        ("how do I find the purchase by card", "Returns.md", "Ask for the card"),
        ("chiler too warn", "Chiller.md", "Chiller is too warm"),
        ("throw away goods", "Chiller.md", "Above 8 °C"),
        ("recept", "Returns.md", "Return without a receipt"),
        ("cleaning probes", "Probe.md", "Use the probe thermometer"),
    ],
)
def test_the_section_that_answers_comes_first(
    shop: Cast, query: str, document: str, heading: str
) -> None:
    assert first(query) == (document, heading)


def test_a_result_says_where_it_stands_and_opens_at_its_heading(shop: Cast) -> None:
    hit = hits("voucher")[0]
    assert hit.path == ("Return without a receipt", "When nothing is found")
    assert hit.address == "/find/aids/returns#when-nothing-is-found"
    assert "voucher" in hit.excerpt and 0 < hit.score <= 1


def test_many_questions_get_the_answers_that_each_gets_alone(shop: Cast) -> None:
    questions = ["voucher", "chiler", "unknowable zzz", "", "the"]
    found = search.search([search.SearchRequest(words) for words in questions])
    assert [list(result.hits) for result in found] == [hits(words) for words in questions]
    [corrected] = search.search([search.SearchRequest("chiler")])
    assert corrected.corrected == "chiller"


@pytest.mark.parametrize(
    "query", ["", "   ", "the", "%_\\", "'; drop table", "\x00", "é" * 400, "𝔘𝔫𝔦", "a b c d e f"]
)
def test_any_words_can_be_searched_for(shop: Cast, query: str) -> None:
    hits(query)


@pytest.mark.parametrize(
    "barcode",
    ["4006381333931", "123456", "٤٠٠٦٣٨١", "²" * 13, "9" * 300, "EAN4006381333931 4006381333931"],
)
def test_a_long_number_is_searched_for_like_any_word(shop: Cast, barcode: str) -> None:
    assert hits(barcode) == []


def test_a_number_that_an_aid_names_is_found(shop: Cast) -> None:
    library.import_aids(
        announce=search.publish,
        files={"Milk.md": "# Milk 4006381333931\n\nKeep it cold.\n"},
        by=None,
        now=NOW,
    )
    assert first("4006381333931") == ("Milk.md", "Milk 4006381333931")


def test_the_words_of_an_installation_before_search_was_a_room_are_kept(shop: Cast) -> None:
    before = hits("voucher")
    connection.check_constraints()
    call_command("migrate", "search", "zero", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM library_posting")
        assert cursor.fetchone()[0] > 0
    call_command("migrate", "search", verbosity=0)
    assert before and hits("voucher") == before


def test_what_is_retired_is_not_found(shop: Cast) -> None:
    library.retire_aid(key="returns", announce=search.publish)
    assert hits("voucher") == []


def test_an_edited_aid_is_found_by_its_new_words_only(shop: Cast) -> None:
    library.import_aids(
        announce=search.publish,
        files={"Probe.md": "# Use the scanner\n\nPress the trigger.\n"},
        by=None,
        now=NOW,
    )
    assert first("trigger") == ("Probe.md", "Use the scanner") and hits("thermometer") == []


@pytest.mark.skipif(not SHARED.exists(), reason="the folder of real documents is not here")
def test_real_documents_are_found_in_spite_of_typing_errors(cast: Cast) -> None:
    library.import_aids(
        announce=search.publish,
        files={path.name: path.read_text() for path in SHARED.glob("*.md")},
        by=None,
        now=NOW,
    )
    for query in ("stop sql injection in php", "stop sql injecton in phpp"):
        found = [hit.document for hit in hits(query, limit=3)]
        assert "SQL_Injection_Prevention_Cheat_Sheet.md" in found


def test_an_aid_with_all_the_words_is_found_among_many_that_say_one_of_them_more(
    cast: Cast,
) -> None:
    files = {
        f"assist{n}.md": f"# Assist {n}\n\nassist assist assisted assisting" for n in range(60)
    }
    files["weld.md"] = (
        "# Remote-robot-assisted welding\n\nOnly trained staff. "
        + "Other words stand here too. " * 40
    )
    library.import_aids(announce=search.publish, files=files, by=None, now=NOW)
    assert hits("robot assisted")[0].aid_key == "weld"


def test_an_aid_is_found_by_its_tag_or_its_files_name_alone(cast: Cast) -> None:
    files = {
        "lift.md": "---\ntags: [defibrillator]\n---\n# Wall cabinet\n\nOpen it.",
        "eye_wash.md": "# Station\n\nRinse.",
    }
    library.import_aids(announce=search.publish, files=files, by=None, now=NOW)
    assert [hit.aid_key for hit in hits("defibrillator")] == ["lift"]
    assert [hit.aid_key for hit in hits("wash")] == ["eye-wash"]


def aids(**files: str) -> library.ContentImport:
    return library.import_aids(
        announce=search.publish,
        files={f"{name}.md": text for name, text in files.items()},
        by=None,
        now=NOW,
    )


def test_a_large_import_reads_no_table_once_for_each_word(cast: Cast) -> None:
    """As it did while the database looked up each word's keys with a plan made when there was next
    to nothing.
    """
    aids(one="# One\n\ntext")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_word, library_aid, library_aidsection")
        connection.check_constraints()
        aids(small="# Small\n\nanother text")
        connection.check_constraints()
        cursor.execute(
            "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname ~ '^(library|search)'"
        )
        [before] = cursor.fetchone()
        words = " ".join(f"word{n}" for n in range(2_000))
        aids(large=f"# Large\n\n{words}")
        connection.check_constraints()
        cursor.execute(
            "SELECT coalesce(sum(seq_tup_read), 0) FROM pg_stat_xact_user_tables"
            " WHERE relname ~ '^(library|search)'"
        )
        assert cursor.fetchone()[0] - before < 20 * 2_000


def test_no_word_outlives_what_it_was_in(cast: Cast) -> None:
    aids(one="# One\n\nfirst words", two="# Two\n\nother words")
    aids(one="# One\n\nsecond words", two="# Two\n\n## Other\n\nwords")
    library.retire_aid(key="two", announce=search.publish)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(*) FILTER (WHERE word.id IS NULL OR aid.state <> 'published'"
            " OR posting.section_id IS NOT NULL AND section.id IS NULL)"
            " FROM search_posting AS posting LEFT JOIN search_word AS word ON word.id = word_id"
            " LEFT JOIN library_aid AS aid ON aid.id = posting.aid_id"
            " LEFT JOIN library_aidsection AS section ON section.id = section_id"
        )
        many, orphans = cursor.fetchone()
    assert many and not orphans
