"""What a comparison of before and after may say: that a figure changed, and never why."""

from __future__ import annotations

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.wording import day
from trimtab.science.stats.effects import Effect

CLAIM = "changed"


def than(expected: Expected) -> str:
    """What is compared with what, after the effect."""
    began = f" it began on {day(expected.starts)}" if expected.starts else " it began"
    return f"since{began} than before"


def sizes(expected: Expected, effect: Effect) -> str:
    """Of how many the effect is."""
    return f"{effect.n_treated:,} {expected.subjects} with figures before and after"


def worked(expected: Expected) -> str:
    """The beginning of a verdict that is on track."""
    return (
        f"'{expected.measure}' changed for the better after '{expected.title}' began "
        "(other things may have "
        "changed too)"
    )


def failed(expected: Expected, *, some: bool) -> str:
    """The beginning of one that is off track; `some`: there was a change, and it was too small."""
    what = "changed less than was expected" if some else "did not change as expected"
    return f"'{expected.measure}' {what} after '{expected.title}' began"
