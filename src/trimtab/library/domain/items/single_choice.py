"""One right option among several."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from trimtab.kernel.said import Said, say, say_in
from trimtab.library.domain.item import Dice, Graded, ItemBody, position, position_in_form
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_options import (
    Option,
    option_faults,
    options_from,
    shown_options,
)
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem


class SingleChoice(ItemBody, frozen=True, kw_only=True, tag="single-choice"):
    """One right option among several. Response: the option's position from 0."""

    stem: str
    options: tuple[Option, ...]

    title: ClassVar[Said] = say_in("of a kind of question", "one of several")
    place: ClassVar[int] = 10
    usual_seconds: ClassVar[float] = 14
    guess: ClassVar[float] = 0.25

    def faults(self) -> Iterator[tuple[str, Said]]:
        yield from option_faults(self.options)
        if sum(option.correct for option in self.options) != 1:
            yield "options", say("Exactly one option is correct.")

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        chosen = self.options[position(response, len(self.options))]
        right = next(option for option in self.options if option.correct)
        return Graded(chosen.correct, float(chosen.correct), chosen.feedback, right.text)

    def response_words(self, response: Any) -> str:
        return str(self.options[response].text)

    def shown(self, appearance: Appearance) -> ShownItem:
        chosen = set() if appearance.response is None else {appearance.response}
        choices = shown_options(self.options, chosen, appearance)
        return ShownItem(self.kind(), self.stem, self.explanation, choices=choices)

    def read_answer(self, form: AnswerForm) -> Any:
        return position_in_form(form["choice"])

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {"stem": cells.text("stem"), "options": options_from(cells)}

    def simulated(self, right: bool, dice: Dice) -> Any:
        return dice.choice(
            [at for at, option in enumerate(self.options) if option.correct == right]
        )


KIND: type[ItemBody] = SingleChoice
