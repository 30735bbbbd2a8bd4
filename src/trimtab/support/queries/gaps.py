"""Reading gaps and collections, as frozen rows."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, Min, Q

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.support.domain.rows import (
    CollectionRow,
    GapRow,
    GapState,
    LookupRow,
    ReportRow,
    Solved,
)
from trimtab.support.models import Collection, Gap, Lookup

MOST_WORDINGS = 8
MOST_REPORTS = 200


def gaps(state: GapState | None = None) -> list[GapRow]:
    """What people did not find, most often first; of one state when given. Two people with the same words are one gap."""
    found = Gap.objects.annotate(
        count=Count("lookups"),
        people=Count("lookups__person", distinct=True),
        last_at=Max("lookups__at"),
        said=ArrayAgg("lookups__words", distinct=True, filter=~Q(lookups__words=""), default=[]),
        wordings=ArrayAgg(
            "lookups__query", distinct=True, filter=~Q(lookups__query=""), default=[]
        ),
        earliest=Min("lookups__at"),
    )
    rows = [
        GapRow(
            id=one.id,
            wording=one.wording,
            count=one.count,
            people=one.people,
            last_at=one.last_at or one.first_at,
            state=GapState(one.state),
            wordings=tuple(one.wordings[:MOST_WORDINGS]),
            reason=one.reason,
            aid_key=one.aid_key,
            first_at=one.earliest or one.first_at,
            said=tuple(one.said[:MOST_WORDINGS]),
        )
        for one in (found.filter(state=state) if state else found)
        if one.count or one.state == GapState.CLOSED
    ]
    return sorted(
        rows, key=lambda row: (-row.count, -row.people, -row.last_at.timestamp(), row.wording)
    )


def where_wrong(aid_keys: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """In which sections of aids (by their slug, '' where none was open) people said that something is wrong, by key, the newest first.

    Nobody's name stands with it.
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
    """What people said about aids that are reported wrong, by the aid's key, newest first; nobody's name stands with it."""
    flagged = [row.key for row in library.aids(state=library.State.PUBLISHED) if row.flagged]
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


def collections() -> list[CollectionRow]:
    """The collections in force, by title."""
    found = Collection.objects.filter(retired_at=None).order_by("title", "key")
    return [
        CollectionRow(one.key, one.title, one.audience, tuple(one.tags), tuple(one.because))
        for one in found
    ]


def collections_of(person_id: UUID) -> list[CollectionRow]:
    """The collections made for this person's audiences."""
    audiences = {row.key for row in people.audiences_of(person_id)}
    return [row for row in collections() if row.audience in audiences]
