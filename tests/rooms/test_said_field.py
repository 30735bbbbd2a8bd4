"""A column of sentences: parts go in and come out; what is no sentence of ours stays as it is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection, models
from django.utils import translation

from trimtab.kernel.said import Said, as_written, capital, figure, listed, say, say_n, within
from trimtab.said_field import SaidField
from trimtab.wording import words

FIELD: SaidField = SaidField()
SENTENCES = [
    say("'{title}' names no cause.", title="Returns"),
    say_n("{count} person was asked.", "{count} people were asked.", 2),
    say("{listed} of {share}", listed=listed(["a", say("b")]), share=figure(0.5, ".2f")),
    within(say("Until {day}", day=dt.date(2026, 3, 1))),
    capital(as_written("written by somebody")),
    listed([say("time"), "stress"]),
]
TEXTS = [
    "",
    "Prose of an earlier day.",
    '{"message": ',
    '{"message": "x"}',
    '{"message": 1, "parts": 3}',
]


def again(value: str) -> Said:
    """What comes out of the column for what went in."""
    stored = FIELD.get_prep_value(value)
    assert type(stored) is str
    out = FIELD.from_db_value(stored, None, connection)
    assert out is not None
    return out


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_comes_back_with_its_parts(sentence: Said) -> None:
    out = again(sentence)
    assert out == sentence
    assert (out.message, out.parts, out.plural, out.turns) == (
        sentence.message,
        sentence.parts,
        sentence.plural,
        sentence.turns,
    )


@pytest.mark.parametrize("text", TEXTS)
def test_a_text_stays_as_it_was_written(text: str) -> None:
    assert again(text) == text
    assert again(as_written(text)) == text


@pytest.mark.parametrize("prose", TEXTS)
def test_prose_that_stood_there_before_is_read_as_it_stands(prose: str) -> None:
    out = FIELD.from_db_value(prose, None, connection)
    if out != prose:
        pytest.fail(f"{prose!r} became {out!r}")


def test_nothing_is_nothing() -> None:
    assert FIELD.from_db_value(None, None, connection) is None
    assert FIELD.get_prep_value(None) is None


def test_it_is_worded_for_its_reader() -> None:
    stored = again(say("1 March"))
    with translation.override("en"):
        assert words(stored) == "1 March"


def test_it_is_a_column_of_text() -> None:
    assert isinstance(FIELD, models.TextField)
    assert FIELD.get_internal_type() == "TextField"
