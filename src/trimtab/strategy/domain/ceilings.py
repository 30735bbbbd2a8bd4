"""The largest effects that comparable trials have found: who expects more must say why this is
different.
"""

from __future__ import annotations

from trimtab.kernel.said import Said, capital, figure, say
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.document import Measure, Scale

PROPORTION = 0.25
RELATIVE = 0.5
SOURCE = "Arthur et al. 2003; Kwan et al. 2020"


def beyond(measure: Measure, at_least: float, most: float) -> Said:
    """That an expected effect lies beyond the most that is taken to have been seen, and what that
    most is, in a sentence.
    """
    amount = Amount.of(measure)
    if measure.scale is Scale.PROPORTION:
        where = say("{points} percentage points", points=figure(100 * PROPORTION))
    else:
        where = say(
            "half of today's {baseline} ({most})",
            baseline=figure(measure.baseline or 0.0),
            most=amount.towards_better(most),
        )
    return say(
        "{size} is expected of '{measure}', beyond {where}: no more is to be hoped for from what "
        "comparable trials found.",
        size=capital(amount.towards_better(at_least)),
        measure=measure.name,
        where=where,
    )


def most_seen(measure: Measure) -> float | None:
    """The largest effect seen in the field, in the measure's unit: a quarter for shares, half of
    the baseline for amounts.

    None when the measure has no baseline to hold it against.
    """
    if measure.scale is Scale.PROPORTION:
        return PROPORTION
    return RELATIVE * abs(measure.baseline) if measure.baseline else None
