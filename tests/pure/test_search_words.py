"""Words of aids and of questions are cut the same way, and weigh what they say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trimtab.search.domain.rows import Passage
from trimtab.search.domain.words import (
    LONGEST_WORD,
    asked_words,
    document_words,
    passage_words,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Stop SQL-injection!", ["stop", "sql", "injection", "sqlinjection"]),
        ("C# and C++", ["csharp", "and", "cpp"]),
        ("Node.js, naïve façade", ["node", "js", "nodejs", "naive", "facade"]),
        ("today's user's", ["today", "user"]),
        ("allow_url_fopen = Off", ["allow", "url", "fopen", "off"]),
        ("TLS 1.2", ["tls", "1", "2"]),
        ("don’t", ["dont"]),
    ],
)
def test_words_are_cut(text: str, words: list[str]) -> None:
    assert words_of(text) == words


def test_a_question_is_not_joined() -> None:
    assert asked_words("How do I stop cross-site scripting?") == [
        "how",
        "do",
        "i",
        "stop",
        "cross",
        "site",
        "scripting",
    ]


@given(st.text())
def test_every_word_is_plain_and_short(text: str) -> None:
    for word in words_of(text):
        assert word and len(word) <= LONGEST_WORD and not any(sign.isspace() for sign in word)


@given(st.text())
def test_a_question_asks_for_words_that_a_text_has(text: str) -> None:
    assert set(asked_words(text)) <= set(words_of(text))


def section(heading: str, text: str, *path: str) -> Passage:
    return Passage(0, heading, ("Title", *path, heading), text, "")


def test_a_heading_says_more_than_the_headings_above_and_those_more_than_the_text() -> None:
    found = passage_words(section("alpha", "gamma " + "other " * 100, "beta"))
    assert found["alpha"].weight > found["beta"].weight > found["gamma"].weight > 0
    assert "title" not in found


def test_a_word_in_a_short_text_says_more_than_in_a_long_one() -> None:
    short, long = (
        passage_words(section("h", "alpha " + "other " * length)) for length in (10, 1000)
    )
    assert short["alpha"].weight > long["alpha"].weight


def test_a_name_counts_once_however_often_it_is_repeated() -> None:
    once = document_words(["Returns"], [section("h", "text")])
    twice = document_words(["Returns", "Returns", "returns"], [section("h", "text")])
    assert once["returns"] == twice["returns"]
