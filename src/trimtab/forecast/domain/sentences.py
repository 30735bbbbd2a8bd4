"""The forecast in sentences: first whether it holds, then one line for each thing that people ask
about.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.forecast.domain.hours_said import cost_line, effort_line
from trimtab.forecast.domain.line import (
    TIGHT,
    ForecastLine,
    ForecastStanding,
    Topic,
    tenths,
    unknown_line,
)
from trimtab.forecast.domain.outlook import AudienceOutlook, Forecast, Likely, PracticeOutlook
from trimtab.forecast.domain.seen_said import seen_line
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Said, as_written, figure, say, say_in, say_n, sentences, within

NEARLY_ALL = 0.95
ROUNDING = 0.5
"""Minutes: the last answer of a week may end after its last minute."""


def headline(forecast: Forecast) -> Said:
    """The answer in one sentence."""
    told = list(lines(forecast))
    bad = sum(line.standing is ForecastStanding.BAD for line in told)
    unsure = sum(line.standing is ForecastStanding.UNSURE for line in told)
    if bad:
        return say_n(
            "One thing would not hold",
            "{number} things would not hold",
            bad,
            number=_in_words(bad),
        )
    if unsure == len(told):
        return say("Too little is known to forecast anything yet")
    if unsure:
        rest = say_n(
            "one thing nobody can tell yet",
            "{number} things nobody can tell yet",
            unsure,
            number=within(_in_words(unsure)),
        )
        return say("It would hold as far as it can be told; {rest}", rest=rest)
    return say("It would hold")


NUMBERS = (
    say_in("a number", "One"),
    say_in("a number", "Two"),
    say_in("a number", "Three"),
    say_in("a number", "Four"),
    say_in("a number", "Five"),
    say_in("a number", "Six"),
    say_in("a number", "Seven"),
    say_in("a number", "Eight"),
    say_in("a number", "Nine"),
)


def _in_words(number: int) -> Said:
    return NUMBERS[number - 1] if number <= len(NUMBERS) else as_written(str(number))


def lines(forecast: Forecast) -> Iterator[ForecastLine]:
    """Everything in sentences: remembering and minutes by audience, messages, effort, cost, and
    what will be seen.
    """
    for audience in forecast.audiences:
        yield from _practising(audience, forecast.weeks)
    for audience in forecast.audiences:
        yield from _messages(audience)
    yield effort_line(forecast.effort)
    yield cost_line(forecast)
    for comparison in forecast.seen:
        yield seen_line(comparison)
    for question in forecast.questions:
        if question.unknown and not question.seen:
            says = sentences(say("Nothing will answer this."), question.unknown.reason)
            yield ForecastLine(
                Topic.SEEING,
                ForecastStanding.UNSURE,
                says,
                as_written(question.asks),
                f"questions/{question.key}",
            )


def _practising(audience: AudienceOutlook, weeks: int) -> Iterator[ForecastLine]:
    match audience.practising:
        case None:
            return
        case NotEstimable() as unknown:
            about = as_written(audience.name)
            yield unknown_line(Topic.REMEMBERING, unknown, about, f"audiences/{audience.key}")
        case PracticeOutlook() as practising:
            yield _remembering(audience, practising, weeks)
            yield _minutes(audience, practising)


def _about(
    audience: AudienceOutlook, topic: Topic, standing: ForecastStanding, *says: Said
) -> ForecastLine:
    """A line about an audience, of one or several sentences."""
    told = says[0] if len(says) == 1 else sentences(*says)
    name = as_written(audience.name)
    return ForecastLine(topic, standing, told, name, f"audiences/{audience.key}")


def _remembering(
    audience: AudienceOutlook, practising: PracticeOutlook, weeks: int
) -> ForecastLine:
    start, end = practising.recall[0], practising.recall[-1]
    says = [
        say_n(
            "After {count} week the {people} people would answer {share} of 100 questions right "
            "({interval}).",
            "After {count} weeks the {people} people would answer {share} of 100 questions right "
            "({interval}).",
            weeks,
            people=figure(practising.people, ","),
            share=hundred(end),
            interval=between(end),
        )
    ]
    if practising.met[-1].mean < NEARLY_ALL:
        met = hundred(practising.met[-1])
        says.append(say("Whoever takes part has met {share} of 100 by then.", share=met))
    standing = ForecastStanding.GOOD if end.low > start.mean else ForecastStanding.WARN
    return _about(audience, Topic.REMEMBERING, standing, *says)


def _minutes(audience: AudienceOutlook, practising: PracticeOutlook) -> ForecastLine:
    usual, busiest = practising.usual_minutes, practising.minutes[practising.busiest]
    says = [
        say(
            "Those who take part need {usual} minutes a week ({low} to {high}), {busiest} in the "
            "busiest ({busiest_low} to {busiest_high}); {promised} were promised.",
            usual=tenths(usual.mean),
            low=tenths(usual.low),
            high=tenths(usual.high),
            busiest=tenths(busiest.mean),
            busiest_low=tenths(busiest.low),
            busiest_high=tenths(busiest.high),
            promised=figure(practising.promised),
        )
    ]
    most, standing = max(practising.most_minutes), ForecastStanding.GOOD
    if practising.overpromised:
        planned = figure(practising.planned)
        says.append(
            say(
                "The programmes ask for {minutes} together, and the limit cuts them off.",
                minutes=planned,
            )
        )
        standing = ForecastStanding.BAD
    elif most > practising.promised + ROUNDING:
        says.append(
            say(
                "One in ten would need more than {minutes} minutes in some week.",
                minutes=tenths(most),
            )
        )
        standing = ForecastStanding.BAD
    elif busiest.mean > TIGHT * practising.promised:
        standing = ForecastStanding.WARN
    return _about(audience, Topic.MINUTES, standing, *says)


def _messages(audience: AudienceOutlook) -> Iterator[ForecastLine]:
    told = audience.messages
    if not told.busiest:
        return
    if told.over:
        held = say_n(
            "In one week more messages are written than the {cap} that may go, first in the week "
            "of {day}. The rest waits for a digest.",
            "In {count} weeks more messages are written than the {cap} that may go, first in the "
            "week of {day}. The rest waits for a digest.",
            len(told.over),
            cap=told.cap,
            day=told.over[0],
        )
        yield _about(audience, Topic.MESSAGES, ForecastStanding.BAD, held)
        return
    says = [
        say(
            "At most {count} of our messages in a week; {cap} may go.",
            count=told.busiest,
            cap=told.cap,
        )
    ]
    if not isinstance(told.others, NotEstimable) and told.others:
        beside = figure(told.others)
        says.append(say("Others send {count} a week beside them.", count=beside))
    yield _about(audience, Topic.MESSAGES, ForecastStanding.GOOD, *says)


def hundred(share: Likely) -> int:
    """A share as so many of a hundred."""
    return round(100 * share.mean)


def between(share: Likely) -> Said:
    """The interval of a share in words."""
    return say(
        "with four chances in five {low} to {high}",
        low=round(100 * share.low),
        high=round(100 * share.high),
    )
