"""The dates of a paper as iCalendar (RFC 5545), in the organisation's time zone."""

from __future__ import annotations

import datetime as dt
import hashlib
from zoneinfo import ZoneInfo

import icalendar

from trimtab.papers.blocks import Event, Letterhead, Paper
from trimtab.papers.text import tidy

PRODUCT = "-//Trimtab//Papers//EN"


def ical(paper: Paper, head: Letterhead) -> bytes:
    """A calendar with one entry for each event.

    An entry keeps its UID over revisions, so that a newer file replaces an older one.

    Times are local and name their zone, whose rules come with the file; whole days have no time.
    """
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", tidy(f"{head.organisation}: {paper.title}"))
    calendar.add("x-wr-calname", tidy(f"{head.organisation}: {paper.title}"))
    calendar.add("x-wr-timezone", head.time_zone)
    for event in paper.events:
        calendar.add_component(_entry(event, head))
    days = [event.starts for event in paper.events] or [head.at]
    first, last = (
        dt.date(pick(day.year for day in days) + more, 1, 1) for pick, more in ((min, -1), (max, 2))
    )
    calendar.add_missing_timezones(first_date=first, last_date=last)
    made: bytes = calendar.to_ical()
    return made


def _entry(event: Event, head: Letterhead) -> icalendar.Event:
    entry = icalendar.Event()
    owner = hashlib.sha256((head.origin or head.organisation).encode()).hexdigest()[:12]
    entry.add("uid", f"{event.key}.{owner}@trimtab")
    entry.add("dtstamp", head.at.astimezone(dt.UTC))
    entry.add("summary", tidy(event.title))
    entry.add("description", tidy(event.says))
    if isinstance(event.starts, dt.datetime):
        starts = event.starts.replace(tzinfo=ZoneInfo(head.time_zone))
        entry.add("dtstart", starts)
        entry.add("dtend", starts + dt.timedelta(minutes=event.minutes))
    else:
        entry.add("dtstart", event.starts)
        entry.add("dtend", event.starts + dt.timedelta(days=1))
    entry.add("transp", "TRANSPARENT")
    return entry
