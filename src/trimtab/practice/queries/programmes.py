"""Reading programmes: which run, who practises them, who is in which arm."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Q, QuerySet

from trimtab.practice.domain.arms import Arm
from trimtab.practice.domain.rows import ProgrammeRow, Reach
from trimtab.practice.models import Cap, Enrolment, Programme

DEFAULT_CAP = 10


def programmes() -> list[ProgrammeRow]:
    """Programmes that run, by title."""
    running = Programme.objects.filter(retired_at=None).order_by("title")
    return [programme_row(programme) for programme in running]


def reached() -> list[Reach]:
    """Programmes that run, by title, with how many people are enrolled to practise them; one
    query.
    """
    enrolled = Q(enrolments__arm=Arm.PRACTICE, enrolments__until=None)
    counted = Programme.objects.filter(retired_at=None).annotate(
        people=Count("enrolments", filter=enrolled)
    )
    return [
        Reach(
            programme.key,
            programme.title,
            tuple(programme.tags),
            programme.starts,
            programme.people,
        )
        for programme in counted.order_by("title")
    ]


def programme_row(programme: Programme) -> ProgrammeRow:
    """A programme as others see it."""
    return ProgrammeRow(
        programme.key,
        programme.title,
        programme.audience,
        tuple(programme.tags),
        programme.minutes_per_week,
        programme.holdout,
        tuple(programme.because),
    )


def programmes_by_person(
    person_ids: Iterable[UUID], now: dt.datetime
) -> dict[UUID, list[Programme]]:
    """The programmes that people practise now, by key; who practises none is left out."""
    enrolled = _begun(now).filter(
        enrolments__person__in=list(person_ids),
        enrolments__arm=Arm.PRACTICE,
        enrolments__until=None,
    )
    by_person: dict[UUID, list[Programme]] = defaultdict(list)
    for programme in enrolled.annotate(people=ArrayAgg("enrolments__person")).order_by("key"):
        for person_id in programme.people:
            by_person[person_id].append(programme)
    return dict(by_person)


def practising(now: dt.datetime) -> list[UUID]:
    """Everybody who practises something now: enrolled in what has begun, in the arm that does."""
    enrolled = Enrolment.objects.filter(programme__in=_begun(now), arm=Arm.PRACTICE, until=None)
    return list(enrolled.order_by("person").values_list("person", flat=True).distinct())


def _begun(now: dt.datetime) -> QuerySet[Programme]:
    has_begun = Q(starts=None) | Q(starts__lte=now.date())
    return Programme.objects.filter(has_begun, retired_at=None)


def cap_minutes() -> int:
    """The most minutes a week that practice takes from anybody."""
    cap = Cap.objects.first()
    return cap.minutes_per_week if cap else DEFAULT_CAP


def arms(programme: str) -> dict[Arm, list[UUID]]:
    """The people of a programme by arm, those who have left included (as assigned)."""
    people: dict[Arm, list[UUID]] = {arm: [] for arm in Arm}
    enrolled = Enrolment.objects.filter(programme=programme).order_by("person")
    for person, arm in enrolled.values_list("person", "arm"):
        people[Arm(arm)].append(person)
    return people


def lots() -> Iterator[tuple[str, UUID, str]]:
    """Programme, pseudonym and arm of whoever was ever enrolled, read as it is asked for."""
    rows = Enrolment.objects.order_by("programme", "person").values_list(
        "programme", "person__pseudonym", "arm"
    )
    return rows.iterator(chunk_size=20_000)
