"""What a comparison of before and after sums up: by how much each subject's mean changed."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from ibis.expr.types import Table, Value

from trimtab.evaluation.domain.designs.before_after.estimate import BeforeAfterSum
from trimtab.evaluation.domain.sums import steps
from trimtab.evaluation.domain.sums.expressions import moments_of
from trimtab.evaluation.domain.sums.steps import Expression, Tables


def changes(
    tables: Tables, *, measure: Value, starts: Value, since: Value, until: Value, as_of: Value
) -> Table:
    """Moments over subjects of (mean from a day to another) less (mean before the start); only
    subjects with both count.

    One row.
    """
    figures = steps.up_to(steps.known(tables.figures, measure, as_of), until)
    subjects = (
        figures.group_by(["person", "unit"])
        .aggregate(
            before=figures.value.mean(where=figures.day < starts),
            after=figures.value.mean(where=figures.day >= since),
        )
        .alias("subjects")
    )
    both = subjects.filter(subjects.before.notnull() & subjects.after.notnull())
    changed = both.select(change=both.after - both.before).alias("changed")
    return changed.aggregate(**moments_of(changed, "change"))


EXPRESSIONS: Mapping[StrEnum, Expression] = {BeforeAfterSum.CHANGES: changes}
