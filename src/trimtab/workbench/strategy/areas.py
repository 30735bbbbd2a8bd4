"""How far the areas are answered, and the questions of one area."""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.strategy import api as strategy


@dataclass(frozen=True, slots=True)
class AreaRow:
    """An area: how many of the questions that have a point are answered, and the first that is not; `dots` shows the share in four steps."""

    name: str
    answered: int
    asked: int
    next: strategy.Question | None

    @property
    def dots(self) -> str:
        """Full and open dots."""
        full = 4 * self.answered // self.asked if self.asked else 0
        return "●" * full + "○" * (4 - full)


def area_rows(document: strategy.Strategy) -> list[AreaRow]:
    """Every area; a question that an earlier answer made pointless does not count."""
    asked = strategy.asked(document)
    rows = []
    for area in strategy.Area:
        questions = [one for one in asked if one.area is area]
        open_ones = [one for one in questions if not strategy.is_answered(document, one)]
        rows.append(
            AreaRow(
                area.value,
                len(questions) - len(open_ones),
                len(questions),
                open_ones[0] if open_ones else None,
            )
        )
    return rows
