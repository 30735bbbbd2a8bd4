"""Forms are read in one way: by type, within bounds, with a sentence at the field; and shown again."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import pytest
from django.http import QueryDict

from trimtab.kernel.errors import Refusal
from trimtab.web import forms
from trimtab.web.forms import Asks, Faults, Form

KEY = UUID(int=7)


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Everything(Form, frozen=True, kw_only=True):
    title: Annotated[str, Asks(most=5)]
    day: Annotated[dt.date, Asks(fault="Give a day.")]
    size: Annotated[float | None, Asks(fault="Give a number.")] = None
    count: Annotated[int, Asks(most=9)] = 3
    colour: Colour = Colour.RED
    colours: Annotated[tuple[Colour, ...], Asks(sent_as="hue")] = ()
    words: Annotated[tuple[str, ...], Asks(many=2)] = ()
    key: UUID | None = None
    secret: Annotated[str, Asks(as_it_is=True)] = ""
    is_sure: bool = False


def read(query: str) -> Everything:
    return forms.read(Everything, QueryDict(query))


def test_every_kind_of_field_is_read_by_its_type() -> None:
    given = (
        "title=+Hello+you&day=2026-09-01&size=0,5&count=4&colour=blue&hue=blue&hue=red&hue=green"
        f"&words=a&words=+b+&words=c&key={KEY}&secret=+x+&is_sure=on"
    )
    assert read(given) == Everything(
        title="Hell",
        day=dt.date(2026, 9, 1),
        size=0.5,
        count=4,
        colour=Colour.BLUE,
        colours=(Colour.RED, Colour.BLUE),
        words=("a", "b"),
        key=KEY,
        secret=" x ",
        is_sure=True,
    )


def test_what_was_not_sent_or_says_nothing_is_the_default() -> None:
    usual = Everything(title="T", day=dt.date(2026, 9, 1))
    assert read("title=T&day=2026-09-01") == usual
    assert read("title=T&day=2026-09-01&size=&count=&colour=&key=&is_sure=") == usual
    assert read("title=T&day=2026-09-01&count=10&colour=green&key=7&is_sure=no") == usual


def test_defaults_may_be_given_with_the_reading() -> None:
    found = forms.read(Everything, QueryDict("day=2026-09-01"), title="Usual", count=5)
    assert (found.title, found.count) == ("Usual", 5)


@pytest.mark.parametrize(
    ("query", "faults"),
    [
        ("", {"title": "This is needed.", "day": "Give a day."}),
        ("title=+&day=soon", {"title": "This is needed.", "day": "Give a day."}),
        ("title=T&day=2026-09-01&size=much", {"size": "Give a number."}),
    ],
)
def test_a_sentence_stands_beside_every_field_that_cannot_be_taken(
    query: str, faults: dict[str, str]
) -> None:
    with pytest.raises(Faults) as refused:
        read(query)
    assert refused.value.by_field == forms.errors(refused.value) == faults
    assert refused.value.status == 422
    assert (refused.value.field, refused.value.sentence) == next(iter(faults.items()))


def test_what_a_room_refuses_stands_beside_its_field() -> None:
    assert forms.errors(Refusal("some.rule", "Not so.", "title")) == {"title": "Not so."}
    assert forms.errors(None) == {}


def test_what_was_filled_in_is_shown_again_as_it_was() -> None:
    kept = forms.kept(Everything, QueryDict("title=Hello+you&size=much&hue=green&is_sure=on"))
    assert kept["title"] == "Hello"
    assert (kept["size"], kept["colours"], kept["is_sure"]) == ("much", ["green"], True)
    assert (kept["day"], kept["count"]) == ("", 3)


def test_a_form_in_an_address_leaves_out_what_is_empty() -> None:
    form = Everything(title="a b", day=dt.date(2026, 9, 1), count=0, colours=(Colour.BLUE,))
    assert forms.query(form) == "title=a+b&day=2026-09-01&count=0&colour=red&hue=blue"


def test_rows_of_a_form_are_read_by_their_numbers() -> None:
    posted = QueryDict("name-0=+Ana+&email-1=ben%40corner.example")
    assert forms.rows(posted, "{name}-{at}", ("name", "email"), 2) == [
        {"name": "Ana", "email": ""},
        {"name": "", "email": "ben@corner.example"},
    ]
