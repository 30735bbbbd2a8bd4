"""A card with two sides: to answer in the head, then to turn."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from trimtab.kernel.said import Said, say, say_in
from trimtab.library.domain.item import Dice, Graded, ItemBody, no_answer
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem

SCORES = {"again": 0.0, "hard": 0.6, "good": 1.0, "easy": 1.0}


class Flashcard(ItemBody, frozen=True, kw_only=True, tag="flashcard"):
    """A question to answer in the head, then turn.

    Response: again, hard, good or easy, by the learner's own judgement.
    """

    front: str
    back: str

    title: ClassVar[Said] = say_in("of a kind of question", "card with two sides")
    place: ClassVar[int] = 60
    usual_seconds: ClassVar[float] = 7
    guess: ClassVar[float] = 0.0
    self_rated: ClassVar[bool] = True

    @property
    def stem(self) -> str:
        """The front."""
        return self.front

    def faults(self) -> Iterator[tuple[str, Said]]:
        if not self.back.strip():
            yield "back", say("A card has a back.")

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        if not isinstance(response, str) or response not in SCORES:
            raise no_answer()
        return Graded(response != "again", SCORES[response], "", self.back)

    def shown(self, appearance: Appearance) -> ShownItem:
        return ShownItem(
            self.kind(),
            self.front,
            self.explanation,
            back=self.back,
            given=appearance.response or "",
            self_rated=self.self_rated,
        )

    def read_answer(self, form: AnswerForm) -> Any:
        return form["rating"]

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {"front": cells.text("stem"), "back": cells.text("answers")}

    def simulated(self, right: bool, dice: Dice) -> Any:
        return dice.choices(("good", "hard", "easy"), (6, 2, 2))[0] if right else "again"


KIND: type[ItemBody] = Flashcard
