"""Running programmes, and enrolling the people of their audiences."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from trimtab.kernel.matching import Matched, match
from trimtab.people import api as people
from trimtab.practice.domain.arms import assign
from trimtab.practice.domain.rows import ProgrammeLike
from trimtab.practice.models import Cap, Enrolment, Programme, Review

_SHAPE = ("title", "audience", "tags", "minutes_per_week", "desired_retention", "holdout", "starts")


@transaction.atomic
def match_programmes(
    resources: Sequence[ProgrammeLike], *, minutes_per_week: int, now: dt.datetime
) -> Matched:
    """Makes the programmes match the plan's, sets the cap, and enrols the audiences' people."""
    Cap.objects.update_or_create(id=1, defaults={"minutes_per_week": minutes_per_week})
    wanted = {resource.key: resource for resource in resources}
    running = {
        programme.key: programme
        for programme in Programme.objects.select_for_update().filter(retired_at=None)
    }
    matched = match(wanted, running, lambda resource, there: _shape(resource) == _shape(there))
    Programme.objects.bulk_create(
        [
            Programme(key=resource.key, because=list(resource.because), **_shape(resource))
            for resource in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_SHAPE, "because", "retired_at"],
    )
    Programme.objects.filter(key__in=matched.retired).update(retired_at=now)
    refresh_enrolments(now=now)
    return matched


def _shape(programme: ProgrammeLike | Programme) -> dict[str, object]:
    """What makes a programme another one when it changes."""
    shape = {name: getattr(programme, name) for name in _SHAPE}
    return {**shape, "tags": list(programme.tags)}


@transaction.atomic
def refresh_enrolments(*, now: dt.datetime) -> int:
    """Enrols new members of the audiences and ends the enrolment of those who left.

    Returns how many were new. Whoever comes back has the arm they had.
    """
    running = list(Programme.objects.filter(retired_at=None))
    members = people.members_by_audience({programme.audience for programme in running})
    pseudonyms = people.pseudonyms({person for ids in members.values() for person in ids})
    return sum(
        _enrol(programme, set(members[programme.audience]), pseudonyms, now)
        for programme in running
    )


def forget_enrolments(*, person_ids: Iterable[UUID]) -> int:
    """Somebody was brought in by mistake and takes no part: their enrolments go, unless they
    answered. Returns how many that was.
    """
    ids = list(person_ids)
    answered = Review.objects.filter(person__in=ids).values("person")
    found = Enrolment.objects.filter(person__in=ids).exclude(person__in=answered)
    return found.delete()[0]


def _enrol(
    programme: Programme,
    inside: Collection[UUID],
    pseudonyms: Mapping[UUID, UUID],
    now: dt.datetime,
) -> int:
    enrolments = Enrolment.objects.filter(programme=programme)
    known = set(enrolments.values_list("person", flat=True))
    fresh = sorted((person for person in inside if person not in known), key=str)
    Enrolment.objects.bulk_create(
        [
            Enrolment(
                programme=programme,
                person_id=person,
                arm=assign(programme.key, pseudonyms[person], programme.holdout),
                since=now,
            )
            for person in fresh
        ],
        batch_size=5000,
        ignore_conflicts=True,
    )
    enrolments.filter(until=None).exclude(person__in=inside).update(until=now)
    enrolments.filter(person__in=inside).exclude(until=None).update(until=None)
    return len(fresh)
