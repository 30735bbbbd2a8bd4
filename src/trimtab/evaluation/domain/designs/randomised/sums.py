"""What a comparison by lot sums up: how many there are in each arm, and what their figures come
to.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ibis.expr.types import Table, Value

from trimtab.evaluation.domain.designs.randomised.estimate import RandomisedSum
from trimtab.evaluation.domain.sums import steps
from trimtab.evaluation.domain.sums.expressions import moments_of
from trimtab.evaluation.domain.sums.steps import Expression, Tables


def arm_sizes(tables: Tables, *, programme: Value) -> Table:
    """How many people each arm of a programme has."""
    assigned = steps.assigned(tables.arms, programme)
    sizes = assigned.group_by("arm").aggregate(people=assigned.count())
    return sizes.alias("sizes").order_by("arm")


def people_by_arm(
    tables: Tables, *, measure: Value, programme: Value, since: Value, until: Value, as_of: Value
) -> Table:
    """By arm, moments over people of each one's mean figure from a day to a day; `neither` counts
    the means that are not 0 and not 1.
    """
    figures = steps.up_to(steps.known(tables.figures, measure, as_of), until)
    wanted = figures.filter(since.isnull() | (figures.day >= since)).alias("wanted")
    in_arms = steps.in_arms(wanted, tables.arms, programme)
    people = (
        in_arms.group_by(["arm", "person"]).aggregate(figure=in_arms.value.mean()).alias("people")
    )
    neither = people.count(where=(people.figure != 0) & (people.figure != 1))
    summed_up = people.group_by("arm").aggregate(**moments_of(people, "figure"), neither=neither)
    return summed_up.alias("summed_up").order_by("arm")


EXPRESSIONS: Mapping[StrEnum, Expression] = {
    RandomisedSum.ARM_SIZES: arm_sizes,
    RandomisedSum.PEOPLE_BY_ARM: people_by_arm,
}
