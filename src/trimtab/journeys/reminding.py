"""Reminders of practice: who has questions ready and has left them gets a word, as far as the strategy allows.

The strategy's settings say for each audience whether there are notices and when (`delivery.notices`, `delivery.window`); its limits say how
many messages a week and when it is quiet. Nobody is reminded who has stopped messages, has said so, or has just practised.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from trimtab.kernel.channels import ChannelName
from trimtab.kernel.said import paragraphs, say
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.practice import api as practice
from trimtab.strategy import api as strategy

KEY = "practice/ready/"
WORK_BEGINS, WORK_ENDS = dt.time(8), dt.time(17)
SATURDAY, THURSDAY = 5, 3
_READ = ("delivery.notices", "delivery.window", "messages.channels")


class Notices(StrEnum):
    """Whether an audience gets notices. BY_CHOICE: only those who have asked for them."""

    ON = "on"
    BY_IT_POLICY = "by IT policy"
    BY_CHOICE = "by choice"
    NONE = "none"


class Window(StrEnum):
    """When an audience gets them. IN_THE_SHIFT: no plan of shifts is known here, so they are read in the app, which is opened there."""

    ANY_TIME = "any time"
    WORKING_HOURS = "working hours"
    IN_THE_SHIFT = "in the shift"


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms somebody is reminded, over all audiences that they belong to: the strictest of each."""

    notices: Notices = Notices.ON
    window: Window = Window.ANY_TIME
    channels: tuple[str, ...] = ()

    @property
    def channel(self) -> ChannelName:
        """E-mail where the strategy sends through it; else, and in the shift, the app."""
        by_mail = ChannelName.EMAIL in self.channels and self.window is not Window.IN_THE_SHIFT
        return ChannelName.EMAIL if by_mail else ChannelName.IN_APP

    def is_open(self, now: dt.datetime, time_zone: str) -> bool:
        """Whether now is a time for it where the person is; working hours are Monday to Friday, 8:00 to 17:00."""
        if self.window is not Window.WORKING_HOURS:
            return True
        is_weekend = now.astimezone(ZoneInfo(time_zone)).weekday() >= SATURDAY
        return not is_weekend and messaging.is_between(now, time_zone, WORK_BEGINS, WORK_ENDS)

    def lets(self, wish: bool | None) -> bool:
        """Whether somebody with this wish (None: none was told) is reminded at all."""
        match self.notices:
            case Notices.NONE:
                return False
            case Notices.BY_CHOICE:
                return wish is True
            case Notices.ON | Notices.BY_IT_POLICY:
                return wish is not False


@transaction.atomic
def remind(*, now: dt.datetime, address: str = "") -> int:
    """Writes a reminder to whoever has questions ready and answered none today or yesterday; returns how many.

    At most one in two days, within the cap of the week, of which one message is kept until Thursday for what the strategy says. `address`
    is the whole link of Today, for reminders by e-mail. Called each hour; called again it writes nothing twice.
    """
    revision = strategy.current()
    if revision is None:
        return 0
    candidates = people.people_rows(practice.practising(now))
    terms = _terms(strategy.plan(revision.document), candidates)
    chosen = _not_yet(_may_be_reminded(candidates, terms, now), now)
    ready = practice.ready_many(chosen, now)
    because = {programme.key: programme.because for programme in practice.programmes()}
    groups: dict[tuple[ChannelName, tuple[str, ...], dt.date], list[UUID]] = defaultdict(list)
    for person_id, items in ready.items():
        person = candidates[person_id]
        programmes = tuple(sorted({item.programme for item in items}))
        day = now.astimezone(ZoneInfo(person.time_zone)).date()
        groups[(terms[person_id].channel, programmes, day)].append(person_id)
    return sum(
        write_reminder(ids, channel, day, _places(because, programmes), address, now)
        for (channel, programmes, day), ids in groups.items()
    )


def _places(because: Mapping[str, Iterable[str]], programmes: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(place for key in programmes for place in because.get(key, ())))


def _terms(plan: strategy.Plan, candidates: Iterable[UUID]) -> dict[UUID, Terms]:
    """The terms of each person, from the settings of their audiences and of everybody."""
    settings = [resource for resource in plan.settings if resource.setting in _READ]
    members = people.members_by_audience(
        {resource.audience for resource in settings if resource.audience}
    )
    values: dict[UUID, dict[str, Any]] = {person_id: {} for person_id in candidates}
    for resource in settings:
        setting = strategy.SETTINGS_BY_KEY[resource.setting]
        concerned = members[resource.audience] if resource.audience else list(values)
        for person_id in concerned:
            if (own := values.get(person_id)) is not None:
                so_far = own.get(setting.key, setting.default)
                own[setting.key] = setting.meet(so_far, resource.value)
    return {person_id: _read(own) for person_id, own in values.items()}


def _read(own: Mapping[str, object]) -> Terms:
    channels = own.get("messages.channels", ())
    return Terms(
        Notices(str(own.get("delivery.notices", Notices.ON))),
        Window(str(own.get("delivery.window", Window.ANY_TIME))),
        tuple(channels) if isinstance(channels, tuple) else (),
    )


def _may_be_reminded(
    candidates: Mapping[UUID, people.PersonRow], terms: Mapping[UUID, Terms], now: dt.datetime
) -> dict[UUID, str]:
    """Time zones of those for whom it is allowed, by the strategy and by their own wish, and a time for it."""
    limits = messaging.limits()
    wishes, stopped = messaging.reminder_wishes(candidates), messaging.those_opted_out(candidates)
    return {
        person.id: person.time_zone
        for person in candidates.values()
        if person.is_active
        and person.id not in stopped
        and terms[person.id].lets(wishes.get(person.id))
        and terms[person.id].is_open(now, person.time_zone)
        and not messaging.is_quiet(now, person.time_zone, limits)
    }


def _not_yet(zones: Mapping[UUID, str], now: dt.datetime) -> list[UUID]:
    """Those who have practised nothing and got no reminder since yesterday began, and whose week has room for one."""
    counted, cap = messaging.counted_this_week(zones, now), messaging.limits().messages_per_week
    reminded = messaging.last_written(KEY, zones)
    active: set[UUID] = set()
    since = {zone: _yesterday(now, zone) for zone in set(zones.values())}
    for zone, moment in since.items():
        active |= practice.who_practised([one for one, its in zones.items() if its == zone], moment)
    return [
        person_id
        for person_id, zone in zones.items()
        if person_id not in active
        and counted[person_id] < cap - _kept_back(now, zone)
        and not (person_id in reminded and reminded[person_id] >= since[zone])
    ]


def _kept_back(now: dt.datetime, time_zone: str) -> int:
    """How many of the week's messages are kept for what the strategy says: one until Thursday, then none."""
    return 1 if now.astimezone(ZoneInfo(time_zone)).weekday() < THURSDAY else 0


def _yesterday(now: dt.datetime, time_zone: str) -> dt.datetime:
    """When yesterday began."""
    day = now.astimezone(ZoneInfo(time_zone)).date() - dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(time_zone))


def write_reminder(
    ids: list[UUID],
    channel: ChannelName,
    day: dt.date,
    because: tuple[str, ...],
    address: str,
    now: dt.datetime,
) -> int:
    """Writes one reminder to several people, each of whom gets it in their own language; returns
    how many are new. `day` is theirs; `address` stands in it where it goes by e-mail.
    """
    ready = say("A few questions are ready for you under Today. They take three minutes at most.")
    link = [address] if channel is ChannelName.EMAIL and address else []
    return messaging.queue(
        person_ids=ids,
        key=f"{KEY}{day}",
        subject=say("Your practice is ready"),
        body=paragraphs(ready, *link, say("No time today? Then leave it: nothing piles up.")),
        why=say(
            "Questions are ready for you, and you answered none yesterday or today. You can stop "
            "reminders under Me."
        ),
        channel=channel,
        because=because,
        is_private=True,
        now=now,
    )
