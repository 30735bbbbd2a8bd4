"""What is odd about a measure's figures, in plain sentences: gaps, jumps, fewer subjects than
usual, rows that were there twice.

A check says what to look at; it changes nothing and decides nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from trimtab.evaluation.domain.wording import count
from trimtab.kernel.said import Part, Said, figure, say, say_n

LEAST_DAYS = 8
MOST_GAPS = 3
WITHIN = dt.timedelta(days=90)
JUMP = 5.0
_TO_DEVIATION = 1.4826  # median absolute deviation to standard deviation, for normal data


class QualityCheck(StrEnum):
    """What was looked for."""

    GAP = "gap"
    LATE = "late"
    JUMP = "jump"
    FEWER = "fewer"
    REPEATED = "repeated"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Oddity:
    """Something to look at: which check, in a sentence."""

    check: QualityCheck
    sentence: Said


@dataclass(frozen=True, slots=True)
class Day:
    """A measure's figures of one day: how many subjects, and their mean."""

    day: dt.date
    subjects: int
    mean: float


def oddities(name: str, days: Sequence[Day], today: dt.date, unit: str = "") -> list[Oddity]:
    """What is odd about the figures in force of the measure called `name`, in its unit; `days` in
    order.

    Nothing is said about fewer than eight days.
    """
    if len(days) < LEAST_DAYS:
        return []
    usual = median((after.day - before.day).days for before, after in pairwise(days))
    return [*_gaps(name, days, usual, today), *_jump(name, days, unit), *_fewer(name, days)]


def _gaps(name: str, days: Sequence[Day], usual: float, today: dt.date) -> Iterator[Oddity]:
    recent = [
        (before, after)
        for before, after in pairwise(days)
        if (after.day - before.day).days > 2 * usual and after.day >= today - WITHIN
    ]
    if len(recent) > MOST_GAPS:
        sentence = say_n(
            "{measure}: {count} gap in the last {days} days; usually there is a figure "
            "{how_often}.",
            "{measure}: {count} gaps in the last {days} days; usually there is a figure "
            "{how_often}.",
            len(recent),
            measure=name,
            days=WITHIN.days,
            how_often=_how_often(usual),
        )
        yield Oddity(QualityCheck.GAP, sentence)
    else:
        for before, after in recent:
            sentence = say(
                "{measure}: nothing between {before} and {after}; usually there is a figure "
                "{how_often}.",
                measure=name,
                before=before.day,
                after=after.day,
                how_often=_how_often(usual),
            )
            yield Oddity(QualityCheck.GAP, sentence)
    last = days[-1].day
    if (today - last).days > 2 * usual + 1:
        sentence = say(
            "{measure}: nothing since {day}; usually there is a figure {how_often}.",
            measure=name,
            day=last,
            how_often=_how_often(usual),
        )
        yield Oddity(QualityCheck.LATE, sentence)


def _jump(name: str, days: Sequence[Day], unit: str) -> Iterator[Oddity]:
    *earlier, last = days[-60:]
    middle = median(day.mean for day in earlier)
    spread = _TO_DEVIATION * median(abs(day.mean - middle) for day in earlier)
    low, high = min(day.mean for day in earlier), max(day.mean for day in earlier)
    if spread and abs(last.mean - middle) > JUMP * spread and not low <= last.mean <= high:
        mean: Part = figure(last.mean, ".3g")
        sentence = say(
            "{measure}: on {day} the mean of {subjects} was {mean}; before, it was between {low} "
            "and {high}. Make sure of it before you believe it.",
            measure=name,
            day=last.day,
            subjects=count(last.subjects),
            mean=say("{number} {unit}", number=mean, unit=unit) if unit else mean,
            low=figure(low, ".3g"),
            high=figure(high, ".3g"),
        )
        yield Oddity(QualityCheck.JUMP, sentence)


def _fewer(name: str, days: Sequence[Day]) -> Iterator[Oddity]:
    *earlier, last = days[-60:]
    usual = median(day.subjects for day in earlier)
    if last.subjects < usual / 2:
        sentence = say(
            "{measure}: on {day} only {subjects} had a figure; usually about {usual} do.",
            measure=name,
            day=last.day,
            subjects=last.subjects,
            usual=figure(usual, ".0f"),
        )
        yield Oddity(QualityCheck.FEWER, sentence)


def counted(repeated: int, corrected: int) -> list[Oddity]:
    """What a run itself noticed."""
    noticed = []
    if repeated:
        sentence = say_n(
            "One row was there twice and counted once.",
            "{many} rows were there twice and counted once.",
            repeated,
            many=count(repeated),
        )
        noticed.append(Oddity(QualityCheck.REPEATED, sentence))
    if corrected:
        sentence = say_n(
            "One earlier figure was corrected; what was known before is kept.",
            "{many} earlier figures were corrected; what was known before is kept.",
            corrected,
            many=count(corrected),
        )
        noticed.append(Oddity(QualityCheck.CORRECTED, sentence))
    return noticed


def _how_often(days: float) -> Said:
    match round(days):
        case 1:
            return say("each day")
        case 7:
            return say("each week")
        case rounded:
            return say_n("every {count} day", "every {count} days", rounded)
