"""What a comparison of before and after will be able to see."""

from __future__ import annotations

from trimtab.evaluation.domain.designs.design import Prospect, Smallest
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.science.stats.detectable import change_of_figures, change_of_means
from trimtab.strategy.values import Grain

WEEKS_BEFORE = 12
"""How many weeks of figures from before the start count; older ones tell about other times."""


def groups(prospect: Prospect) -> tuple[int, int]:
    """How many would be looked at, before and after; nobody goes without."""
    return round(_subjects(prospect) or 0), 0


def smallest(prospect: Prospect) -> Smallest:
    """The smallest change that is seen, week by week.

    Raises NotEstimable where nobody knows how many units there are.
    """
    subjects, steadiness = _subjects(prospect), prospect.steadiness
    if subjects is None:
        raise NotEstimable(
            say(
                "Nobody has said in how many units '{measure}' is counted.",
                measure=prospect.measure.name,
            )
        )
    before = prospect.figures(WEEKS_BEFORE)

    def in_week(week: int, sd: float) -> float:
        variance = change_of_figures(before, prospect.counted(week), steadiness)
        return change_of_means(sd, subjects, variance=variance)

    return in_week


def _subjects(prospect: Prospect) -> float | None:
    """How many people or units have figures; None when nobody knows."""
    if prospect.measure.grain is not Grain.UNIT:
        return prospect.people
    return prospect.spread.subjects if prospect.spread else prospect.units
