"""Reading courses as their learners see them: the units, and where somebody stands in each."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.db.models import Q

from trimtab.courses.domain.attempts import AttemptOutcome, Grading
from trimtab.courses.domain.progress import UnitProgress, is_satisfied
from trimtab.courses.domain.rows import (
    AttemptRow,
    CourseRow,
    CourseUnitRow,
    UnitState,
)
from trimtab.courses.domain.structure import LaunchMethod, MoveOn, Unit
from trimtab.courses.models import Attempt, Package, Registration, UnitStanding
from trimtab.courses.queries.packages import structure
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say


def courses_for(person_id: UUID) -> list[CourseRow]:
    """The courses that are offered, and those that this person has begun; open
    ones first, in five queries at most."""
    mine = {
        registration.package_id: registration
        for registration in Registration.objects.filter(person_id=person_id)
    }
    offered = list(
        Package.objects.filter(Q(offered_at__isnull=False) | Q(id__in=mine)).order_by("title", "id")
    )
    standings = _standings(mine.values())
    rows = [_course(registration, mine.get(registration.id), standings) for registration in offered]
    return sorted(rows, key=lambda row: row.satisfied_at is not None)


def has_courses(person_id: UUID) -> bool:
    """Whether courses_for would give any; one query."""
    return Package.objects.filter(
        Q(offered_at__isnull=False) | Q(registrations__person_id=person_id)
    ).exists()


def course(package_id: UUID, person_id: UUID) -> CourseRow:
    """One course for one person. Raises NotFound."""
    package = Package.objects.filter(id=package_id).first()
    if package is None:
        raise NotFound("courses.package", say("There is no such course."))
    mine = Registration.objects.filter(package=package, person_id=person_id).first()
    return _course(package, mine, _standings([mine] if mine else []))


def held_about(person_id: UUID) -> list[dict[str, Any]]:
    """What is held about one person, for the person to see: courses, units, and what SCOs kept."""
    standings = UnitStanding.objects.filter(registration__person_id=person_id).select_related(
        "registration__package"
    )
    standings = standings.prefetch_related("attempts")
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
            "attempts": [asdict(attempt) for attempt in _attempts(row)],
            "kept_by_the_course": row.runtime,
        }
        for row in standings.order_by("started_at", "id")
    ]


def _standings(registrations: Iterable[Registration]) -> Mapping[UUID, Mapping[int, UnitStanding]]:
    by_registration: dict[UUID, dict[int, UnitStanding]] = {}
    ids = [registration.id for registration in registrations]
    rows = (
        UnitStanding.objects.filter(registration__in=ids)
        .defer("runtime", "answered")
        .prefetch_related("attempts")
    )
    for row in rows if ids else ():
        by_registration.setdefault(row.registration_id, {})[row.unit] = row
    return by_registration


def _course(
    package: Package,
    mine: Registration | None,
    standings: Mapping[UUID, Mapping[int, UnitStanding]],
) -> CourseRow:
    course = structure(package)
    rows = standings.get(mine.id, {}) if mine else {}
    units = tuple(_unit(at, unit, rows.get(at)) for at, unit in enumerate(course.units))
    return CourseRow(
        package_id=package.id,
        kind=course.kind,
        title=package.title,
        description=course.description,
        units=units,
        blocks=course.blocks,
        registration=mine.id if mine else None,
        satisfied_at=mine.satisfied_at if mine else None,
        is_offered=package.offered_at is not None,
        grading=Grading(package.grading),
    )


def _unit(position: int, unit: Unit, row: UnitStanding | None) -> CourseUnitRow:
    return CourseUnitRow(
        position=position,
        title=unit.title,
        description=unit.description,
        blocks=unit.blocks,
        state=_state(unit.move_on, row),
        score=row.score if row else None,
        mastery_score=unit.mastery_score,
        own_window=unit.launch_method is LaunchMethod.OWN_WINDOW,
        is_elsewhere=unit.is_elsewhere,
        attempts=_attempts(row),
        attempt_limit=unit.attempt_limit,
    )


def _attempts(row: UnitStanding | None) -> tuple[AttemptRow, ...]:
    several = sorted(row.attempts.all(), key=lambda attempt: attempt.number) if row else ()
    return tuple(
        AttemptRow(
            attempt.number, attempt.began_at, attempt.completed, attempt.passed, attempt.score
        )
        for attempt in several
    )


def _state(move_on: MoveOn, row: UnitStanding | None) -> UnitState:
    if row is None:
        return UnitState.FREE if move_on is MoveOn.NOT_APPLICABLE else UnitState.NEW
    if row.waived_at:
        return UnitState.WAIVED
    if is_satisfied(move_on, standing(row)):
        return UnitState.DONE
    return UnitState.FAILED if row.failed_at else UnitState.STARTED


def standing(row: UnitStanding) -> UnitProgress:
    """A row as the rules see it."""
    return UnitProgress(
        completed=row.completed_at is not None,
        passed=row.passed_at is not None,
        failed=row.failed_at is not None,
        waived=row.waived_at is not None,
        score=row.score,
    )


def outcome(row: Attempt) -> AttemptOutcome:
    """An attempt as the rules see it."""
    return AttemptOutcome(completed=row.completed, passed=row.passed, score=row.score)
