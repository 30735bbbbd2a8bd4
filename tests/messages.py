"""What tests read of messages."""

from __future__ import annotations

from uuid import UUID

from trimtab.messaging.models import Message


def messages_for(person_id: UUID) -> list[Message]:
    """Everything that is kept of messages to one person, newest first."""
    return list(Message.objects.filter(person=person_id).order_by("-queued_at"))
