"""The product's one clock. Whatever needs to know what time it is asks here, and nothing else asks
the machine.

In an ordinary installation it is the machine's clock. In a rehearsal (docs/operate/rehearsal.md) it
may be ahead of it: how far stands in a file of the data folder, so that web processes, worker and
commands agree at once.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.utils import timezone

_file: Path | None = None


def follow(file: Path) -> None:
    """From now on the clock is ahead of the machine's by the whole seconds that stand in `file`; by
    none while it is not there."""
    global _file
    _file = file


def is_followed() -> bool:
    """Whether this is a rehearsal, so that the clock may be set."""
    return _file is not None


def set_ahead(span: dt.timedelta) -> None:
    """Sets the clock `span` ahead of the machine's, for every process that follows the same file.
    Raises RuntimeError outside a rehearsal."""
    if _file is None:
        raise RuntimeError("the clock of an installation that is no rehearsal cannot be set")
    half = _file.with_suffix(".new")
    half.write_text(str(round(span.total_seconds())))
    half.replace(_file)


def now() -> dt.datetime:
    """The time it is, aware, in UTC."""
    return dt.datetime.now(dt.UTC) + ahead()


def today() -> dt.date:
    """The date it is for the reader: in the time zone of the request, else in UTC."""
    return timezone.localdate(now())


def ahead() -> dt.timedelta:
    """How far the clock is ahead of the machine's; zero in every installation but a rehearsal."""
    if _file is None:
        return dt.timedelta()
    try:
        return dt.timedelta(seconds=int(_file.read_text()))
    except FileNotFoundError:
        return dt.timedelta()
