"""What the strategy holds about one person: what they were asked, what they said, what they
wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any
from uuid import UUID

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from trimtab.strategy.domain.citing import reason_without_names
from trimtab.strategy.models import Approval, Comment, Invitation, Reply, Revision, Submission


def revisions_naming(words: Iterable[str]) -> list[int]:
    """The revisions whose document contains one of these words, in any case: what was decided is
    never rewritten.
    """
    found = Revision.objects.annotate(text=Cast("document", TextField()))
    named = reduce(or_, (Q(text__icontains=word) for word in words if word), Q(pk__in=[]))
    return list(found.filter(named).order_by("number").values_list("number", flat=True))


def replies_kept(emails: Iterable[str]) -> int:
    """How many questions somebody with these addresses was asked, and what they said to them."""
    asked = Invitation.objects.filter(email__in=_lowered(emails))
    return asked.count() + Reply.objects.filter(invitation__in=asked, erased=False).count()


def _lowered(emails: Iterable[str]) -> list[str]:
    return [email.lower() for email in emails]


def held_about(person_id: UUID, emails: Iterable[str]) -> dict[str, list[Any]]:
    """Everything, as plain data, oldest first."""
    asked = Invitation.objects.filter(Q(person=person_id) | Q(email__in=_lowered(emails)))
    said = Reply.objects.filter(invitation__in=asked).order_by("at")
    return {
        "asked": list(
            asked.order_by("expires_on").values(
                "enquiry__title", "name", "email", "expires_on", "opened_at"
            )
        ),
        "replies": list(
            said.values("invitation__enquiry__title", "code", "value", "sure", "because", "at")
        ),
        "revisions": [
            {**one, "because": reason_without_names(one["because"])}
            for one in Revision.objects.filter(by=person_id)
            .order_by("number")
            .values("number", "because", "at")
        ],
        "submissions": list(
            Submission.objects.filter(by=person_id).order_by("at").values("revision", "note", "at")
        ),
        "verdicts": list(
            Approval.objects.filter(by=person_id)
            .order_by("at")
            .values("revision", "verdict", "reason", "at")
        ),
        "comments": list(
            Comment.objects.filter(by=person_id)
            .order_by("at")
            .values("revision", "place", "text", "at")
        ),
    }
