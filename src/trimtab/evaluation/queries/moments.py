"""Figures, summed up where they are: the database gives moments, never rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby
from math import sqrt
from operator import itemgetter
from typing import Any

from trimtab.evaluation.domain.quality import Day
from trimtab.evaluation.domain.rows import By, Line, Point, SpreadRow
from trimtab.evaluation.domain.sums import Sum
from trimtab.evaluation.queries.summing import summed
from trimtab.practice.api import Arm
from trimtab.science.stats.moments import Moments
from trimtab.science.stats.quantiles import student

DAYS_A_MONTH = 365.25 / 12


@dataclass(frozen=True, slots=True)
class ArmMoments:
    """Moments over the people of an arm of each one's mean figure, and whether every mean is 0 or 1 (one yes or no each)."""

    moments: Moments
    yes_no: bool


def arm_sizes(programme: str) -> dict[Arm, int]:
    """How many people each arm of a programme has, those who have left included."""
    found = {Arm(row["arm"]): row["people"] for row in summed(Sum.ARM_SIZES, programme=programme)}
    return {arm: found.get(arm, 0) for arm in Arm}


def by_arm(
    measure: str,
    programme: str,
    since: dt.date | None,
    until: dt.date | None,
    *,
    as_of: dt.datetime | None = None,
) -> dict[Arm, ArmMoments]:
    """Of each arm, over those who have figures from a day to a day (None: all); `as_of`: from what was known then. One query."""
    rows = summed(
        Sum.PEOPLE_BY_ARM,
        measure=measure,
        programme=programme,
        since=since,
        until=until,
        as_of=as_of,
    )
    found = {Arm(row["arm"]): ArmMoments(_moments(row), row["neither"] == 0) for row in rows}
    return {arm: found.get(arm, ArmMoments(Moments(), False)) for arm in Arm}


def of_changes(
    measure: str,
    starts: dt.date,
    since: dt.date,
    until: dt.date | None,
    *,
    as_of: dt.datetime | None = None,
) -> Moments:
    """Moments over subjects of (mean from `since` to `until`) less (mean before it `starts`); only subjects with both count.

    `as_of`: from what was known then."""
    [row] = summed(
        Sum.CHANGES, measure=measure, starts=starts, since=since, until=until, as_of=as_of
    )
    return _moments(row)


def days(measure: str) -> list[Day]:
    """Each day with figures in force: how many subjects, and their mean; for checks of quality, never for people to see."""
    return [Day(row["day"], row["n"], row["mean"]) for row in summed(Sum.DAYS, measure=measure)]


def spreads(*, min_cell: int) -> dict[str, SpreadRow]:
    """How much single figures differ, and how often they come, by measure, over all figures in force; measures with fewer than
    `min_cell` persons or two units are left out, and those whose figures do not differ. One query."""
    return {
        row["measure"]: _spread(row) for row in summed(Sum.SPREADS, min_cell=min_cell) if row["m2"]
    }


def series(
    measure: str,
    *,
    by: By = By.NOTHING,
    programme: str = "",
    min_cell: int = 8,
    as_of: dt.datetime | None = None,
) -> list[Line]:
    """Weekly means with intervals, as one line or one an arm or unit; weeks with fewer than `min_cell` people are left out.

    `as_of`: from what was known then, not from what was corrected later. One query."""
    known: dict[str, Any] = {"measure": measure, "as_of": as_of}
    match by:
        case By.NOTHING:
            return [Line("", _points(summed(Sum.WEEKS, min_cell=min_cell, **known)))]
        case By.ARM:
            rows = summed(Sum.WEEKS_BY_ARM, programme=programme, min_cell=min_cell, **known)
            return [
                Line(arm.value, _points(row for row in rows if row["arm"] == arm)) for arm in Arm
            ]
        case By.UNIT:
            units = groupby(summed(Sum.WEEKS_BY_UNIT, **known), itemgetter("unit"))
            return [Line(unit, _points(weeks)) for unit, weeks in units]


def _points(rows: Iterable[Mapping[str, Any]]) -> tuple[Point, ...]:
    return tuple(map(_point, rows))


def _point(row: Mapping[str, Any]) -> Point:
    found, subjects = _moments(row), row["people"] or row["units"]
    if found.n < 2:
        return Point(row["week"], found.mean, None, None, subjects)
    reach = student(0.975, found.n - 1) * sqrt(found.variance / found.n)
    return Point(row["week"], found.mean, found.mean - reach, found.mean + reach, subjects)


def _spread(row: Mapping[str, Any]) -> SpreadRow:
    subjects = row["people"] or row["units"]
    months = max((row["last"] - row["first"]).days / DAYS_A_MONTH, 1.0)
    return SpreadRow(_moments(row).sd, subjects, row["n"] / subjects / months)


def _moments(row: Mapping[str, Any]) -> Moments:
    return Moments(row["n"], row["mean"], row["m2"]) if row["n"] else Moments()
