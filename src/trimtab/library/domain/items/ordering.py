"""Steps to be put in their order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any, ClassVar

from trimtab.kernel import written
from trimtab.kernel.said import Said, say, say_in
from trimtab.library.domain.item import (
    MOST_STEPS,
    Dice,
    Graded,
    ItemBody,
    no_answer,
    position,
    position_in_form,
)
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownChoice, ShownItem


class Ordering(ItemBody, frozen=True, kw_only=True, tag="ordering"):
    """Steps in their right order.

    Response: a list of the steps' positions from 0, in the order that was given.
    """

    stem: str
    order: tuple[str, ...]

    title: ClassVar[Said] = say_in("of a kind of question", "put in order")
    place: ClassVar[int] = 50
    usual_seconds: ClassVar[float] = 32
    guess: ClassVar[float] = 0.02
    tells_expected: ClassVar[bool] = True

    def faults(self) -> Iterator[tuple[str, Said]]:
        if len(self.order) < 2 or len(set(self.order)) != len(self.order):
            yield "order", say("At least two different steps are needed.")

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        count = len(self.order)
        if not isinstance(response, list):
            raise no_answer()
        if sorted(position(value, count) for value in response) != list(range(count)):
            raise no_answer()
        pairs = list(combinations(range(count), 2))
        kept = sum(response.index(first) < response.index(second) for first, second in pairs)
        return Graded(kept == len(pairs), kept / len(pairs), "", " → ".join(self.order))

    def response_words(self, response: Any) -> str:
        return " → ".join(self.order[at] for at in response)

    def shown(self, appearance: Appearance) -> ShownItem:
        steps = (
            appearance.response
            or appearance.order
            or self._drafted(appearance.draft)
            or _mixed(appearance.shuffled(len(self.order)))
        )
        choices = tuple(
            ShownChoice(step, self.order[step], is_right=step == at, is_chosen=True, feedback="")
            for at, step in enumerate(steps)
        )
        return ShownItem(
            self.kind(),
            self.stem,
            self.explanation,
            choices=choices,
            tells_expected=self.tells_expected,
        )

    def _drafted(self, draft: AnswerForm | None) -> list[int] | None:
        steps = _steps(draft) if draft is not None else []
        return steps if sorted(steps) == list(range(len(self.order))) else None

    def read_answer(self, form: AnswerForm) -> Any:
        return [position_in_form(value) for value in form.getlist("step")]

    def moved(self, form: AnswerForm) -> list[int] | None:
        """The steps after the button 'up' or 'down' of one of them was pressed."""
        pressed, _colon, way = str((form.getlist("move") or [""])[-1]).partition(":")
        step = written.whole(pressed, MOST_STEPS)
        order = _steps(form)
        if step is None or not order:
            return None
        at = order.index(step) if step in order else 0
        to = min(max(at + (-1 if way == "up" else 1), 0), len(order) - 1)
        order.insert(to, order.pop(at))
        return order

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {"stem": cells.text("stem"), "order": cells.parts("answers")}

    def simulated(self, right: bool, dice: Dice) -> Any:
        steps = list(range(len(self.order)))
        if right:
            return steps
        at = dice.randrange(len(steps) - 1)
        return [*steps[:at], steps[at + 1], steps[at], *steps[at + 2 :]]


def _steps(form: AnswerForm) -> list[int]:
    """The steps of a form in their order; what is none is left out."""
    read = [written.whole(value, MOST_STEPS) for value in form.getlist("step")]
    return [step for step in read if step is not None]


def _mixed(order: Sequence[int]) -> list[int]:
    """An order that is not the right one already."""
    steps = list(order)
    return steps if steps != sorted(steps) else [*steps[1:], steps[0]]


KIND: type[ItemBody] = Ordering
