"""What was expected of an action, and in which direction an effect is good news."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trimtab.science.stats.effects import Effect
from trimtab.strategy.values import Amount, Design, Grain


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected: at least so much in the better direction by a day.

    `measure` is its name, and `grain` what its figures are of. Figures
    count from the day it `starts` (None: from the first), or from a later one that was named
    beforehand, to the day `by` which it is expected.
    """

    title: str
    measure: str
    amount: Amount
    grain: Grain
    design: Design
    at_least: float
    starts: dt.date | None
    by: dt.date
    counts_from: dt.date | None = None

    @property
    def since(self) -> dt.date | None:
        """The first day whose figures count."""
        return max(filter(None, (self.starts, self.counts_from)), default=None)

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return 1 if self.amount.more_is_better else -1


def towards_better(effect: Effect, sign: int) -> Effect:
    """The effect with positive numbers for the better direction."""
    if sign > 0:
        return effect
    return Effect(
        -effect.estimate,
        -effect.high,
        -effect.low,
        effect.n_treated,
        effect.n_control,
        effect.standard_error,
        effect.chance,
    )
