"""How days are written in sentences."""

from __future__ import annotations

import datetime as dt


def day(date: dt.date | None) -> str:
    """A day as people write it."""
    return f"{date.day} {date:%B %Y}" if date else "a day that nobody has named"
