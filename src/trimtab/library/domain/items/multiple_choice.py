"""Any number of right options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from trimtab.kernel.said import Said, say, say_in
from trimtab.library.domain.item import (
    Dice,
    Graded,
    ItemBody,
    no_answer,
    position,
    position_in_form,
)
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_options import (
    Option,
    option_faults,
    options_from,
    shown_options,
)
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem


class MultipleChoice(ItemBody, frozen=True, kw_only=True, tag="multiple-choice"):
    """Any number of right options. Response: a list of positions from 0."""

    stem: str
    options: tuple[Option, ...]

    title: ClassVar[Said] = say_in("of a kind of question", "several of several")
    place: ClassVar[int] = 20
    usual_seconds: ClassVar[float] = 22
    guess: ClassVar[float] = 0.07

    def faults(self) -> Iterator[tuple[str, Said]]:
        yield from option_faults(self.options)
        if not any(option.correct for option in self.options):
            yield "options", say("At least one option is correct.")

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        if not isinstance(response, list):
            raise no_answer()
        chosen = {position(value, len(self.options)) for value in response}
        if not chosen:
            raise no_answer()
        agrees = [(at in chosen) == option.correct for at, option in enumerate(self.options)]
        feedback = [
            option.feedback
            for option, right in zip(self.options, agrees, strict=True)
            if not right and option.feedback
        ]
        expected = "; ".join(option.text for option in self.options if option.correct)
        return Graded(all(agrees), sum(agrees) / len(agrees), " ".join(feedback), expected)

    def response_words(self, response: Any) -> str:
        return "; ".join(self.options[at].text for at in response)

    def shown(self, appearance: Appearance) -> ShownItem:
        choices = shown_options(self.options, set(appearance.response or ()), appearance)
        return ShownItem(self.kind(), self.stem, self.explanation, choices=choices)

    def read_answer(self, form: AnswerForm) -> Any:
        return [position_in_form(value) for value in form.getlist("choice")]

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {"stem": cells.text("stem"), "options": options_from(cells)}

    def simulated(self, right: bool, dice: Dice) -> Any:
        chosen = [at for at, option in enumerate(self.options) if option.correct]
        if right:
            return chosen
        count = len(self.options)
        changed = sorted(set(chosen) ^ {dice.randrange(count)})
        return changed or [next(at for at in range(count) if at not in chosen)]


KIND: type[ItemBody] = MultipleChoice
