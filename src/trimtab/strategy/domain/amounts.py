"""Differences of a figure in words: how much, in which unit, and which way; '0.33 fewer per 100
labels', '9.6 percentage points more'.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor, isfinite, log10

from trimtab.kernel.said import Figure, Said, figure, say, say_in, say_n
from trimtab.strategy.domain.document import Direction, Measure, Scale

SIGNIFICANT = 2
_SHORTEST_WORD = 4
_MANY = 100


@dataclass(frozen=True, slots=True)
class Amount:
    """How differences of a figure are said: its unit, whether it is a share (0 to 1, said in
    percentage points), and whether more is better.
    """

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
    def better(self) -> Said:
        """Which way is better, as a sentence."""
        if self.more_is_better:
            return say("More is better.")
        return say("Fewer is better.") if self._counts else say("Less is better.")

    def said(self, difference: float, *, exactly: bool = False) -> Said:
        """A difference (positive is more) with its unit and its way.

        `exactly`: a number that somebody gave, not rounded.
        """
        if difference == 0:
            return say("no difference")
        number, way = self._number(difference, exactly), self._way(difference)
        if self.is_share:
            return say_n(
                "{number} percentage point {way}",
                "{number} percentage points {way}",
                _form_of(number),
                number=number,
                way=way,
            )
        if not self.unit:
            return say("{number} {way}", number=number, way=way)
        if self._counts:
            return say_in(
                "'3 fewer minutes'",
                "{number} {way} {unit}",
                number=number,
                way=way,
                unit=self.unit,
            )
        return say_in(
            "'3 kg less'", "{number} {unit} {way}", number=number, unit=self.unit, way=way
        )

    def towards_better(self, size: float, *, exactly: bool = True) -> Said:
        """A size in the better direction: 1 is '1 fewer per 100 labels' where fewer is better."""
        return self.said(size if self.more_is_better else -size, exactly=exactly)

    def scaled(self, value: float) -> str:
        """A number on an axis: shares in a hundred."""
        return f"{value * (100 if self.is_share else 1):g}"

    def between(self, low: float, high: float) -> Said:
        """An interval of differences without its unit: '0.7 fewer to 0.05 more', '0.05 to 0.7
        fewer'.
        """
        low_way, high_way = self._way(low), self._way(high)
        if low_way != high_way:
            return say(
                "{low} {low_way} to {high} {high_way}",
                low=self._number(low),
                low_way=low_way,
                high=self._number(high),
                high_way=high_way,
            )
        near, far = sorted((low, high), key=abs)
        return say(
            "{near} to {far} {way}", near=self._number(near), far=self._number(far), way=low_way
        )

    def _way(self, difference: float) -> Said:
        if difference > 0:
            return say_in("of a difference", "more")
        if self._counts:
            return say_in("of a difference in things that are counted", "fewer")
        return say_in("of a difference", "less")

    def _number(self, difference: float, exactly: bool = False) -> Figure:
        size = abs(difference) * (100 if self.is_share else 1)
        return figure(size, ".6g") if exactly else Figure(rounded(size))

    @property
    def _counts(self) -> bool:
        """Whether the unit is of things that are counted: 'per 100 labels', 'minutes'; not 'kg',
        '%', 'mg/l'.
        """
        first = self.unit.split(" ")[0]
        return not self.is_share and (
            first == "per" or (first.isalpha() and len(first) >= _SHORTEST_WORD)
        )


def _form_of(number: Figure) -> int:
    """The count whose plural form a number takes: its own, or for a fraction that of many."""
    return int(number.digits) if number.digits.isdigit() else _MANY


def rounded(value: float, significant: int = SIGNIFICANT) -> str:
    """A number with no more digits than it deserves and never in powers of ten: 0.33, 12, 1,230."""
    if value == 0 or not isfinite(value):
        return f"{value:g}"
    decimals = max(significant - 1 - floor(log10(abs(value))), 0)
    said = f"{value:,.{decimals}f}"
    return said.rstrip("0").rstrip(".") if "." in said else said
