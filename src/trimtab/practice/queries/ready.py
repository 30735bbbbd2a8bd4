"""What people are asked now: one is many of one. So many queries for each batch of people."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.practice.domain.crowd import UNMET, TimeLeft, choose_many, time_left
from trimtab.practice.domain.rows import ReadyItem
from trimtab.practice.domain.today import interleaved
from trimtab.practice.models import Programme
from trimtab.practice.queries.memories import Memories, memories
from trimtab.practice.queries.programmes import cap_minutes, programmes_by_person
from trimtab.practice.queries.spent import Spent, spent

# What the memories of so many people of a thousand items take is 50 MB.
PEOPLE_AT_ONCE = 2000
NOT_DUE = np.inf


@dataclass(frozen=True, slots=True)
class PracticeDay:
    """A person's day: the programmes, what was practised, what is asked now, first to last.

    `items` are all those of the programmes, `each` the seconds that one usually takes,
    `cap_minutes` the most minutes a week.
    """

    programmes: Sequence[Programme]
    spent: Spent
    ready: Sequence[ReadyItem]
    items: Sequence[UUID]
    each: float
    cap_minutes: int


@dataclass(frozen=True, slots=True)
class _Question:
    """A published item of a programme; `subject` is what neighbours should not share."""

    item_id: UUID
    version_id: UUID
    programme: str
    subject: str


def ready_many(person_ids: Iterable[UUID], now: dt.datetime) -> dict[UUID, list[ReadyItem]]:
    """The items that each person would be asked now, first to last; without those asked nothing.

    A fixed number of queries for each 2,000 people.
    """
    ready: dict[UUID, list[ReadyItem]] = {}
    everybody = list(person_ids)
    for start in range(0, len(everybody), PEOPLE_AT_ONCE):
        ids = everybody[start : start + PEOPLE_AT_ONCE]
        running = programmes_by_person(ids, now)
        days = _days(people.time_zones(running), running, now)
        ready |= {person_id: list(day.ready) for person_id, day in days if day.ready}
    return ready


def ready_now(person_id: UUID, now: dt.datetime) -> list[ReadyItem]:
    """The items that a person would be asked now, first to last."""
    return ready_many([person_id], now).get(person_id, [])


def practice_day(person: people.PersonRow, now: dt.datetime) -> PracticeDay:
    """A person's day as it stands."""
    running = programmes_by_person([person.id], now)
    days = dict(_days({person.id: person.time_zone}, running, now))
    return days[person.id]


def _days(
    zones: Mapping[UUID, str], running: Mapping[UUID, Sequence[Programme]], now: dt.datetime
) -> Iterator[tuple[UUID, PracticeDay]]:
    practised, remembered = spent(zones, now), memories(running, now)
    cap = cap_minutes() if running else 0
    groups: dict[tuple[str, ...], list[UUID]] = defaultdict(list)
    for person_id in zones:
        own = running.get(person_id, ())
        groups[tuple(programme.key for programme in own)].append(person_id)
    items = _items(running)
    for group in groups.values():
        # Who has the same programmes is asked from the same questions.
        programmes = running.get(group[0], ())
        questions = _questions(programmes, items)
        limit = min(cap, sum(programme.minutes_per_week for programme in programmes))
        left = _time_left([practised[person_id] for person_id in group], limit)
        chosen = _chosen(group, questions, remembered, left)
        item_ids = [question.item_id for question in questions]
        for place, person_id in enumerate(group):
            each = float(left.each[place])
            own_spent, ready = practised[person_id], chosen[place]
            yield person_id, PracticeDay(programmes, own_spent, ready, item_ids, each, limit)


def _items(running: Mapping[UUID, Sequence[Programme]]) -> list[library.ItemRow]:
    """The items of any of the programmes, by key."""
    tags = {tag for own in running.values() for programme in own for tag in programme.tags}
    return library.items_by_tags(sorted(tags)) if tags else []


def _questions(
    programmes: Sequence[Programme], items: Iterable[library.ItemRow]
) -> list[_Question]:
    """The items of these programmes; of those that share one, the first asks it."""
    by_tag = {tag: programme.key for programme in reversed(programmes) for tag in programme.tags}
    questions = []
    for item in items:
        programme = next((by_tag[tag] for tag in item.tags if tag in by_tag), None)
        if programme is not None:
            questions.append(_Question(item.id, item.version_id, programme, item.tags[-1]))
    return questions


def _time_left(practised: Sequence[Spent], limit: int) -> TimeLeft:
    return time_left(
        cap_minutes=np.full(len(practised), float(limit)),
        week_seconds=np.array([person.week for person in practised]),
        today_seconds=np.array([person.today for person in practised]),
        pace=np.array([person.pace for person in practised]),
        new=np.array([person.new for person in practised], dtype=np.int32),
    )


def _chosen(
    group: Sequence[UUID], questions: Sequence[_Question], remembered: Memories, left: TimeLeft
) -> list[list[ReadyItem]]:
    """What each of the group is asked, in the order of the group. Days count from now."""
    shape = (len(group), len(questions))
    due, stability, reviewed = np.full(shape, float(UNMET)), np.ones(shape), np.zeros(shape)
    places = {question.item_id: place for place, question in enumerate(questions)}
    for row, person_id in enumerate(group):
        met = [places[item] for item in remembered.met.get(person_id, ()) if item in places]
        due[row, met] = NOT_DUE
        for memory in remembered.due.get(person_id, ()):
            place = places.get(memory.item_id)
            if place is not None:
                due[row, place] = memory.due
                stability[row, place], reviewed[row, place] = memory.stability, memory.reviewed
    asked = choose_many(
        day=0.0,
        who=np.arange(len(group)),
        due=due,
        stability=stability,
        reviewed=reviewed,
        offered=np.ones(shape, dtype=bool),
        room=left.room,
        new_left=left.new,
    )
    chosen: list[list[_Question]] = [[] for _ in group]
    for row, place in zip(asked.people.tolist(), asked.items.tolist(), strict=True):
        chosen[row].append(questions[place])
    return [_in_order(own) for own in chosen]


def _in_order(chosen: Sequence[_Question]) -> list[ReadyItem]:
    order = interleaved([question.subject for question in chosen])
    return [
        ReadyItem(chosen[turn].item_id, chosen[turn].version_id, chosen[turn].programme)
        for turn in order
    ]
