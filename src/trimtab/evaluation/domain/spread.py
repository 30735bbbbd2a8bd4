"""How much the figures of a measure differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spread:
    """What figures that were collected already say of a measure.

    The standard deviation of single ones (in its unit), about how many persons or units they are,
    and how many come in about each of them in a month.
    """

    sd: float
    subjects: int
    figures_a_month: float
