"""What the strategy holds about one person: what they were asked, what they said, what they wrote."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.strategy.models import Approval, Comment, Invitation, Reply, Revision, Submission


def held_about(person_id: UUID, email: str) -> dict[str, list[Any]]:
    """Everything, as plain data, oldest first."""
    asked = Invitation.objects.filter(Q(person=person_id) | Q(email=email.lower()))
    said = Reply.objects.filter(invitation__in=asked).order_by("at")
    return {
        "asked": list(
            asked.order_by("expires_on").values("enquiry__title", "name", "email", "expires_on", "opened_at")
        ),
        "replies": list(said.values("invitation__enquiry__title", "code", "value", "sure", "because", "at")),
        "revisions": list(Revision.objects.filter(by=person_id).order_by("number").values("number", "because", "at")),
        "submissions": list(Submission.objects.filter(by=person_id).order_by("at").values("revision", "note", "at")),
        "verdicts": list(
            Approval.objects.filter(by=person_id).order_by("at").values("revision", "verdict", "reason", "at")
        ),
        "comments": list(Comment.objects.filter(by=person_id).order_by("at").values("revision", "place", "text", "at")),
    }
