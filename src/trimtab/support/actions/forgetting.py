"""Letting the words of searches go, because a person is erased or because their time is over.

That somebody searched stays.
"""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction
from django.db.models import CharField, QuerySet, Value
from django.db.models.functions import Cast, Concat

from trimtab.support.models import Gap, Lookup
from trimtab.support.queries.lookups import kept


@transaction.atomic
def forget_free_text(*, person_id: UUID) -> int:
    """Erasure: the words a person searched with go; that they searched, and whether it helped,
    stays.

    A gap that nobody else met loses its wording too. Returns how many searches it was.
    """
    others = Lookup.objects.filter(gap__isnull=False).exclude(person=person_id).values("gap")
    _silence(Gap.objects.filter(lookups__person=person_id).exclude(id__in=others))
    return kept().filter(person=person_id).update(query="", words="")


@transaction.atomic
def forget_old_searches(*, before: dt.datetime) -> int:
    """Retention: the words of searches from before a moment go.

    So does the wording of gaps that nobody has met or closed since. Returns how many searches it
    was.
    """
    since = Lookup.objects.filter(gap__isnull=False, at__gte=before).values("gap")
    old = Gap.objects.filter(first_at__lt=before).exclude(wording="").exclude(closed_at__gte=before)
    _silence(old.exclude(id__in=since))
    return kept().filter(at__lt=before).update(query="", words="")


def _silence(gaps: QuerySet[Gap]) -> None:
    Gap.objects.filter(id__in=list(gaps.values_list("id", flat=True))).update(
        key=Concat(Value("erased "), Cast("id", CharField())), wording="", words=[]
    )
