"""What packages keep about people in their own words: about whom, and
since when nobody has opened the course."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import Greatest

from trimtab.courses.models import UnitStanding
from trimtab.kernel.past import Past


def kept() -> QuerySet[UnitStanding]:
    """The parts of courses that keep something about somebody."""
    return UnitStanding.objects.filter(runtime__isnull=False)


def kept_before(before: dt.datetime) -> QuerySet[UnitStanding]:
    """Those among them whose course nobody has opened since."""
    return kept().alias(used=_last_used()).filter(used__lt=before)


def kept_by_courses(person_id: UUID) -> int:
    """How many parts of courses keep something about a person."""
    return kept().filter(registration__person=person_id).count()


def old_keepings(before: dt.datetime) -> Past:
    """What packages keep for people who have not opened the course since."""
    counted = (
        kept()
        .annotate(used=_last_used())
        .aggregate(
            count=Count("id", filter=Q(used__lt=before)),
            oldest=Min("used", filter=Q(used__gte=before)),
        )
    )
    return Past(counted["count"], counted["oldest"])


def _last_used() -> Greatest:
    return Greatest("started_at", Max("registration__sessions__seen_at"))
