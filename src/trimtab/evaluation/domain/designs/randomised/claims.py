"""What a comparison by lot may say."""

from __future__ import annotations

from typing import assert_never

from trimtab.evaluation.domain.expectations import Expected
from trimtab.evaluation.domain.wording import count
from trimtab.kernel.said import Said, say, say_n
from trimtab.science.stats.effects import Effect
from trimtab.strategy.values import Grain

CLAIM = "caused"


def than(expected: Expected) -> Said:
    """What is compared with what, after the effect."""
    return say("with it than without it")


def sizes(expected: Expected, effect: Effect) -> Said:
    """Of how many the effect is."""
    treated, control = count(effect.n_treated), count(effect.n_control)
    match expected.grain:
        case Grain.PERSON:
            return say_n(
                "{treated} person with it and {control} without it, by lot",
                "{treated} people with it and {control} without it, by lot",
                effect.n_treated,
                treated=treated,
                control=control,
            )
        case Grain.UNIT:
            return say_n(
                "{treated} unit with it and {control} without it, by lot",
                "{treated} units with it and {control} without it, by lot",
                effect.n_treated,
                treated=treated,
                control=control,
            )
        case _:
            assert_never(expected.grain)


def worked(expected: Expected) -> Said:
    """The beginning of a verdict that is on track."""
    return say(
        "'{title}' caused a change of '{measure}' for the better",
        title=expected.title,
        measure=expected.measure,
    )


def failed(expected: Expected, *, some: bool) -> Said:
    """The beginning of one that is off track; `some`: there was an effect, and it was too small."""
    title, measure = expected.title, expected.measure
    if some:
        return say(
            "'{title}' brought less than was expected of '{measure}'", title=title, measure=measure
        )
    return say(
        "'{title}' did not bring what was expected of '{measure}'", title=title, measure=measure
    )
