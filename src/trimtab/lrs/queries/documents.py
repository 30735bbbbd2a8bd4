"""Reading documents of the state and profile resources."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count, Min, Q, QuerySet

from trimtab.kernel.past import Past
from trimtab.lrs.domain.documents import DocumentContent, DocumentKind, DocumentPlace, DocumentRow
from trimtab.lrs.domain.keys import mail_keys, name_key, person_key
from trimtab.lrs.models import AttachmentUse, Document, Statement

MOST_NAMES = 10_000


def columns(place: DocumentPlace) -> dict[str, Any]:
    """A place as the columns of its documents."""
    return {
        "kind": place.kind.value,
        "activity": place.activity,
        "agent": place.agent,
        "registration": place.registration,
    }


def document(place: DocumentPlace, name: str) -> DocumentRow | None:
    """The document of this name at exactly this place."""
    row = Document.objects.filter(**columns(place), name_key=name_key(name)).first()
    return _row(row) if row else None


def document_names(
    place: DocumentPlace, since: dt.datetime | None
) -> tuple[list[str], dt.datetime | None]:
    """The names of the documents at a place that were stored after `since`, at most
    MOST_NAMES, and when the newest of them was. Without a registration those of every
    registration are meant (part three, 2.3)."""
    documents = within(place)
    if since:
        documents = documents.filter(updated__gt=since)
    rows = list(documents.order_by("-updated", "id").values_list("name", "updated")[:MOST_NAMES])
    return list(dict.fromkeys(name for name, _at in rows)), rows[0][1] if rows else None


def within(place: DocumentPlace) -> QuerySet[Document]:
    """The documents at a place; without a registration those of every registration."""
    wanted = columns(place)
    if place.registration is None:
        del wanted["registration"]
    return Document.objects.filter(**wanted)


def personal() -> QuerySet[Document]:
    """The documents that are about people: states of activities, and profiles of agents."""
    return Document.objects.filter(kind__in=[DocumentKind.STATE, DocumentKind.AGENT_PROFILE])


def of_person(
    pseudonym: UUID, emails: Iterable[str]
) -> tuple[QuerySet[Document], QuerySet[AttachmentUse]]:
    """What programs wrote down about a person beside statements: documents, and
    attachments of the person's own statements."""
    keys = _keys(pseudonym, emails)
    own = Statement.objects.filter(actor_key__in=keys).values("id")
    return personal().filter(agent__in=keys), AttachmentUse.objects.filter(statement__in=own)


def _keys(pseudonym: UUID, emails: Iterable[str]) -> list[str]:
    """The keys under which documents may know a person."""
    return [person_key(pseudonym), *(key for email in emails for key in mail_keys(email))]


def count_documents(pseudonym: UUID, emails: Iterable[str]) -> int:
    """How many documents and attachments there are about a person."""
    return sum(rows.count() for rows in of_person(pseudonym, emails))


def old_documents(before: dt.datetime) -> Past:
    """The documents about people that no program has written since."""
    counted = personal().aggregate(
        count=Count("id", filter=Q(updated__lt=before)),
        oldest=Min("updated", filter=Q(updated__gte=before)),
    )
    return Past(counted["count"], counted["oldest"])


def documents_about(pseudonym: UUID, emails: Iterable[str]) -> list[dict[str, Any]]:
    """What programs wrote down about one of our people, as states and
    profiles; for the person to see."""
    keys = _keys(pseudonym, emails)
    return [
        {
            "kind": row.kind,
            "activity": row.about,
            "name": row.name,
            "updated": row.updated,
            "content_type": row.media_type,
            "content": bytes(row.data).decode(errors="replace"),
        }
        for row in Document.objects.filter(agent__in=keys).order_by("-updated", "id")
    ]


def _row(document: Document) -> DocumentRow:
    return DocumentRow(
        document.name, DocumentContent(bytes(document.data), document.media_type), document.updated
    )
