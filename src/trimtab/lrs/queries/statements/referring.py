"""Statements about other statements (xAPI 1.0.3, part three,
2.1.3: 'targets another Statement')."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from trimtab.lrs.domain.statements.rows import Cursor, Filters
from trimtab.lrs.models import Reference, Statement, StatementId


def is_needed(filters: Filters) -> bool:
    """Whether statements may fit by what they refer to."""
    return filters.asks_for_content and Reference.objects.exists()


def referring(targets: QuerySet[Statement], filters: Filters) -> list[Cursor]:
    """When stored, and which: the statements whose object is one of `targets`,
    directly or over others; a voided target counts too. Times, order, authority and
    limit are those of `filters`; one more than fits.

    It walks the references, which are few beside the statements.
    """
    # The registry says in which month a target lies.
    lies = StatementId.objects.filter(id=OuterRef("target")).values("stored")[:1]
    references = Reference.objects.annotate(lies=Subquery(lies)).filter(
        Exists(targets.filter(id=OuterRef("target"), stored=OuterRef("lies"))),
        _timely(filters),
        voided=False,
    )
    if filters.authority:
        references = references.filter(authority=filters.authority)
    order = ("stored", "source") if filters.ascending else ("-stored", "-source")
    return list(
        references.order_by(*order).values_list("stored", "source").distinct()[: filters.limit + 1]
    )


def _timely(filters: Filters) -> Q:
    times = Q()
    if filters.since:
        times &= Q(stored__gt=filters.since)
    if filters.until:
        times &= Q(stored__lte=filters.until)
    if filters.after:
        stored, key = filters.after
        later = "gt" if filters.ascending else "lt"
        times &= Q(**{f"stored__{later}e": stored})
        times &= Q(**{f"stored__{later}": stored}) | Q(stored=stored, **{f"source__{later}": key})
    return times
