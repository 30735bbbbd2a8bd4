"""What a comparison of before and after may say: that a figure changed, and never why."""

from __future__ import annotations

from typing import assert_never

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.wording import count
from trimtab.kernel.said import Said, say, say_n
from trimtab.science.stats.effects import Effect
from trimtab.strategy.values import Grain

CLAIM = "changed"


def than(expected: Expected) -> Said:
    """What is compared with what, after the effect."""
    if expected.starts:
        return say("since it began on {day} than before", day=expected.starts)
    return say("since it began than before")


def sizes(expected: Expected, effect: Effect) -> Said:
    """Of how many the effect is."""
    many = count(effect.n_treated)
    match expected.grain:
        case Grain.PERSON:
            return say_n(
                "{many} person with figures before and after",
                "{many} people with figures before and after",
                effect.n_treated,
                many=many,
            )
        case Grain.UNIT:
            return say_n(
                "{many} unit with figures before and after",
                "{many} units with figures before and after",
                effect.n_treated,
                many=many,
            )
        case _:
            assert_never(expected.grain)


def worked(expected: Expected) -> Said:
    """The beginning of a verdict that is on track."""
    return say(
        "'{measure}' changed for the better after '{title}' began "
        "(other things may have changed too)",
        measure=expected.measure,
        title=expected.title,
    )


def failed(expected: Expected, *, some: bool) -> Said:
    """The beginning of one that is off track; `some`: there was a change, and it was too small."""
    measure, title = expected.measure, expected.title
    if some:
        return say(
            "'{measure}' changed less than was expected after '{title}' began",
            measure=measure,
            title=title,
        )
    return say(
        "'{measure}' did not change as expected after '{title}' began",
        measure=measure,
        title=title,
    )
