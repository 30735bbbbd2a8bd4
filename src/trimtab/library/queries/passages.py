"""Reading the sections of published job aids: what is searched, and what a search shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db import connection
from django.db.models import Q

from trimtab.library.domain.paths import name_of
from trimtab.library.domain.rows import (
    Collected,
    ContentState,
    HeadingRow,
    PassageRow,
    PublishedAid,
    PublishedSection,
)
from trimtab.library.models import Aid, AidSection

_COLLECTED = """
    SELECT count(*) FILTER (WHERE state = %s), (SELECT count(*) FROM library_aidsection)
    FROM library_aid
"""


def collected() -> Collected:
    """How many published job aids there are, and sections of all; one query."""
    with connection.cursor() as cursor:
        cursor.execute(_COLLECTED, [ContentState.PUBLISHED.value])
        aids, sections = cursor.fetchone()
    return Collected(aids, sections)


def published_texts(aid_ids: Iterable[UUID]) -> list[PublishedAid]:
    """The names and sections of those of some job aids that are published; two queries."""
    by_aid: dict[UUID, list[PublishedSection]] = {}
    wanted = list(aid_ids)
    for section in AidSection.objects.filter(aid__in=wanted).order_by("aid", "number"):
        by_aid.setdefault(section.aid_id, []).append(
            PublishedSection(
                id=section.id,
                heading=section.heading,
                path=tuple(section.path),
                text=section.text,
                html=section.html,
            )
        )
    published = Aid.objects.filter(id__in=by_aid, state=ContentState.PUBLISHED)
    return [
        PublishedAid(
            id=aid.id,
            names=(aid.title, name_of(aid.document), *aid.tags),
            sections=tuple(by_aid[aid.id]),
        )
        for aid in published
    ]


def headings(section_ids: Collection[int], *, first_of: Collection[UUID] = ()) -> list[HeadingRow]:
    """The headings of sections by their ids, and of the first ones of some job aids.

    With each comes what its aid is called. Unknown ids are left out; one query.
    """
    wanted = Q(id__in=list(section_ids)) | Q(aid__in=list(first_of), number=0)
    columns = ("id", "number", "heading", "aid_id", "aid__title", "aid__tags", "aid__length")
    return [
        HeadingRow(*row)
        for row in AidSection.objects.filter(wanted).values_list(*columns, "aid__key")
    ]


def passages(section_ids: Collection[int]) -> dict[int, PassageRow]:
    """Sections by id, with what the page of a result says of their aids; one query."""
    sections = AidSection.objects.filter(id__in=list(section_ids)).select_related("aid")
    return {
        section.id: PassageRow(
            number=section.number,
            slug=section.slug,
            heading=section.heading,
            path=tuple(section.path),
            text=section.text,
            html=section.html,
            aid_key=section.aid.key,
            document=section.aid.document,
            title=section.aid.title,
            kind=section.aid.kind,
            flagged=section.aid.flagged,
            verified_on=section.aid.verified_on,
            review_every_days=section.aid.review_every_days,
        )
        for section in sections
    }
