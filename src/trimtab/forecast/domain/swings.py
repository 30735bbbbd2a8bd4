"""Values: how far an outcome moves when one answer moves."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.said import Said, as_written
from trimtab.strategy.values import Strategy, Sureness

NO_UNIT = as_written("")

UNSURE_BY = {Sureness.HIGH: 0.1, Sureness.MODERATE: 0.25, Sureness.LOW: 0.5}
"""By how much an answer may be off, by how sure it is."""


class ForecastOutcome(StrEnum):
    """What is looked at: the share of questions remembered at the end, minutes a week of those who
    take part, months until all is written, or the smallest effect that a comparison sees by its
    day.
    """

    RECALL = "recall"
    MINUTES = "minutes"
    MONTHS = "months"
    SMALLEST = "smallest"


@dataclass(frozen=True, slots=True)
class Swing:
    """One assumption, or one answer (`place` in the document), with the outcome at its low and its
    high end.
    """

    says: Said
    unit: Said
    place: str
    low: float
    high: float
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How much it matters."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True, slots=True)
class Matters:
    """An outcome (of an action, by its title in `about`, in `unit`) with the usual values, and its
    swings, widest first.
    """

    outcome: ForecastOutcome
    usual: float
    swings: tuple[Swing, ...]
    about: str = ""
    unit: Said = NO_UNIT


def widest_first(swings: Iterable[Swing]) -> tuple[Swing, ...]:
    """The order in which they matter."""
    return tuple(sorted(swings, key=lambda swing: -swing.width))


def off_by(document: Strategy, code: str) -> float:
    """By how much an answer may be off; one that nobody gave, by most."""
    answer = document.answers.get(code)
    return UNSURE_BY[answer.sure if answer else Sureness.LOW]
