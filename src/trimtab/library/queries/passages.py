"""Reading the sections of published job aids: what is searched, and what a search shows."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q

from trimtab.library.domain.paths import name_of
from trimtab.library.domain.rows import (
    Collected,
    ContentState,
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


def passages(section_ids: Collection[int], *, first_of: Collection[UUID] = ()) -> list[PassageRow]:
    """Sections by their ids, and the first ones of some job aids, without their texts.

    With each comes what a result says of its aid. Unknown ids are left out; one query.
    """
    wanted = Q(id__in=list(section_ids)) | Q(aid__in=list(first_of), number=0)
    rows = AidSection.objects.filter(wanted).values(
        "number",
        "slug",
        "heading",
        "path",
        "aid_id",
        section_id=F("id"),
        aid_key=F("aid__key"),
        document=F("aid__document"),
        title=F("aid__title"),
        kind=F("aid__kind"),
        tags=F("aid__tags"),
        aid_length=F("aid__length"),
        flagged=F("aid__flagged"),
        verified_on=F("aid__verified_on"),
        review_every_days=F("aid__review_every_days"),
    )
    found: list[dict[str, Any]] = [dict(row) for row in rows]
    return [
        PassageRow(**(row | {"path": tuple(row["path"]), "tags": tuple(row["tags"])}))
        for row in found
    ]


def section_texts(section_ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """The words and the HTML of sections by id; one query."""
    found = AidSection.objects.filter(id__in=list(section_ids))
    return {key: (text, html) for key, text, html in found.values_list("id", "text", "html")}
