"""The forecast in sentences: first whether it holds, then one line for each thing that people ask
about.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from trimtab.forecast.domain.effort import Effort
from trimtab.forecast.domain.outlook import AudienceOutlook, Forecast, Likely, PracticeOutlook
from trimtab.forecast.domain.seeing import Seen
from trimtab.kernel.errors import NotEstimable


class ForecastStanding(StrEnum):
    """How something stands: it holds, it is tight, it does not hold, nobody can tell."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNSURE = "unsure"


class Topic(StrEnum):
    """What a line is about."""

    REMEMBERING = "remembering"
    MINUTES = "minutes"
    MESSAGES = "messages"
    EFFORT = "effort"
    COST = "cost"
    SEEING = "seeing"


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """A sentence about a topic, how it stands, whom or what it is about, and the place of the
    document ('' for the whole).
    """

    topic: Topic
    standing: ForecastStanding
    says: str
    subject: str = ""
    place: str = ""

    @property
    def sentence(self) -> str:
        """The sentence with what it is about, for where it stands alone."""
        if self.subject.endswith("?"):
            return f"{self.subject} {self.says}"
        return (
            f"{self.subject}: {self.says[:1].lower()}{self.says[1:]}" if self.subject else self.says
        )


TIGHT = 0.8
"""From this share of a limit on, it is tight."""
NEARLY_ALL = 0.95
ROUNDING = 0.5
"""Minutes: the last answer of a week may end after its last minute."""


def headline(forecast: Forecast) -> str:
    """The answer in one sentence."""
    told = list(lines(forecast))
    bad = sum(line.standing is ForecastStanding.BAD for line in told)
    unsure = sum(line.standing is ForecastStanding.UNSURE for line in told)
    if bad:
        return "One thing would not hold" if bad == 1 else f"{_counted(bad)} things would not hold"
    if unsure == len(told):
        return "Too little is known to forecast anything yet"
    if unsure:
        rest = (
            "one thing nobody can tell yet"
            if unsure == 1
            else f"{_counted(unsure).lower()} things nobody can tell yet"
        )
        return f"It would hold as far as it can be told; {rest}"
    return "It would hold"


def _counted(number: int) -> str:
    words = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")
    return words[number] if number < len(words) else str(number)


def lines(forecast: Forecast) -> Iterator[ForecastLine]:
    """Everything in sentences: remembering and minutes by audience, messages, effort, cost, and
    what will be seen.
    """
    for audience in forecast.audiences:
        yield from _practising(audience, forecast.weeks)
    for audience in forecast.audiences:
        yield from _messages(audience)
    yield _effort(forecast.effort)
    yield _cost(forecast)
    for comparison in forecast.seen:
        yield seen_line(comparison)
    for question in forecast.questions:
        if question.unknown and not question.seen:
            says = f"Nothing will answer this. {question.unknown.reason}"
            yield ForecastLine(
                Topic.SEEING,
                ForecastStanding.UNSURE,
                says,
                question.asks,
                f"questions/{question.key}",
            )


def _practising(audience: AudienceOutlook, weeks: int) -> Iterator[ForecastLine]:
    match audience.practising:
        case None:
            return
        case NotEstimable() as unknown:
            says = f"Nobody can tell. {unknown.reason}"
            yield ForecastLine(
                Topic.REMEMBERING,
                ForecastStanding.UNSURE,
                says,
                audience.name,
                f"audiences/{audience.key}",
            )
        case PracticeOutlook() as practising:
            yield _remembering(audience, practising, weeks)
            yield _minutes(audience, practising)


def _remembering(
    audience: AudienceOutlook, practising: PracticeOutlook, weeks: int
) -> ForecastLine:
    start, end = practising.recall[0], practising.recall[-1]
    says = (
        f"After {weeks} weeks the {practising.people:,} people would answer {hundred(end)} "
        f"of 100 questions right ({between(end)})."
    )
    if practising.met[-1].mean < NEARLY_ALL:
        says += f" Whoever takes part has met {hundred(practising.met[-1])} of 100 by then."
    standing = ForecastStanding.GOOD if end.low > start.mean else ForecastStanding.WARN
    return ForecastLine(
        Topic.REMEMBERING, standing, says, audience.name, f"audiences/{audience.key}"
    )


def _minutes(audience: AudienceOutlook, practising: PracticeOutlook) -> ForecastLine:
    usual, busiest = practising.usual_minutes, practising.minutes[practising.busiest]
    says = (
        f"Those who take part need {usual.mean:.1f} minutes a week ({usual.low:.1f} to "
        f"{usual.high:.1f}), {busiest.mean:.1f} in the "
        f"busiest ({busiest.low:.1f} to {busiest.high:.1f}); {practising.promised:g} were promised."
    )
    most, standing = max(practising.most_minutes), ForecastStanding.GOOD
    if practising.overpromised:
        says += (
            f" The programmes ask for {practising.planned:g} together, and the limit cuts them off."
        )
        standing = ForecastStanding.BAD
    elif most > practising.promised + ROUNDING:
        says += f" One in ten would need more than {most:.1f} minutes in some week."
        standing = ForecastStanding.BAD
    elif busiest.mean > TIGHT * practising.promised:
        standing = ForecastStanding.WARN
    return ForecastLine(Topic.MINUTES, standing, says, audience.name, f"audiences/{audience.key}")


def _messages(audience: AudienceOutlook) -> Iterator[ForecastLine]:
    told, place = audience.messages, f"audiences/{audience.key}"
    if not told.busiest:
        return
    if told.over:
        first = told.over[0]
        weeks = "one week" if len(told.over) == 1 else f"{len(told.over)} weeks"
        says = (
            f"In {weeks} more messages are written than the {told.cap} that may go, "
            "first in the week of "
            f"{first.day} {first:%B %Y}. The rest waits for a digest."
        )
        yield ForecastLine(Topic.MESSAGES, ForecastStanding.BAD, says, audience.name, place)
        return
    says = f"At most {told.busiest} of our messages in a week; {told.cap} may go."
    if not isinstance(told.others, NotEstimable) and told.others:
        says += f" Others send {told.others:g} a week beside them."
    yield ForecastLine(Topic.MESSAGES, ForecastStanding.GOOD, says, audience.name, place)


def _effort(work: Effort) -> ForecastLine:
    place = "answers/Q-D10"
    for each in (work.keeping, work.capacity):
        if isinstance(each, NotEstimable):
            return ForecastLine(
                Topic.EFFORT,
                ForecastStanding.UNSURE,
                f"Nobody can tell. {each.reason}",
                "Authors",
                place,
            )
    assert isinstance(work.keeping, float) and isinstance(work.capacity, float)
    says = (
        f"Keeping {work.pieces} questions and aids right takes {work.keeping:.1f} of the "
        f"{work.capacity:g} hours a month that were given."
    )
    months = work.months
    if isinstance(months, NotEstimable):
        return ForecastLine(
            Topic.EFFORT, ForecastStanding.BAD, f"{says} {months.reason}", "Authors", place
        )
    if work.to_write:
        says += (
            f" Writing the {work.to_write} that are not there yet takes {months[1]:.0f} "
            f"months ({months[0]:.0f} to {months[2]:.0f})."
        )
    standing = (
        ForecastStanding.WARN if work.keeping > TIGHT * work.capacity else ForecastStanding.GOOD
    )
    return ForecastLine(Topic.EFFORT, standing, says, "Authors", place)


def _cost(forecast: Forecast) -> ForecastLine:
    learners, authors, money = (
        forecast.cost.learners_hours,
        forecast.cost.authors_hours,
        forecast.cost.money,
    )
    for each in (learners, authors):
        if isinstance(each, NotEstimable):
            return ForecastLine(
                Topic.COST,
                ForecastStanding.UNSURE,
                f"Nobody can tell. {each.reason}",
                "Hours in all",
            )
    assert isinstance(learners, tuple) and isinstance(authors, tuple)
    practised = f"{_ranging(learners, 'hours of those who practise')} and " if learners[2] else ""
    says = f"In {forecast.weeks} weeks it takes {practised}{_ranging(authors, 'hours of authors')}."
    if isinstance(money, NotEstimable):
        return ForecastLine(
            Topic.COST, ForecastStanding.UNSURE, f"{says} In money nobody can tell. {money.reason}"
        )
    return ForecastLine(
        Topic.COST, ForecastStanding.GOOD, f"{says} That is {_ranging(money, 'in money')}."
    )


def _ranging(low_mean_high: tuple[float, float, float], what: str) -> str:
    """An amount with its range, where it has one."""
    low, mean, high = (f"{amount:,.0f}" for amount in low_mean_high)
    return f"{mean} {what}" if low == high else f"{mean} {what} ({low} to {high})"


def seen_line(seen: Seen) -> ForecastLine:
    """What a comparison will see, in a sentence."""
    standing, says = _seen(seen)
    return ForecastLine(Topic.SEEING, standing, says, seen.title, f"actions/{seen.key}/expects")


def _seen(seen: Seen) -> tuple[ForecastStanding, str]:
    if seen.unknown:
        return ForecastStanding.UNSURE, f"Nobody can tell what will be seen. {seen.unknown.reason}"
    expected = seen.amount.towards_better(seen.at_least)
    judged = f"It is judged in week {seen.by_week}, {_compared(seen)}"
    if seen.standardised:
        limit = (
            f"{seen.largest_spread:.3g} {seen.unit}".strip() if seen.largest_spread else "nothing"
        )
        return ForecastStanding.UNSURE, (
            f"{judged}. An effect of {expected} is seen then only if single figures "
            f"differ by a standard deviation of {limit} or less, "
            "and nobody has said how much they differ."
        )
    end = seen.at_the_end
    smallest = (
        "nothing"
        if end is None
        else f"{seen.amount.towards_better(end, exactly=False)} or a larger one"
    )
    if seen.in_time:
        return ForecastStanding.GOOD, (
            f"{judged}. With four chances in five an effect of {expected} is seen then, "
            f"or {smallest}; there are figures enough from week "
            f"{seen.week} on."
        )
    if seen.week:
        return ForecastStanding.BAD, (
            f"{judged}. An effect of {expected} could be seen only from week {seen.week} "
            f"on; in week {seen.by_week} only {smallest}."
        )
    return (
        ForecastStanding.BAD,
        f"{judged}. An effect of {expected} cannot be seen, however long it runs; by "
        f"then only {smallest}.",
    )


def _compared(seen: Seen) -> str:
    if seen.control:
        return f"{seen.treated:,} {seen.subjects} with it against {seen.control:,} without it"
    return f"{seen.treated:,} {seen.subjects} before and after"


def hundred(share: Likely) -> int:
    """A share as so many of a hundred."""
    return round(100 * share.mean)


def between(share: Likely) -> str:
    """The interval of a share in words."""
    return f"with four chances in five {round(100 * share.low)} to {round(100 * share.high)}"
