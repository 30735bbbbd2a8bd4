"""The options of a choice: what is wrong with them, how they are shown, and how a sheet gives them.
Pure.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from typing import Any

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.library.domain.item import ItemPart
from trimtab.library.domain.item_cells import SEPARATOR, Cells
from trimtab.library.domain.item_shown import Appearance, ShownChoice


class Option(ItemPart, frozen=True, kw_only=True):
    """One option of a choice, with what to say to whoever picks it."""

    text: str
    correct: bool = False
    feedback: str = ""


def option_faults(options: Sequence[Option]) -> Iterator[tuple[str, Said]]:
    """What is wrong with options of any choice: the field and a sentence."""
    if not 2 <= len(options) <= 9:
        yield "options", say("Two to nine options are needed.")
    if len({option.text for option in options}) != len(options):
        yield "options", say("Two options say the same.")


def shown_options(
    options: Sequence[Option], chosen: Collection[int], appearance: Appearance
) -> tuple[ShownChoice, ...]:
    """The options in the order of the question, those at the positions `chosen` marked."""
    return tuple(
        ShownChoice(
            value=at,
            text=options[at].text,
            is_right=options[at].correct,
            is_chosen=at in chosen,
            feedback=options[at].feedback,
        )
        for at in appearance.shuffled(len(options))
    )


def options_from(cells: Cells) -> list[dict[str, Any]]:
    """The options of a row: their texts, which are correct by their numbers, and feedback for
    each.
    """
    texts, feedback = cells.parts("options"), cells.loose_parts("feedback")
    if len(feedback) > len(texts):
        raise Refusal(
            "library.csv",
            say(
                "There are {options} options and feedback for {feedback}.",
                options=len(texts),
                feedback=len(feedback),
            ),
            "feedback",
        )
    correct = _correct(cells.parts("correct"), len(texts))
    padded = [*feedback, *[""] * len(texts)]
    return [
        {"text": text, "correct": number in correct, "feedback": padded[number - 1]}
        for number, text in enumerate(texts, 1)
    ]


def _correct(numbers: Sequence[str], options: int) -> set[int]:
    """The numbers of the right options. Raises Refusal for what is no number of an option."""
    found = set()
    for part in numbers:
        if not (part.isascii() and part.isdigit() and 1 <= int(part) <= options):
            sentence = say(
                "'{part}' is none of the options: write their numbers, from 1 to "
                "{options}, separated by {bar}.",
                part=part,
                options=options,
                bar=SEPARATOR,
            )
            raise Refusal("library.csv", sentence, "correct")
        found.add(int(part))
    return found
