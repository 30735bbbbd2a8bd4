"""Bringing in items: all of a file or nothing of it, in bulk."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django.db import connection, transaction

from trimtab.library.domain.item_files import ItemFormat, ItemSpec, read_items, remarks_about
from trimtab.library.domain.items import body_data
from trimtab.library.domain.rows import ContentImport, ContentState
from trimtab.library.models import Item, ItemVersion

BATCH = 2_000
_POINT = """
    UPDATE library_item AS item
    SET version_id = fresh.version, kind = fresh.kind, title = fresh.title,
        tags = fresh.tags::varchar[], state = fresh.state, verified_on = %s
    FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[])
        AS fresh (id, version, kind, title, tags, state)
    WHERE item.id = fresh.id
"""


def import_items(
    *, text: str, form: ItemFormat, by: UUID | None, now: dt.datetime
) -> ContentImport:
    """Imports items from YAML or CSV and publishes them; all of them, or nothing when one is wrong.

    Items are known by key; an edited one gets one new version, an unchanged one none.
    """
    specs, problems = read_items(text, form)
    if problems:
        return ContentImport(problems=tuple(problems))
    return replace(_match(specs, by=by, now=now), remarks=tuple(remarks_about(specs)))


@transaction.atomic
def _match(specs: Sequence[ItemSpec], *, by: UUID | None, now: dt.datetime) -> ContentImport:
    """Creates and changes items in bulk so that each spec is published.

    It takes a fixed number of queries for each 2,000.
    """
    created: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    for start in range(0, len(specs), BATCH):
        batch = specs[start : start + BATCH]
        keys = [spec.key for spec in batch]
        there = {
            item.key: item for item in Item.objects.filter(key__in=keys).select_related("version")
        }
        fresh = [spec for spec in batch if spec.key not in there]
        edited = [spec for spec in batch if spec.key in there and _differs(spec, there[spec.key])]
        _create(fresh, by, now)
        _edit(edited, there, by, now)
        created += [spec.key for spec in fresh]
        changed += [spec.key for spec in edited]
        touched = {spec.key for spec in (*fresh, *edited)}
        unchanged += [key for key in keys if key not in touched]
    return ContentImport(tuple(created), tuple(changed), tuple(unchanged))


def _create(specs: Sequence[ItemSpec], by: UUID | None, now: dt.datetime) -> None:
    """Writes items and their first versions.

    Each names the other: the database looks at the end of the transaction.
    """
    items = [
        Item(
            id=uuid4(),
            key=spec.key,
            kind=spec.body.kind(),
            title=spec.body.stem[:300],
            tags=list(spec.tags),
            owner_id=by,
            state=ContentState.PUBLISHED,
            verified_on=now.date(),
        )
        for spec in specs
    ]
    versions = [_version(spec, item, by, now) for spec, item in zip(specs, items, strict=True)]
    for item, version in zip(items, versions, strict=True):
        item.version = version
    Item.objects.bulk_create(items)
    ItemVersion.objects.bulk_create(versions)


def _edit(
    specs: Sequence[ItemSpec], there: Mapping[str, Item], by: UUID | None, now: dt.datetime
) -> None:
    """Writes new versions of items that are there, and lets these point to them.

    That is one statement: Django's own grows with the square of the rows.
    """
    if not specs:
        return
    versions = [_version(spec, there[spec.key], by, now) for spec in specs]
    ItemVersion.objects.bulk_create(versions)
    columns = (
        [there[spec.key].id for spec in specs],
        [version.id for version in versions],
        [spec.body.kind() for spec in specs],
        [spec.body.stem[:300] for spec in specs],
        [_array(spec.tags) for spec in specs],
        [ContentState.PUBLISHED.value] * len(specs),
    )
    with connection.cursor() as cursor:
        cursor.execute(_POINT, [now.date(), *columns])


def _array(words: Sequence[str]) -> str:
    """Words as PostgreSQL writes an array: an array of arrays would need all to be of one
    length.
    """
    quoted = [word.replace("\\", "\\\\").replace('"', '\\"') for word in words]
    return "{" + ",".join(f'"{word}"' for word in quoted) + "}"


def _differs(spec: ItemSpec, item: Item) -> bool:
    return (
        item.version is None
        or item.version.body != body_data(spec.body)
        or item.tags != list(spec.tags)
        or item.state != ContentState.PUBLISHED
    )


def _version(spec: ItemSpec, item: Item, by: UUID | None, now: dt.datetime) -> ItemVersion:
    number = item.version.number + 1 if item.version else 1
    return ItemVersion(
        id=uuid4(), item=item, number=number, body=body_data(spec.body), by_id=by, at=now
    )
