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
    sentence: str


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
        sentence = (
            f"{name}: {len(recent)} gaps in the last {WITHIN.days} days; usually there is a "
            f"figure {_each(usual)}."
        )
        yield Oddity(QualityCheck.GAP, sentence)
    else:
        for before, after in recent:
            sentence = (
                f"{name}: nothing between {_said(before.day)} and {_said(after.day)}; "
                f"usually there is a figure {_each(usual)}."
            )
            yield Oddity(QualityCheck.GAP, sentence)
    last = days[-1].day
    if (today - last).days > 2 * usual + 1:
        yield Oddity(
            QualityCheck.LATE,
            f"{name}: nothing since {_said(last)}; usually there is a figure {_each(usual)}.",
        )


def _jump(name: str, days: Sequence[Day], unit: str) -> Iterator[Oddity]:
    *earlier, last = days[-60:]
    middle = median(day.mean for day in earlier)
    spread = _TO_DEVIATION * median(abs(day.mean - middle) for day in earlier)
    low, high = min(day.mean for day in earlier), max(day.mean for day in earlier)
    if spread and abs(last.mean - middle) > JUMP * spread and not low <= last.mean <= high:
        seen = " ".join(filter(None, (f"{last.mean:.3g}", unit)))
        sentence = (
            f"{name}: on {_said(last.day)} the mean of {last.subjects:,} was {seen}; before, "
            f"it was between {low:.3g} and {high:.3g}."
        )
        yield Oddity(QualityCheck.JUMP, f"{sentence} Make sure of it before you believe it.")


def _fewer(name: str, days: Sequence[Day]) -> Iterator[Oddity]:
    *earlier, last = days[-60:]
    usual = median(day.subjects for day in earlier)
    if last.subjects < usual / 2:
        sentence = (
            f"{name}: on {_said(last.day)} only {last.subjects} had a figure; usually about "
            f"{usual:.0f} do."
        )
        yield Oddity(QualityCheck.FEWER, sentence)


def counted(repeated: int, corrected: int) -> list[Oddity]:
    """What a run itself noticed."""
    noticed = []
    if repeated:
        rows = "One row was" if repeated == 1 else f"{repeated:,} rows were"
        noticed.append(Oddity(QualityCheck.REPEATED, f"{rows} there twice and counted once."))
    if corrected:
        figures = (
            "One earlier figure was" if corrected == 1 else f"{corrected:,} earlier figures were"
        )
        noticed.append(
            Oddity(QualityCheck.CORRECTED, f"{figures} corrected; what was known before is kept.")
        )
    return noticed


def _said(day: dt.date) -> str:
    return f"{day.day} {day:%B %Y}"


def _each(days: float) -> str:
    return {1: "each day", 7: "each week"}.get(round(days), f"every {days:.0f} days")
