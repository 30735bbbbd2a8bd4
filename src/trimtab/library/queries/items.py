"""Reading items: by key, by tag, by id, and their versions."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db.models import QuerySet

from trimtab.kernel.errors import NotFound
from trimtab.kernel.paging import Page
from trimtab.kernel.said import say
from trimtab.library.domain.items import ItemBody, read_body
from trimtab.library.domain.rows import ContentState, ItemRow, ItemVersionRow
from trimtab.library.models import Item, ItemVersion
from trimtab.library.queries.pages import page_of


def items(*, state: ContentState | None = None, query: str = "") -> list[ItemRow]:
    """Items by key; of one state, and with `query` in their title, when given."""
    found = Item.objects.filter(title__icontains=query) if query else Item.objects.all()
    return _rows(found.filter(state=state) if state else found)


def page_of_items(*, query: str = "", page: int = 1) -> Page[ItemRow]:
    """A page of items by key, with `query` in their title."""
    found = Item.objects.filter(title__icontains=query).exclude(version=None)
    return page_of(found.order_by("key"), page, _rows)


def items_by_tags(tags: Sequence[str]) -> list[ItemRow]:
    """Published items with any of `tags`."""
    return _rows(Item.objects.filter(state=ContentState.PUBLISHED, tags__overlap=list(tags)))


def items_by_id(ids: Iterable[UUID]) -> dict[UUID, ItemRow]:
    """Items by id; unknown ids are left out."""
    return {row.id: row for row in _rows(Item.objects.filter(id__in=list(ids)))}


def item_versions(ids: Iterable[UUID]) -> dict[UUID, ItemVersionRow]:
    """Versions by id, with their bodies."""
    versions = ItemVersion.objects.filter(id__in=list(ids)).select_related("item")
    return {
        version.id: ItemVersionRow(
            id=version.id,
            item_id=version.item_id,
            item_key=version.item.key,
            number=version.number,
            tags=tuple(version.item.tags),
            body=version.body,
        )
        for version in versions
    }


def item_body(version_id: UUID) -> ItemBody:
    """The body of a version. Raises NotFound."""
    body = ItemVersion.objects.filter(id=version_id).values_list("body", flat=True).first()
    if body is None:
        raise NotFound("library.unknown", say("There is no such question any more."))
    return read_body(body)


def _rows(found: QuerySet[Item]) -> list[ItemRow]:
    """Rows of items by key; one without a version is not shown."""
    columns = (
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
    return [
        ItemRow(
            id=item_id,
            key=key,
            kind=kind,
            title=title,
            tags=tuple(tags),
            state=ContentState(state),
            version_id=version,
            number=number,
            owner_id=owner,
            verified_on=verified_on,
            review_every_days=days,
        )
        for item_id, key, kind, title, tags, state, version, number, owner, verified_on, days in (
            found.exclude(version=None).order_by("key").values_list(*columns)
        )
    ]
