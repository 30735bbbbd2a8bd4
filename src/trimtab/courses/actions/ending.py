"""How sessions end without their unit, and how a unit is waived (cmi5, 9.3.6, 9.3.7)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from trimtab.courses.actions.evidence import new_key, tell
from trimtab.courses.actions.progress import settle, stand, standings
from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.domain.sessions import SessionRule
from trimtab.courses.domain.statements import About, of_unit
from trimtab.courses.domain.words import REASON, CourseVerb
from trimtab.courses.models import Registration, Session
from trimtab.courses.queries.courses import standing
from trimtab.courses.queries.packages import structure
from trimtab.courses.queries.sessions import about, actor_of
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.xapi.profile import iso_duration

IDLE = dt.timedelta(hours=8)


def abandon(*, session_id: UUID, now: dt.datetime) -> bool:
    """Ends a session that its unit did not end; says whether it was open. Raises NotFound."""
    with transaction.atomic():
        sessions = Session.objects.select_for_update(of=("self",)).select_related(
            "registration__package"
        )
        session = sessions.filter(id=session_id).first()
        if session is None:
            raise NotFound("courses.session", say("There is no such session."))
        if session.terminated_at or session.abandoned_at:
            return False
        abandon_all([session], now=now)
    return True


def abandon_all(sessions: Iterable[Session], *, now: dt.datetime) -> dt.datetime:
    """Ends open sessions; returns the time after what was said of it. One that never started is
    closed without a word: nothing was abandoned (9.3.6)."""
    at = now
    for session in sessions:
        session.abandoned_at = now
        session.save(update_fields=["abandoned_at"])
        if CourseVerb.INITIALIZED in session.said:
            seconds = (session.seen_at - session.launched_at).total_seconds()
            result = {"duration": iso_duration(seconds)}
            abandoned = of_unit(
                about(session),
                session.unit,
                CourseVerb.ABANDONED,
                key=new_key(now),
                at=now,
                result=result,
            )
            at = tell([abandoned], at=at)
    return at


def abandon_of(*, person_ids: Iterable[UUID], now: dt.datetime) -> int:
    """Ends every open session of people who are shut out; returns how many."""
    with transaction.atomic():
        sessions = Session.objects.select_for_update(of=("self",)).filter(
            registration__person__in=list(person_ids), terminated_at=None, abandoned_at=None
        )
        rows = list(sessions.select_related("registration__package"))
        abandon_all(rows, now=now)
    return len(rows)


def abandon_idle(*, now: dt.datetime) -> int:
    """Ends the sessions that were silent for eight hours; returns
    how many. Runs on the schedule."""
    with transaction.atomic():
        sessions = Session.objects.select_for_update(of=("self",), skip_locked=True).filter(
            terminated_at=None, abandoned_at=None, seen_at__lt=now - IDLE
        )
        rows = list(sessions.select_related("registration__package")[:500])
        abandon_all(rows, now=now)
    return len(rows)


def waive(*, package_id: UUID, person_id: UUID, unit: int, reason: str, now: dt.datetime) -> None:
    """Counts a unit as satisfied for one person, with a reason. Raises NotFound,
    Refusal without a reason, SessionRule."""
    if not reason.strip():
        raise Refusal("courses.reason", say("Say why the unit is waived."), "reason")
    with transaction.atomic():
        registration = (
            Registration.objects.select_for_update(of=("self",))
            .select_related("package")
            .filter(package_id=package_id, person_id=person_id)
            .first()
        )
        if registration is None:
            raise NotFound("courses.registration", say("This person has not begun the course."))
        course = structure(registration.package)
        if unit >= len(course.units):
            raise NotFound("courses.unit", say("There is no such unit."))
        row = standings(registration).get(unit)
        before = standing(row) if row else UnitProgress()
        if before.waived:
            raise SessionRule("cmi5.9.3.7", say("The unit is waived already in this registration."))
        told = About(
            actor_of(person_id), registration.id, new_key(now), course, registration.package.address
        )
        result = {"success": True, "completion": True, "extensions": {REASON: reason.strip()}}
        stand(registration, unit, replace(before, waived=True), now)
        after = tell(
            [of_unit(told, unit, CourseVerb.WAIVED, key=new_key(now), at=now, result=result)],
            at=now,
        )
        settle(registration, told, at=after)
