"""What practice holds about a person."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from trimtab.practice.models import Enrolment, MemoryState, Objection, Review, Sitting

_SITTING = ("day", "number", "started_at", "planned", "again", "again_seconds")
_OBJECTION = ("review__item__key", "words", "at", "settled_at", "agreed", "said")
_PROGRAMME = ("programme__title", "arm", "since", "until")
_ANSWER = ("item__key", "rating", "correct", "score", "seconds", "response", "at")
_MEMORY = (
    "item__key",
    "difficulty",
    "stability",
    "reviewed_at",
    "due_at",
    "reviews",
    "lapses",
)


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Everything that practice holds about a person, as plain data."""
    enrolments = Enrolment.objects.filter(person=person_id).order_by("since")
    memory = MemoryState.objects.filter(person=person_id).order_by("item__key")
    reviews = Review.objects.filter(person=person_id).order_by("-at")
    sittings = Sitting.objects.filter(person=person_id).order_by("started_at")
    objections = Objection.objects.filter(review__person=person_id).order_by("at")
    return {
        "sittings": list(sittings.values(*_SITTING)),
        "objections": list(objections.values(*_OBJECTION)),
        "programmes": list(enrolments.values(*_PROGRAMME)),
        "answers": list(reviews.values(*_ANSWER)),
        "memory": list(memory.values(*_MEMORY)),
    }
