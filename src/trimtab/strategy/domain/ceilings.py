"""The largest effects that comparable trials have found: who expects more must say why this is different."""

from __future__ import annotations

from trimtab.strategy.domain.document import Measure, Scale

PROPORTION = 0.25
RELATIVE = 0.5
SOURCE = "Arthur et al. 2003; Kwan et al. 2020"


def most_seen(measure: Measure) -> float | None:
    """The largest effect seen in the field, in the measure's unit: a quarter for shares, half of the baseline for amounts.

    None when the measure has no baseline to hold it against.
    """
    if measure.scale is Scale.PROPORTION:
        return PROPORTION
    return RELATIVE * abs(measure.baseline) if measure.baseline else None
