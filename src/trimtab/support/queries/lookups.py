"""Reading what people looked up, and what they said about aids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from trimtab.kernel.past import Past
from trimtab.library import api as library
from trimtab.support.domain.rows import LookupRow, ReportRow, Solved
from trimtab.support.models import Gap, Lookup

MOST_REPORTS = 200


def where_wrong(aid_keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """In which sections of aids people said that something is wrong, by key, the newest first.

    A section is named by its slug, '' where none was open. Nobody's name stands with it.
    """
    said = Lookup.objects.filter(opened_aid__in=list(aid_keys), solved=Solved.WRONG).order_by("-at")
    found: dict[str, list[str]] = {}
    for key, section in said.values_list("opened_aid", "opened_section"):
        found.setdefault(key, []).append(section)
    return {key: tuple(sections) for key, sections in found.items()}


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Everything that support holds about a person, as plain data."""
    lookups = Lookup.objects.filter(person=person_id).order_by("-at")
    closed = Gap.objects.filter(closed_by=person_id).order_by("closed_at")
    return {
        "lookups": list(
            lookups.values(
                "query", "found", "opened_aid", "opened_section", "solved", "words", "at"
            )
        ),
        "gaps_closed": list(closed.values("wording", "reason", "closed_at")),
    }


def reports() -> dict[str, list[ReportRow]]:
    """What people said about aids that are reported wrong, by the aid's key, newest first.

    Nobody's name stands with it.
    """
    published = library.aids(state=library.ContentState.PUBLISHED)
    flagged = [row.key for row in published if row.flagged]
    said = (
        Lookup.objects.filter(opened_aid__in=flagged, solved=Solved.WRONG)
        .exclude(words="")
        .order_by("-at")
    )
    found: dict[str, list[ReportRow]] = {}
    for key, words, at in said.values_list("opened_aid", "words", "at")[:MOST_REPORTS]:
        found.setdefault(key, []).append(ReportRow(words, at))
    return found


def lookup_of(person_id: UUID, lookup_id: UUID) -> LookupRow | None:
    """A lookup of one's own: what was asked, and what one said about the aid that was opened."""
    found = (
        Lookup.objects.filter(id=lookup_id, person=person_id).values_list("query", "solved").first()
    )
    return LookupRow(found[0], Solved(found[1]) if found[1] else None) if found else None


def kept() -> QuerySet[Lookup]:
    """The lookups that are kept with words of somebody's."""
    return Lookup.objects.exclude(query="", words="")


def searches_kept(person_id: UUID) -> int:
    """How many searches of a person are kept with their words."""
    return kept().filter(person=person_id).count()


def old_searches(before: dt.datetime) -> Past:
    """The searches from before a moment that are kept with their words."""
    found = kept().aggregate(
        count=Count("id", filter=Q(at__lt=before)), oldest=Min("at", filter=Q(at__gte=before))
    )
    return Past(found["count"], found["oldest"])
