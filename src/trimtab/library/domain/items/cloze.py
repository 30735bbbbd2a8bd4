"""A text with gaps to fill."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
from trimtab.library.domain.item_shown import AnswerForm, Appearance, ShownItem, ShownPiece

GAP = re.compile(r"\{\{(.+?)\}\}")
_NUMBERED = re.compile(r"c\d+::")
_ANKI = say(
    "Gaps such as {theirs} are those of Anki: here a gap holds the right answer alone, {ours}.",
    theirs="{{c1::8}}",
    ours="{{8}}",
)


class Cloze(ItemBody, frozen=True, kw_only=True, tag="cloze"):
    """A text with gaps written {{so}}; `gaps` gives each gap's right answers.

    Response: a list of texts, one a gap.
    """

    text: str
    gaps: tuple[tuple[str, ...], ...] = ()

    title: ClassVar[Said] = say_in("of a kind of question", "gaps in a text")
    place: ClassVar[int] = 40
    usual_seconds: ClassVar[float] = 18
    guess: ClassVar[float] = 0.0

    @property
    def stem(self) -> str:
        """The text with its gaps left open."""
        return GAP.sub("____", self.text)

    @property
    def gap_answers(self) -> tuple[tuple[str, ...], ...]:
        """The right answers of each gap; what stands in the text counts when `gaps` is left out."""
        return self.gaps or tuple((answer,) for answer in GAP.findall(self.text))

    def faults(self) -> Iterator[tuple[str, Said]]:
        in_text = GAP.findall(self.text)
        if any(_NUMBERED.match(answer) for answer in in_text):
            yield "text", _ANKI
        if not in_text:
            yield "text", say("Write at least one gap as {gap}.", gap="{{answer}}")
        if self.gaps and len(self.gaps) != len(in_text):
            yield (
                "gaps",
                say(
                    "The text has {written} gaps, gaps has {answered}.",
                    written=len(in_text),
                    answered=len(self.gaps),
                ),
            )

    def grade(self, response: Any, *, language: str = "en") -> Graded:
        if not isinstance(response, list) or len(response) != len(self.gap_answers):
            raise no_answer()
        given = [written_response(gap) for gap in response]
        if not any(gap.strip() for gap in given):
            raise no_answer()
        right = self.gaps_right(given, language=language)
        return Graded(all(right), sum(right) / len(right), "", GAP.sub(r"\1", self.text))

    def gaps_right(self, given: Sequence[str], *, language: str = "en") -> list[bool]:
        """Which gaps were filled rightly; the words around a gap say which unit it asks for."""
        words = GAP.split(self.text)
        right = []
        for at, (text, answers) in enumerate(zip(given, self.gap_answers, strict=True)):
            before, behind = words[2 * at], words[2 * at + 2]
            about = Context.of_gap(before, behind, answers, language=language)
            right.append(any(matches(text, answer, context=about) for answer in answers))
        return right

    def response_words(self, response: Any) -> str:
        return "; ".join(map(str, response))

    def shown(self, appearance: Appearance) -> ShownItem:
        pieces = tuple(self._pieces(appearance.response, appearance.language))
        return ShownItem(self.kind(), "", self.explanation, pieces=pieces)

    def _pieces(self, response: list[str] | None, language: str) -> Iterator[ShownPiece]:
        right = self.gaps_right(response, language=language) if response else []
        for at, piece in enumerate(GAP.split(self.text)):
            if at % 2 == 0:
                yield ShownPiece(piece)
                continue
            gap = at // 2
            given = response[gap] if response and gap < len(response) else ""
            yield ShownPiece(
                piece,
                is_gap=True,
                given=given,
                expected=self.gap_answers[gap][0],
                is_right=given != "" and right[gap],
                number=gap + 1,
            )

    def read_answer(self, form: AnswerForm) -> Any:
        return form.getlist("gap")

    @classmethod
    def from_cells(cls, cells: Cells) -> dict[str, Any]:
        return {"text": cells.text("stem")}

    def simulated(self, right: bool, dice: Dice) -> Any:
        return [answers[0] if right else NOT_KNOWN for answers in self.gap_answers]


KIND: type[ItemBody] = Cloze
