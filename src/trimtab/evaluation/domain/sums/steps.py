"""The steps that aggregations are made of, each with the name that it has in the SQL.

A figure is of a person or of a unit; a subject is either. What was corrected counts up to the
correction: as of a time, what was known then; as of NULL, what is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from ibis.expr.types import BooleanValue, Table, Value

from trimtab.evaluation.domain.sums.expressions import moments_of

Expression = Callable[..., Table]
"""An aggregation: the tables, then its parameters by name (Ibis values of `TYPES`), to an Ibis
expression.
"""

TYPES: Mapping[str, str] = {
    "measure": "string",
    "programme": "string",
    "since": "date",
    "until": "date",
    "starts": "date",
    "as_of": "timestamp('UTC')",
    "min_cell": "int64",
}
"""The type of each parameter; since, until and as_of may be NULL."""


@dataclass(frozen=True, slots=True)
class Tables:
    """What an engine opened.

    Facts: a row for each statement (None where none was published). Figures: one for each figure of
    a measure, with those that were corrected later. Arms: one for each person of a programme, those
    who have left included.
    """

    facts: Table | None
    figures: Table
    arms: Table


def known(figures: Table, measure: Value, as_of: Value) -> Table:
    """The figures of a measure that were known at a time, or are in force."""
    of_measure = figures.measure == measure
    is_in_force = as_of.isnull() & figures.superseded_at.isnull()
    was_in_force = (figures.recorded_at <= as_of) & (
        figures.superseded_at.isnull() | (figures.superseded_at > as_of)
    )
    return figures.filter(of_measure & (is_in_force | was_in_force)).alias("known")


def up_to(figures: Table, until: Value) -> Table:
    """Those up to a day; all of them for NULL."""
    return figures.filter(until.isnull() | (figures.day <= until)).alias("up_to")


def in_force(figures: Table) -> Table:
    """The figures in force, of every measure."""
    return figures.filter(figures.superseded_at.isnull()).alias("in_force")


def assigned(arms: Table, programme: Value) -> Table:
    """Who is in which arm of a programme."""
    return arms.filter(arms.programme == programme).select("person", "arm").alias("assigned")


def in_arms(figures: Table, arms: Table, programme: Value) -> Table:
    """The figures of those who are in an arm of a programme, with the arm."""
    return figures.join(assigned(arms, programme), "person").alias("in_arms")


def grouped(figures: Table, *groups: str) -> Table:
    """Moments of the figures and how many subjects they are of, in each group."""
    summed_up = figures.group_by(groups).aggregate(
        **moments_of(figures, "value"), **subjects(figures)
    )
    return summed_up.alias("summed_up")


def subjects(figures: Table) -> dict[str, Value]:
    """How many people and how many units the figures are of, to be aggregated."""
    return {
        "people": figures.person.nunique(),
        "units": figures.unit.nunique(where=figures.unit != ""),
    }


def enough(groups: Table, min_cell: Value) -> BooleanValue:
    """Whether a group is of units, or of so many people that it may be shown."""
    return (groups.units > 0) | (groups.people >= min_cell)
