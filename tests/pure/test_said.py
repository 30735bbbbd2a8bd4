"""What the house says: English at once, and in another language from its parts."""

from __future__ import annotations

import copy
import datetime as dt
import json

import pytest

from trimtab.kernel.said import (
    Between,
    Listed,
    Said,
    ShortDay,
    as_written,
    bare,
    capital,
    figure,
    joined,
    listed,
    paragraphs,
    pattern,
    reading,
    say,
    say_in,
    say_n,
    sentences,
    within,
    worded,
)
from trimtab.kernel.said_as_json import decoded, encoded


class Testish:
    """A language in capitals, which counts one, two and more, and writes numbers with a comma."""

    def message(self, said: Said) -> str:
        form = {0: "", 1: "one: ", 2: "two: "}.get(said.number, "more: ") if said.plural else ""
        return form + (said.plural or said.message).replace("names no", "NENNT KEINE")

    def figure(self, digits: str) -> str:
        return digits.replace(".", "·")

    def day(self, day: dt.date) -> str:
        return f"{day:%d.%m.%Y}"

    def short_day(self, day: dt.date) -> str:
        return f"{day:%d.%m.%y}"

    def between(self, mark: Between) -> str:
        return " / "

    def within(self, text: str) -> str:
        return text


OTHER = Testish()


def test_a_sentence_is_its_english_text() -> None:
    sentence = say("'{title}' names no cause.", title="Wrong prices")
    assert sentence == "'Wrong prices' names no cause."
    assert json.dumps([sentence]) == "[\"'Wrong prices' names no cause.\"]"
    assert {sentence} == {"'Wrong prices' names no cause."}


def test_a_sentence_is_worded_from_its_source_and_parts() -> None:
    sentence = say("'{title}' names no cause.", title="Wrong prices")
    assert worded(sentence, OTHER) == "'Wrong prices' NENNT KEINE cause."


def test_a_part_that_looks_like_a_place_stays_what_somebody_wrote() -> None:
    assert say("'{title}' of {n}", title="{n}", n=3) == "'{n}' of 3"


@pytest.mark.parametrize(
    ("count", "english", "other"),
    [(1, "1 day", "one: 1 days"), (2, "2 days", "two: 2 days"), (0, "0 days", "0 days")],
)
def test_a_count_chooses_the_form_of_each_language(count: int, english: str, other: str) -> None:
    sentence = say_n("{count} day", "{count} days", count)
    assert sentence == english
    assert worded(sentence, OTHER) == other


def test_numbers_days_and_lists_are_written_as_a_language_does() -> None:
    sentence = say(
        "{size} by {day} ({short}) at {time}: {all}",
        size=figure(0.256, ".2f"),
        day=dt.date(2026, 3, 1),
        short=ShortDay(dt.date(2026, 3, 1)),
        time=dt.time(18, 0),
        all=Listed(("one", say("two"), 3), Between.AND),
    )
    assert sentence == "0.26 by 1 March 2026 (1 Mar 2026) at 18:00: one and two and 3"
    assert worded(sentence, OTHER) == "0·26 by 01.03.2026 (01.03.26) at 18:00: one / two / 3"


def test_a_sentence_within_another_is_worded_with_it() -> None:
    inner = say("It names no cause.")
    outer = say("Because {what}: {what}", what=bare(within(inner)))
    assert outer == "Because it names no cause: it names no cause"
    assert worded(outer, OTHER) == "Because It NENNT KEINE cause: It NENNT KEINE cause"
    assert capital(say("the policy")) == "The policy"
    assert within(say("LTEM tier")) == "LTEM tier"
    assert within(say("A target")) == "a target"


def test_a_pattern_is_filled_later() -> None:
    source = pattern("'{title}' names no cause.")
    assert source == "'{title}' names no cause."
    assert source.filled(title="Prices") == "'Prices' names no cause."
    assert worded(source.filled(title="Prices"), OTHER) == "'Prices' NENNT KEINE cause."


def test_several_sentences_stay_several() -> None:
    assert paragraphs("One.", "Two.") == "One.\n\nTwo."
    both = sentences(say("It names no cause."), say("Ask why."))
    assert both == "It names no cause. Ask why."
    assert worded(both, OTHER) == "It NENNT KEINE cause. / Ask why."
    assert listed(["a", "b"]) == "a, b"
    assert joined([], Between.AND) == ""


@pytest.mark.parametrize(
    "sentence",
    [
        say("Nothing here."),
        say_in("of an answer", "Open"),
        say_n("{count} of {all}", "{count} of {all}s", 3, all=Listed((1, "x"), Between.LINE)),
        say("{a} {b} {c}", a=figure(1234.5, ",.0f"), b=dt.date(2026, 3, 1), c=dt.time(7, 30)),
        listed([ShortDay(dt.date(2026, 3, 1))]),
        capital(say("within {it}", it=bare(say("A sentence.")))),
        as_written("What {somebody} wrote"),
    ],
)
def test_what_is_stored_is_its_parts(sentence: Said) -> None:
    again = decoded(json.loads(json.dumps(encoded(sentence))))
    assert (again.message, again.parts, again.turns) == (
        sentence.message,
        sentence.parts,
        sentence.turns,
    )
    assert (again.plural, again.number, again.context) == (
        sentence.plural,
        sentence.number,
        sentence.context,
    )
    assert worded(again, OTHER) == worded(sentence, OTHER)
    assert encoded(copy.deepcopy(sentence)) == encoded(sentence)


def test_what_was_stored_as_prose_stays_prose() -> None:
    assert decoded("Chosen before there were parts.") == "Chosen before there were parts."
    assert encoded("plain") == "plain"


def test_a_part_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="no part"):
        decoded({"message": "{x}", "parts": {"x": {"what": 1}}})


def test_a_page_words_and_escapes() -> None:
    sentence = say("<b> names no {cause}", cause="&")
    assert sentence.__html__() == "&lt;b&gt; names no &amp;"
    with reading(OTHER):
        assert sentence.__html__() == "&lt;b&gt; NENNT KEINE &amp;"
    assert sentence.__html__() == "&lt;b&gt; names no &amp;"


def test_what_is_said_stays_said() -> None:
    with pytest.raises(AttributeError):
        setattr(say("Nothing."), "message", "Something.")  # noqa: B010  mypy refuses it, too
