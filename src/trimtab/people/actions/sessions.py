"""Where people are signed in, and ending it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from trimtab.people.domain.sessions import handle_of
from trimtab.people.models import Person, Session


def end_sessions(*, person_id: UUID, but: str | None = None) -> int:
    """Signs a person out everywhere, except in the session whose key is `but`.

    Returns how many sessions it was.
    """
    found = Session.objects.filter(person=person_id)
    if but is not None:
        found = found.exclude(session_key=but)
    return found.delete()[0]


def end_session(*, person_id: UUID, handle: str) -> bool:
    """Signs a person out in one place; False when they were not (any more) signed in there."""
    own = Session.objects.filter(person=person_id).values_list("session_key", flat=True)
    named = [key for key in own if handle_of(key) == handle]
    return bool(Session.objects.filter(person=person_id, session_key__in=named).delete()[0])


def end_sessions_of_many(*, person_ids: Iterable[UUID]) -> int:
    """Signs people out everywhere; returns how many sessions it was."""
    return Session.objects.filter(person__in=list(person_ids)).delete()[0]


def signed_in(*, person_id: UUID, now: datetime) -> None:
    """Writes down when a person signed in last."""
    Person.objects.filter(id=person_id).update(last_login=now)
