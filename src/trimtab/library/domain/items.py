"""The kinds of item, as values. What a learner answers with each kind stands at the kind as 'Response'."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

import msgspec

from trimtab.kernel.errors import Refusal

_NUMBERED = re.compile(r"c\d+::")
GAP = re.compile(r"\{\{(.+?)\}\}")


class ItemKind(StrEnum):
    """The kinds of item."""

    SINGLE_CHOICE = "single-choice"
    MULTIPLE_CHOICE = "multiple-choice"
    SHORT_ANSWER = "short-answer"
    CLOZE = "cloze"
    ORDERING = "ordering"
    FLASHCARD = "flashcard"


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of an item: immutable, unknown keys refused."""


class Option(Value, frozen=True, kw_only=True):
    """One option of a choice, with what to say to whoever picks it."""

    text: str
    correct: bool = False
    feedback: str = ""


class SingleChoice(
    Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.SINGLE_CHOICE.value
):
    """One right option among several. Response: the option's position from 0."""

    stem: str
    options: tuple[Option, ...]
    explanation: str = ""
    aid: str = ""


class MultipleChoice(
    Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.MULTIPLE_CHOICE.value
):
    """Any number of right options. Response: a list of positions from 0."""

    stem: str
    options: tuple[Option, ...]
    explanation: str = ""
    aid: str = ""


class ShortAnswer(
    Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.SHORT_ANSWER.value
):
    """A word or a few; `answers` are all right, the first is shown. Response: text. Small typing errors are forgiven
    in words of five letters or more unless `exact`."""

    stem: str
    answers: tuple[str, ...]
    exact: bool = False
    explanation: str = ""
    aid: str = ""


class Cloze(Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.CLOZE.value):
    """A text with gaps written {{so}}; `gaps` gives each gap's right answers. Response: a list of texts, one a gap."""

    text: str
    gaps: tuple[tuple[str, ...], ...] = ()
    explanation: str = ""
    aid: str = ""

    @property
    def stem(self) -> str:
        """The text with its gaps left open."""
        return GAP.sub("____", self.text)


class Ordering(Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.ORDERING.value):
    """Steps in their right order. Response: a list of the steps' positions from 0, in the order that was given."""

    stem: str
    order: tuple[str, ...]
    explanation: str = ""
    aid: str = ""


class Flashcard(Value, frozen=True, kw_only=True, tag_field="kind", tag=ItemKind.FLASHCARD.value):
    """A question to answer in the head, then turn. Response: again, hard, good or easy, by the learner's own judgement."""

    front: str
    back: str
    explanation: str = ""
    aid: str = ""

    @property
    def stem(self) -> str:
        """The front."""
        return self.front


ItemBody = SingleChoice | MultipleChoice | ShortAnswer | Cloze | Ordering | Flashcard


def read_body(given: Any) -> ItemBody:
    """A body from plain data with its `kind`. Raises Refusal naming the field."""
    try:
        body: ItemBody = msgspec.convert(given, ItemBody)
    except msgspec.ValidationError as error:
        sentence, _, place = str(error).partition(" - at `$")
        raise Refusal(
            "library.item", sentence.rstrip(".") + ".", place.strip("`.") or "kind"
        ) from error
    for field, sentence in _faults(body):
        raise Refusal("library.item", sentence, field)
    return body


def body_data(body: ItemBody) -> dict[str, Any]:
    """A body as plain data, as `read_body` takes it and the database gives it back: a tuple would be no list, and an item that nobody
    has edited an edited one. An aid that is not named is left out."""
    found: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(body))
    return found if body.aid else {name: value for name, value in found.items() if name != "aid"}


def response_words(body: ItemBody, response: Any) -> str:
    """A response as words, for people to read: the options chosen, the steps in their order, or what was written."""
    match body:
        case SingleChoice(options=options):
            return str(options[response].text)
        case MultipleChoice(options=options):
            return "; ".join(options[at].text for at in response)
        case Ordering(order=order):
            return " → ".join(order[at] for at in response)
        case Cloze():
            return "; ".join(map(str, response))
        case _:
            return str(response)


def kind_of(body: ItemBody) -> ItemKind:
    """The kind of a body."""
    return ItemKind(body_data(body)["kind"])


def _faults(body: ItemBody) -> Iterator[tuple[str, str]]:
    if not body.stem.strip():
        yield "stem", "An item asks something."
    match body:
        case SingleChoice(options=options):
            yield from _option_faults(options)
            if sum(option.correct for option in options) != 1:
                yield "options", "Exactly one option is correct."
        case MultipleChoice(options=options):
            yield from _option_faults(options)
            if not any(option.correct for option in options):
                yield "options", "At least one option is correct."
        case ShortAnswer(answers=answers) if not "".join(answers).strip():
            yield "answers", "At least one right answer is needed."
        case Cloze():
            yield from _cloze_faults(body)
        case Ordering(order=order) if len(order) < 2 or len(set(order)) != len(order):
            yield "order", "At least two different steps are needed."
        case Flashcard(back=back) if not back.strip():
            yield "back", "A card has a back."


def _option_faults(options: tuple[Option, ...]) -> Iterator[tuple[str, str]]:
    if not 2 <= len(options) <= 9:
        yield "options", "Two to nine options are needed."
    if len({option.text for option in options}) != len(options):
        yield "options", "Two options say the same."


def _cloze_faults(body: Cloze) -> Iterator[tuple[str, str]]:
    written = GAP.findall(body.text)
    if any(_NUMBERED.match(answer) for answer in written):
        yield (
            "text",
            "Gaps such as {{c1::8}} are those of Anki: here a gap holds the right answer alone, {{8}}.",
        )
    if not written:
        yield "text", "Write at least one gap as {{answer}}."
    if body.gaps and len(body.gaps) != len(written):
        yield "gaps", f"The text has {len(written)} gaps, gaps has {len(body.gaps)}."


def gap_answers(body: Cloze) -> tuple[tuple[str, ...], ...]:
    """The right answers of each gap; what stands in the text counts when `gaps` is left out."""
    return body.gaps or tuple((answer,) for answer in GAP.findall(body.text))
