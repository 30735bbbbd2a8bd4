"""A measure over time, as it may be shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """A line of a picture: its name and its points."""

    name: str
    points: tuple[SeriesPoint, ...]
