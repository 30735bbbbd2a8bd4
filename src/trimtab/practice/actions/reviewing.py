"""Running programmes, and writing down answers: the review, the memory and the evidence in one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models.expressions import RawSQL

from trimtab.kernel.errors import Refusal
from trimtab.kernel.matching import Matched, match
from trimtab.library import api as library
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.practice.actions.recording import contexts
from trimtab.practice.actions.tallying import tally
from trimtab.practice.domain.arms import assign
from trimtab.practice.domain.rating import rating_of
from trimtab.practice.domain.rows import Answered, ProgrammeLike, ReviewReceipt
from trimtab.practice.models import Cap, Enrolment, MemoryState, Programme, Review
from trimtab.practice.queries import today as queries
from trimtab.science import memory
from trimtab.science.memory import Rating
from trimtab.xapi.profile import ActivityType, Verb, iso_duration

MOST_SECONDS = 120.0
DAY = 86_400.0
DEFAULT_RETENTION = 0.9
_LOCK = 7_214_002
_SHAPE = ("title", "audience", "tags", "minutes_per_week", "desired_retention", "holdout", "starts")


@transaction.atomic
def match_programmes(
    resources: Sequence[ProgrammeLike], *, minutes_per_week: int, now: dt.datetime
) -> Matched:
    """Makes the programmes match the plan's, sets the weekly cap, and enrols the audiences' people."""
    Cap.objects.update_or_create(id=1, defaults={"minutes_per_week": minutes_per_week})
    wanted = {one.key: one for one in resources}
    running = {
        one.key: one for one in Programme.objects.select_for_update().filter(retired_at=None)
    }
    matched = match(wanted, running, lambda one, there: _shape(one) == _shape(there))
    Programme.objects.bulk_create(
        [
            Programme(
                key=one.key,
                because=list(one.because),
                **dict(zip(_SHAPE, _shape(one), strict=True)),
            )
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_SHAPE, "because", "retired_at"],
    )
    Programme.objects.filter(key__in=matched.retired).update(retired_at=now)
    refresh_enrolments(now=now)
    return matched


def _shape(one: Any) -> tuple[Any, ...]:
    return tuple(list(one.tags) if name == "tags" else getattr(one, name) for name in _SHAPE)


@transaction.atomic
def refresh_enrolments(*, now: dt.datetime) -> int:
    """Enrols new members of the audiences and ends the enrolment of those who left; returns how many were new.

    Whoever comes back has the arm they had.
    """
    running = list(Programme.objects.filter(retired_at=None))
    members = people.members_by_audience({one.audience for one in running})
    pseudonyms = people.pseudonyms({person for ids in members.values() for person in ids})
    new = 0
    for one in running:
        inside = set(members[one.audience])
        known = set(Enrolment.objects.filter(programme=one).values_list("person", flat=True))
        fresh = sorted(inside - known, key=str)
        new += len(fresh)
        Enrolment.objects.bulk_create(
            [
                Enrolment(
                    programme=one,
                    person_id=person,
                    arm=assign(one.key, pseudonyms[person], one.holdout),
                    since=now,
                )
                for person in fresh
            ],
            batch_size=5000,
            ignore_conflicts=True,
        )
        Enrolment.objects.filter(programme=one, until=None).exclude(person__in=inside).update(
            until=now
        )
        Enrolment.objects.filter(programme=one, person__in=inside).exclude(until=None).update(
            until=None
        )
    return new


@transaction.atomic
def review(
    *,
    person_id: UUID,
    version_id: UUID,
    response: Any,
    seconds: float,
    now: dt.datetime,
    review_id: UUID,
) -> ReviewReceipt:
    """Writes down one answer and says how it was. The same `review_id` again gives the same receipt and changes nothing.

    Raises Refusal when the response is not an answer to this item, NotFound when there is no such version.
    """
    in_turn(person_id)
    before = Review.objects.filter(id=review_id).first()
    if before is not None and before.person_id != person_id:
        raise Refusal("practice.review-id", "This answer was given by somebody else.", "review_id")
    if before is None:
        review_many([Answered(review_id, person_id, version_id, response, seconds, now)], now=now)
        before = Review.objects.get(id=review_id)
    state = MemoryState.objects.get(person=person_id, item=before.item_id)
    graded = library.grade(
        library.item_body(before.version_id), before.response, language=queries.language()
    )
    remaining = len(queries.chosen(person_id, now))
    return ReviewReceipt(
        review_id,
        before.correct,
        before.score,
        graded.feedback,
        graded.expected,
        state.due_at,
        remaining,
    )


def in_turn(person_id: UUID) -> None:
    """Lets the answers of one person wait for one another: each goes on from the memory that the one before has left."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCK, str(person_id)])


@transaction.atomic
def review_many(
    answers: Sequence[Answered], *, now: dt.datetime, context: dict[str, Any] | None = None
) -> int:
    """Writes down many answers in order of time, in bulk, by the same rules as one; returns how many were new.

    Answers already written down are left out. Raises Refusal for the first response that is no answer; nothing is written then.
    """
    known = set(
        Review.objects.filter(id__in=[one.review_id for one in answers]).values_list(
            "id", flat=True
        )
    )
    fresh = sorted((one for one in answers if one.review_id not in known), key=lambda one: one.at)
    versions = library.item_versions({one.version_id for one in fresh})
    bodies = {key: library.read_body(version.body) for key, version in versions.items()}
    missing = next((one for one in fresh if one.version_id not in versions), None)
    if missing:
        raise Refusal("practice.version", "There is no such question any more.", "version_id")
    language = queries.language() if fresh else ""
    reviews = [
        _graded(one, versions[one.version_id].item_id, bodies[one.version_id], language)
        for one in fresh
    ]
    Review.objects.bulk_create(reviews, batch_size=5000)
    tally(reviews)
    _remember(reviews)
    _record(reviews, versions, now, context)
    return len(reviews)


def _graded(one: Answered, item_id: UUID, body: library.ItemBody, language: str) -> Review:
    graded = library.grade(body, one.response, language=language)
    seconds = min(max(one.seconds, 0.0), MOST_SECONDS)
    rating = rating_of(
        correct=graded.correct,
        seconds=seconds,
        response=one.response,
        self_rated=isinstance(body, library.Flashcard),
    )
    return Review(
        id=one.review_id,
        person_id=one.person_id,
        item_id=item_id,
        version_id=one.version_id,
        rating=rating,
        correct=graded.correct,
        score=graded.score,
        seconds=seconds,
        response=one.response,
        at=one.at,
    )


def _remember(reviews: Iterable[Review]) -> None:
    reviews = list(reviews)
    pairs = {(one.person_id, one.item_id) for one in reviews}
    states = {(one.person_id, one.item_id): one for one in _states(pairs)}
    retention = _retention_by_item({item for _, item in pairs})
    touched = {}
    for one in reviews:
        key = (one.person_id, one.item_id)
        states[key] = touched[key] = _after(states.get(key), one, retention[one.item_id])
    MemoryState.objects.bulk_create(
        touched.values(),
        batch_size=5000,
        update_conflicts=True,
        unique_fields=["person", "item"],
        update_fields=["difficulty", "stability", "reviewed_at", "due_at", "reviews", "lapses"],
    )


def _states(pairs: Iterable[tuple[UUID, UUID]]) -> Iterable[MemoryState]:
    """The states of these people and items, locked; only of these pairs, however many people answered how many items."""
    persons, items = zip(*pairs, strict=True) if pairs else ((), ())
    wanted = RawSQL(
        "SELECT state.id FROM practice_memorystate AS state JOIN unnest(%s::uuid[], %s::uuid[]) AS pair (person, item) "
        "ON state.person_id = pair.person AND state.item_id = pair.item",
        [list(persons), list(items)],
    )
    return MemoryState.objects.select_for_update().filter(id__in=wanted).order_by("id")


def _retention_by_item(items: Iterable[UUID]) -> dict[UUID, float]:
    running = list(Programme.objects.filter(retired_at=None).order_by("-desired_retention"))
    rows = library.items_by_id(items)
    return {
        key: next(
            (one.desired_retention for one in running if set(one.tags) & set(row.tags)),
            DEFAULT_RETENTION,
        )
        for key, row in rows.items()
    }


def _after(state: MemoryState | None, one: Review, retention: float) -> MemoryState:
    rating = Rating(one.rating)
    if state is None:
        fresh = memory.first_state(rating)
        state = MemoryState(person_id=one.person_id, item_id=one.item_id)
    else:
        elapsed = max((one.at - state.reviewed_at).total_seconds() / DAY, 0.0)
        fresh = memory.next_state(
            memory.MemoryState(state.difficulty, state.stability), rating, elapsed
        )
        state.lapses += rating is Rating.AGAIN
    state.difficulty, state.stability = fresh.difficulty, fresh.stability
    state.reviewed_at, state.reviews = one.at, state.reviews + 1
    state.due_at = memory.due_after(one.at, fresh.stability, retention)
    return state


@transaction.atomic
def rebuild_memory(*, person_id: UUID) -> None:
    """Throws a person's memory states away and derives them anew from the reviews, which are the truth."""
    MemoryState.objects.filter(person=person_id).delete()
    _remember(Review.objects.filter(person=person_id).order_by("at", "id"))


def _record(
    reviews: Sequence[Review],
    versions: dict[UUID, library.ItemVersionRow],
    now: dt.datetime,
    context: dict[str, Any] | None,
) -> None:
    pseudonyms = people.pseudonyms({one.person_id for one in reviews})
    known = contexts(reviews)
    titles = {
        key: str(version.body.get("stem") or version.body.get("front") or version.item_key)
        for key, version in versions.items()
    }
    lrs.record_many(
        (
            lrs.Evidence(
                actor=pseudonyms[one.person_id],
                verb=Verb.ANSWERED,
                object_id=f"items/{versions[one.version_id].item_key}",
                object_name=titles[one.version_id],
                object_type=ActivityType.ITEM,
                at=one.at,
                result={
                    "success": one.correct,
                    "score": {"scaled": round(one.score, 4)},
                    "duration": iso_duration(one.seconds),
                },
                context={**known[one.id], **(context or {})},
            )
            for one in reviews
        ),
        now=now,
    )
