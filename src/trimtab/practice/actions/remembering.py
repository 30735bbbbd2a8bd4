"""Memory states: derived from the reviews, in their order, and derived anew where they differ."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models.expressions import RawSQL

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.actions.in_turn import in_turn
from trimtab.practice.models import MemoryState, Programme, Review
from trimtab.science import memory
from trimtab.science.memory import Rating

DEFAULT_RETENTION = 0.9
DAY = 86_400.0
_AS_GOOD_AS = 1e-9
_DERIVED = ("difficulty", "stability", "reviewed_at", "due_at", "reviews", "lapses")
_OF_PAIRS = """
    SELECT state.id FROM practice_memorystate AS state
    JOIN unnest(%s::uuid[], %s::uuid[]) AS pair (person, item)
    ON state.person_id = pair.person AND state.item_id = pair.item
"""
Pair = tuple[UUID, UUID]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What came of deriving memory states anew: how many there are, and how many were not right.

    `mended` said something else, `missing` were not there, `removed` rested on no answer.
    """

    states: int = 0
    mended: int = 0
    missing: int = 0
    removed: int = 0

    def __add__(self, other: Rebuilt) -> Rebuilt:
        return Rebuilt(
            self.states + other.states,
            self.mended + other.mended,
            self.missing + other.missing,
            self.removed + other.removed,
        )


def remember(reviews: Sequence[Review]) -> None:
    """Goes on from what is remembered with new reviews, in their order."""
    pairs = {(review.person_id, review.item_id) for review in reviews}
    states = {(state.person_id, state.item_id): state for state in _states(pairs)}
    fresh = _after_all(states, reviews)
    MemoryState.objects.bulk_create(
        fresh.values(),
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["person", "item"],
        update_fields=[*_DERIVED],
    )


@transaction.atomic
def rebuild_memory(*, person_ids: Collection[UUID], writes: bool = True) -> Rebuilt:
    """Derives the memory states of some people anew from their reviews, which are the truth.

    What is as it should be is left alone; what differs is written, unless `writes` is False. When
    an item is due follows from the programmes that run now. Answers of these people wait meanwhile.
    What somebody answered who was merged into another, the other remembers.
    """
    merged = people.merged_among(person_ids)
    everybody = {*person_ids, *merged, *merged.values()}
    in_turn(everybody)
    reviews = list(
        Review.objects.filter(person__in=everybody).defer("response").order_by("at", "id")
    )
    for review in reviews:
        review.person_id = merged.get(review.person_id, review.person_id)
    derived = _after_all({}, reviews)
    kept = {
        (state.person_id, state.item_id): state
        for state in MemoryState.objects.select_for_update().filter(person__in=everybody)
    }
    missing = [state for pair, state in derived.items() if pair not in kept]
    removed = [state for pair, state in kept.items() if pair not in derived]
    mended = []
    for pair, state in derived.items():
        if pair in kept and not _is_alike(kept[pair], state):
            state.pk = kept[pair].pk
            mended.append(state)
    if writes:
        MemoryState.objects.bulk_create(missing, batch_size=5000)
        MemoryState.objects.bulk_update(mended, _DERIVED, batch_size=1000)
        MemoryState.objects.filter(pk__in=[state.pk for state in removed]).delete()
    return Rebuilt(len(derived), len(mended), len(missing), len(removed))


def _is_alike(kept: MemoryState, derived: MemoryState) -> bool:
    """Whether two states say the same; the last digits of a power differ between machines."""
    return (
        math.isclose(kept.difficulty, derived.difficulty, rel_tol=_AS_GOOD_AS)
        and math.isclose(kept.stability, derived.stability, rel_tol=_AS_GOOD_AS)
        and (kept.reviewed_at, kept.due_at) == (derived.reviewed_at, derived.due_at)
        and (kept.reviews, kept.lapses) == (derived.reviews, derived.lapses)
    )


def _states(pairs: Iterable[Pair]) -> Iterable[MemoryState]:
    """The states of these people and items, locked; only of these pairs.

    However many people answered how many items.
    """
    several = list(pairs)
    persons, items = [person for person, _ in several], [item for _, item in several]
    wanted = RawSQL(_OF_PAIRS, [persons, items])  # noqa: S611  with parameters
    return MemoryState.objects.select_for_update().filter(id__in=wanted).order_by("id")


def _after_all(
    states: Mapping[Pair, MemoryState], reviews: Iterable[Review]
) -> dict[Pair, MemoryState]:
    """The states after reviews, of those people and items that have one."""
    reviews = list(reviews)
    retention = _retention_by_item({review.item_id for review in reviews})
    touched: dict[Pair, MemoryState] = {}
    for review in reviews:
        pair = (review.person_id, review.item_id)
        before = touched.get(pair) or states.get(pair)
        touched[pair] = _after(before, review, retention[review.item_id])
    return touched


def _retention_by_item(items: Iterable[UUID]) -> dict[UUID, float]:
    """What share of each item is to be remembered: the highest that a programme asks for."""
    running = list(Programme.objects.filter(retired_at=None).order_by("-desired_retention"))
    rows = library.items_by_id(items)
    return {
        item_id: next(
            (
                programme.desired_retention
                for programme in running
                if not set(programme.tags).isdisjoint(row.tags)
            ),
            DEFAULT_RETENTION,
        )
        for item_id, row in rows.items()
    }


def _after(state: MemoryState | None, review: Review, retention: float) -> MemoryState:
    rating = Rating(review.rating)
    if state is None:
        fresh = memory.first_state(rating)
        state = MemoryState(person_id=review.person_id, item_id=review.item_id)
    else:
        elapsed = max((review.at - state.reviewed_at).total_seconds() / DAY, 0.0)
        before = memory.MemoryState(state.difficulty, state.stability)
        fresh = memory.next_state(before, rating, elapsed)
        state.lapses += rating is Rating.AGAIN
    state.difficulty, state.stability = fresh.difficulty, fresh.stability
    state.reviewed_at, state.reviews = review.at, state.reviews + 1
    state.due_at = memory.due_after(review.at, fresh.stability, retention)
    return state
