"""The time zones that somebody chooses from."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

# Of the thousand names these are the places; the others are old names of the same.
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


@cache
def zones() -> tuple[str, ...]:
    """Names of time zones by region and place, UTC first."""
    places = (zone for zone in available_timezones() if zone.partition("/")[0] in _REGIONS)
    return ("UTC", *sorted(places))
