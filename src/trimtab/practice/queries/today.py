"""What a person sees under Today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from trimtab.people import api as people
from trimtab.practice.domain.rows import TodayRow
from trimtab.practice.domain.today import day_start, next_time
from trimtab.practice.queries.memories import Remembered, remembered, retention
from trimtab.practice.queries.programmes import programme_row
from trimtab.practice.queries.ready import PracticeDay, practice_day
from trimtab.practice.queries.sittings import sitting

MONTH = dt.timedelta(days=30)


def today(person_id: UUID, now: dt.datetime) -> TodayRow:
    """What is asked of a person today, in a fixed number of queries.

    Once a sitting is begun, it alone is asked.
    """
    person = people.person(person_id)
    begun, day = sitting(person, now), practice_day(person, now)
    memories = remembered(person_id)
    ready = len(begun.waiting) if begun else len(day.ready)
    return TodayRow(
        ready=ready,
        minutes=max(round(ready * day.each / 60), 1) if ready else 0,
        answered_today=day.spent.answers,
        minutes_this_week=round(day.spent.week / 60),
        cap_minutes=day.cap_minutes,
        next_at=_next_at(person, day, memories, now),
        next_month=retention(person_id, now + MONTH, memories),
        programmes=tuple(programme_row(programme) for programme in day.programmes),
        of=begun.of if begun else ready,
        again=sum(turn.again for turn in begun.waiting) if begun else 0,
        more=len(day.ready) if begun and not ready else 0,
        is_begun=begun is not None,
    )


def _next_at(
    person: people.PersonRow,
    day: PracticeDay,
    memories: Mapping[UUID, Remembered],
    now: dt.datetime,
) -> dt.datetime | None:
    dues = [memories[item_id].due_at for item_id in day.items if item_id in memories]
    is_new_left = len(dues) < len(day.items)
    return next_time(dues, is_new_left=is_new_left, today=day_start(now, person.time_zone))
