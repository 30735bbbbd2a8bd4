"""Who was shown whose data."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db.models import Count, Min, Q

from trimtab.governance.domain.access import What
from trimtab.governance.domain.looks import LookRow
from trimtab.governance.models import PersonSeen
from trimtab.governance.queries.auditing import ERASED
from trimtab.kernel import paging
from trimtab.kernel.paging import Page
from trimtab.kernel.past import Past
from trimtab.kernel.said import as_written

PAGE_SIZE = 50


def looks_at(person_id: UUID, *, page: int = 1) -> Page[LookRow]:
    """Who was shown what is held about a person, newest first. Two queries."""
    looks = PersonSeen.objects.filter(about=person_id)
    cut = paging.cut(looks.count(), number=page, size=PAGE_SIZE)
    rows = looks.select_related("reader").order_by("-day", "-id")[cut.window]
    return cut.page(
        LookRow(
            look.day,
            as_written(look.reader.name) if look.reader.name else ERASED,
            What(look.what),
        )
        for look in rows
    )


def old_looks(before: dt.datetime) -> Past:
    """How many looks are of days before that moment."""
    counted = PersonSeen.objects.aggregate(
        count=Count("id", filter=Q(day__lt=before.date())),
        oldest=Min("day", filter=Q(day__gte=before.date())),
    )
    oldest = counted["oldest"]
    # A day is over when the next one begins.
    over = dt.datetime.combine(oldest + dt.timedelta(days=1), dt.time(), dt.UTC) if oldest else None
    return Past(counted["count"], over)
