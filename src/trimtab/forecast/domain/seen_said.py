"""What the evaluation will see, in sentences."""

from __future__ import annotations

from trimtab.forecast.domain.line import ForecastLine, ForecastStanding, Topic
from trimtab.forecast.domain.seeing import Seen
from trimtab.kernel.said import Part, Said, as_written, figure, say, say_n, sentences


def seen_line(seen: Seen) -> ForecastLine:
    """What a comparison will see, in a sentence."""
    standing, says = _seen(seen)
    place = f"actions/{seen.key}/expects"
    return ForecastLine(Topic.SEEING, standing, says, as_written(seen.title), place)


def _seen(seen: Seen) -> tuple[ForecastStanding, Said]:
    if seen.unknown:
        nobody = say("Nobody can tell what will be seen.")
        return ForecastStanding.UNSURE, sentences(nobody, seen.unknown.reason)
    standing, effect = _effect(seen)
    judged = say(
        "It is judged in week {week}, {compared}.", week=seen.by_week, compared=_compared(seen)
    )
    return standing, sentences(judged, effect)


def _effect(seen: Seen) -> tuple[ForecastStanding, Said]:
    """Whether the expected effect will be seen, and what will."""
    expected = seen.amount.towards_better(seen.at_least)
    if seen.standardised:
        return ForecastStanding.UNSURE, say(
            "An effect of {effect} is seen then only if single figures differ by a standard "
            "deviation of {deviation} or less, and nobody has said how much they differ.",
            effect=expected,
            deviation=_deviation(seen),
        )
    smallest = _smallest(seen)
    if seen.in_time and seen.week:
        return ForecastStanding.GOOD, say(
            "With four chances in five an effect of {effect} is seen then, or {smallest}; there "
            "are figures enough from week {week} on.",
            effect=expected,
            smallest=smallest,
            week=seen.week,
        )
    if seen.week:
        return ForecastStanding.BAD, say(
            "An effect of {effect} could be seen only from week {week} on; in week {by_week} only "
            "{smallest}.",
            effect=expected,
            week=seen.week,
            by_week=seen.by_week,
            smallest=smallest,
        )
    return ForecastStanding.BAD, say(
        "An effect of {effect} cannot be seen, however long it runs; by then only {smallest}.",
        effect=expected,
        smallest=smallest,
    )


def _deviation(seen: Seen) -> Part:
    if not seen.largest_spread:
        return say("nothing")
    number = figure(seen.largest_spread, ".3g")
    return say("{value} {unit}", value=number, unit=seen.unit) if seen.unit else number


def _smallest(seen: Seen) -> Said:
    end = seen.at_the_end
    if end is None:
        return say("nothing")
    smallest = seen.amount.towards_better(end, exactly=False)
    return say("{amount} or a larger one", amount=smallest)


def _compared(seen: Seen) -> Said:
    treated, control = figure(seen.treated, ","), figure(seen.control, ",")
    if not seen.control:
        if seen.by_unit:
            return say_n(
                "{treated} unit before and after",
                "{treated} units before and after",
                seen.treated,
                treated=treated,
            )
        return say_n(
            "{treated} person before and after",
            "{treated} people before and after",
            seen.treated,
            treated=treated,
        )
    if seen.by_unit:
        return say_n(
            "{treated} unit with it against {control} without it",
            "{treated} units with it against {control} without it",
            seen.treated,
            treated=treated,
            control=control,
        )
    return say_n(
        "{treated} person with it against {control} without it",
        "{treated} people with it against {control} without it",
        seen.treated,
        treated=treated,
        control=control,
    )
