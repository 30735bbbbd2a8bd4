"""The smallest true effect that a planned comparison sees with a given power, in the measure's own
unit.

Two-sided; Student's quantiles instead of the normal ones, since forecasts are made for small groups
too. A person's (or unit's) value is the mean of its figures: `figures` of them, two of which
correlate by `steadiness`. Fewer than one figure means that only that share has one yet.
"""

from __future__ import annotations

from functools import lru_cache
from math import sqrt

from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.science.stats.power import ALPHA, POWER, design_effect
from trimtab.science.stats.quantiles import normal, student

LEAST_FREEDOM = 2


@lru_cache(maxsize=1024)
def reach(freedom: float, *, alpha: float = ALPHA, power: float = POWER) -> float:
    """How many standard errors a true difference must have to be seen (Student's quantiles; normal
    ones for endless freedom).
    """
    if freedom < LEAST_FREEDOM:
        raise NotEstimable(say("There are too few to compare."))
    return student(1 - alpha / 2, freedom) + student(power, freedom)


def mean_of_figures(figures: float, steadiness: float) -> float:
    """The variance of somebody's mean over so many figures, in units of one figure's: (1 + (k - 1)
    r) / k (Frison & Pocock 1992).
    """
    if figures <= 0:
        raise NotEstimable(say("No figure comes in by then."))
    return 1 / figures if figures < 1 else (1 + (figures - 1) * steadiness) / figures


def change_of_figures(before: float, after: float, steadiness: float) -> float:
    """The variance of the change from the mean before to the mean after, in units of one figure's:
    (1 - r) (1/a + 1/b) (Frison & Pocock 1992); where there is less than one figure, only that share
    has one.
    """
    if before <= 0 or after <= 0:
        raise NotEstimable(say("There must be figures before and after."))
    have = min(before, 1.0) * min(after, 1.0)
    return (1 - steadiness) * (1 / max(before, 1.0) + 1 / max(after, 1.0)) / have


def between_means(
    sd: float,
    treated: float,
    control: float,
    *,
    variance: float = 1.0,
    cluster_size: float = 1.0,
    icc: float = 0.0,
) -> float:
    """The smallest difference between two groups of so many people, in the unit of `sd` (the
    standard deviation of one figure).

    `variance` is `mean_of_figures`. With clusters the lot falls on whole teams of `cluster_size`
    (Kish 1965), and freedom is counted in teams. Raises NotEstimable where too few are left to
    compare.
    """
    if min(treated, control) < 2:
        raise NotEstimable(say("Each arm needs at least two people."))
    inflated = variance * design_effect(max(cluster_size, 1.0), icc)
    freedom = (treated + control) / max(cluster_size, 1.0) - 2
    return reach(freedom) * sd * sqrt(inflated * (1 / treated + 1 / control))


def change_of_means(sd: float, subjects: float, *, variance: float) -> float:
    """The smallest change of the same `subjects`, in the unit of `sd`; `variance` is
    `change_of_figures`.

    Raises NotEstimable.
    """
    if subjects < 2:
        raise NotEstimable(say("A change needs at least two who have figures before and after."))
    return reach(subjects - 1) * sd * sqrt(variance / subjects)


def between_proportions(
    base: float,
    treated: float,
    control: float,
    *,
    sign: int,
    inflation: float = 1.0,
    alpha: float = ALPHA,
    power: float = POWER,
) -> float:
    """The smallest change of a proportion from `base` (0 to 1), upwards (`sign` +1) or downwards
    (-1), as a positive number.

    Fleiss 1981 for unequal groups, without continuity correction; `inflation` multiplies the
    variance (design effect, repeated figures). Raises NotEstimable where not even a change to 0 or
    1 could be seen.
    """
    if min(treated, control) < 2:
        raise NotEstimable(say("Each arm needs at least two people."))
    if not 0 < base < 1:
        raise NotEstimable(say("A share of none or all leaves nothing to compare."))
    share = treated / (treated + control)
    wide, strong = normal(1 - alpha / 2), normal(power)

    def missing(change: float) -> float:
        other = base + sign * change
        middle = share * other + (1 - share) * base
        null = wide * sqrt(middle * (1 - middle) * (1 / treated + 1 / control))
        effect = strong * sqrt(other * (1 - other) / treated + base * (1 - base) / control)
        return change - (null + effect) * sqrt(inflation)

    most = (1 - base if sign > 0 else base) * (1 - 1e-9)
    if missing(most) < 0:
        raise NotEstimable(say("Not even the largest possible change could be seen."))
    from scipy.optimize import brentq  # 0.2 seconds that only a forecast of proportions pays

    return float(brentq(missing, 1e-9, most))
