"""The aggregations that the evaluation is made of, each written once, run where the data are.

`expressions` and `steps` say what is summed up (Ibis expressions, which know no engine), `named`
has those that the evaluation itself uses, with those of every design, and `writing` turns them into
SQL. All need the extra `analytics`; this module does not. What comes back adds up like
`science.stats.moments.Moments`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

from trimtab.science.stats.moments import Moments

SumRow = Mapping[str, Any]
"""One row of an aggregation: a group, with its moments and counts."""


class Sum(StrEnum):
    """The aggregations that belong to no design; `queries/sql/` holds what PostgreSQL runs of
    each.
    """

    WEEKS = "weeks"
    WEEKS_BY_ARM = "weeks_by_arm"
    WEEKS_BY_UNIT = "weeks_by_unit"
    DAYS = "days"
    SPREADS = "spreads"


class Summed(Protocol):
    """Runs an aggregation, of `Sum` or of a design, over the figures; None is NULL."""

    def __call__(self, which: StrEnum, **given: Any) -> Sequence[SumRow]: ...


def moments_of_row(row: SumRow) -> Moments:
    """The moments of a group; of nothing where it is empty."""
    return Moments(row["n"], row["mean"], row["m2"]) if row["n"] else Moments()
