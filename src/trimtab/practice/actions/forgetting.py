"""Letting answers go, because a person is erased or because their time is over.

How they were graded stays.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from trimtab.practice.models import Objection
from trimtab.practice.queries.answers import responses_kept


def forget_free_text(*, person_id: UUID) -> int:
    """Erasure: what a person answered goes. Returns how many answers it was."""
    Objection.objects.filter(review__person=person_id).update(words="")
    return responses_kept().filter(person=person_id).update(response=None)


def forget_old_answers(*, before: dt.datetime) -> int:
    """Retention: what anybody answered before a moment goes. Returns how many answers it was."""
    Objection.objects.filter(review__at__lt=before).update(words="")
    return responses_kept().filter(at__lt=before).update(response=None)
