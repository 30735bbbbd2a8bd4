"""Writing documents of the state and profile resources (xAPI 1.0.3, part three, 2.2)."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from uuid import UUID

from django.db import connection, transaction

from trimtab.lrs.actions.statements.storing import STORE_LOCK
from trimtab.lrs.domain.documents import (
    DocumentContent,
    DocumentPlace,
    Precondition,
    check_condition,
    merged,
)
from trimtab.lrs.domain.keys import name_key
from trimtab.lrs.models import Attachment, AttachmentUse, Document
from trimtab.lrs.queries import documents


def put_document(
    *,
    place: DocumentPlace,
    name: str,
    about: str,
    content: DocumentContent,
    condition: Precondition,
    now: dt.datetime,
    merge: bool = False,
) -> None:
    """Stores a document, or merges it into the one that is there. Raises
    NotWritten (400, 409, 412) or InvalidStatement."""
    with transaction.atomic():
        _alone(place, name)
        there = _content(place, name)
        check_condition(there, condition)
        kept = merged(there, content) if merge else content
        Document.objects.update_or_create(
            **documents.columns(place),
            name_key=name_key(name),
            defaults={
                "name": name,
                "about": about,
                "data": kept.data,
                "media_type": kept.media_type,
                "updated": now,
            },
        )


def delete_document(*, place: DocumentPlace, name: str, condition: Precondition) -> None:
    """Deletes one document; one that is not there is no error. Raises NotWritten (412)."""
    with transaction.atomic():
        _alone(place, name)
        check_condition(_content(place, name), condition)
        Document.objects.filter(**documents.columns(place), name_key=name_key(name)).delete()


def delete_states(*, place: DocumentPlace) -> None:
    """Deletes all states of an agent in an activity, or those of one registration."""
    documents.within(place).delete()


def _content(place: DocumentPlace, name: str) -> DocumentContent | None:
    document = documents.document(place, name)
    return document.content if document else None


def _alone(place: DocumentPlace, name: str) -> None:
    """Lets one writer at a time at a place: what a condition saw is
    still so when the document is written."""
    text = "\x1f".join((place.kind, place.activity, place.agent, str(place.registration), name))
    key = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


@transaction.atomic
def forget_person(*, pseudonym: UUID, emails: Iterable[str]) -> int:
    """Deletes what programs wrote down about a person beside statements: states,
    profiles, and the data of attachments.

    The statements themselves stay; they know a pseudonym alone. Returns how
    many documents and attachments it was.
    """
    with connection.cursor() as cursor:
        # Nobody stores meanwhile: what looks unused stays unused until it is gone.
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [STORE_LOCK])
    own, uses = documents.of_person(pseudonym, emails)
    gone, _ = own.delete()
    digests = list(uses.values_list("digest", flat=True))
    uses.delete()
    Attachment.objects.filter(digest__in=digests).exclude(
        digest__in=AttachmentUse.objects.values("digest")
    ).delete()
    return gone + len(digests)


def forget_old_documents(*, before: dt.datetime) -> int:
    """Deletes states and profiles of people that no program has written since; returns how many."""
    gone, _ = documents.personal().filter(updated__lt=before).delete()
    return gone
