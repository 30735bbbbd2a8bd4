"""The evaluation's aggregations, each written once.

Each function takes the tables and its parameters as Ibis values (`TYPES` says of which type; since, until and as_of may be NULL) and gives an
Ibis expression. `summed` fills the parameters with plain values, for whatever engine opened the tables; `writing` leaves them open,
which makes the SQL that the nightly evaluation runs on PostgreSQL.

A figure is of a person or of a unit; a subject is either. What was corrected counts up to the correction: as of a time, what was
known then; as of NULL, what is in force.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

import ibis
from ibis.expr.types import BooleanValue, Table, Value

from trimtab.evaluation.domain.sums import Sum
from trimtab.evaluation.queries.analytics.expressions import moments_of

TYPES: Mapping[str, str] = {
    "measure": "string",
    "programme": "string",
    "since": "date",
    "until": "date",
    "starts": "date",
    "as_of": "timestamp('UTC')",
    "min_cell": "int64",
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What an engine opened. Facts: a row for each statement (None where none was published); figures: one for each figure of a
    measure, with those that were corrected later; arms: one for each person of a programme, those who have left included."""

    facts: Table | None
    figures: Table
    arms: Table


def arm_sizes(tables: Tables, *, programme: Value) -> Table:
    """How many people each arm of a programme has."""
    assigned = _assigned(tables.arms, programme)
    return (
        assigned.group_by("arm").aggregate(people=assigned.count()).alias("sizes").order_by("arm")
    )


def people_by_arm(
    tables: Tables, *, measure: Value, programme: Value, since: Value, until: Value, as_of: Value
) -> Table:
    """By arm, moments over people of each one's mean figure from a day to a day; `neither` counts the means that are not 0 and not 1."""
    known = _up_to(_known(tables.figures, measure, as_of), until)
    wanted = known.filter(since.isnull() | (known.day >= since)).alias("wanted")
    found = _in_arms(wanted, tables.arms, programme)
    people = found.group_by(["arm", "person"]).aggregate(figure=found.value.mean()).alias("people")
    neither = people.count(where=(people.figure != 0) & (people.figure != 1))
    summed_up = people.group_by("arm").aggregate(**moments_of(people, "figure"), neither=neither)
    return summed_up.alias("summed_up").order_by("arm")


def changes(
    tables: Tables, *, measure: Value, starts: Value, since: Value, until: Value, as_of: Value
) -> Table:
    """Moments over subjects of (mean from a day to another) less (mean before the start); only subjects with both count. One row."""
    known = _up_to(_known(tables.figures, measure, as_of), until)
    subjects = (
        known.group_by(["person", "unit"])
        .aggregate(
            before=known.value.mean(where=known.day < starts),
            after=known.value.mean(where=known.day >= since),
        )
        .alias("subjects")
    )
    changed = subjects.filter(subjects.before.notnull() & subjects.after.notnull())
    changed = changed.select(change=changed.after - changed.before).alias("changed")
    return changed.aggregate(**moments_of(changed, "change"))


def weeks(tables: Tables, *, measure: Value, min_cell: Value, as_of: Value) -> Table:
    """By week, moments of the figures, and how many people and units they are of; weeks of too few people are left out."""
    found = _by(_known(tables.figures, measure, as_of), "week")
    return found.filter(_enough(found, min_cell)).order_by("week")


def weeks_by_arm(
    tables: Tables, *, measure: Value, programme: Value, min_cell: Value, as_of: Value
) -> Table:
    """The same by arm and week."""
    found = _by(
        _in_arms(_known(tables.figures, measure, as_of), tables.arms, programme), "arm", "week"
    )
    return found.filter(_enough(found, min_cell)).order_by(["arm", "week"])


def weeks_by_unit(tables: Tables, *, measure: Value, as_of: Value) -> Table:
    """The same by unit and week, of the figures that are of units."""
    known = _known(tables.figures, measure, as_of)
    return _by(known.filter(known.unit != "").alias("of_units"), "unit", "week").order_by(
        ["unit", "week"]
    )


def days(tables: Tables, *, measure: Value) -> Table:
    """By day, how many figures are in force, and their mean."""
    found = _in_force(tables.figures)
    found = found.filter(found.measure == measure).alias("wanted")
    return (
        found.group_by("day")
        .aggregate(n=found.count(), mean=found.value.mean())
        .alias("summed_up")
        .order_by("day")
    )


def spreads(tables: Tables, *, min_cell: Value) -> Table:
    """By measure, moments of all figures in force, their first and last day, and how many people and units they are of; measures of
    too few people and of one unit are left out."""
    found = _in_force(tables.figures)
    each = (
        found.group_by("measure")
        .aggregate(
            **moments_of(found, "value"),
            **_subjects(found),
            first=found.day.min(),
            last=found.day.max(),
        )
        .alias("each_measure")
    )
    return each.filter((each.people >= min_cell) | (each.units >= 2)).order_by("measure")


AGGREGATIONS: Mapping[Sum, Callable[..., Table]] = {
    Sum.ARM_SIZES: arm_sizes,
    Sum.PEOPLE_BY_ARM: people_by_arm,
    Sum.CHANGES: changes,
    Sum.WEEKS: weeks,
    Sum.WEEKS_BY_ARM: weeks_by_arm,
    Sum.WEEKS_BY_UNIT: weeks_by_unit,
    Sum.DAYS: days,
    Sum.SPREADS: spreads,
}


def parameters(which: Sum) -> tuple[str, ...]:
    """The names of an aggregation's parameters."""
    return tuple(signature(AGGREGATIONS[which]).parameters)[1:]


def summed(which: Sum, tables: Tables, **given: Any) -> Table:
    """An aggregation over an engine's tables, its parameters filled with plain values (None for NULL).

    Raises KeyError for a parameter that is not known, TypeError for one that is missing.
    """
    return AGGREGATIONS[which](
        tables, **{name: ibis.literal(value, TYPES[name]) for name, value in given.items()}
    )


def _known(figures: Table, measure: Value, as_of: Value) -> Table:
    of_measure = figures.measure == measure
    in_force = as_of.isnull() & figures.superseded_at.isnull()
    then = (figures.recorded_at <= as_of) & (
        figures.superseded_at.isnull() | (figures.superseded_at > as_of)
    )
    return figures.filter(of_measure & (in_force | then)).alias("known")


def _up_to(figures: Table, until: Value) -> Table:
    return figures.filter(until.isnull() | (figures.day <= until)).alias("up_to")


def _in_force(figures: Table) -> Table:
    return figures.filter(figures.superseded_at.isnull()).alias("in_force")


def _assigned(arms: Table, programme: Value) -> Table:
    return arms.filter(arms.programme == programme).select("person", "arm").alias("assigned")


def _in_arms(figures: Table, arms: Table, programme: Value) -> Table:
    return figures.join(_assigned(arms, programme), "person").alias("in_arms")


def _by(figures: Table, *groups: str) -> Table:
    summed_up = figures.group_by(groups).aggregate(
        **moments_of(figures, "value"), **_subjects(figures)
    )
    return summed_up.alias("summed_up")


def _subjects(figures: Table) -> dict[str, Value]:
    return {
        "people": figures.person.nunique(),
        "units": figures.unit.nunique(where=figures.unit != ""),
    }


def _enough(found: Table, min_cell: Value) -> BooleanValue:
    return (found.units > 0) | (found.people >= min_cell)
