"""Hours and money in sentences."""

from __future__ import annotations

from trimtab.forecast.domain.effort import Effort
from trimtab.forecast.domain.line import (
    TIGHT,
    ForecastLine,
    ForecastStanding,
    Topic,
    tenths,
    unknown_line,
)
from trimtab.forecast.domain.outlook import Forecast
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Figure, Said, figure, say, say_n, sentences


def effort_line(work: Effort) -> ForecastLine:
    """What keeping and writing content takes of the hours of authors."""
    authors, place = say("Authors"), "answers/Q-D10"
    if isinstance(work.keeping, NotEstimable):
        return unknown_line(Topic.EFFORT, work.keeping, authors, place)
    if isinstance(work.capacity, NotEstimable):
        return unknown_line(Topic.EFFORT, work.capacity, authors, place)
    assert isinstance(work.pieces, int)
    keeping = say_n(
        "Keeping {count} question or aid right takes {hours} of the {capacity} hours a month that "
        "were given.",
        "Keeping {count} questions and aids right takes {hours} of the {capacity} hours a month "
        "that were given.",
        work.pieces,
        hours=tenths(work.keeping),
        capacity=figure(work.capacity),
    )
    months = work.months
    if isinstance(months, NotEstimable):
        says = sentences(keeping, months.reason)
        return ForecastLine(Topic.EFFORT, ForecastStanding.BAD, says, authors, place)
    says = keeping
    if work.to_write:
        assert isinstance(work.to_write, int)
        says = sentences(keeping, _writing(work.to_write, months))
    standing = (
        ForecastStanding.WARN if work.keeping > TIGHT * work.capacity else ForecastStanding.GOOD
    )
    return ForecastLine(Topic.EFFORT, standing, says, authors, place)


def _writing(to_write: int, months: tuple[float, float, float]) -> Said:
    low, usual, high = (figure(each, ".0f") for each in months)
    return say_n(
        "Writing the one that is not there yet takes {months} months ({low} to {high}).",
        "Writing the {count} that are not there yet takes {months} months ({low} to {high}).",
        to_write,
        months=usual,
        low=low,
        high=high,
    )


def cost_line(forecast: Forecast) -> ForecastLine:
    """What all of it takes in hours and in money."""
    learners, authors, money = (
        forecast.cost.learners_hours,
        forecast.cost.authors_hours,
        forecast.cost.money,
    )
    if isinstance(learners, NotEstimable):
        return unknown_line(Topic.COST, learners, say("Hours in all"))
    if isinstance(authors, NotEstimable):
        return unknown_line(Topic.COST, authors, say("Hours in all"))
    hours = _hours(forecast.weeks, learners, authors)
    if isinstance(money, NotEstimable):
        says = sentences(hours, say("In money nobody can tell."), money.reason)
        return ForecastLine(Topic.COST, ForecastStanding.UNSURE, says)
    amount = _ranging(money, say("{amount} in money", amount=_whole(money[1])))
    says = sentences(hours, say("That is {amount}.", amount=amount))
    return ForecastLine(Topic.COST, ForecastStanding.GOOD, says)


def _hours(
    weeks: int, learners: tuple[float, float, float], authors: tuple[float, float, float]
) -> Said:
    """What it takes in hours; of those who practise where there are any."""
    writing = say_n(
        "{hours} hour of authors",
        "{hours} hours of authors",
        round(authors[1]),
        hours=_whole(authors[1]),
    )
    written = _ranging(authors, writing)
    if not learners[2]:
        return say_n(
            "In {count} week it takes {authors}.",
            "In {count} weeks it takes {authors}.",
            weeks,
            authors=written,
        )
    practising = say_n(
        "{hours} hour of those who practise",
        "{hours} hours of those who practise",
        round(learners[1]),
        hours=_whole(learners[1]),
    )
    return say_n(
        "In {count} week it takes {learners} and {authors}.",
        "In {count} weeks it takes {learners} and {authors}.",
        weeks,
        learners=_ranging(learners, practising),
        authors=written,
    )


def _whole(amount: float) -> Figure:
    return figure(amount, ",.0f")


def _ranging(low_mean_high: tuple[float, float, float], amount: Said) -> Said:
    """An amount with its range, where it has one."""
    low, _, high = map(_whole, low_mean_high)
    return (
        amount
        if low == high
        else say("{amount} ({low} to {high})", amount=amount, low=low, high=high)
    )
