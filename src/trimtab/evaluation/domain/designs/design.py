"""What every design says of itself, and what it is told before it says so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING, Protocol

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.series import By
from trimtab.evaluation.domain.spread import Spread
from trimtab.evaluation.domain.sums import Summed
from trimtab.kernel.said import Said
from trimtab.science.stats.effects import Effect
from trimtab.strategy.values import Grain, Measure, Scale

if TYPE_CHECKING:  # Ibis, which only those have who write or run the expressions
    from trimtab.evaluation.domain.sums.steps import Expression

WEEKS_A_MONTH = 365.25 / 12 / 7
Smallest = Callable[[int, float], float]
"""The smallest effect that is seen at the end of a week (1 is the first), for a standard deviation
of single figures.

Raises NotEstimable for a week in which nothing can be seen yet.
"""


@dataclass(frozen=True, slots=True)
class Compared:
    """A comparison whose figures are there: which they are, and how it was planned.

    Figures count from `since` to `until`; None is from the first. `holdout` is the share (0 to 1)
    that was to go without.
    """

    action: str
    measure: str
    is_share: bool
    starts: dt.date | None
    since: dt.date | None
    until: dt.date
    holdout: float


@dataclass(frozen=True, slots=True)
class Prospect:
    """A comparison before its figures are there: what is compared, and what is known or taken for
    granted.

    `holdout` is the share (0 to 1) that would go without, `uncounted` how many weeks after the
    start figures begin to count. `steadiness` is the correlation of two figures about the same one,
    `team_likeness` that of people of one team; `team_size` and `units` are None where nobody has
    said them. `usual_figures_a_month` holds where no `spread` was measured.
    """

    measure: Measure
    people: int
    holdout: float
    by_teams: bool
    uncounted: float
    steadiness: float
    team_likeness: float
    team_size: float | None
    units: float | None
    usual_figures_a_month: float
    spread: Spread | None = None

    @property
    def sd(self) -> float | None:
        """The standard deviation of one figure; a yes or no has one by its share.

        None where nobody knows.
        """
        if self.spread:
            return self.spread.sd
        base = self.measure.baseline
        is_yes_or_no = self.measure.scale is Scale.PROPORTION and self.measure.grain is Grain.PERSON
        if not is_yes_or_no or base is None or not 0 < base < 1:
            return None
        return sqrt(base * (1 - base))

    def counted(self, week: float) -> float:
        """How many figures each person or unit has that count, at the end of a week after the
        start.
        """
        return self.figures(max(week - self.uncounted, 0.0))

    def figures(self, weeks: float) -> float:
        """How many figures each person or unit has after so many weeks."""
        spread = self.spread
        monthly = spread.figures_a_month if spread else self.usual_figures_a_month
        return monthly * weeks / WEEKS_A_MONTH


class DesignRules(Protocol):
    """What a design says of itself: the names that its package has."""

    @property
    def CLAIM(self) -> str:
        """The strongest word that it allows (R-E2)."""
        ...

    @property
    def SHOWN_BY(self) -> By:
        """What its series is split by where people look at it."""
        ...

    def estimate(self, compared: Compared, summed: Summed) -> Effect:
        """The effect (treated less control, or after less before) in the measure's unit.

        `summed` runs the sums that it needs. Raises NotEstimable.
        """
        ...

    def than(self, expected: Expected) -> Said:
        """What is compared with what, after the effect: 'with it than without it'."""
        ...

    def sizes(self, expected: Expected, effect: Effect) -> Said:
        """Of how many the effect is."""
        ...

    def worked(self, expected: Expected) -> Said:
        """The beginning of a verdict that is on track: no more than the design may claim."""
        ...

    def failed(self, expected: Expected, *, some: bool) -> Said:
        """The beginning of one that is off track; `some`: there was an effect, and it was too
        small.
        """
        ...

    def groups(self, prospect: Prospect) -> tuple[int, int]:
        """How many would have it and how many would not; zeros where that is not known."""
        ...

    def smallest(self, prospect: Prospect) -> Smallest:
        """How small an effect would be seen, week by week.

        Raises NotEstimable where none ever can.
        """
        ...

    def expressions(self) -> Mapping[StrEnum, Expression]:
        """Its sums by name, as Ibis expressions; needs the extra `analytics`."""
        ...
