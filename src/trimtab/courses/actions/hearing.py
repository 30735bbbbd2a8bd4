"""What a launched cmi5 unit says: held against the rules of its session,
stored, and counted, in one transaction."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.db import transaction

from trimtab.courses.actions.attempting import attempt, attempts_of, standing_after
from trimtab.courses.actions.evidence import checked, pass_on
from trimtab.courses.actions.progress import settle, stand, standings
from trimtab.courses.domain.attempts import AttemptOutcome
from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.domain.sessions import SessionRule, take
from trimtab.courses.domain.words import CourseVerb
from trimtab.courses.models import Registration, Session, UnitStanding
from trimtab.courses.queries.courses import standing
from trimtab.courses.queries.sessions import about, opened
from trimtab.kernel.said import say
from trimtab.xapi.files import Files
from trimtab.xapi.version import Version

NO_FILES: Files = {}


def hear(
    *,
    session_id: UUID,
    given: Any,
    now: dt.datetime,
    version: Version = Version.ONE,
    files: Files = NO_FILES,
) -> list[UUID]:
    """Stores what a unit says: one statement or a list of them, with the
    data of attachments; returns their ids.

    Raises SessionRule (403), InvalidStatement (400) or Conflict (409); then nothing is stored.
    """
    statements = given if isinstance(given, list) else [given]
    with transaction.atomic():
        session, registration = locked(session_id)
        row = standings(registration).get(session.unit)
        before = standing(row) if row else UnitProgress()
        state, after = take(statements, opened(session).session, replace(before, score=None))
        prepared = checked(given, version=version, files=files, now=now)
        at = pass_on(prepared, at=now)
        after = _graded(registration, session, row, before, after, state.said - set(session.said))
        session.said = sorted(state.said)
        session.seen_at = now
        session.terminated_at = now if CourseVerb.TERMINATED in state.said else None
        session.save(update_fields=["said", "seen_at", "terminated_at"])
        if after != before:
            stand(registration, session.unit, after, now)
            settle(registration, about(session), at=at)
    return prepared.ids


def _graded(
    registration: Registration,
    session: Session,
    row: UnitStanding | None,
    before: UnitProgress,
    after: UnitProgress,
    said: frozenset[str],
) -> UnitProgress:
    """The standing with the score that counts; `said` are the verbs that the unit
    has just said. Each judgement is a try."""
    judged = True if CourseVerb.PASSED in said else False if CourseVerb.FAILED in said else None
    if row is None or judged is None:
        return replace(after, score=before.score)
    came = AttemptOutcome(passed=judged, score=after.score)
    attempt(row, attempts_of(row), came, session_id=session.id, raw={}, now=session.launched_at)
    return replace(after, score=standing_after(registration, before, attempts_of(row)).score)


def locked(session_id: UUID) -> tuple[Session, Registration]:
    """A session that is open, and its registration; both stay locked until the
    transaction ends. Raises SessionRule."""
    key = Session.objects.filter(id=session_id).values_list("registration_id", flat=True).first()
    registrations = Registration.objects.select_for_update(of=("self",)).select_related("package")
    registration = registrations.filter(id=key).first() if key else None
    session = Session.objects.select_for_update().filter(id=session_id).first()
    if registration is None or session is None or session.abandoned_at or session.terminated_at:
        raise SessionRule("cmi5.9.3", say("The session is over."))
    session.registration = registration
    return session, registration


def seen(*, session_id: UUID, now: dt.datetime, preferences_read: bool = False) -> None:
    """Notes that a unit was heard of, and whether it has read the learner's preferences."""
    values: dict[str, Any] = {
        "seen_at": now,
        **({"preferences_read": True} if preferences_read else {}),
    }
    Session.objects.filter(id=session_id, terminated_at=None, abandoned_at=None).update(**values)
