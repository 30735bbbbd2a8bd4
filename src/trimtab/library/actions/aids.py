"""Bringing in job aids, a collection at a time; checking, reporting wrong, and taking them out."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from django.db import transaction
from django.db.models import F

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import as_written, figure, say
from trimtab.library.actions.publishing import Publishing, Read, Source
from trimtab.library.domain.aids import Document, checked_by, read_document
from trimtab.library.domain.paths import MOST_OF_A_PATH
from trimtab.library.domain.progress import Progress, silent
from trimtab.library.domain.rows import ContentImport, ContentProblem, ContentState
from trimtab.library.models import Aid, AidCollection

MOST_CHARACTERS = 2_000_000
MOST_OF_A_NAME = 120
# Told, in the same transaction, of which job aids the published text is another now.
Announce = Callable[[Sequence[UUID]], None]


def import_aids(
    *,
    files: Mapping[str, str],
    announce: Announce,
    by: UUID | None,
    now: dt.datetime,
    collection: str = "",
    origin: str = "",
    is_named: bool = True,
    pictures: Mapping[str, Read] | None = None,
    is_whole: bool = False,
    retire_missing: bool = False,
    progress: Progress = silent,
) -> ContentImport:
    """Imports Markdown documents (path → text) of a collection and publishes them.

    All of them are, or none when one is wrong.

    A document is known by its path in its collection, so that two collections never meet. One that
    has not changed makes no version, an edited one exactly one. Links between documents of the
    collection become links between job aids, and its `pictures` (path → how to read one) are shown.
    `is_whole` says that these are all its documents: the published ones that are not among them are
    named as missing and, with `retire_missing`, retired. `origin` is where the collection was read
    from; unless somebody named the collection (`is_named`), one that came from elsewhere before is
    refused. `announce` is `search.publish`: what is published is found in the same transaction.
    `progress(done, total)` is called as it goes.
    """
    documents, problems = _read(files, now.date() + dt.timedelta(days=1))
    if len(collection) > MOST_OF_A_NAME:
        sentence = say("Its name has more than {most} characters.", most=MOST_OF_A_NAME)
        problems.append(ContentProblem("collection", "", sentence))
    if problems:
        return ContentImport(problems=tuple(problems))
    source = Source(
        collection=collection,
        origin=origin,
        pictures=dict(pictures or {}),
        is_named=is_named,
        is_whole=is_whole,
        retires_missing=retire_missing,
    )
    try:
        return _store(source, documents, announce, by, now, progress)
    except Refusal as refusal:
        refused = ContentProblem("collection", "", as_written(refusal.sentence))
        return ContentImport(problems=(refused,))


def _read(
    files: Mapping[str, str], latest: dt.date
) -> tuple[dict[str, Document], list[ContentProblem]]:
    """The documents by path, and what keeps them out.

    None can have been checked later than on the day `latest`.
    """
    documents: dict[str, Document] = {}
    problems: list[ContentProblem] = []
    if not files:
        problems.append(
            ContentProblem("folder", "", say("There is no Markdown document (.md) here."))
        )
    for name, text in sorted(files.items()):
        path = unicodedata.normalize("NFC", name)
        if path in documents:
            sentence = say(
                "Another file's name looks the same and is written with other "
                "characters. Rename one."
            )
            problems.append(ContentProblem(name, "", sentence))
        elif len(path) > MOST_OF_A_PATH:
            problems.append(
                ContentProblem(
                    name,
                    "",
                    say("Its path has more than {most} characters.", most=MOST_OF_A_PATH),
                )
            )
        elif len(text) > MOST_CHARACTERS:
            problems.append(
                ContentProblem(
                    name,
                    "",
                    say(
                        "It has more than {most} characters. Split it.",
                        most=figure(MOST_CHARACTERS, ","),
                    ),
                )
            )
        else:
            documents[path] = checked_by(read_document(text.replace("\x00", ""), path), latest)
    return documents, problems


@transaction.atomic
def _store(
    source: Source,
    documents: Mapping[str, Document],
    announce: Announce,
    by: UUID | None,
    now: dt.datetime,
    progress: Progress,
) -> ContentImport:
    collection = _collection(source)
    there = _there(source.collection, documents)
    publishing = Publishing(source, documents, there, collection.shape, by, now)
    publishing.run(progress)
    missing = _missing(there, documents, source, now) if source.is_whole else []
    retired = [aid.id for aid in missing] if source.retires_missing else []
    if publishing.shape != collection.shape:
        AidCollection.objects.filter(name=collection.name).update(shape=publishing.shape)
    announce([*publishing.touched, *retired])
    return ContentImport(
        created=tuple(publishing.created),
        changed=tuple(publishing.changed),
        unchanged=tuple(publishing.unchanged),
        missing=tuple(aid.document for aid in missing),
        retired=len(retired),
        remarks=tuple(publishing.remarks),
    )


def _collection(source: Source) -> AidCollection:
    """The collection, locked; its origin is the newest place that somebody named it for.

    Raises Refusal.
    """
    AidCollection.objects.get_or_create(name=source.collection, defaults={"origin": source.origin})
    found = AidCollection.objects.select_for_update().get(name=source.collection)
    if source.origin and found.origin != source.origin:
        if not source.is_named and found.origin:
            raise Refusal(
                "library.collection",
                say(
                    "The collection '{name}' was brought in from {origin}. If this folder "
                    "is the same collection, say --collection '{name}'; if it is another, "
                    "give it another name.",
                    name=found.name,
                    origin=found.origin,
                ),
            )
        found.origin = source.origin
        found.save(update_fields=["origin"])
    return found


def _there(collection: str, documents: Mapping[str, Document]) -> dict[str, Aid]:
    """The collection's aids by path.

    With those that have no collection yet and are the same file, letter for letter.
    """
    aids = Aid.objects.select_related("version").select_for_update(of=("self",))
    there = {aid.document: aid for aid in aids.filter(collection=collection)}
    if collection:
        for aid in aids.filter(
            collection="", document__in=[path for path in documents if path not in there]
        ):
            if aid.version and aid.version.digest == documents[aid.document].digest:
                aid.collection = collection
                there[aid.document] = aid
        adopted = [aid.id for aid in there.values()]
        Aid.objects.filter(id__in=adopted, collection="").update(collection=collection)
    return there


def _missing(
    there: Mapping[str, Aid], documents: Mapping[str, Document], source: Source, now: dt.datetime
) -> list[Aid]:
    """The published aids whose file is no longer in the folder; retired, when that is asked for."""
    gone = [
        aid
        for path, aid in sorted(there.items())
        if path not in documents and aid.state == ContentState.PUBLISHED
    ]
    ids = [aid.id for aid in gone]
    Aid.objects.filter(id__in=ids, missing_since=None).update(missing_since=now.date())
    if source.retires_missing:
        Aid.objects.filter(id__in=ids).update(state=ContentState.RETIRED)
    return gone


def verify_aid(*, key: str, on: dt.date) -> bool:
    """Somebody has checked a job aid and it is right; reports that it is wrong are settled with it.

    Returns whether that is new: it was not checked on that day already. Raises NotFound.
    """
    found = Aid.objects.filter(key=key)
    if found.exclude(verified_on=on, flagged=0).update(verified_on=on, flagged=0):
        return True
    if not found.exists():
        raise NotFound("library.unknown", say("There is no such job aid."))
    return False


def flag_aid(*, key: str, back: bool = False) -> None:
    """Somebody at work says that a job aid is wrong, or takes that `back`."""
    if back:
        Aid.objects.filter(key=key, flagged__gt=0).update(flagged=F("flagged") - 1)
    else:
        Aid.objects.filter(key=key).update(flagged=F("flagged") + 1)


def retire_aid(*, key: str, announce: Announce) -> None:
    """Takes a job aid out of search (`announce`); its versions stay.

    It comes back when it is published again, or when its file has changed. Raises NotFound.
    """
    _set_state(key, ContentState.RETIRED, announce)


def publish_aid(*, key: str, announce: Announce) -> None:
    """Shows a retired job aid again, also to search (`announce`). Raises NotFound."""
    _set_state(key, ContentState.PUBLISHED, announce)


@transaction.atomic
def _set_state(key: str, state: ContentState, announce: Announce) -> None:
    aid = Aid.objects.filter(key=key).values_list("id", flat=True).first()
    if aid is None:
        raise NotFound("library.unknown", say("There is no job aid with the key '{key}'.", key=key))
    Aid.objects.filter(id=aid).update(state=state, missing_since=None)
    announce([aid])
