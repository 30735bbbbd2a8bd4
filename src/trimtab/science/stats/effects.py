"""Effects with their 95 % intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, lgamma, sqrt

from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import figure, say
from trimtab.science.stats.moments import Moments
from trimtab.science.stats.quantiles import normal, student

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference (treated less control) in the measure's own unit, with its interval and the
    sizes of both groups.

    `chance` is the exact one-sided chance of at least this difference if there were none, where the
    interval is approximate (shares); None where the interval itself is the test.
    """

    estimate: float
    low: float
    high: float
    n_treated: int
    n_control: int
    standard_error: float
    chance: float | None = None

    def excludes_none(self, confidence: float = CONFIDENCE) -> bool:
        """Whether no difference at all is excluded: by the interval, and by the exact test where
        there is one.
        """
        apart = self.low > 0 or self.high < 0
        return apart and (self.chance is None or self.chance <= (1 - confidence) / 2)


def difference_of_means(
    treated: Moments, control: Moments, confidence: float = CONFIDENCE
) -> Effect:
    """Welch's interval (Welch 1947; degrees of freedom after Satterthwaite 1946).

    Raises NotEstimable when a group has fewer than two values or neither has any spread.
    """
    if treated.n < 2 or control.n < 2:
        raise NotEstimable(say("Each group needs at least two people with a figure."))
    of_treated, of_control = treated.variance / treated.n, control.variance / control.n
    error = sqrt(of_treated + of_control)
    if error == 0:
        if treated.mean == control.mean:
            raise NotEstimable(
                say("All figures are the same, so nothing can be said about chance.")
            )
        raise NotEstimable(
            say(
                "All figures of one group are {treated} and all of the other {control}, so "
                "nothing can be said about chance.",
                treated=figure(treated.mean, "g"),
                control=figure(control.mean, "g"),
            )
        )
    freedom = (of_treated + of_control) ** 2 / (
        of_treated**2 / (treated.n - 1) + of_control**2 / (control.n - 1)
    )
    reach = student((1 + confidence) / 2, freedom) * error
    estimate = treated.mean - control.mean
    return Effect(estimate, estimate - reach, estimate + reach, treated.n, control.n, error)


def wilson(successes: int, n: int, confidence: float = CONFIDENCE) -> tuple[float, float]:
    """Wilson's score interval of a proportion (Wilson 1927).

    Raises NotEstimable without any case.
    """
    if n < 1:
        raise NotEstimable(say("A share needs at least one case."))
    z = normal((1 + confidence) / 2)
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    reach = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(centre - reach, 0.0), min(centre + reach, 1.0)


def difference_of_proportions(
    treated: tuple[int, int], control: tuple[int, int], confidence: float = CONFIDENCE
) -> Effect:
    """Newcombe's hybrid score interval (Newcombe 1998, method 10); each group is (successes, n).

    With groups of unlike sizes it excludes no difference in up to 3.3 % of cases on one side where
    there is none; so the effect carries Fisher's exact test, which never does in more than 2.5 %.
    Raises NotEstimable when a group is empty.
    """
    of_treated, of_control = treated[0] / max(treated[1], 1), control[0] / max(control[1], 1)
    low_one, high_one = wilson(*treated, confidence)
    low_other, high_other = wilson(*control, confidence)
    estimate = of_treated - of_control
    low = estimate - sqrt((of_treated - low_one) ** 2 + (high_other - of_control) ** 2)
    high = estimate + sqrt((high_one - of_treated) ** 2 + (of_control - low_other) ** 2)
    error = sqrt(
        of_treated * (1 - of_treated) / treated[1] + of_control * (1 - of_control) / control[1]
    )
    chance = fisher(treated, control) if estimate > 0 else fisher(control, treated)
    return Effect(estimate, low, high, treated[1], control[1], error, chance)


def fisher(more: tuple[int, int], fewer: tuple[int, int]) -> float:
    """Fisher's exact test, one-sided (Fisher 1935): the chance of so many successes or more in the
    first group, given all successes, if the groups did not differ; each group is (successes, n).
    """
    successes, n = more[0] + fewer[0], more[1] + fewer[1]
    whole = _log_choose(n, successes)
    most = min(successes, more[1])
    ways = (
        _log_choose(more[1], k) + _log_choose(fewer[1], successes - k)
        for k in range(more[0], most + 1)
    )
    return min(sum(exp(each - whole) for each in ways), 1.0)


def _log_choose(n: int, k: int) -> float:
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)


def hedges_g(treated: Moments, control: Moments) -> float:
    """The standardised difference with the correction for small groups (Hedges 1981).

    Raises NotEstimable.
    """
    freedom = treated.n + control.n - 2
    if freedom < 2:
        raise NotEstimable(say("A standardised difference needs more values."))
    pooled = sqrt((treated.m2 + control.m2) / freedom)
    if pooled == 0:
        raise NotEstimable(say("Within each group all figures are the same."))
    return (treated.mean - control.mean) / pooled * (1 - 3 / (4 * freedom - 1))


def mean_change(changes: Moments, confidence: float = CONFIDENCE) -> Effect:
    """The mean of paired changes with Student's interval (Student 1908).

    Raises NotEstimable without any spread.
    """
    error = sqrt(changes.variance / changes.n)
    if error == 0:
        raise NotEstimable(say("All changes are the same, so nothing can be said about chance."))
    reach = student((1 + confidence) / 2, changes.n - 1) * error
    return Effect(
        changes.mean, changes.mean - reach, changes.mean + reach, changes.n, changes.n, error
    )
