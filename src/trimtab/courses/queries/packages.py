"""Reading packages: what there is to take, and what it is made of."""

from __future__ import annotations

from uuid import UUID

import msgspec
from django.db.models import Count, Q

from trimtab.courses.domain.attempts import Grading
from trimtab.courses.domain.rows import (
    PackageRow,
)
from trimtab.courses.domain.structure import Course, CourseKind
from trimtab.courses.models import Package
from trimtab.courses.queries import files
from trimtab.kernel.errors import NotFound
from trimtab.kernel.said import say


def structure(package: Package) -> Course:
    """The structure of a package."""
    return msgspec.convert(package.structure, Course)


def packages(*, package_id: UUID | None = None) -> list[PackageRow]:
    """The packages that are here, newest first, those withdrawn last; or one of them."""
    counted = Package.objects.annotate(
        started=Count("registrations"),
        satisfied=Count("registrations", filter=Q(registrations__satisfied_at__isnull=False)),
    ).order_by("-imported_at")
    wanted = counted.filter(id=package_id) if package_id else counted
    rows = [
        _package(package, started=package.started, satisfied=package.satisfied)
        for package in wanted
    ]
    return sorted(rows, key=lambda row: row.retired_at is not None)


def package(package_id: UUID) -> PackageRow:
    """One package. Raises NotFound."""
    rows = packages(package_id=package_id)
    if not rows:
        raise NotFound("courses.package", say("There is no such course."))
    return rows[0]


def without_files() -> list[str]:
    """The titles of packages in use whose files are not there, by title."""
    titles = Package.objects.filter(retired_at=None).order_by("title").values_list("id", "title")
    return [title for key, title in titles if not files.folder(key).is_dir()]


def _package(package: Package, *, started: int, satisfied: int) -> PackageRow:
    course = structure(package)
    return PackageRow(
        id=package.id,
        kind=CourseKind(package.kind),
        title=package.title,
        description=course.description,
        publisher_id=package.publisher_id,
        units=len(course.units),
        files=package.files,
        size=package.size,
        imported_at=package.imported_at,
        offered_at=package.offered_at,
        retired_at=package.retired_at,
        started=started,
        satisfied=satisfied,
        grading=Grading(package.grading),
    )
