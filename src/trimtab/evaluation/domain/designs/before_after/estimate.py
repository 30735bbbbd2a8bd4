"""The change of a figure since an action began: for each subject its mean after less its mean
before.
"""

from __future__ import annotations

from enum import StrEnum

from trimtab.evaluation.domain.designs.design import Compared
from trimtab.evaluation.domain.sums import Summed, moments_of_row
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.science.stats.effects import Effect, mean_change


class BeforeAfterSum(StrEnum):
    """What it sums up; `sums` says how."""

    CHANGES = "changes"


def estimate(compared: Compared, summed: Summed) -> Effect:
    """The mean change.

    Raises NotEstimable without a first day, or where too few have figures on both sides of it.
    """
    if compared.starts is None or compared.since is None:
        raise NotEstimable(say("The action has no first day, so there is no before and after."))
    [row] = summed(
        BeforeAfterSum.CHANGES,
        measure=compared.measure,
        starts=compared.starts,
        since=compared.since,
        until=compared.until,
        as_of=None,
    )
    changes = moments_of_row(row)
    if changes.n < 2:
        raise NotEstimable(say("Fewer than two have figures both before and after the start."))
    return mean_change(changes)
