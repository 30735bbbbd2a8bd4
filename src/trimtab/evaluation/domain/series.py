"""A measure over time, as it may be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.said import Said, figure, say


class By(StrEnum):
    """What a series is split by."""

    NOTHING = "nothing"
    ARM = "arm"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A week of a series: mean, its 95 % interval (None below two values), and how many subjects.

    Small groups are left out.
    """

    week: dt.date
    mean: float
    low: float | None
    high: float | None
    n: int

    @property
    def said(self) -> Said:
        """The mean with its interval, and of how many it is."""
        mean = figure(self.mean, ".3g")
        if self.low is None or self.high is None:
            return say("{mean}, n {count}", mean=mean, count=self.n)
        low, high = figure(self.low, ".3g"), figure(self.high, ".3g")
        return say(
            "{mean} ({low} – {high}), n {count}", mean=mean, low=low, high=high, count=self.n
        )


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A line of a picture: its name and its points."""

    name: str
    points: tuple[SeriesPoint, ...]
