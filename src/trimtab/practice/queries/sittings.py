"""Reading sittings as they stand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

from trimtab.people import api as people
from trimtab.practice.domain.sitting import Given, Planned, Sitting, first_answers
from trimtab.practice.models import Review
from trimtab.practice.models import Sitting as Sat


def sitting(person: people.PersonRow, now: dt.datetime) -> Sitting | None:
    """The last sitting that a person began today, over or not; None before the first. Two queries."""
    return sitting_of(last_sitting(person, now))


def local_day(person: people.PersonRow, now: dt.datetime) -> dt.date:
    """The day it is where the person is."""
    return now.astimezone(ZoneInfo(person.time_zone)).date()


def last_sitting(person: people.PersonRow, now: dt.datetime) -> Sat | None:
    """The last sitting of today, as kept."""
    return (
        Sat.objects.filter(person=person.id, day=local_day(person, now)).order_by("-number").first()
    )


def sitting_of(row: Sat | None) -> Sitting | None:
    """A sitting with its answers; one query."""
    if row is None:
        return None
    planned = tuple(Planned(UUID(one["version"]), one["programme"]) for one in row.planned)
    answers = _answers(row.person_id, [one.version_id for one in planned], row.started_at)
    again = {UUID(one["version"]): one["correct"] for one in row.again}
    return Sitting(row.id, row.started_at, planned, first_answers(planned, answers), again)


def _answers(
    person_id: UUID, versions: Sequence[UUID], since: dt.datetime
) -> list[tuple[UUID, Given]]:
    found = Review.objects.filter(person=person_id, at__gte=since, version__in=versions).order_by(
        "at", "id"
    )
    return [
        (version, Given(review, correct, score, response))
        for version, review, correct, score, response in found.values_list(
            "version", "id", "correct", "score", "response"
        )
    ]
