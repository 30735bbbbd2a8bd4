"""Differences of a figure in words: how much, in which unit, and which way; '0.33 fewer per 100 labels', '9.6 percentage points more'."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10

from trimtab.strategy.domain.document import Direction, Measure, Scale

SIGNIFICANT = 2
_SHORTEST_WORD = 4


@dataclass(frozen=True, slots=True)
class Amount:
    """How differences of a figure are said: its unit, whether it is a share (0 to 1, said in percentage points), and whether more is
    better."""

    unit: str
    is_share: bool = False
    more_is_better: bool = True

    @classmethod
    def of(cls, measure: Measure) -> Amount:
        """How differences of a measure of the strategy are said."""
        return cls.named(measure.unit, measure.scale, measure.direction)

    @classmethod
    def named(cls, unit: str, scale: str, direction: str) -> Amount:
        """The same from the words of the document, as they are kept elsewhere."""
        return cls(unit, scale == Scale.PROPORTION, direction != Direction.LOWER)

    @property
    def better(self) -> str:
        """Which way is better, as a sentence."""
        way = "More" if self.more_is_better else self._less.capitalize()
        return f"{way} is better."

    def said(self, difference: float, *, exactly: bool = False) -> str:
        """A difference (positive is more) with its unit and its way. `exactly`: a number that somebody gave, not rounded."""
        if difference == 0:
            return "no difference"
        number, way = self._number(difference, exactly), self._way(difference)
        if self.is_share:
            return f"{number} percentage {'point' if number == '1' else 'points'} {way}"
        return " ".join(
            filter(None, (number, way, self.unit) if self._counts else (number, self.unit, way))
        )

    def towards_better(self, size: float, *, exactly: bool = True) -> str:
        """A size in the better direction: 1 is '1 fewer per 100 labels' where fewer is better."""
        return self.said(size if self.more_is_better else -size, exactly=exactly)

    def scaled(self, value: float) -> str:
        """A number on an axis: shares in a hundred."""
        return f"{value * (100 if self.is_share else 1):g}"

    def between(self, low: float, high: float) -> str:
        """An interval of differences without its unit: '0.7 fewer to 0.05 more', '0.05 to 0.7 fewer'."""
        low_way, high_way = self._way(low), self._way(high)
        if low_way != high_way:
            return f"{self._number(low)} {low_way} to {self._number(high)} {high_way}"
        near, far = sorted((low, high), key=abs)
        return f"{self._number(near)} to {self._number(far)} {low_way}"

    def _way(self, difference: float) -> str:
        return "more" if difference > 0 else self._less

    def _number(self, difference: float, exactly: bool = False) -> str:
        size = abs(difference) * (100 if self.is_share else 1)
        return f"{size:.6g}" if exactly else rounded(size)

    @property
    def _less(self) -> str:
        return "fewer" if self._counts else "less"

    @property
    def _counts(self) -> bool:
        """Whether the unit is of things that are counted: 'per 100 labels', 'minutes'; not 'kg', '%', 'mg/l'."""
        first = self.unit.split(" ")[0]
        return not self.is_share and (
            first == "per" or (first.isalpha() and len(first) >= _SHORTEST_WORD)
        )


def rounded(value: float, significant: int = SIGNIFICANT) -> str:
    """A number with no more digits than it deserves and never in powers of ten: 0.33, 12, 1,230."""
    if value == 0 or not isfinite(value):
        return f"{value:g}"
    decimals = max(significant - 1 - floor(log10(abs(value))), 0)
    said = f"{value:,.{decimals}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
