"""A question is understood in spite of typing errors, and the section that answers comes first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.search.domain.excerpts import LENGTH, excerpt
from trimtab.search.domain.ranking import RankedSection, Sought, Whole, named, rank
from trimtab.search.domain.spelling import edits, errors, meant, most_errors

WORD = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=14)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("injecton", "injection"),
        ("phpp", "php"),
        ("slq", "sql"),
        ("pasword", "password"),
        ("authetnication", "authentication"),
    ],
)
def test_a_typing_error_is_seen_through(typed: str, word: str) -> None:
    words = [
        ("injection", 500),
        ("php", 90),
        ("sql", 300),
        ("password", 400),
        ("authentication", 350),
        ("pass", 20),
    ]
    assert meant(typed, words)[0].word == word


def test_of_two_near_words_the_more_used_one_was_meant() -> None:
    assert meant("tokem", [("tokes", 1), ("token", 900)])[0].word == "token"


def test_a_word_that_is_like_no_other_stays_unknown() -> None:
    assert meant("maternity", [("parent", 30), ("password", 500)]) == []


@settings(deadline=None)
@given(WORD)
def test_every_edit_is_one_error_away(word: str) -> None:
    assert all(0 < errors(edit, word) <= 1.5 for edit in edits(word)[:50])


@given(WORD, WORD)
def test_only_a_word_itself_is_without_error(one: str, other: str) -> None:
    assert (errors(one, other) == 0) == (one == other)


@given(WORD)
def test_two_letters_are_never_corrected_and_longer_words_forgive_more(word: str) -> None:
    assert most_errors(word[:2]) == 0 <= most_errors(word) <= most_errors(word + "a")


def aid(
    key: str,
    about: dict[int, float],
    *parts: dict[int, float],
    length: int = 900,
    collected: bool = False,
) -> Whole:
    return Whole(
        key,
        length,
        collected,
        about,
        [RankedSection(hash((key, at)), at, part) for at, part in enumerate(parts)],
    )


def worth(gains: dict[int, float]) -> list[Sought]:
    return [Sought(gains[place]) for place in sorted(gains)]


def order(*aids: Whole, gains: dict[int, float]) -> list[str]:
    return list(dict.fromkeys(one.aid_key for one in rank(aids, worth(gains), 10)))


def test_the_aid_that_is_about_all_words_comes_first() -> None:
    both = aid("both", {0: 9.0, 1: 9.0}, {0: 3.0, 1: 3.0})
    one = aid("one", {0: 20.0}, {0: 9.0})
    assert order(one, both, gains={0: 3.0, 1: 3.0}) == ["both", "one"]


def test_what_answers_too_little_of_the_question_is_left_out() -> None:
    assert order(aid("weak", {0: 9.0}, {0: 9.0}), gains={0: 1.0, 1: 3.0}) == []


def test_a_stub_counts_less_and_a_collected_aid_a_little_more() -> None:
    same = ({0: 9.0}, {0: 3.0})
    stub, usual, own = aid("a", *same, length=20), aid("b", *same), aid("c", *same, collected=True)
    assert order(stub, usual, own, gains={0: 3.0}) == ["c", "b", "a"]


def test_a_second_section_of_an_aid_does_not_push_another_aid_down() -> None:
    first = aid("first", {0: 9.0}, {0: 3.0}, {0: 2.9})
    second = aid("second", {0: 9.0}, {0: 2.8})
    assert [one.aid_key for one in rank([first, second], worth({0: 3.0}), 10)] == [
        "first",
        "second",
        "first",
    ]


@given(
    st.lists(st.dictionaries(st.integers(0, 3), st.floats(0.01, 100)), min_size=1, max_size=5),
    st.lists(st.floats(0.01, 9), min_size=4, max_size=4),
)
def test_scores_lie_between_nought_and_one_and_fall(
    weights: list[dict[int, float]], gains: list[float]
) -> None:
    found = rank(
        [aid(str(at), one, one) for at, one in enumerate(weights)],
        [Sought(one) for one in gains],
        20,
    )
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True) and all(0 <= score <= 1 for score in scores)


def test_a_heading_that_names_just_what_was_asked_is_named_best() -> None:
    asked = [Sought(1.0, frozenset({"sql"})), Sought(1.0, frozenset({"injection"}))]
    assert named(["sql", "injection"], asked) == 1.0
    assert named(["sql", "injection", "in", "java", "hibernate"], asked) < 1.0
    assert named(["cookies"], asked) == 0.0


def test_an_excerpt_shows_the_words_that_were_asked_for() -> None:
    text = (
        "Nothing here matters. " * 40
        + "Ask for the card used, then refund the card. "
        + "And so on. " * 40
    )
    found = excerpt(text, {"card", "refund"})
    assert "refund the card" in found and found.startswith("… ") and found.endswith(" …")


@given(st.text(), st.sets(WORD))
def test_an_excerpt_is_short_whatever_the_text(text: str, words: set[str]) -> None:
    assert len(excerpt(text, words)) <= LENGTH + 4
