"""A word or a few, written by the learner."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from trimtab.kernel.said import Said, say, say_in
from trimtab.library.domain.answers import Context, matches
from trimtab.library.domain.item import (
    NOT_KNOWN,
    Dice,
    Graded,
    ItemBody,
    no_answer,
    written_response,
)
from trimtab.library.domain.item_cells import Cells
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem


class ShortAnswer(ItemBody, frozen=True, kw_only=True, tag="short-answer"):
    """A word or a few; `answers` are all right, the first is shown. Response: text.

    Small typing errors are forgiven in words of five letters or more unless `exact`.
    """

    stem: str
    answers: tuple[str, ...]
    exact: bool = False

    title: ClassVar[Said] = say_in("of a kind of question", "short answer")
    place: ClassVar[int] = 30
    usual_seconds: ClassVar[float] = 13
    guess: ClassVar[float] = 0.02
    tells_expected: ClassVar[bool] = True

    def faults(self) -> Iterator[tuple[str, Said]]:
        if not "".join(self.answers).strip():
            yield "answers", say("At least one right answer is needed.")

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        if not written_response(response).strip():
            raise no_answer()
        about = Context.of(self.stem, self.answers, language=language)
        right = any(
            matches(response, answer, exact=self.exact, context=about) for answer in self.answers
        )
        return Graded(right, float(right), "", self.answers[0])

    def shown(self, appearance: Appearance) -> ShownItem:
        draft = appearance.draft
        drafted = draft["text"] if draft is not None and draft.getlist("text") else ""
        return ShownItem(
            self.kind(),
            self.stem,
            self.explanation,
            given=appearance.response or drafted,
            tells_expected=self.tells_expected,
        )

    def read_answer(self, form: AnswerForm) -> Any:
        return form["text"]

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {
            "stem": cells.text("stem"),
            "answers": cells.parts("answers"),
            "exact": cells.is_yes("exact"),
        }

    def simulated(self, right: bool, dice: Dice) -> Any:
        return dice.choice(self.answers) if right else NOT_KNOWN


KIND: type[ItemBody] = ShortAnswer
