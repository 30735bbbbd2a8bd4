"""Letting go of what packages kept about people in their own words, because a person is erased or because its time is over."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Greatest

from trimtab.courses.models import UnitStanding
from trimtab.kernel.past import Past


def _kept() -> QuerySet[UnitStanding]:
    return UnitStanding.objects.filter(runtime__isnull=False)


def kept_by_courses(person_id: UUID) -> int:
    """How many parts of courses keep something about a person."""
    return _kept().filter(registration__person=person_id).count()


def forget_person(*, person_id: UUID) -> int:
    """Takes away what packages kept about a person in their own words; where they stand stays, under the pseudonym.

    Returns of how many parts of courses it was.
    """
    return _kept().filter(registration__person=person_id).update(runtime=None, answered={})


def old_keepings(before: dt.datetime) -> Past:
    """What packages keep for people who have not opened the course since."""
    found = _last_used().aggregate(
        count=Count("id", filter=Q(used__lt=before)), oldest=Min("used", filter=Q(used__gte=before))
    )
    return Past(found["count"], found["oldest"])


def forget_old_keepings(*, before: dt.datetime) -> int:
    """Retention: what packages kept for people who have not opened the course since goes; where they stand stays.

    Returns of how many parts of courses it was.
    """
    old = _last_used().filter(used__lt=before).values_list("id", flat=True)
    return _kept().filter(id__in=list(old)).update(runtime=None, answered={})


def _last_used() -> QuerySet[UnitStanding]:
    return _kept().annotate(used=Greatest("started_at", Max("registration__sessions__seen_at")))
