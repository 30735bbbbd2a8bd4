"""Statements about other statements (xAPI 1.0.3, part three, 2.1.3: 'targets another Statement')."""

from __future__ import annotations

from django.db.models import QuerySet

from trimtab.lrs.domain.rows import Filters
from trimtab.lrs.models import Reference, Statement


def referring(targets: QuerySet[Statement], filters: Filters) -> QuerySet[Statement]:
    """The statements whose object is one of `targets`, directly or over others; a voided target counts too."""
    sources = Reference.objects.filter(target__in=targets.values("id"))
    bounds = {"stored__gt": filters.since, "stored__lte": filters.until}
    if filters.after:
        bounds["stored__gte" if filters.ascending else "stored__lte"] = filters.after[0]
    sources = sources.filter(**{name: value for name, value in bounds.items() if value})
    return Statement.objects.filter(id__in=sources.values("source"))
