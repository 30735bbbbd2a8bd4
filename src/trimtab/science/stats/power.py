"""How many it takes, and what can be seen (two-sided, normal approximation)."""

from __future__ import annotations

from math import ceil, erfc, sqrt

from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.science.stats.quantiles import normal

ALPHA, POWER = 0.05, 0.80


def _reach(alpha: float, power: float) -> float:
    return normal(1 - alpha / 2) + normal(power)


def n_per_arm_for_means(
    d: float, *, covariate_r: float = 0.0, alpha: float = ALPHA, power: float = POWER
) -> int:
    """People per arm to see a standardised difference `d`; a baseline that correlates `covariate_r`
    lowers it by 1 - r².
    """
    if d <= 0:
        raise NotEstimable(say("An effect of nothing can never be seen."))
    return ceil(2 * _reach(alpha, power) ** 2 / d**2 * (1 - covariate_r**2))


def n_per_arm_for_proportions(
    one: float, other: float, *, alpha: float = ALPHA, power: float = POWER
) -> int:
    """People per arm to see a change from one proportion to another (Fleiss 1981, without
    continuity correction).
    """
    if one == other:
        raise NotEstimable(say("An effect of nothing can never be seen."))
    middle = (one + other) / 2
    under_null = normal(1 - alpha / 2) * sqrt(2 * middle * (1 - middle))
    under_effect = normal(power) * sqrt(one * (1 - one) + other * (1 - other))
    return ceil(((under_null + under_effect) / (one - other)) ** 2)


def design_effect(cluster_size: float, icc: float) -> float:
    """By how much clusters raise the number needed: 1 + (m - 1) ICC (Kish 1965)."""
    return 1 + (cluster_size - 1) * icc


def clusters_per_arm(d: float, *, cluster_size: int, icc: float) -> int:
    """Clusters per arm to see a standardised difference `d`."""
    return ceil(
        2 * _reach(ALPHA, POWER) ** 2 / d**2 * design_effect(cluster_size, icc) / cluster_size
    )


def detectable_difference(
    standard_error: float, *, alpha: float = ALPHA, power: float = POWER
) -> float:
    """The smallest true difference that a comparison with this standard error sees with the given
    power.
    """
    return _reach(alpha, power) * standard_error


def detectable_d(n_per_arm: int, *, alpha: float = ALPHA, power: float = POWER) -> float:
    """The smallest standardised difference that so many people per arm can see.

    Raises NotEstimable below two.
    """
    if n_per_arm < 2:
        raise NotEstimable(say("Each arm needs at least two people."))
    return detectable_difference(sqrt(2 / n_per_arm), alpha=alpha, power=power)


def sample_ratio_mismatch(counts: tuple[int, int], shares: tuple[float, float]) -> bool:
    """Whether the arms' sizes are so far from the planned shares (chi-square, p < 0.001) that the
    comparison is invalid.
    """
    total = sum(counts)
    if total == 0:
        return False
    planned = [
        (count, share / sum(shares) * total) for count, share in zip(counts, shares, strict=True)
    ]
    if any(count and not plan for count, plan in planned):
        return True
    square = sum((count - plan) ** 2 / plan for count, plan in planned if plan)
    return erfc(sqrt(square / 2)) < 0.001  # the tail of chi-square with one degree of freedom
