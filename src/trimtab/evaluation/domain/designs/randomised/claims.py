"""What a comparison by lot may say."""

from __future__ import annotations

from trimtab.evaluation.domain.expectations import Expected
from trimtab.science.stats.effects import Effect

CLAIM = "caused"


def than(expected: Expected) -> str:
    """What is compared with what, after the effect."""
    return "with it than without it"


def sizes(expected: Expected, effect: Effect) -> str:
    """Of how many the effect is."""
    treated, control = effect.n_treated, effect.n_control
    return f"{treated:,} {expected.subjects} with it and {control:,} without it, by lot"


def worked(expected: Expected) -> str:
    """The beginning of a verdict that is on track."""
    return f"'{expected.title}' caused a change of '{expected.measure}' for the better"


def failed(expected: Expected, *, some: bool) -> str:
    """The beginning of one that is off track; `some`: there was an effect, and it was too small."""
    less, nothing = "brought less than was expected of", "did not bring what was expected of"
    return f"'{expected.title}' {less if some else nothing} '{expected.measure}'"
