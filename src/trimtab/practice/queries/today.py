"""Reading practice: what is due, what is remembered, who is in which arm."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Avg, Count, Q, Sum

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.domain.arms import Arm
from trimtab.practice.domain.rows import (
    ItemStatistics,
    Practised,
    ProgrammeRow,
    QuestionRow,
    Retention,
    TodayRow,
)
from trimtab.practice.domain.today import (
    Budget,
    Candidate,
    budget,
    choose,
    day_start,
    next_time,
    week_start,
)
from trimtab.practice.models import (
    Cap,
    Enrolment,
    ItemTally,
    MemoryState,
    Objection,
    Programme,
    Review,
    Sitting,
)
from trimtab.practice.queries.sittings import sitting
from trimtab.science.memory import retrievability

MONTH = dt.timedelta(days=30)
PACE_OF = 100
DEFAULT_CAP = 10


def programmes() -> list[ProgrammeRow]:
    """Programmes that run, by title."""
    return [_programme(one) for one in Programme.objects.filter(retired_at=None).order_by("title")]


def _programme(one: Programme) -> ProgrammeRow:
    return ProgrammeRow(
        one.key,
        one.title,
        one.audience,
        tuple(one.tags),
        one.minutes_per_week,
        one.holdout,
        tuple(one.because),
    )


def programmes_of(person_id: UUID, now: dt.datetime) -> list[Programme]:
    """The programmes that a person practises now."""
    enrolled = Enrolment.objects.filter(person=person_id, arm=Arm.PRACTICE, until=None).values(
        "programme"
    )
    running = Programme.objects.filter(key__in=enrolled, retired_at=None)
    return list(running.filter(Q(starts=None) | Q(starts__lte=now.date())).order_by("key"))


def practising(now: dt.datetime) -> list[UUID]:
    """Everybody who practises something now: enrolled in a programme that has begun, in the arm that practises."""
    started = Programme.objects.filter(Q(starts=None) | Q(starts__lte=now.date()), retired_at=None)
    enrolled = Enrolment.objects.filter(programme__in=started, arm=Arm.PRACTICE, until=None)
    return list(enrolled.order_by("person").values_list("person", flat=True).distinct())


def language() -> str:
    """The language in which the organisation asks, and is answered."""
    row = people.organisation()
    return row.language if row else "en"


def cap_minutes() -> int:
    """The most minutes a week that practice takes from anybody."""
    found = Cap.objects.first()
    return found.minutes_per_week if found else DEFAULT_CAP


def candidates(person_id: UUID, running: list[Programme]) -> list[Candidate]:
    """Every published item of the running programmes with this person's memory of it; three queries."""
    by_tag = {tag: one.key for one in reversed(running) for tag in one.tags}
    items = library.items_by_tags(list(by_tag)) if by_tag else []
    states = {
        one.item_id: one
        for one in MemoryState.objects.filter(person=person_id, item__in=[i.id for i in items])
    }
    found = []
    for item in items:
        tag = next(tag for tag in item.tags if tag in by_tag)
        state = states.get(item.id)
        found.append(
            Candidate(
                item.id,
                item.version_id,
                by_tag[tag],
                item.tags[-1],
                state.stability if state else None,
                state.reviewed_at if state else None,
                state.due_at if state else None,
            )
        )
    return found


def time_left(
    person: people.PersonRow, running: list[Programme], now: dt.datetime
) -> tuple[Budget, int, float]:
    """The budget, the answers given today, and the seconds practised this week."""
    today, week = day_start(now, person.time_zone), week_start(now, person.time_zone)
    reviews = Review.objects.filter(person=person.id)
    spent = reviews.filter(at__gte=week).aggregate(
        week=Sum("seconds"),
        today=Sum("seconds", filter=Q(at__gte=today)),
        count=Count("id", filter=Q(at__gte=today)),
    )
    recent = reviews.order_by("-at").values_list("seconds", flat=True)[:PACE_OF]
    pace = sum(recent) / len(recent) if len(recent) >= 10 else 0.0
    new = MemoryState.objects.filter(person=person.id, reviews=1, reviewed_at__gte=today).count()
    again = Sitting.objects.filter(person=person.id, started_at__gte=week).aggregate(
        week=Sum("again_seconds", default=0.0),
        today=Sum("again_seconds", filter=Q(started_at__gte=today), default=0.0),
    )
    week_seconds, today_seconds = (
        (spent["week"] or 0) + again["week"],
        (spent["today"] or 0) + again["today"],
    )
    cap = min(cap_minutes(), sum(one.minutes_per_week for one in running)) if running else 0
    left = budget(
        cap_minutes=cap,
        week_seconds=week_seconds,
        today_seconds=today_seconds,
        pace=pace,
        new_today=new,
    )
    return left, spent["count"], week_seconds


def chosen(person_id: UUID, now: dt.datetime) -> list[Candidate]:
    """The items to ask this person now, first to last."""
    person = people.person(person_id)
    running = programmes_of(person_id, now)
    left, _, _ = time_left(person, running, now)
    return choose(candidates(person_id, running), left, now)


def today(person_id: UUID, now: dt.datetime) -> TodayRow:
    """What is asked of a person today, in a fixed number of queries. Once a sitting is begun, it alone is asked."""
    person = people.person(person_id)
    begun = sitting(person, now)
    running = programmes_of(person_id, now)
    left, answered, week_seconds = time_left(person, running, now)
    possible = candidates(person_id, running)
    fitting = choose(possible, left, now)
    ready = len(begun.waiting) if begun else len(fitting)
    return TodayRow(
        ready=ready,
        minutes=max(round(ready * left.each / 60), 1) if ready else 0,
        answered_today=answered,
        minutes_this_week=round(week_seconds / 60),
        cap_minutes=min(cap_minutes(), sum(one.minutes_per_week for one in running))
        if running
        else 0,
        next_at=next_time(possible, now, day_start(now, person.time_zone)),
        next_month=retention(person_id, now + MONTH),
        programmes=tuple(_programme(one) for one in running),
        of=begun.of if begun else ready,
        again=sum(turn.again for turn in begun.waiting) if begun else 0,
        more=len(fitting) if begun and not ready else 0,
        is_begun=begun is not None,
    )


def next_question(person_id: UUID, now: dt.datetime) -> QuestionRow | None:
    """The next question for a person, or None when today is done."""
    ready = chosen(person_id, now)
    if not ready:
        return None
    first = ready[0]
    version = library.item_versions([first.version_id])[first.version_id]
    title = Programme.objects.values_list("title", flat=True).get(key=first.programme)
    return QuestionRow(
        first.item_id,
        first.version_id,
        version.body,
        first.programme,
        title,
        first.stability is None,
        len(ready),
    )


def retention(person_id: UUID, at: dt.datetime) -> Retention:
    """How many of the items that a person answered rightly the last time they would recall at a time, by the memory model.

    What was answered wrong is not known now, so nobody can *still* know it.
    """
    states = dict(
        (item, (stability, reviewed))
        for item, stability, reviewed in MemoryState.objects.filter(person=person_id).values_list(
            "item", "stability", "reviewed_at"
        )
    )
    reviews = Review.objects.filter(person=person_id)
    last = reviews.order_by("item", "-at", "-id").distinct("item").values_list("item", "correct")
    known = [states[item] for item, correct in last if correct and item in states]
    recalls = [
        retrievability((at - reviewed).total_seconds() / 86_400, stability)
        for stability, reviewed in known
    ]
    return Retention(len(recalls), sum(recalls), len(states))


def answers_given(person_id: UUID) -> int:
    """How many answers a person has given in all."""
    return Review.objects.filter(person=person_id).count()


def arms(programme: str) -> dict[Arm, list[UUID]]:
    """The people of a programme by arm, those who have left included (as assigned)."""
    found: dict[Arm, list[UUID]] = {arm: [] for arm in Arm}
    for person, arm in (
        Enrolment.objects.filter(programme=programme)
        .values_list("person", "arm")
        .order_by("person")
    ):
        found[Arm(arm)].append(person)
    return found


def lots() -> Iterator[tuple[str, UUID, str]]:
    """Programme, pseudonym and arm of everybody who was ever enrolled, read as it is asked for."""
    found = Enrolment.objects.order_by("programme", "person").values_list(
        "programme", "person__pseudonym", "arm"
    )
    return found.iterator(chunk_size=20_000)


def item_statistics(item_ids: Iterable[UUID] | None = None) -> list[ItemStatistics]:
    """How items fare, hardest first; one query over what is kept of each item, whatever the number of reviews."""
    found = (
        ItemTally.objects.all()
        if item_ids is None
        else ItemTally.objects.filter(item__in=list(item_ids))
    )
    rows = found.values_list("item", "item__key", "item__title").annotate(
        Sum("answers"), Sum("correct"), Sum("lapses")
    )
    statistics = [
        ItemStatistics(item, key, title, answers, correct / answers, lapses)
        for item, key, title, answers, correct, lapses in rows
    ]
    return sorted(statistics, key=lambda one: (one.share_right, one.key))


def reviews_of(person_id: UUID, limit: int = 1000) -> list[dict[str, object]]:
    """What is held about a person's answers, newest first."""
    found = Review.objects.filter(person=person_id).order_by("-at")[:limit]
    return list(found.values("item__key", "correct", "seconds", "response", "at"))


def practised_by_unit(person_ids: Iterable[UUID], since: dt.datetime) -> dict[str, Practised]:
    """What people practised since then, by the unit that each is in, not those above it; `person_ids` may be a query of ids. One query.

    Rooms above decide which groups are shown."""
    found = (
        Review.objects.filter(person__in=person_ids, at__gte=since, person__unit__isnull=False)
        .values("person__unit__code")
        .annotate(people=Count("person", distinct=True), answers=Count("id"), average=Avg("score"))
        .order_by()
    )
    return {
        one["person__unit__code"]: Practised(one["people"], one["answers"], one["average"])
        for one in found
    }


def who_practised(person_ids: Iterable[UUID], since: dt.datetime) -> set[UUID]:
    """Those among the people who answered something since then."""
    found = Review.objects.filter(person__in=person_ids, at__gte=since)
    return set(found.values_list("person", flat=True).distinct())


def held_about(person_id: UUID) -> dict[str, list[Any]]:
    """Everything that practice holds about a person, as plain data."""
    enrolments = Enrolment.objects.filter(person=person_id).order_by("since")
    memory = MemoryState.objects.filter(person=person_id).order_by("item__key")
    reviews = Review.objects.filter(person=person_id).order_by("-at")
    sittings = Sitting.objects.filter(person=person_id).order_by("started_at")
    objections = Objection.objects.filter(review__person=person_id).order_by("at")
    return {
        "sittings": list(
            sittings.values("day", "number", "started_at", "planned", "again", "again_seconds")
        ),
        "objections": list(
            objections.values("review__item__key", "words", "at", "settled_at", "agreed", "said")
        ),
        "programmes": list(enrolments.values("programme__title", "arm", "since", "until")),
        "answers": list(
            reviews.values("item__key", "rating", "correct", "score", "seconds", "response", "at")
        ),
        "memory": list(
            memory.values(
                "item__key", "difficulty", "stability", "reviewed_at", "due_at", "reviews", "lapses"
            )
        ),
    }
