"""Letting answers go, because a person is erased or because their time is over. How they were graded stays."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from trimtab.kernel.past import Past
from trimtab.practice.models import Objection, Review


def _kept() -> QuerySet[Review]:
    return Review.objects.filter(response__isnull=False)


def answers_kept(person_id: UUID) -> int:
    """How many of a person's answers are kept as they were given."""
    return _kept().filter(person=person_id).count()


def forget_free_text(*, person_id: UUID) -> int:
    """Erasure: what a person answered goes; how it was graded stays. Returns how many answers it was."""
    Objection.objects.filter(review__person=person_id).update(words="")
    return _kept().filter(person=person_id).update(response=None)


def old_answers(before: dt.datetime) -> Past:
    """The answers given before a moment that are kept as they were given."""
    found = _kept().aggregate(
        count=Count("id", filter=Q(at__lt=before)), oldest=Min("at", filter=Q(at__gte=before))
    )
    return Past(found["count"], found["oldest"])


def forget_old_answers(*, before: dt.datetime) -> int:
    """Retention: what anybody answered before a moment goes; how it was graded stays. Returns how many answers it was."""
    Objection.objects.filter(review__at__lt=before).update(words="")
    return _kept().filter(at__lt=before).update(response=None)
