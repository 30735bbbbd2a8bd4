"""Sufficient statistics as Ibis expressions: an engine sums up, Python infers; rows never travel.

Two tables are known. Facts: a row for each statement (the view lrs_fact, or its Parquet) with week,
verb, programme, arm, actor, success, score, seconds. Figures: a row for each figure of a measure
with day, unit, person, arm, value.

Sums of squares are of deviations (M2) and come from each engine's own variance and covariance,
which PostgreSQL (Youngs and Cramer 1971), DuckDB, DataFusion and Spark (Welford 1962; Chan, Golub
and LeVeque 1979) all compute without cancellation.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import ibis
from ibis.expr.types import Table


def moments(rows: Table, value: str, *, by: Sequence[str] = ()) -> Table:
    """n, mean and m2 of a column in each group; rows without a value do not count, groups without
    any are left out.
    """
    known = rows.filter(rows[value].notnull())
    summed_up = known.group_by(list(by)).aggregate(**moments_of(known, value))
    return summed_up.order_by(list(by)) if by else summed_up


def co_moments(rows: Table, x: str, y: str, *, by: Sequence[str] = ()) -> Table:
    """n, mean_x, m2_x, mean_y, m2_y and c_xy (the sum of products of deviations) over rows that
    have both, in each group.

    With them a covariate adjusts an effect without a row travelling.
    """
    known = rows.filter(rows[x].notnull() & rows[y].notnull()).mutate(
        x=ibis._[x].cast("float64"), y=ibis._[y].cast("float64")
    )
    summed_up = known.group_by(list(by)).aggregate(
        n=known.count(),
        **_spread(known, "x", "_x"),
        **_spread(known, "y", "_y"),
        c_xy=known.x.cov(known.y, how="pop") * known.count(),
    )
    return summed_up.order_by(list(by)) if by else summed_up


def weekly(facts: Table, value: str, *, by: Sequence[str] = ("arm",)) -> Table:
    """Moments of a value by week and group, over statements, with the number of different
    actors.
    """
    known = facts.filter(facts[value].notnull())
    groups = ["week", *by]
    return (
        known.group_by(groups)
        .aggregate(**moments_of(known, value), actors=known.actor.nunique())
        .order_by(groups)
    )


def of_subjects(rows: Table, subject: str, value: str, *, by: Sequence[str] = ()) -> Table:
    """Moments over subjects of each one's mean, in each group: a subject counts once, however often
    it was seen.
    """
    known = rows.filter(rows[value].notnull() & rows[subject].notnull())
    each = known.group_by([*by, subject]).aggregate(mean_of_one=known[value].cast("float64").mean())
    return moments(each, "mean_of_one", by=by)


def before_and_after(
    figures: Table, starts: dt.date, *, subject: str = "person", by: Sequence[str] = ("arm",)
) -> Table:
    """Co-moments of each subject's mean before (x) and from (y) a day on; only subjects with both
    count.

    The change has mean_y - mean_x and m2_x + m2_y - 2 c_xy.
    """
    known = figures.filter(figures.value.notnull() & figures[subject].notnull())
    late = known.day >= ibis.literal(starts)
    each = known.group_by([*by, subject]).aggregate(
        before=known.value.cast("float64").mean(where=~late),
        after=known.value.cast("float64").mean(where=late),
    )
    return co_moments(each, "before", "after", by=by)


def moments_of(rows: Table, value: str) -> dict[str, ibis.Value]:
    """n, mean and m2 of a column, to be aggregated; every row has a value."""
    return {"n": rows.count(), **_spread(rows, value, "")}


def _spread(rows: Table, value: str, suffix: str) -> dict[str, ibis.Value]:
    column = rows[value].cast("float64")
    return {f"mean{suffix}": column.mean(), f"m2{suffix}": column.var(how="pop") * rows.count()}
