"""Figures agree with an outside truth, named at each test."""

from __future__ import annotations

import math

import pytest
import scipy  # its parts come when they are first asked
from hypothesis import given
from hypothesis import strategies as st

from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.effects import (
    difference_of_means,
    difference_of_proportions,
    hedges_g,
    wilson,
)
from trimtab.science.stats.moments import Moments
from trimtab.science.stats.power import (
    clusters_per_arm,
    design_effect,
    detectable_d,
    n_per_arm_for_means,
    n_per_arm_for_proportions,
    sample_ratio_mismatch,
)
from trimtab.science.stats.quantiles import normal, student

values = st.lists(st.floats(-1e6, 1e6), max_size=30)


@given(values, values)
def test_adding_moments_is_pooling_values(one: list[float], other: list[float]) -> None:
    added, pooled = Moments.of(one) + Moments.of(other), Moments.of(one + other)
    assert added.n == pooled.n and added.mean == pytest.approx(pooled.mean, abs=1e-6)
    assert added.m2 == pytest.approx(pooled.m2, rel=1e-6, abs=1e-3)


@given(
    st.lists(st.floats(-100, 100), min_size=3, max_size=30),
    st.lists(st.floats(-100, 100), min_size=3, max_size=30),
)
def test_the_difference_of_means_is_scipys_welch(one: list[float], other: list[float]) -> None:
    treated, control = Moments.of(one), Moments.of(other)
    if treated.m2 + control.m2 < 1e-6:
        return
    found = difference_of_means(treated, control)
    interval = scipy.stats.ttest_ind(one, other, equal_var=False).confidence_interval(0.95)
    assert (found.low, found.high) == pytest.approx(
        (interval.low, interval.high), rel=1e-6, abs=1e-6
    )


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_the_difference_of_proportions_is_newcombes_table_two(
    one: tuple[int, int], other: tuple[int, int], low: float, high: float
) -> None:
    """R. G. Newcombe, Statistics in Medicine 17 (1998) 873-890, table II, method 10."""
    found = difference_of_proportions(one, other)
    assert (found.low, found.high) == pytest.approx((low, high), abs=6e-5)


@given(st.integers(1, 500), st.floats(0, 1))
def test_wilsons_interval_is_scipys(n: int, share: float) -> None:
    successes = round(n * share)
    interval = scipy.stats.binomtest(successes, n).proportion_ci(0.95, method="wilson")
    assert wilson(successes, n) == pytest.approx((interval.low, interval.high), abs=1e-9)


@pytest.mark.parametrize(
    ("d", "n", "with_covariate"),
    [
        (0.10, 1570, 1178),
        (0.15, 698, 524),
        (0.20, 393, 295),
        (0.25, 252, 189),
        (0.30, 175, 132),
        (0.35, 129, 97),
        (0.40, 99, 75),
        (0.50, 63, 48),
        (0.74, 29, 22),
    ],
)
def test_people_per_arm_agree_with_the_table_of_defaults(
    d: float, n: int, with_covariate: int
) -> None:
    """Cohen 1988, normal approximation n = 2 (z_a + z_b)² / d²."""
    assert n_per_arm_for_means(d) == pytest.approx(n, abs=1)
    assert n_per_arm_for_means(d, covariate_r=0.5) == pytest.approx(with_covariate, abs=1)


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        (0.17, 0.184, 11_666),
        (0.17, 0.257, 348),
        (0.40, 0.458, 1_142),
        (0.50, 0.55, 1_565),
        (0.80, 0.85, 906),
        (0.10, 0.08, 3_213),
    ],
)
def test_people_per_arm_for_proportions_agree_with_the_table(
    one: float, other: float, n: int
) -> None:
    assert n_per_arm_for_proportions(one, other) == pytest.approx(n, abs=1)


@pytest.mark.parametrize(
    ("m", "icc", "effect", "at_03", "at_02"),
    [
        (10, 0.05, 1.45, 26, 57),
        (20, 0.05, 1.95, 18, 39),
        (40, 0.10, 4.90, 22, 49),
        (100, 0.02, 2.98, 6, 12),
    ],
)
def test_clusters_per_arm_agree_with_the_table(
    m: int, icc: float, effect: float, at_03: int, at_02: int
) -> None:
    assert design_effect(m, icc) == pytest.approx(effect)
    assert clusters_per_arm(0.3, cluster_size=m, icc=icc) == pytest.approx(at_03, abs=1)
    assert clusters_per_arm(0.2, cluster_size=m, icc=icc) == pytest.approx(at_02, abs=1)


@pytest.mark.parametrize(
    ("n", "d"), [(25, 0.79), (50, 0.56), (100, 0.40), (200, 0.28), (500, 0.18), (1000, 0.13)]
)
def test_what_can_be_seen_agrees_with_the_table(n: int, d: float) -> None:
    assert detectable_d(n) == pytest.approx(d, abs=0.006)


def test_arms_far_from_their_planned_shares_are_invalid() -> None:
    assert not sample_ratio_mismatch((205, 195), (0.5, 0.5))
    assert sample_ratio_mismatch((260, 140), (0.5, 0.5))
    assert sample_ratio_mismatch((200, 3), (1, 0)) and not sample_ratio_mismatch((200, 0), (1, 0))


def test_what_cannot_be_known_is_said_and_not_zero() -> None:
    one = Moments.of([1.0])
    for question in (
        lambda: difference_of_means(one, one),
        lambda: one.sd,
        lambda: wilson(0, 0),
        lambda: hedges_g(one, one),
    ):
        with pytest.raises(NotEstimable):
            question()
    assert math.isfinite(hedges_g(Moments.of([1.0, 2, 3]), Moments.of([2.0, 3, 5])))


@pytest.mark.parametrize("share", [0.0001, 0.2, 0.5, 0.8, 0.975, 0.995, 0.9999])
def test_quantiles_are_scipys(share: float) -> None:
    assert normal(share) == pytest.approx(scipy.stats.norm.ppf(share), rel=1e-13, abs=1e-13)
    for freedom in (2, 2.5, 7.3, 30, 1e4, 1e9):
        assert student(share, freedom) == pytest.approx(
            scipy.stats.t.ppf(share, freedom), rel=1e-13, abs=1e-13
        )


@given(st.integers(0, 1000), st.integers(1, 1000), st.floats(0.05, 0.95))
def test_a_mismatch_of_the_arms_is_scipys_chi_square(one: int, other: int, share: float) -> None:
    planned = [share * (one + other), (1 - share) * (one + other)]
    found = scipy.stats.chisquare((one, other), planned).pvalue < 0.001
    assert sample_ratio_mismatch((one, other), (share, 1 - share)) == found
