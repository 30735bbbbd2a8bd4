"""What is ready for many people at once: the same choice as for one, in a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db import connection
from django.db.models import Count, Q, Sum

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.domain.arms import Arm
from trimtab.practice.domain.rows import Ready
from trimtab.practice.domain.today import Candidate, budget, choose, day_start, week_start
from trimtab.practice.models import Enrolment, MemoryState, Programme, Review, Sitting
from trimtab.practice.queries.today import PACE_OF, cap_minutes

LEAST_FOR_PACE = 10
Due = tuple[float, dt.datetime, dt.datetime]


@dataclass(slots=True)
class _Spent:
    """What a person practised: seconds of the week and today, items that were new today, usual seconds an item."""

    week: float = 0.0
    today: float = 0.0
    new: int = 0
    pace: float = 0.0


@dataclass(slots=True)
class _Memory:
    """The items a person has met, and those that are due."""

    met: frozenset[UUID] = frozenset()
    due: dict[UUID, Due] = field(default_factory=dict)


def ready_many(person_ids: Iterable[UUID], now: dt.datetime) -> dict[UUID, list[Ready]]:
    """The items that would be asked of each person now, first to last; people for whom nothing is ready are left out."""
    programmes = _programmes(person_ids, now)
    zones = people.time_zones(programmes)
    spent, memories = _spent(zones, now), _memories(zones, now)
    running = {one.key: one for several in programmes.values() for one in several}
    items = (
        library.items_by_tags(sorted({tag for one in running.values() for tag in one.tags}))
        if running
        else []
    )
    content = {
        keys: _content(several, items)
        for keys, several in {_keys(one): one for one in programmes.values()}.items()
    }
    cap = cap_minutes() if programmes else 0
    ready = {}
    for person_id in zones:
        own, one = programmes[person_id], spent[person_id]
        left = budget(
            cap_minutes=min(cap, sum(programme.minutes_per_week for programme in own)),
            week_seconds=one.week,
            today_seconds=one.today,
            pace=one.pace,
            new_today=one.new,
        )
        possible = _candidates(content[_keys(own)], memories[person_id])
        ready[person_id] = [
            Ready(c.item_id, c.version_id, c.programme) for c in choose(possible, left, now)
        ]
    return {person_id: chosen for person_id, chosen in ready.items() if chosen}


def _keys(running: Sequence[Programme]) -> tuple[str, ...]:
    return tuple(one.key for one in running)


def _programmes(person_ids: Iterable[UUID], now: dt.datetime) -> dict[UUID, list[Programme]]:
    started = Programme.objects.filter(Q(starts=None) | Q(starts__lte=now.date()), retired_at=None)
    running = {one.key: one for one in started.order_by("key")}
    enrolled = Enrolment.objects.filter(
        person__in=list(person_ids), programme__in=running, arm=Arm.PRACTICE, until=None
    )
    found: dict[UUID, list[Programme]] = defaultdict(list)
    for person_id, key in enrolled.order_by("programme").values_list("person", "programme"):
        found[person_id].append(running[key])
    return dict(found)


def _content(
    running: Sequence[Programme], items: Iterable[library.ItemRow]
) -> list[tuple[library.ItemRow, str, str]]:
    by_tag = {tag: one.key for one in reversed(running) for tag in one.tags}
    return [
        (item, by_tag[next(tag for tag in item.tags if tag in by_tag)], item.tags[-1])
        for item in items
        if by_tag.keys() & set(item.tags)
    ]


def _candidates(
    content: Iterable[tuple[library.ItemRow, str, str]], memory: _Memory
) -> list[Candidate]:
    found = []
    for item, programme, tag in content:
        if item.id in memory.due:
            found.append(Candidate(item.id, item.version_id, programme, tag, *memory.due[item.id]))
        elif item.id not in memory.met:
            found.append(Candidate(item.id, item.version_id, programme, tag))
    return found


def _memories(person_ids: Iterable[UUID], now: dt.datetime) -> dict[UUID, _Memory]:
    found: dict[UUID, _Memory] = defaultdict(_Memory)
    states = MemoryState.objects.filter(person__in=list(person_ids))
    for person_id, met in states.values_list("person").annotate(met=ArrayAgg("item")):
        found[person_id].met = frozenset(met)
    columns = ("person", "item", "stability", "reviewed_at", "due_at")
    for person_id, item_id, *due in states.filter(due_at__lte=now).values_list(*columns):
        found[person_id].due[item_id] = (due[0], due[1], due[2])
    return found


def _spent(zones: Mapping[UUID, str], now: dt.datetime) -> dict[UUID, _Spent]:
    found: dict[UUID, _Spent] = defaultdict(_Spent)
    for zone in set(zones.values()):
        here = [person_id for person_id, its in zones.items() if its == zone]
        today, week = day_start(now, zone), week_start(now, zone)
        sums = Review.objects.filter(person__in=here, at__gte=week).values("person")
        for row in sums.annotate(
            week=Sum("seconds"), today=Sum("seconds", filter=Q(at__gte=today), default=0.0)
        ):
            found[row["person"]].week, found[row["person"]].today = row["week"], row["today"]
        for row in _again(here, week, today):
            found[row["person"]].week += row["week"]
            found[row["person"]].today += row["today"]
        new = MemoryState.objects.filter(person__in=here, reviews=1, reviewed_at__gte=today).values(
            "person"
        )
        for met in new.annotate(count=Count("id")):
            found[met["person"]].new = met["count"]
    for person_id, pace in _paces(list(zones)):
        found[person_id].pace = pace
    return found


def _again(
    person_ids: list[UUID], week: dt.datetime, today: dt.datetime
) -> Iterable[dict[str, Any]]:
    """What people spent on questions that came once more, this week and today."""
    spent = Sitting.objects.filter(person__in=person_ids, started_at__gte=week).values("person")
    return spent.annotate(
        week=Sum("again_seconds"),
        today=Sum("again_seconds", filter=Q(started_at__gte=today), default=0.0),
    )


def _paces(person_ids: list[UUID]) -> list[tuple[UUID, float]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT one.id, avg(recent.seconds) FROM unnest(%s::uuid[]) AS one(id) CROSS JOIN LATERAL "
            "(SELECT seconds FROM practice_review WHERE person_id = one.id ORDER BY at DESC LIMIT %s) AS recent "
            "GROUP BY one.id HAVING count(*) >= %s",
            [person_ids, PACE_OF, LEAST_FOR_PACE],
        )
        return list(cursor.fetchall())
