"""When a message may go. Pure rules over one person's situation; times of day are those on the reader's clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from zoneinfo import ZoneInfo

MOST_ATTEMPTS = 8
_MINUTE = dt.timedelta(minutes=1)
LOOK_AGAIN = dt.timedelta(hours=1)


class MessageFate(StrEnum):
    """What becomes of a message now."""

    GO = "go"
    WAIT = "wait"
    DIGEST = "digest"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class MessageLimits:
    """What the platform never exceeds: messages a person and week, and the quiet hours.

    These are local times and may pass midnight.
    """

    messages_per_week: int = 3
    quiet_from: dt.time = dt.time(20, 0)
    quiet_until: dt.time = dt.time(7, 0)


def week_of(now: dt.datetime, time_zone: str) -> dt.datetime:
    """The Monday, 00:00 in the person's time zone, that began this week."""
    local = now.astimezone(ZoneInfo(time_zone))
    monday = local.date() - dt.timedelta(days=local.weekday())
    return dt.datetime.combine(monday, dt.time(), tzinfo=ZoneInfo(time_zone))


def next_week_of(now: dt.datetime, time_zone: str) -> dt.datetime:
    """The Monday, 00:00 in the person's time zone, that begins the next week."""
    return week_of(now, time_zone) + dt.timedelta(days=7)


def is_between(now: dt.datetime, time_zone: str, start: dt.time, end: dt.time) -> bool:
    """Whether the reader's clock shows a time from `start` until before `end`.

    May pass midnight; never when both are the same. It is the clock on the wall that counts: what
    lies in the hour that summer time leaves out does not come that day, and what lies in the hour
    that comes twice comes twice.
    """
    clock = now.astimezone(ZoneInfo(time_zone)).time()
    if start == end:
        return False
    return start <= clock < end if start < end else clock >= start or clock < end


def is_quiet(now: dt.datetime, time_zone: str, limits: MessageLimits) -> bool:
    """Whether `now` lies in the quiet hours of somebody in this time zone."""
    return is_between(now, time_zone, limits.quiet_from, limits.quiet_until)


def look_again(now: dt.datetime, time_zone: str, limits: MessageLimits) -> dt.datetime:
    """When a message that waits for the end of quiet hours is looked at next.

    At that end, when the clocks change (the wall may then show an hour once more that is not
    quiet), and in an hour at the latest, so that other limits that come into force meanwhile are
    kept too.
    """
    zone = ZoneInfo(time_zone)
    today = now.astimezone(zone).date()
    ends = [
        dt.datetime.combine(
            today + dt.timedelta(days=days), limits.quiet_until.replace(fold=fold), tzinfo=zone
        )
        for days in (0, 1)
        for fold in (0, 1)
    ]
    moments = [end.astimezone(dt.UTC) for end in ends]
    return min(_clocks_change(now, zone), *(moment for moment in moments if moment > now))


def _clocks_change(now: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The first minute from `now` on at which the zone's clocks are set; in an hour when none is before."""
    offset = now.astimezone(zone).utcoffset()
    first, last = 0, int(LOOK_AGAIN / _MINUTE)
    start = now.replace(second=0, microsecond=0)
    if (start + LOOK_AGAIN).astimezone(zone).utcoffset() == offset:
        return now + LOOK_AGAIN
    while last - first > 1:
        middle = (first + last) // 2
        if (start + middle * _MINUTE).astimezone(zone).utcoffset() == offset:
            first = middle
        else:
            last = middle
    return start + last * _MINUTE


def decide(
    *,
    now: dt.datetime,
    time_zone: str,
    limits: MessageLimits,
    sent_this_week: int,
    opted_out: bool,
    urgent: bool,
) -> MessageFate:
    """What becomes of a message: urgent ones go at any time and above the cap.

    All others keep quiet hours, cap and opt-out. What the cap holds back is gathered into one
    digest when the next week begins; with a cap of none there is no such week, so nothing is kept
    for it.
    """
    if urgent:
        return MessageFate.GO
    if opted_out or limits.messages_per_week == 0:
        return MessageFate.DROP
    if is_quiet(now, time_zone, limits):
        return MessageFate.WAIT
    return MessageFate.GO if sent_this_week < limits.messages_per_week else MessageFate.DIGEST


def next_attempt(now: dt.datetime, attempts: int) -> dt.datetime:
    """When a message that could not be handed over is tried again: after 2, 4, 8 … minutes, at most a day."""
    return now + dt.timedelta(minutes=min(2 ** min(attempts, 20), 24 * 60))
