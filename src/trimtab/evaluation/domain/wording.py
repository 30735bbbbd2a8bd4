"""How days and numbers stand in sentences."""

from __future__ import annotations

import datetime as dt

from trimtab.kernel.said import Figure, Part, figure, say


def day(date: dt.date | None) -> Part:
    """A day as people write it."""
    return date or say("a day that nobody has named")


def count(number: float) -> Figure:
    """How many there are: 1,234."""
    return figure(number, ",.0f")


def exactly(number: float) -> Figure:
    """A number as somebody wrote it, without zeros at its end: 12.5."""
    return figure(number, "g")
