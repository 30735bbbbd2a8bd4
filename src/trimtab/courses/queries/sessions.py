"""Reading sessions: who plays what, and by which credential."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from pathlib import Path
from typing import Any
from uuid import UUID

from trimtab.courses.domain.rows import (
    Framed,
    OpenSession,
)
from trimtab.courses.domain.sessions import SessionState
from trimtab.courses.domain.statements import About, unit_address
from trimtab.courses.domain.structure import LaunchMode
from trimtab.courses.models import Session
from trimtab.courses.queries import files
from trimtab.courses.queries.packages import structure
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.xapi import profile

SERVED = dt.timedelta(days=1)


def about(session: Session) -> About:
    """Who and what a session is about."""
    registration = session.registration
    package = registration.package
    return About(
        actor_of(registration.person_id),
        registration.id,
        session.id,
        structure(package),
        package.address,
    )


def actor_of(person_id: UUID) -> dict[str, Any]:
    """A person as the actor of statements: by pseudonym alone."""
    return profile.person(lrs.home(), people.person(person_id).pseudonym)


def open_session(session_id: UUID, secret: str) -> OpenSession | None:
    """A session by its credential, as long as it lasts; None when the secret
    does not fit or the session is over."""
    session = Session.objects.select_related("registration__package").filter(id=session_id).first()
    if (
        session is None
        or not session.secret_sha256
        or not hmac.compare_digest(session.secret_sha256, sha256(secret))
    ):
        return None
    if session.terminated_at or session.abandoned_at:
        return None
    return opened(session)


def is_open(session_id: UUID) -> bool:
    """Whether there is such a session, and it lasts."""
    return Session.objects.filter(id=session_id, terminated_at=None, abandoned_at=None).exists()


def opened(session: Session) -> OpenSession:
    """A session's row as requests are held against it."""
    told = about(session)
    unit = told.course.units[session.unit]
    state = SessionState(
        id=session.id,
        registration=session.registration_id,
        actor=told.actor,
        activity_id=unit_address(told.address, session.unit),
        grouping=tuple(activity["id"] for activity in told.grouping(unit.id)),
        mode=LaunchMode(session.mode),
        mastery_score=unit.mastery_score,
        prefers_read=session.preferences_read,
        ended=bool(session.terminated_at or session.abandoned_at),
        said=frozenset(session.said),
    )
    return OpenSession(
        state,
        session.registration.package_id,
        session.registration.person_id,
        session.unit,
        told.course.kind,
    )


def package_of(*, session_id: UUID, person_id: UUID) -> UUID | None:
    """The package that a session of this person plays; None when there is no
    such session, or it is somebody else's."""
    sessions = Session.objects.filter(id=session_id, registration__person_id=person_id)
    return sessions.values_list("registration__package_id", flat=True).first()


def still_open(*, package_id: UUID, person_id: UUID) -> UUID | None:
    """The session of a package that this person has begun and not
    ended; None when there is none."""
    sessions = Session.objects.filter(
        registration__package_id=package_id,
        registration__person_id=person_id,
        terminated_at=None,
        abandoned_at=None,
    )
    return sessions.exclude(said=[]).values_list("id", flat=True).first()


def sha256(secret: str) -> str:
    """How tokens are kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def framed(session_id: UUID, now: dt.datetime) -> Framed | None:
    """The unit that a session plays; None when there is no such
    session, or it is older than a day."""
    sessions = Session.objects.select_related("registration__package").filter(
        id=session_id, launched_at__gt=now - SERVED
    )
    session = sessions.first()
    if session is None:
        return None
    package = session.registration.package
    return Framed(structure(package).units[session.unit].title, package.id)


def file_of_session(session_id: UUID, path: str, now: dt.datetime) -> Path | None:
    """A file of the package that a session plays; None when there is none,
    or the session is older than a day."""
    package_id = (
        Session.objects.filter(id=session_id, launched_at__gt=now - SERVED)
        .values_list("registration__package_id", flat=True)
        .first()
    )
    return files.find(package_id, path) if package_id else None
