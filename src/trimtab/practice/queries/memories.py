"""What people remember: what they have met, what of it is due, and what of it would be recalled."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.contrib.postgres.aggregates import ArrayAgg

from trimtab.practice.domain.rows import Retention
from trimtab.practice.domain.today import DAY
from trimtab.practice.models import MemoryState, Review
from trimtab.science.memory import retrievability


@dataclass(frozen=True, slots=True)
class DueMemory:
    """An item that is due. `stability` in days; `reviewed` and `due` are days from now (past)."""

    item_id: UUID
    stability: float
    reviewed: float
    due: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """An item that a person has met; `stability` in days."""

    stability: float
    reviewed_at: dt.datetime
    due_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Memories:
    """By person, the items that were met, and those of them that are due."""

    met: Mapping[UUID, Sequence[UUID]]
    due: Mapping[UUID, Sequence[DueMemory]]


def memories(person_ids: Iterable[UUID], now: dt.datetime) -> Memories:
    """What people have met, and what is due; two queries."""
    states = MemoryState.objects.filter(person__in=list(person_ids))
    met = states.values_list("person").annotate(met=ArrayAgg("item")).values_list("person", "met")
    due: dict[UUID, list[DueMemory]] = defaultdict(list)
    columns = ("person", "item", "stability", "reviewed_at", "due_at")
    for person_id, item_id, stability, reviewed_at, due_at in states.filter(
        due_at__lte=now
    ).values_list(*columns):
        reviewed, since_due = (reviewed_at - now) / DAY, (due_at - now) / DAY
        due[person_id].append(DueMemory(item_id, stability, reviewed, since_due))
    return Memories(dict(met), due)


def who_remembers() -> list[UUID]:
    """Everybody who has answered something or has a memory state; by id."""
    answered = Review.objects.order_by().values("person")
    return list(
        answered.union(MemoryState.objects.order_by().values("person"))
        .order_by("person")
        .values_list("person", flat=True)
    )


def remembered(person_id: UUID) -> dict[UUID, Remembered]:
    """What a person remembers, by item."""
    states = MemoryState.objects.filter(person=person_id)
    return {
        item_id: Remembered(stability, reviewed_at, due_at)
        for item_id, stability, reviewed_at, due_at in states.values_list(
            "item", "stability", "reviewed_at", "due_at"
        )
    }


def retention(
    person_id: UUID, at: dt.datetime, memories: Mapping[UUID, Remembered] | None = None
) -> Retention:
    """Of what a person answered rightly the last time, how much they would recall at a time.

    By the memory model. What was answered wrong is not known now, so nobody can *still* know it.
    `memories` are what the person remembers, where that was read already.
    """
    known = remembered(person_id) if memories is None else memories
    answers = Review.objects.filter(person=person_id).order_by("item", "-at", "-id")
    last = answers.distinct("item").values_list("item", "correct")
    right = [known[item] for item, is_right in last if is_right and item in known]
    recalls = [
        retrievability((at - memory.reviewed_at) / DAY, memory.stability) for memory in right
    ]
    return Retention(len(recalls), sum(recalls), len(known))
