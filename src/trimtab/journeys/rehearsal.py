"""A rehearsal: an organisation of invented people whose clock may be set ahead, to live weeks in
minutes.

Everything else in it is real: the worker, the messages, the figures that come in. The clock only
goes ahead; what falls due meanwhile happens once, as after days in which the machine was off.
"""

from __future__ import annotations

import datetime as dt
import re
from zoneinfo import ZoneInfo

from trimtab import clock
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say
from trimtab.people import api as people

LONGEST_MOVE = dt.timedelta(weeks=53)
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def span(text: str) -> dt.timedelta:
    """A span as people write it: '30m', '12h', '7d', '2w'. Raises Refusal for anything else."""
    match = re.fullmatch(r"([0-9]{1,5})([mhdw])", text.strip().lower())
    if match is None:
        raise Refusal(
            "clock.span", say("A span is a number and m, h, d or w: 30m, 12h, 7d, 2w."), "ahead"
        )
    return dt.timedelta(**{_UNITS[match[2]]: int(match[1])})


def moment(text: str) -> dt.datetime:
    """A time as ISO 8601 writes it; without a zone it is the organisation's.

    Raises Refusal for anything else.
    """
    try:
        found = dt.datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise Refusal("clock.time", say("Write the time like 2027-03-01T08:00."), "to") from error
    organisation = people.organisation()
    zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    return found if found.tzinfo else found.replace(tzinfo=zone)


def move(*, by: dt.timedelta) -> dt.datetime:
    """Sets the clock ahead and returns the new time.

    Raises Refusal where real people live, where the installation is no rehearsal, and for a move
    backwards or of more than a year.
    """
    check()
    if not clock.is_followed():
        raise Refusal(
            "clock.no-rehearsal",
            say("Only a rehearsal's clock can be set. Start it with TRIMTAB_REHEARSAL=yes."),
            "ahead",
        )
    if not dt.timedelta() < by <= LONGEST_MOVE:
        raise Refusal(
            "clock.backwards",
            say("The clock only goes ahead, by at most a year at a time."),
            "ahead",
        )
    clock.set_ahead(clock.ahead() + by)
    return clock.now()


def move_to(time: dt.datetime) -> dt.datetime:
    """Sets the clock ahead to `time` (aware). Raises what `move` raises."""
    return move(by=dt.timedelta(seconds=round((time - clock.now()).total_seconds())))


def check() -> None:
    """Raises Refusal where a clock that can be set meets an organisation of real people."""
    organisation = people.organisation()
    if clock.is_followed() and organisation is not None and not organisation.simulated:
        raise Refusal(
            "clock.real-people",
            say(
                "{name} is an organisation of real people: its clock cannot be set. "
                "Start it without TRIMTAB_REHEARSAL, or rehearse in another data "
                "folder.",
                name=organisation.name,
            ),
        )
