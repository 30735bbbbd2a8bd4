"""Figures, summed up where they are: the database gives moments, never rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import groupby
from math import sqrt
from operator import itemgetter
from typing import Any, assert_never

from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.series import By, SeriesLine, SeriesPoint
from trimtab.evaluation.domain.spread import Spread
from trimtab.evaluation.domain.sums import Sum, SumRow, moments_of_row
from trimtab.evaluation.queries.summing import summed
from trimtab.practice.api import Arm
from trimtab.science.stats.quantiles import student

DAYS_A_MONTH = 365.25 / 12


def days(measure: str) -> list[Day]:
    """Each day with figures in force: how many subjects, and their mean; for checks of quality,
    never for people to see.
    """
    return [Day(row["day"], row["n"], row["mean"]) for row in summed(Sum.DAYS, measure=measure)]


def spreads(*, min_cell: int) -> dict[str, Spread]:
    """How much single figures differ, and how often they come, by measure, over all figures in
    force; one query.

    Measures with fewer than `min_cell` persons or two units are left out, and those whose figures
    do not differ.
    """
    rows = summed(Sum.SPREADS, min_cell=min_cell)
    return {row["measure"]: _spread(row) for row in rows if row["m2"]}


def series(
    measure: str,
    *,
    by: By = By.NOTHING,
    programme: str = "",
    min_cell: int = 8,
    as_of: dt.datetime | None = None,
) -> list[SeriesLine]:
    """Weekly means with intervals, as one line or one an arm or unit; weeks with fewer than
    `min_cell` people are left out.

    `as_of`: from what was known then, not from what was corrected later. One query.
    """
    known: dict[str, Any] = {"measure": measure, "as_of": as_of}
    match by:
        case By.NOTHING:
            return [SeriesLine("", _points(summed(Sum.WEEKS, min_cell=min_cell, **known)))]
        case By.ARM:
            rows = summed(Sum.WEEKS_BY_ARM, programme=programme, min_cell=min_cell, **known)
            return [
                SeriesLine(arm.value, _points(row for row in rows if row["arm"] == arm))
                for arm in Arm
            ]
        case By.UNIT:
            units = groupby(summed(Sum.WEEKS_BY_UNIT, **known), itemgetter("unit"))
            return [SeriesLine(unit, _points(weeks)) for unit, weeks in units]
        case _:
            assert_never(by)


def _points(rows: Iterable[SumRow]) -> tuple[SeriesPoint, ...]:
    return tuple(map(_point, rows))


def _point(row: SumRow) -> SeriesPoint:
    moments, subjects = moments_of_row(row), row["people"] or row["units"]
    week, mean = row["week"], moments.mean
    if moments.n < 2:
        return SeriesPoint(week, mean, None, None, subjects)
    reach = student(0.975, moments.n - 1) * sqrt(moments.variance / moments.n)
    return SeriesPoint(week, mean, mean - reach, mean + reach, subjects)


def _spread(row: SumRow) -> Spread:
    subjects = row["people"] or row["units"]
    months = max((row["last"] - row["first"]).days / DAYS_A_MONTH, 1.0)
    return Spread(moments_of_row(row).sd, subjects, row["n"] / subjects / months)
