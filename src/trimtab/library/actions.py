"""Writing, publishing, checking and importing items and job aids."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.library.domain.aids import Document, key_of, read_document, resolve_link, title_from
from trimtab.library.domain.item_files import ItemFormat, ItemSpec, read_items
from trimtab.library.domain.items import body_data, kind_of
from trimtab.library.domain.markdown import Rendered, render
from trimtab.library.domain.rows import ContentImport, ContentProblem, State
from trimtab.library.index import index_aids
from trimtab.library.models import Aid, AidSection, AidVersion, Item, ItemVersion
from trimtab.people import api as people

Progress = Callable[[int, int], None]
MOST_CHARACTERS = 2_000_000


def _silent(done: int, total: int) -> None:
    """Progress that nobody watches."""


def import_items(*, text: str, form: ItemFormat, by: UUID | None, now: dt.datetime) -> ContentImport:
    """Imports items from YAML or CSV and publishes them; all of them, or nothing when one is wrong.

    Items are known by key; an edited one gets one new version, an unchanged one none.
    """
    specs, problems = read_items(text, form)
    if problems:
        return ContentImport(problems=tuple(problems))
    return match_items(specs, by=by, now=now)


@transaction.atomic
def match_items(specs: Sequence[ItemSpec], *, by: UUID | None, now: dt.datetime) -> ContentImport:
    """Creates and changes items in bulk so that each spec is published."""
    there = {
        one.key: one for one in Item.objects.filter(key__in=[spec.key for spec in specs]).select_related("version")
    }
    created = [spec for spec in specs if spec.key not in there]
    changed = [spec for spec in specs if spec.key in there and _differs(spec, there[spec.key])]
    new = [
        Item(
            id=uuid4(),
            key=spec.key,
            kind=kind_of(spec.body),
            title=spec.body.stem[:300],
            tags=list(spec.tags),
            owner_id=by,
            state=State.PUBLISHED,
            verified_on=now.date(),
        )
        for spec in created
    ]
    Item.objects.bulk_create(new)
    items = {**there, **{one.key: one for one in new}}
    touched = created + changed
    versions = {spec.key: _version(spec, items[spec.key], by, now) for spec in touched}
    ItemVersion.objects.bulk_create(versions.values())
    for spec in touched:
        item = items[spec.key]
        item.version, item.kind, item.title = versions[spec.key], kind_of(spec.body), spec.body.stem[:300]
        item.tags, item.state, item.verified_on = list(spec.tags), State.PUBLISHED, now.date()
    Item.objects.bulk_update(
        [items[spec.key] for spec in touched], ["version", "kind", "title", "tags", "state", "verified_on"]
    )
    known = {spec.key for spec in touched}
    return ContentImport(
        tuple(spec.key for spec in created),
        tuple(spec.key for spec in changed),
        tuple(spec.key for spec in specs if spec.key not in known),
    )


def _differs(spec: ItemSpec, item: Item) -> bool:
    return (
        item.version is None
        or item.version.body != body_data(spec.body)
        or item.tags != list(spec.tags)
        or item.state != State.PUBLISHED
    )


def _version(spec: ItemSpec, item: Item, by: UUID | None, now: dt.datetime) -> ItemVersion:
    number = item.version.number + 1 if item.version else 1
    return ItemVersion(id=uuid4(), item=item, number=number, body=body_data(spec.body), by_id=by, at=now)


def retire_item(*, key: str) -> None:
    """Takes an item out of practice; its versions and reviews stay."""
    if not Item.objects.filter(key=key).update(state=State.RETIRED):
        raise NotFound("library.unknown", "There is no such item.")


def import_aids(
    *, files: Mapping[str, str], by: UUID | None, now: dt.datetime, progress: Progress = _silent
) -> ContentImport:
    """Imports Markdown documents (name → text) and publishes them; all of them, or nothing when one is wrong.

    A document is known by its file's name. One that has not changed makes no version, an edited one exactly one. Links
    between documents, of this import or imported before, become links between job aids. `progress(done, total)` is called as it goes.
    """
    documents, problems = _read(files)
    if problems:
        return ContentImport(problems=tuple(problems))
    return _store_aids(documents, by=by, now=now, progress=progress)


def _read(files: Mapping[str, str]) -> tuple[dict[str, Document], list[ContentProblem]]:
    documents: dict[str, Document] = {}
    problems: list[ContentProblem] = []
    keys: dict[str, str] = {}
    if not files:
        problems.append(ContentProblem("folder", "", "There is no Markdown document (.md) here."))
    for name, text in sorted(files.items()):
        key = key_of(name)
        if key in keys:
            problems.append(ContentProblem(name, "", f"Its key '{key}' is that of {keys[key]} already. Rename one."))
        elif len(text) > MOST_CHARACTERS:
            problems.append(ContentProblem(name, "", f"It has more than {MOST_CHARACTERS:,} characters. Split it."))
        else:
            keys[key] = name
            try:
                documents[name] = read_document(text.replace("\x00", ""))
            except Refusal as refusal:
                problems.append(ContentProblem(name, refusal.field, refusal.sentence))
    return documents, problems


@transaction.atomic
def _store_aids(
    documents: Mapping[str, Document], *, by: UUID | None, now: dt.datetime, progress: Progress
) -> ContentImport:
    there = {one.key: one for one in Aid.objects.select_related("version").select_for_update(of=("self",))}
    keys = {one.document: one.key for one in there.values()} | {name: key_of(name) for name in documents}
    created: list[str] = []
    changed: list[str] = []
    unchanged: list[str] = []
    touched: list[UUID] = []
    for position, (name, document) in enumerate(documents.items(), 1):
        key = keys[name]
        aid = there.get(key)
        if aid and aid.version and aid.version.digest == document.digest and aid.state == State.PUBLISHED:
            unchanged.append(key)
        else:
            (changed if aid else created).append(key)
            rendered = render(
                document.markdown, title=document.head.title, resolve=lambda target: resolve_link(target, keys)
            )
            aid = aid or Aid(id=uuid4(), key=key)
            touched.append(aid.id)
            _publish(aid, name, document, rendered, by=by, now=now)
        progress(position, len(documents))
    index_aids(touched)
    return ContentImport(tuple(created), tuple(changed), tuple(unchanged))


def _publish(aid: Aid, name: str, document: Document, rendered: Rendered, *, by: UUID | None, now: dt.datetime) -> None:
    head = document.head
    owner = people.person_by_email(head.owner) if head.owner else None
    aid.document, aid.kind, aid.tags = name, head.kind, list(head.tags)
    aid.title = (rendered.title if rendered.title != "Untitled" else title_from(name))[:300]
    aid.owner_id = owner.id if owner else by
    aid.review_every_days, aid.verified_on = head.review_every_days, head.verified_on or aid.verified_on
    aid.state, aid.flagged = State.PUBLISHED, 0
    number = aid.version.number + 1 if aid.version else 1
    version = AidVersion(
        id=uuid4(), aid=aid, number=number, source=document.markdown, digest=document.digest, by_id=by, at=now
    )
    Aid.objects.bulk_create(
        [aid],
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=[
            "document",
            "kind",
            "tags",
            "title",
            "owner",
            "review_every_days",
            "verified_on",
            "state",
            "flagged",
        ],
    )
    AidVersion.objects.bulk_create([version])
    aid.version = version
    Aid.objects.filter(id=aid.id).update(version=version)
    AidSection.objects.filter(aid=aid).delete()
    AidSection.objects.bulk_create(
        AidSection(
            aid=aid,
            number=section.number,
            slug=section.slug[:300],
            heading=section.heading[:500],
            level=section.level,
            path=[heading[:500] for heading in section.path],
            text=section.text,
            html=section.html,
        )
        for section in rendered.sections
    )


def verify_aid(*, key: str, on: dt.date) -> None:
    """Somebody has checked a job aid and it is right; reports that it is wrong are settled with it."""
    if not Aid.objects.filter(key=key).update(verified_on=on, flagged=0):
        raise NotFound("library.unknown", "There is no such job aid.")


def flag_aid(*, key: str, back: bool = False) -> None:
    """Somebody at work says that a job aid is wrong, or takes that `back`."""
    if back:
        Aid.objects.filter(key=key, flagged__gt=0).update(flagged=F("flagged") - 1)
    else:
        Aid.objects.filter(key=key).update(flagged=F("flagged") + 1)


@transaction.atomic
def retire_aid(*, key: str) -> None:
    """Takes a job aid out of search; its versions stay."""
    aid = Aid.objects.filter(key=key).values_list("id", flat=True).first()
    if aid is None:
        raise NotFound("library.unknown", "There is no such job aid.")
    Aid.objects.filter(id=aid).update(state=State.RETIRED)
    index_aids([aid])
