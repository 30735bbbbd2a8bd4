"""What people have practised this week and today, in seconds and answers."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum

from trimtab.practice.domain.today import day_start, week_start
from trimtab.practice.models import MemoryState, Review, Sitting

PACE_OF = 100
LEAST_FOR_PACE = 10
_PACES = """
    SELECT person.id, avg(recent.seconds)
    FROM unnest(%s::uuid[]) AS person (id)
    CROSS JOIN LATERAL (
        SELECT seconds FROM practice_review WHERE person_id = person.id ORDER BY at DESC LIMIT %s
    ) AS recent
    GROUP BY person.id
    HAVING count(*) >= %s
"""


@dataclass(slots=True)
class Spent:
    """What a person practised: seconds of the week and of today, answers of today.

    `new` is how many items were new today, `pace` the usual seconds an item (0 when unknown).
    """

    week: float = 0.0
    today: float = 0.0
    answers: int = 0
    new: int = 0
    pace: float = 0.0


def spent(zones: Mapping[UUID, str], now: dt.datetime) -> dict[UUID, Spent]:
    """What people with these time zones have practised; three queries a zone, and one."""
    practised = {person_id: Spent() for person_id in zones}
    by_zone: dict[str, list[UUID]] = defaultdict(list)
    for person_id, zone in zones.items():
        by_zone[zone].append(person_id)
    for zone, here in by_zone.items():
        week, today = week_start(now, zone), day_start(now, zone)
        _count_answers(practised, here, week, today)
        _count_again(practised, here, week, today)
        _count_new(practised, here, today)
    for person_id, pace in _paces(list(zones)):
        practised[person_id].pace = pace
    return practised


def _count_answers(
    practised: dict[UUID, Spent], here: Sequence[UUID], week: dt.datetime, today: dt.datetime
) -> None:
    is_today = Q(at__gte=today)
    reviews = Review.objects.filter(person__in=here, at__gte=week).values_list("person")
    sums = reviews.annotate(
        of_week=Sum("seconds"),
        of_today=Sum("seconds", filter=is_today, default=0.0),
        answers=Count("id", filter=is_today),
    )
    for person_id, of_week, of_today, answers in sums:
        person = practised[person_id]
        person.week, person.today, person.answers = of_week, of_today, answers


def _count_again(
    practised: dict[UUID, Spent], here: Sequence[UUID], week: dt.datetime, today: dt.datetime
) -> None:
    """What people spent on questions that came once more."""
    sittings = Sitting.objects.filter(person__in=here, started_at__gte=week).values_list("person")
    is_today = Q(started_at__gte=today)
    sums = sittings.annotate(
        of_week=Sum("again_seconds"),
        of_today=Sum("again_seconds", filter=is_today, default=0.0),
    )
    for person_id, of_week, of_today in sums:
        practised[person_id].week += of_week
        practised[person_id].today += of_today


def _count_new(practised: dict[UUID, Spent], here: Sequence[UUID], today: dt.datetime) -> None:
    new = MemoryState.objects.filter(person__in=here, reviews=1, reviewed_at__gte=today)
    for person_id, count in new.values_list("person").annotate(Count("id")):
        practised[person_id].new = count


def _paces(person_ids: Sequence[UUID]) -> list[tuple[UUID, float]]:
    with connection.cursor() as cursor:
        cursor.execute(_PACES, [list(person_ids), PACE_OF, LEAST_FOR_PACE])
        return list(cursor.fetchall())
