"""Reading messages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from trimtab.kernel.errors import NotFound
from trimtab.messaging.domain.limits import Limits
from trimtab.messaging.domain.rows import MessageRow, MessageState
from trimtab.messaging.models import Letter, LimitsInForce, Message, OptOut
from trimtab.people.api import Page

PAGE_SIZE = 50


def limits() -> Limits:
    """The limits in force."""
    found = LimitsInForce.objects.first()
    return Limits(found.messages_per_week, found.quiet_from, found.quiet_until) if found else Limits()


def messages_kept() -> QuerySet[Message]:
    """The messages that still have their words, as a query."""
    return Message.objects.exclude(subject="", body="")


def letters_kept() -> QuerySet[Letter]:
    """The letters that still have their words or their address, as a query."""
    return Letter.objects.exclude(address="", subject="", body="")


def count_kept(person_id: UUID, email: str) -> int:
    """How many messages to a person and letters to their address still have their words."""
    letters = Letter.objects.filter(address=email.lower())
    return messages_kept().filter(person=person_id).count() + letters.count()


def inbox(person_id: UUID, limit: int = 50) -> list[MessageRow]:
    """What a person got, newest first."""
    return _rows(messages_kept().filter(person=person_id, state=MessageState.SENT).order_by("-sent_at")[:limit])


def message(message_id: UUID, *, person_id: UUID) -> MessageRow:
    """A message that a person got. Raises NotFound for any other, also somebody else's."""
    found = _rows(messages_kept().filter(id=message_id, person=person_id, state=MessageState.SENT))
    if not found:
        raise NotFound("messages.unknown", "There is no such message in your inbox.")
    return found[0]


def messages_for(person_id: UUID) -> list[MessageRow]:
    """Everything that is held about messages to one person, newest first."""
    return _rows(Message.objects.filter(person=person_id).order_by("-queued_at"))


def held_about(person_id: UUID, email: str) -> dict[str, list[Any]]:
    """Everything that messaging holds about a person, as plain data: messages, letters to their address, and their wish."""
    messages = Message.objects.filter(person=person_id).order_by("-queued_at")
    letters = Letter.objects.filter(address__iexact=email).order_by("-queued_at")
    wish = OptOut.objects.filter(person=person_id)
    told = ("subject", "body", "why", "state", "queued_at", "sent_at")
    return {
        "messages": list(messages.values(*told, "sender", "channel", "read_at")),
        "letters": list(letters.values(*told)),
        "no_messages_since": list(wish.values("since")),
    }


def unread_count(person_id: UUID) -> int:
    """How many messages a person has not opened."""
    return messages_kept().filter(person=person_id, state=MessageState.SENT, read_at=None).count()


def outbox(*, page: int = 1, state: str = "", text: str = "", person_id: UUID | None = None) -> Page[MessageRow]:
    """All messages, newest first, 50 a page; by state, person, and words in subject or name when given."""
    found = Message.objects.all()
    if state:
        found = found.filter(state=state)
    if person_id:
        found = found.filter(person=person_id)
    if text:
        found = found.filter(Q(subject__icontains=text) | Q(person__name__icontains=text))
    total = found.count()
    pages = max(1, -(-total // PAGE_SIZE))
    number = min(max(1, page), pages)
    chosen = found.order_by("-queued_at", "id")[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
    return Page(tuple(_rows(chosen)), number, pages, total)


def letter_states(keys: Iterable[str]) -> dict[str, MessageState]:
    """Where letters stand, by key; keys that were never written are left out."""
    found = Letter.objects.filter(key__in=list(keys)).values_list("key", "state")
    return {key: MessageState(state) for key, state in found}


def opted_out(person_id: UUID) -> bool:
    """Whether a person wants no messages that are not urgent."""
    return OptOut.objects.filter(person=person_id).exists()


def those_opted_out(person_ids: Iterable[UUID]) -> set[UUID]:
    """Those of some people who want no messages that are not urgent."""
    return set(OptOut.objects.filter(person__in=list(person_ids)).values_list("person", flat=True))


def sent_since(person_ids: Iterable[UUID], since: dt.datetime) -> dict[UUID, list[dt.datetime]]:
    """When the messages that count against the cap went out, by person."""
    found: dict[UUID, list[dt.datetime]] = {}
    rows = Message.objects.filter(
        person__in=list(person_ids), state=MessageState.SENT, urgent=False, sent_at__gte=since
    )
    for person, at in rows.values_list("person", "sent_at"):
        found.setdefault(person, []).append(at)
    return found


def _rows(messages: QuerySet[Message]) -> list[MessageRow]:
    return [
        MessageRow(
            one.id,
            one.key,
            one.person_id,
            one.person.name,
            one.sender,
            one.subject,
            one.body,
            one.why,
            tuple(one.because),
            one.channel,
            one.urgent,
            MessageState(one.state),
            one.queued_at,
            one.sent_at,
            one.read_at,
        )
        for one in messages.select_related("person")
    ]
