"""The smallest effect that can be seen, held against the tables of planning, SciPy's noncentral t,
and figures that are thrown.
"""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt

import numpy as np
import pytest
import scipy  # its parts come when they are first asked
from hypothesis import given, settings
from hypothesis import strategies as st

from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.detectable import (
    between_means,
    between_proportions,
    change_of_figures,
    change_of_means,
    mean_of_figures,
)


@pytest.mark.parametrize(
    ("n", "d"),
    [
        (1570, 0.10),
        (698, 0.15),
        (393, 0.20),
        (252, 0.25),
        (175, 0.30),
        (129, 0.35),
        (99, 0.40),
        (63, 0.50),
        (29, 0.74),
    ],
)
def test_what_so_many_people_see_agrees_with_the_table_of_means(n: int, d: float) -> None:
    """The planning table 'Individuals, means' (Cohen 1988, normal approximation); Student's
    quantiles need about two more per arm.
    """
    assert between_means(1.0, n + 2, n + 2) <= d <= between_means(1.0, n - 1, n - 1)


@pytest.mark.parametrize(
    ("base", "other", "n"),
    [
        (0.17, 0.184, 11_666),
        (0.17, 0.257, 348),
        (0.40, 0.458, 1_142),
        (0.40, 0.442, 2_169),
        (0.50, 0.55, 1_565),
        (0.80, 0.85, 906),
        (0.10, 0.08, 3_213),
        (0.05, 0.04, 6_745),
    ],
)
def test_what_so_many_people_see_agrees_with_the_table_of_proportions(
    base: float, other: float, n: int
) -> None:
    """The planning table 'Individuals, proportions' (Fleiss 1981, without continuity correction),
    all rows.
    """
    sign = 1 if other > base else -1
    assert between_proportions(base, n, n, sign=sign) == pytest.approx(abs(other - base), rel=0.002)


@pytest.mark.parametrize(
    ("m", "icc", "clusters", "d"),
    [
        (10, 0.05, 26, 0.3),
        (20, 0.05, 18, 0.3),
        (20, 0.10, 26, 0.3),
        (40, 0.05, 13, 0.3),
        (40, 0.10, 22, 0.3),
        (10, 0.05, 57, 0.2),
        (20, 0.05, 39, 0.2),
        (20, 0.10, 57, 0.2),
        (40, 0.05, 29, 0.2),
        (40, 0.10, 49, 0.2),
    ],
)
def test_what_so_many_teams_see_agrees_with_the_table_of_clusters(
    m: int, icc: float, clusters: int, d: float
) -> None:
    """The planning table 'Clusters' (Kish 1965); with few teams Student's quantiles see a little
    less than the normal ones.
    """
    people = m * clusters
    found = between_means(1.0, people, people, cluster_size=m, icc=icc)
    assert d * 0.98 <= found <= d * 1.05


@settings(deadline=None)
@given(st.integers(3, 400), st.integers(3, 400), st.floats(0.1, 50))
def test_its_power_is_eighty_in_a_hundred_by_the_noncentral_t(
    treated: int, control: int, sd: float
) -> None:
    """Outside truth: SciPy's noncentral t distribution, exact for two groups of equal spread."""
    effect = between_means(sd, treated, control)
    freedom = treated + control - 2
    shift = effect / (sd * sqrt(1 / treated + 1 / control))
    critical = scipy.stats.t.ppf(0.975, freedom)
    power = (
        1
        - scipy.stats.nct.cdf(critical, freedom, shift)
        + scipy.stats.nct.cdf(-critical, freedom, shift)
    )
    assert power == pytest.approx(0.80, abs=0.02)


@settings(deadline=None)
@given(st.integers(3, 400), st.floats(0.1, 50))
def test_the_power_for_a_change_is_eighty_in_a_hundred_too(subjects: int, sd: float) -> None:
    effect = change_of_means(sd, subjects, variance=2.0)
    shift = effect / (sd * sqrt(2.0 / subjects))
    critical = scipy.stats.t.ppf(0.975, subjects - 1)
    power = 1 - scipy.stats.nct.cdf(critical, subjects - 1, shift)
    assert power == pytest.approx(0.80, abs=0.05 if subjects < 6 else 0.02)


@pytest.mark.parametrize(("figures", "steadiness"), [(1, 0.5), (4, 0.5), (4, 0.2), (12, 0.8)])
def test_the_variance_of_several_figures_is_that_of_thrown_ones(
    figures: int, steadiness: float
) -> None:
    """Outside truth: 200,000 thrown people whose figures correlate by `steadiness`; the formula is
    Frison & Pocock's (1992).
    """
    dice = np.random.default_rng(5)
    person = dice.normal(0, sqrt(steadiness), (200_000, 1))
    thrown = person + dice.normal(0, sqrt(1 - steadiness), (200_000, 2 * figures))
    after, before = thrown[:, :figures].mean(axis=1), thrown[:, figures:].mean(axis=1)
    assert mean_of_figures(figures, steadiness) == pytest.approx(after.var(), rel=0.02)
    assert change_of_figures(figures, figures, steadiness) == pytest.approx(
        (after - before).var(), rel=0.02
    )


@settings(deadline=None)
@given(
    st.floats(0.05, 0.95),
    st.integers(2, 5000),
    st.integers(2, 5000),
    st.integers(0, 2000),
    st.sampled_from((1, -1)),
)
def test_more_people_never_see_less_of_a_proportion(
    base: float, treated: int, control: int, more: int, sign: int
) -> None:
    try:
        few = between_proportions(base, treated, control, sign=sign)
    except NotEstimable:
        return
    assert between_proportions(base, treated + more, control + more, sign=sign) <= few + 1e-9


@settings(deadline=None)
@given(
    st.floats(0.1, 20),
    st.integers(4, 3000),
    st.integers(4, 3000),
    st.integers(0, 2000),
    st.floats(0.1, 30),
    st.floats(0, 0.9),
)
def test_more_people_and_more_figures_never_see_less_of_a_mean(
    sd: float, treated: int, control: int, more: int, figures: float, steadiness: float
) -> None:
    few = between_means(sd, treated, control, variance=mean_of_figures(figures, steadiness))
    assert (
        between_means(
            sd, treated + more, control + more, variance=mean_of_figures(figures, steadiness)
        )
        <= few + 1e-9
    )
    assert (
        between_means(sd, treated, control, variance=mean_of_figures(figures + 1, steadiness))
        <= few + 1e-9
    )


def test_what_can_never_be_seen_is_said_and_not_a_number() -> None:
    questions: tuple[Callable[[], float], ...] = (
        lambda: between_means(1.0, 1, 50),
        lambda: between_means(1.0, 30, 30, cluster_size=30, icc=0.05),
        lambda: between_proportions(0.5, 2, 2, sign=1),
        lambda: between_proportions(0.0, 50, 50, sign=1),
        lambda: change_of_means(1.0, 1, variance=1.0),
        lambda: mean_of_figures(0, 0.5),
        lambda: change_of_figures(0, 3, 0.5),
    )
    for question in questions:
        with pytest.raises(NotEstimable):
            question()
