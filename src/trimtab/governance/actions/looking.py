"""Writing down who was shown whose data, and letting go of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from trimtab.governance.domain.access import What
from trimtab.governance.models import PersonSeen


def note_looks(*, reader_id: UUID, about: Iterable[UUID], what: What, today: dt.date) -> None:
    """Writes down that somebody was shown, by name, what is held about these people, or took it
    out. What one sees of oneself is no look. One query a thousand people.
    """
    persons = {person_id for person_id in about if person_id != reader_id}
    looks = [
        PersonSeen(day=today, reader_id=reader_id, about_id=person_id, what=what)
        for person_id in persons
    ]
    PersonSeen.objects.bulk_create(looks, ignore_conflicts=True, batch_size=1000)


def forget_old_looks(*, before: dt.datetime) -> int:
    """Retention: looks of days before that moment go. Returns how many."""
    gone, _kinds = PersonSeen.objects.filter(day__lt=before.date()).delete()
    return gone


def forget_looks_at(person_id: UUID) -> None:
    """Erasure: who was shown what is held about a person goes with it."""
    PersonSeen.objects.filter(about=person_id).delete()
