"""Reading packages, courses and sessions."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from django.db.models import Count, Q

from trimtab.courses import files
from trimtab.courses.domain.attempts import Grading, Outcome
from trimtab.courses.domain.rows import (
    AttemptRow,
    CourseRow,
    Framed,
    OpenSession,
    PackageRow,
    UnitRow,
    UnitState,
)
from trimtab.courses.domain.sessions import Session as SessionState
from trimtab.courses.domain.standing import Standing, is_satisfied
from trimtab.courses.domain.statements import About, unit_address
from trimtab.courses.domain.structure import Course, Kind, LaunchMethod, LaunchMode, MoveOn
from trimtab.courses.models import Attempt, Package, Registration, Session, UnitStanding
from trimtab.kernel.errors import NotFound
from trimtab.lrs import api as lrs
from trimtab.people import api as people
from trimtab.xapi import profile

SERVED = dt.timedelta(days=1)


def structure(package: Package) -> Course:
    """The structure of a package."""
    return msgspec.convert(package.structure, Course)


def packages(*, package_id: UUID | None = None) -> list[PackageRow]:
    """The packages that are here, newest first, those withdrawn last; or one of them."""
    found = Package.objects.annotate(
        started=Count("registrations"),
        satisfied=Count("registrations", filter=Q(registrations__satisfied_at__isnull=False)),
    ).order_by("-imported_at")
    rows = [_package(one) for one in (found.filter(id=package_id) if package_id else found)]
    return sorted(rows, key=lambda row: row.retired_at is not None)


def package(package_id: UUID) -> PackageRow:
    """One package. Raises NotFound."""
    found = packages(package_id=package_id)
    if not found:
        raise NotFound("courses.package", "There is no such course.")
    return found[0]


def without_files() -> list[str]:
    """The titles of packages in use whose files are not there, by title."""
    found = Package.objects.filter(retired_at=None).order_by("title").values_list("id", "title")
    return [title for key, title in found if not files.folder(key).is_dir()]


def _package(one: Package) -> PackageRow:
    course = structure(one)
    return PackageRow(
        id=one.id,
        kind=Kind(one.kind),
        title=one.title,
        description=course.description,
        publisher_id=one.publisher_id,
        units=len(course.units),
        files=one.files,
        size=one.size,
        imported_at=one.imported_at,
        offered_at=one.offered_at,
        retired_at=one.retired_at,
        started=one.started,
        satisfied=one.satisfied,  # type: ignore[attr-defined]
        grading=Grading(one.grading),
    )


def courses_for(person_id: UUID) -> list[CourseRow]:
    """The courses that are offered, and those that this person has begun; open ones first, in five queries at most."""
    mine = {one.package_id: one for one in Registration.objects.filter(person_id=person_id)}
    found = list(
        Package.objects.filter(Q(offered_at__isnull=False) | Q(id__in=mine)).order_by("title", "id")
    )
    standings = _standings(mine.values())
    rows = [_course(one, mine.get(one.id), standings) for one in found]
    return sorted(rows, key=lambda row: row.satisfied_at is not None)


def has_courses(person_id: UUID) -> bool:
    """Whether courses_for would give any; one query."""
    return Package.objects.filter(
        Q(offered_at__isnull=False) | Q(registrations__person_id=person_id)
    ).exists()


def course(package_id: UUID, person_id: UUID) -> CourseRow:
    """One course for one person. Raises NotFound."""
    found = Package.objects.filter(id=package_id).first()
    if found is None:
        raise NotFound("courses.package", "There is no such course.")
    mine = Registration.objects.filter(package=found, person_id=person_id).first()
    return _course(found, mine, _standings([mine] if mine else []))


def held_about(person_id: UUID) -> list[dict[str, Any]]:
    """What is held about one person, for the person to see: courses, units, and what SCOs kept."""
    found = UnitStanding.objects.filter(registration__person_id=person_id).select_related(
        "registration__package"
    )
    found = found.prefetch_related("attempts")
    return [
        {
            "course": row.registration.package.title,
            "registration": str(row.registration_id),
            "unit": structure(row.registration.package).units[row.unit].title,
            "started_at": row.started_at,
            "completed_at": row.completed_at,
            "passed_at": row.passed_at,
            "failed_at": row.failed_at,
            "waived_at": row.waived_at,
            "score": row.score,
            "attempts": [
                {
                    "number": one.number,
                    "began_at": one.began_at,
                    "completed": one.completed,
                    "passed": one.passed,
                    "score": one.score,
                }
                for one in sorted(row.attempts.all(), key=lambda one: one.number)
            ],
            "kept_by_the_course": row.runtime,
        }
        for row in found.order_by("started_at", "id")
    ]


def _standings(registrations: Iterable[Registration]) -> Mapping[UUID, Mapping[int, UnitStanding]]:
    found: dict[UUID, dict[int, UnitStanding]] = {}
    ids = [one.id for one in registrations]
    rows = (
        UnitStanding.objects.filter(registration__in=ids)
        .defer("runtime", "answered")
        .prefetch_related("attempts")
    )
    for row in rows if ids else ():
        found.setdefault(row.registration_id, {})[row.unit] = row
    return found


def _course(
    one: Package, mine: Registration | None, standings: Mapping[UUID, Mapping[int, UnitStanding]]
) -> CourseRow:
    course = structure(one)
    rows = standings.get(mine.id, {}) if mine else {}
    units = tuple(
        UnitRow(
            position=at,
            title=unit.title,
            description=unit.description,
            blocks=unit.blocks,
            state=_state(unit.move_on, rows.get(at)),
            score=rows[at].score if at in rows else None,
            mastery_score=unit.mastery_score,
            own_window=unit.launch_method is LaunchMethod.OWN_WINDOW,
            is_elsewhere=unit.is_elsewhere,
            attempts=_attempts(rows.get(at)),
            attempt_limit=unit.attempt_limit,
        )
        for at, unit in enumerate(course.units)
    )
    return CourseRow(
        package_id=one.id,
        kind=course.kind,
        title=one.title,
        description=course.description,
        units=units,
        blocks=course.blocks,
        registration=mine.id if mine else None,
        satisfied_at=mine.satisfied_at if mine else None,
        is_offered=one.offered_at is not None,
        grading=Grading(one.grading),
    )


def _attempts(row: UnitStanding | None) -> tuple[AttemptRow, ...]:
    several = sorted(row.attempts.all(), key=lambda one: one.number) if row else ()
    return tuple(
        AttemptRow(one.number, one.began_at, one.completed, one.passed, one.score)
        for one in several
    )


def _state(move_on: MoveOn, row: UnitStanding | None) -> UnitState:
    if row is None:
        return UnitState.FREE if move_on is MoveOn.NOT_APPLICABLE else UnitState.NEW
    if row.waived_at:
        return UnitState.WAIVED
    if is_satisfied(move_on, standing(row)):
        return UnitState.DONE
    return UnitState.FAILED if row.failed_at else UnitState.STARTED


def standing(row: UnitStanding) -> Standing:
    """A row as the rules see it."""
    return Standing(
        completed=row.completed_at is not None,
        passed=row.passed_at is not None,
        failed=row.failed_at is not None,
        waived=row.waived_at is not None,
        score=row.score,
    )


def outcome(row: Attempt) -> Outcome:
    """An attempt as the rules see it."""
    return Outcome(completed=row.completed, passed=row.passed, score=row.score)


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
    """A session by its credential, as long as it lasts; None when the secret does not fit or the session is over."""
    found = Session.objects.select_related("registration__package").filter(id=session_id).first()
    if (
        found is None
        or not found.secret_sha256
        or not hmac.compare_digest(found.secret_sha256, sha256(secret))
    ):
        return None
    if found.terminated_at or found.abandoned_at:
        return None
    return opened(found)


def is_open(session_id: UUID) -> bool:
    """Whether there is such a session, and it lasts."""
    return Session.objects.filter(id=session_id, terminated_at=None, abandoned_at=None).exists()


def opened(found: Session) -> OpenSession:
    """A session's row as requests are held against it."""
    told = about(found)
    unit = told.course.units[found.unit]
    state = SessionState(
        id=found.id,
        registration=found.registration_id,
        actor=told.actor,
        activity_id=unit_address(told.address, found.unit),
        grouping=tuple(one["id"] for one in told.grouping(unit.id)),
        mode=LaunchMode(found.mode),
        mastery_score=unit.mastery_score,
        prefers_read=found.preferences_read,
        ended=bool(found.terminated_at or found.abandoned_at),
        said=frozenset(found.said),
    )
    return OpenSession(
        state,
        found.registration.package_id,
        found.registration.person_id,
        found.unit,
        told.course.kind,
    )


def package_of(*, session_id: UUID, person_id: UUID) -> UUID | None:
    """The package that a session of this person plays; None when there is no such session, or it is somebody else's."""
    found = Session.objects.filter(id=session_id, registration__person_id=person_id)
    return found.values_list("registration__package_id", flat=True).first()


def still_open(*, package_id: UUID, person_id: UUID) -> UUID | None:
    """The session of a package that this person has begun and not ended; None when there is none."""
    found = Session.objects.filter(
        registration__package_id=package_id,
        registration__person_id=person_id,
        terminated_at=None,
        abandoned_at=None,
    )
    return found.exclude(said=[]).values_list("id", flat=True).first()


def sha256(secret: str) -> str:
    """How tokens are kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def framed(session_id: UUID, now: dt.datetime) -> Framed | None:
    """The unit that a session plays; None when there is no such session, or it is older than a day."""
    found = Session.objects.select_related("registration__package").filter(
        id=session_id, launched_at__gt=now - SERVED
    )
    session = found.first()
    if session is None:
        return None
    package = session.registration.package
    return Framed(structure(package).units[session.unit].title, package.id)


def file_of_session(session_id: UUID, path: str, now: dt.datetime) -> Path | None:
    """A file of the package that a session plays; None when there is none, or the session is older than a day."""
    package_id = (
        Session.objects.filter(id=session_id, launched_at__gt=now - SERVED)
        .values_list("registration__package_id", flat=True)
        .first()
    )
    return files.find(package_id, path) if package_id else None
