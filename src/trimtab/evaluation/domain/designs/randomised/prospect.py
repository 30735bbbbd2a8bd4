"""What a comparison by lot will be able to see."""

from __future__ import annotations

from trimtab.evaluation.domain.designs.design import Prospect, Smallest
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.science.stats.detectable import between_means, between_proportions, mean_of_figures
from trimtab.science.stats.power import design_effect
from trimtab.strategy.values import Direction, Grain, Scale


def groups(prospect: Prospect) -> tuple[int, int]:
    """How many would have it, and how many would go without."""
    control = round(prospect.people * prospect.holdout)
    return prospect.people - control, control


def smallest(prospect: Prospect) -> Smallest:
    """The smallest difference between the arms that is seen, week by week.

    Raises NotEstimable where nobody goes without, or where the lot and the figures are not about
    the same.
    """
    treated, control = groups(prospect)
    measure, steadiness = prospect.measure, prospect.steadiness
    if not control:
        raise NotEstimable(say("Nobody goes without by lot, so there is nothing to compare with."))
    if measure.grain is Grain.UNIT:
        raise NotEstimable(say("The lot falls on persons, and the figures are about units."))
    team_size = prospect.team_size if prospect.by_teams else 1.0
    if team_size is None:
        raise NotEstimable(
            say("The lot falls on teams, and nobody has said how many people a team has.")
        )
    icc = prospect.team_likeness if prospect.by_teams else 0.0
    sign = 1 if measure.direction is Direction.HIGHER else -1
    base = measure.baseline if measure.scale is Scale.PROPORTION and not prospect.spread else None

    def in_week(week: int, sd: float) -> float:
        variance = mean_of_figures(prospect.counted(week), steadiness)
        if base is not None:
            inflation = variance * design_effect(team_size, icc)
            return between_proportions(base, treated, control, sign=sign, inflation=inflation)
        return between_means(
            sd, treated, control, variance=variance, cluster_size=team_size, icc=icc
        )

    return in_week
