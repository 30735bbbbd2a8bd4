"""Reading items and job aids, in bulk and as frozen rows."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, Q, QuerySet

from trimtab.kernel import paging
from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.library.domain.items import ItemBody, read_body
from trimtab.library.domain.markdown import clean
from trimtab.library.domain.rows import (
    AidRow,
    ItemRow,
    ItemVersionRow,
    PictureRow,
    SectionRow,
    State,
    TagRow,
    VersionRow,
)
from trimtab.library.models import Aid, AidSection, AidVersion, Item, ItemVersion, Picture

PAGE_SIZE = 100
Row = TypeVar("Row", bound=Model)
Made = TypeVar("Made")
_ITEM = (
    "id",
    "key",
    "kind",
    "title",
    "tags",
    "state",
    "version",
    "version__number",
    "owner",
    "verified_on",
    "review_every_days",
)


def _item_rows(found: QuerySet[Item]) -> list[ItemRow]:
    return [
        ItemRow(
            id=id_,
            key=key,
            kind=kind,
            title=title,
            tags=tuple(tags),
            state=State(state),
            version_id=version,
            number=number,
            owner_id=owner,
            verified_on=verified_on,
            review_every_days=days,
        )
        for id_, key, kind, title, tags, state, version, number, owner, verified_on, days in (
            found.exclude(version=None).order_by("key").values_list(*_ITEM)
        )
    ]


def items(*, state: State | None = None, query: str = "") -> list[ItemRow]:
    """Items by key; of one state, and with `query` in their title, when given."""
    found = Item.objects.filter(title__icontains=query) if query else Item.objects.all()
    return _item_rows(found.filter(state=state) if state else found)


def page_of_items(*, query: str = "", page: int = 1) -> Page[ItemRow]:
    """A page of items by key, with `query` in their title."""
    found = Item.objects.filter(title__icontains=query).exclude(version=None)
    return _page(found.order_by("key"), page, _item_rows)


def page_of_aids(*, state: State | None = None, query: str = "", page: int = 1) -> Page[AidRow]:
    """A page of job aids by title; of one state, and with `query` in their title, when given."""
    found = Aid.objects.filter(title__icontains=query)
    return _page(
        (found.filter(state=state) if state else found).order_by("title", "key"), page, _aid_rows
    )


def _page(
    found: QuerySet[Row], page: int, rows: Callable[[QuerySet[Row]], list[Made]]
) -> Page[Made]:
    cut = paging.cut(found.count(), number=page, size=PAGE_SIZE)
    ids = list(found.values_list("pk", flat=True)[cut.window])
    return cut.page(rows(found.model._default_manager.filter(pk__in=ids)))


def items_by_tags(tags: Sequence[str]) -> list[ItemRow]:
    """Published items with any of `tags`."""
    return _item_rows(Item.objects.filter(state=State.PUBLISHED, tags__overlap=list(tags)))


def tags() -> list[TagRow]:
    """Every tag of published content, by name; two queries."""
    questions, aids = _tag_counts(Item.objects.all()), _tag_counts(Aid.objects.all())
    return [
        TagRow(tag, questions[tag], aids[tag]) for tag in sorted(questions.keys() | aids.keys())
    ]


def _tag_counts(content: QuerySet[Item] | QuerySet[Aid]) -> Counter[str]:
    published = content.filter(state=State.PUBLISHED).values_list("tags", flat=True)
    return Counter(tag for tags in published for tag in tags)


def items_by_id(ids: Iterable[UUID]) -> dict[UUID, ItemRow]:
    """Items by id; unknown ids are left out."""
    return {row.id: row for row in _item_rows(Item.objects.filter(id__in=list(ids)))}


def item_versions(ids: Iterable[UUID]) -> dict[UUID, ItemVersionRow]:
    """Versions by id, with their bodies."""
    found = ItemVersion.objects.filter(id__in=list(ids)).select_related("item")
    return {
        one.id: ItemVersionRow(
            one.id, one.item_id, one.item.key, one.number, tuple(one.item.tags), one.body
        )
        for one in found
    }


def item_body(version_id: UUID) -> ItemBody:
    """The body of a version. Raises NotFound."""
    found = ItemVersion.objects.filter(id=version_id).values_list("body", flat=True).first()
    if found is None:
        raise NotFound("library.unknown", "There is no such question any more.")
    return read_body(found)


def aids(*, state: State | None = None, query: str = "") -> list[AidRow]:
    """Job aids by title; of one state, and with `query` in their title, when given."""
    found = Aid.objects.filter(title__icontains=query) if query else Aid.objects.all()
    return _aid_rows(found.filter(state=state) if state else found)


def aids_by_tags(tags: Sequence[str]) -> list[AidRow]:
    """Published job aids with any of `tags`."""
    return _aid_rows(Aid.objects.filter(state=State.PUBLISHED, tags__overlap=list(tags)))


def aid(key: str) -> AidRow:
    """One job aid. Raises NotFound."""
    rows = _aid_rows(Aid.objects.filter(key=key))
    if not rows:
        raise NotFound("library.unknown", "There is no such job aid. Search for it under Find.")
    return rows[0]


def aid_titles(keys: Iterable[str]) -> dict[str, str]:
    """Titles of job aids by key; unknown keys are left out."""
    return dict(Aid.objects.filter(key__in=list(keys)).values_list("key", "title"))


def _aid_rows(found: QuerySet[Aid]) -> list[AidRow]:
    return [
        AidRow(
            id=one.id,
            key=one.key,
            document=one.document,
            title=one.title,
            kind=one.kind,
            tags=tuple(one.tags),
            state=State(one.state),
            number=one.version.number if one.version else 0,
            owner_id=one.owner_id,
            owner_name=one.owner.name if one.owner else "",
            verified_on=one.verified_on,
            review_every_days=one.review_every_days,
            flagged=one.flagged,
            collection=one.collection,
            language=one.language,
            missing_since=one.missing_since,
        )
        for one in found.select_related("version", "owner").order_by("title", "key")
    ]


def aid_sections(key: str) -> list[SectionRow]:
    """The sections of a job aid's published text, in order; cleaned again, since what is allowed today may be less than once."""
    found = AidSection.objects.filter(aid__key=key).order_by("number")
    return [
        SectionRow(one.slug, one.heading, one.level, tuple(one.path), one.text, clean(one.html))
        for one in found
    ]


def aid_source(key: str) -> str:
    """The Markdown of a job aid's current version. Raises NotFound."""
    found = Aid.objects.filter(key=key).values_list("version__source", flat=True).first()
    if found is None:
        raise NotFound("library.unknown", "There is no such job aid.")
    return str(found)


def picture(digest: str) -> PictureRow | None:
    """A picture of job aids by the SHA-256 of its bytes; None when there is none."""
    found = Picture.objects.filter(digest=digest).values_list("media_type", "content").first()
    return PictureRow(found[0], bytes(found[1])) if found else None


def aid_versions(key: str) -> list[VersionRow]:
    """The history of a job aid, newest first."""
    found = AidVersion.objects.filter(aid__key=key).select_related("by").order_by("-number")
    return [VersionRow(one.number, one.by.name if one.by else "", one.at) for one in found]


def due_for_review(today: dt.date) -> list[AidRow]:
    """Published job aids that should be looked at: not verified for longer than agreed, reported wrong, or without their file. One that
    nobody has checked yet is not among them."""
    concerned = Q(flagged__gt=0) | Q(missing_since__isnull=False) | Q(verified_on__isnull=False)
    rows = _aid_rows(Aid.objects.filter(concerned, state=State.PUBLISHED))
    return [row for row in rows if row.flagged or row.missing_since or row.review_due(today)]


def count_unchecked() -> int:
    """How many published job aids nobody has checked yet."""
    return Aid.objects.filter(state=State.PUBLISHED, verified_on=None).count()
