"""Reading job aids: by title, by tag, by key, their sections and pictures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.library.domain.cleaning import clean
from trimtab.library.domain.rows import AidRow, ContentState, PictureRow, SectionRow
from trimtab.library.models import Aid, AidSection, Picture
from trimtab.library.queries.pages import page_of


def aids(*, state: ContentState | None = None, query: str = "") -> list[AidRow]:
    """Job aids by title; of one state, and with `query` in their title, when given."""
    found = Aid.objects.filter(title__icontains=query) if query else Aid.objects.all()
    return _rows(found.filter(state=state) if state else found)


def page_of_aids(
    *, state: ContentState | None = None, query: str = "", page: int = 1
) -> Page[AidRow]:
    """A page of job aids by title; of one state, and with `query` in their title, when given."""
    found = Aid.objects.filter(title__icontains=query).order_by("title", "key")
    return page_of(found.filter(state=state) if state else found, page, _rows)


def aids_by_tags(tags: Sequence[str]) -> list[AidRow]:
    """Published job aids with any of `tags`."""
    return _rows(Aid.objects.filter(state=ContentState.PUBLISHED, tags__overlap=list(tags)))


def aid(key: str) -> AidRow:
    """One job aid. Raises NotFound."""
    rows = _rows(Aid.objects.filter(key=key))
    if not rows:
        raise NotFound(
            "library.unknown", say("There is no such job aid. Search for it under Find.")
        )
    return rows[0]


def aid_titles(keys: Iterable[str]) -> dict[str, str]:
    """Titles of job aids by key; unknown keys are left out."""
    return dict(Aid.objects.filter(key__in=list(keys)).values_list("key", "title"))


def aid_sections(key: str) -> list[SectionRow]:
    """The sections of a job aid's published text, in order.

    Cleaned again, since what is allowed today may be less than once.
    """
    return [
        SectionRow(
            slug=section.slug,
            heading=section.heading,
            level=section.level,
            path=tuple(section.path),
            text=section.text,
            html=clean(section.html),
        )
        for section in AidSection.objects.filter(aid__key=key).order_by("number")
    ]


def picture(digest: str) -> PictureRow | None:
    """A picture of job aids by the SHA-256 of its bytes; None when there is none."""
    found = Picture.objects.filter(digest=digest).values_list("media_type", "content").first()
    return PictureRow(found[0], bytes(found[1])) if found else None


def due_for_review(today: dt.date) -> list[AidRow]:
    """Published job aids that should be looked at.

    Those not verified for longer than agreed, reported wrong, or without their file; one that
    nobody has checked yet is not among them.
    """
    concerned = Q(flagged__gt=0) | Q(missing_since__isnull=False) | Q(verified_on__isnull=False)
    rows = _rows(Aid.objects.filter(concerned, state=ContentState.PUBLISHED))
    return [row for row in rows if row.flagged or row.missing_since or row.review_due(today)]


def count_unchecked() -> int:
    """How many published job aids nobody has checked yet."""
    return Aid.objects.filter(state=ContentState.PUBLISHED, verified_on=None).count()


def _rows(found: QuerySet[Aid]) -> list[AidRow]:
    return [
        AidRow(
            id=aid.id,
            key=aid.key,
            document=aid.document,
            title=aid.title,
            kind=aid.kind,
            tags=tuple(aid.tags),
            state=ContentState(aid.state),
            number=aid.version.number if aid.version else 0,
            owner_id=aid.owner_id,
            owner_name=aid.owner.name if aid.owner else "",
            verified_on=aid.verified_on,
            review_every_days=aid.review_every_days,
            flagged=aid.flagged,
            collection=aid.collection,
            language=aid.language,
            missing_since=aid.missing_since,
        )
        for aid in found.select_related("version", "owner").order_by("title", "key")
    ]
