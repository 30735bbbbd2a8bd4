"""How far the areas are answered, and the questions of one area."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.kernel.said import Said
from trimtab.strategy import api as strategy

_DOTS = 4


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area: how many of the questions that have a point are answered, and the first open one.

    `dots` shows the share in four steps.
    """

    area: strategy.Area
    answered: int
    asked: int
    next: strategy.Question | None

    @property
    def says(self) -> Said:
        """What the area is called."""
        return strategy.called(self.area)

    @property
    def dots(self) -> str:
        """Full and open dots."""
        full = _DOTS * self.answered // self.asked if self.asked else 0
        return "●" * full + "○" * (_DOTS - full)


def area_rows(document: strategy.Strategy) -> list[AreaRow]:
    """Every area; a question that an earlier answer made pointless does not count."""
    asked = strategy.asked(document)
    rows = []
    for area in strategy.Area:
        questions = [question for question in asked if question.area is area]
        still_open = [
            question for question in questions if not strategy.is_answered(document, question)
        ]
        rows.append(
            AreaRow(
                area=area,
                answered=len(questions) - len(still_open),
                asked=len(questions),
                next=next(iter(still_open), None),
            )
        )
    return rows
