"""Which messages would reach somebody, week by week, by the rules that run the real thing.

These are quiet hours, cap and digest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from trimtab.messaging.domain.limits import MessageFate, MessageLimits, decide, week_of

HOUR = dt.timedelta(hours=1)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Planned:
    """A message that is written for somebody on a day, from 00:00 where the reader is."""

    key: str
    on: dt.date


@dataclass(frozen=True, slots=True)
class MessageWeeks:
    """By week: how many messages are written for somebody, how many go.

    And how many the cap holds back for a digest.
    """

    written: list[int]
    sent: list[int]
    held: list[int]


@dataclass(slots=True)
class _Outbox:
    """What waits for one person: (due, key, whether it is a message of its own and no digest)."""

    waiting: list[tuple[dt.datetime, str, bool]] = field(default_factory=list)

    def due(self, now: dt.datetime) -> list[tuple[dt.datetime, str, bool]]:
        """Takes out what is due, in the order in which it is handed over."""
        due = sorted(message for message in self.waiting if message[0] <= now)
        self.waiting = [message for message in self.waiting if message[0] > now]
        return due


def message_weeks(
    planned: Iterable[Planned],
    limits: MessageLimits,
    *,
    monday: dt.date,
    weeks: int,
    time_zone: str,
) -> MessageWeeks:
    """What one person gets who has not opted out, in `weeks` weeks from a Monday on.

    Nothing is urgent. Messages wait out the quiet hours, go while the week's cap allows, and are
    otherwise gathered into one digest, due when the next week begins; a digest counts as a message.
    """
    counted = MessageWeeks([0] * weeks, [0] * weeks, [0] * weeks)
    outbox = _Outbox([(_midnight(message.on, time_zone), message.key, True) for message in planned])

    def number(at: dt.datetime) -> int:
        return (week_of(at, time_zone).date() - monday).days // 7

    for at, _key, _own in outbox.waiting:
        if 0 <= number(at) < weeks:
            counted.written[number(at)] += 1
    while outbox.waiting:
        now = min(at for at, _key, _own in outbox.waiting)
        week = number(now)
        if week >= weeks:
            break
        due = outbox.due(now)
        if week >= 0 and _hand_over(due, outbox, counted, now, week, limits, time_zone):
            outbox.waiting.append(
                (week_of(now, time_zone).astimezone(dt.UTC) + WEEK, "digest", False)
            )
    return counted


def _hand_over(
    due: list[tuple[dt.datetime, str, bool]],
    outbox: _Outbox,
    counted: MessageWeeks,
    now: dt.datetime,
    week: int,
    limits: MessageLimits,
    time_zone: str,
) -> bool:
    """Decides what becomes of each message now; whether the cap held one back."""
    held = False
    for _at, key, own in due:
        fate = decide(
            now=now,
            time_zone=time_zone,
            limits=limits,
            sent_this_week=counted.sent[week],
            opted_out=False,
            urgent=False,
        )
        match fate:
            case MessageFate.GO:
                counted.sent[week] += 1
            case MessageFate.WAIT:
                outbox.waiting.append((now + HOUR, key, own))
            case MessageFate.DIGEST:
                counted.held[week] += own
                held = True
            case MessageFate.DROP:
                pass
    return held


def _midnight(day: dt.date, time_zone: str) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(time_zone)).astimezone(dt.UTC)
