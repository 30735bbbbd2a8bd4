"""The evaluation's aggregations by name: those of every comparison here, those of a design in its
folder.

Each takes the tables and its parameters as Ibis values (`steps.TYPES` says of which type) and gives
an Ibis expression. `summed` fills the parameters with plain values, for whatever engine opened the
tables; `writing` leaves them open, which makes the SQL that the nightly evaluation runs on
PostgreSQL.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from inspect import signature
from typing import Any

import ibis
from ibis.expr.types import Table, Value

from trimtab.evaluation.domain.designs import every_design
from trimtab.evaluation.domain.sums import Sum, steps
from trimtab.evaluation.domain.sums.expressions import moments_of
from trimtab.evaluation.domain.sums.steps import TYPES, Expression, Tables


def weeks(tables: Tables, *, measure: Value, min_cell: Value, as_of: Value) -> Table:
    """By week, moments of the figures, and how many people and units they are of; weeks of too few
    people are left out.
    """
    by_week = steps.grouped(steps.known(tables.figures, measure, as_of), "week")
    return by_week.filter(steps.enough(by_week, min_cell)).order_by("week")


def weeks_by_arm(
    tables: Tables, *, measure: Value, programme: Value, min_cell: Value, as_of: Value
) -> Table:
    """The same by arm and week."""
    known = steps.known(tables.figures, measure, as_of)
    by_week = steps.grouped(steps.in_arms(known, tables.arms, programme), "arm", "week")
    return by_week.filter(steps.enough(by_week, min_cell)).order_by(["arm", "week"])


def weeks_by_unit(tables: Tables, *, measure: Value, as_of: Value) -> Table:
    """The same by unit and week, of the figures that are of units."""
    known = steps.known(tables.figures, measure, as_of)
    of_units = known.filter(known.unit != "").alias("of_units")
    return steps.grouped(of_units, "unit", "week").order_by(["unit", "week"])


def days(tables: Tables, *, measure: Value) -> Table:
    """By day, how many figures are in force, and their mean."""
    in_force = steps.in_force(tables.figures)
    wanted = in_force.filter(in_force.measure == measure).alias("wanted")
    return (
        wanted.group_by("day")
        .aggregate(n=wanted.count(), mean=wanted.value.mean())
        .alias("summed_up")
        .order_by("day")
    )


def spreads(tables: Tables, *, min_cell: Value) -> Table:
    """By measure, moments of all figures in force, their first and last day, and how many people
    and units they are of; measures of too few people and of one unit are left out.
    """
    in_force = steps.in_force(tables.figures)
    each = (
        in_force.group_by("measure")
        .aggregate(
            **moments_of(in_force, "value"),
            **steps.subjects(in_force),
            first=in_force.day.min(),
            last=in_force.day.max(),
        )
        .alias("each_measure")
    )
    return each.filter((each.people >= min_cell) | (each.units >= 2)).order_by("measure")


AGGREGATIONS: Mapping[StrEnum, Expression] = {
    Sum.WEEKS: weeks,
    Sum.WEEKS_BY_ARM: weeks_by_arm,
    Sum.WEEKS_BY_UNIT: weeks_by_unit,
    Sum.DAYS: days,
    Sum.SPREADS: spreads,
    **{which: build for rules in every_design() for which, build in rules.expressions().items()},
}


def parameters(which: StrEnum) -> tuple[str, ...]:
    """The names of an aggregation's parameters."""
    return tuple(signature(AGGREGATIONS[which]).parameters)[1:]


def summed(which: StrEnum, tables: Tables, **given: Any) -> Table:
    """An aggregation over an engine's tables, its parameters filled with plain values (None for
    NULL).

    Raises KeyError for a parameter that is not known, TypeError for one that is missing.
    """
    return AGGREGATIONS[which](
        tables, **{name: ibis.literal(value, TYPES[name]) for name, value in given.items()}
    )
