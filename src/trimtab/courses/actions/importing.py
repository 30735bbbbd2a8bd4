"""Bringing a package in: everything is checked before anything is written."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping
from typing import BinaryIO
from uuid import UUID
from zipfile import ZipFile

import msgspec
from django.db import IntegrityError, transaction

from trimtab.courses.actions import files
from trimtab.courses.domain import cmi5_reading, markup, scorm_reading
from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import MOST_ARCHIVE_BYTES, laid_out, listing_problems
from trimtab.courses.domain.rows import Imported
from trimtab.courses.domain.structure import THE_PACKAGE, Course, CourseKind, Problem
from trimtab.courses.models import Package
from trimtab.kernel import archives
from trimtab.kernel.errors import NotFound
from trimtab.kernel.ids import uuid7
from trimtab.kernel.said import say
from trimtab.lrs import api as lrs

MANIFESTS = (cmi5_reading.FILE, scorm_reading.FILE)
_ZIP = b"PK"
_CHUNK = 1024 * 1024


def import_package(*, file: BinaryIO, name: str, by: UUID | None, now: dt.datetime) -> Imported:
    """Takes a cmi5 or SCORM package (a zip), or a cmi5.xml alone, whose units lie elsewhere.

    The same file again changes nothing. `name` is the file's, for messages. Raises BadPackage with
    every problem by file and line; then nothing was taken.
    """
    digest = _digest(file)
    file.seek(0)
    here = Package.objects.filter(digest=digest, retired_at=None).first()
    if here:
        return Imported(
            here.id,
            here.title,
            CourseKind(here.kind),
            len(here.structure["units"]),
            is_new=False,
        )
    key = uuid7(now, secrets.token_bytes(10))
    if file.read(len(_ZIP)) == _ZIP:
        return _import_archive(file, key, digest, by, now)
    file.seek(0)
    data = file.read(markup.MOST_BYTES + 1)
    if not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise BadPackage(
            [Problem(name or say("The file"), 0, say("This is neither a zip nor a cmi5.xml."))]
        )
    return _keep(
        cmi5_reading.read(data, files=None, file=name or cmi5_reading.FILE),
        key,
        digest,
        0,
        0,
        by,
        now,
    )


def _digest(file: BinaryIO) -> str:
    digest, size = hashlib.sha256(), 0
    while part := file.read(_CHUNK):
        size += len(part)
        if size > MOST_ARCHIVE_BYTES:
            raise BadPackage(
                [
                    Problem(
                        THE_PACKAGE,
                        0,
                        say("It is larger than {size} MiB.", size=MOST_ARCHIVE_BYTES // 2**20),
                    )
                ]
            )
        digest.update(part)
    return digest.hexdigest()


def _import_archive(
    file: BinaryIO, key: UUID, digest: str, by: UUID | None, now: dt.datetime
) -> Imported:
    with files.archive(file) as archive:
        placed = laid_out(archives.entries(archive), MANIFESTS)
        listed = [entry for entry, _name in placed]
        if problems := list(listing_problems(listed)):
            raise BadPackage(problems)
        members = {entry.name: name for entry, name in placed}
        course = _read(archive, members)
        files.unpack(archive, members, key)
    try:
        return _keep(course, key, digest, len(listed), sum(entry.size for entry in listed), by, now)
    except BaseException:
        files.remove(key)
        raise


def _read(archive: ZipFile, members: Mapping[str, str]) -> Course:
    """The course in an archive, whose files are given by the names that they
    get, each with the archive's own name."""
    for manifest in MANIFESTS:
        if manifest in members:
            if archive.getinfo(members[manifest]).file_size > markup.MOST_BYTES:
                sentence = say(
                    "The file is larger than {size} MiB.", size=markup.MOST_BYTES // 2**20
                )
                raise BadPackage([Problem(manifest, 0, sentence)])
            data = archive.read(members[manifest])
            if manifest == cmi5_reading.FILE:
                return cmi5_reading.read(data, files=members.keys())
            return scorm_reading.read(data, files=members.keys())
    ends = tuple(f"/{manifest}" for manifest in MANIFESTS)
    deep = next(
        (name for name in sorted(members) if name.endswith(ends)),
        "",
    )
    if deep:
        sentence = say(
            "It lies in a folder beside others: pack what is in the folder, not the folder itself."
        )
        raise BadPackage([Problem(deep, 0, sentence)])
    sentence = say(
        "There is neither {file} nor {other} in it.",
        file=cmi5_reading.FILE,
        other=scorm_reading.FILE,
    )
    raise BadPackage([Problem(THE_PACKAGE, 0, sentence)])


def _keep(
    course: Course, key: UUID, digest: str, count: int, size: int, by: UUID | None, now: dt.datetime
) -> Imported:
    try:
        with transaction.atomic():
            Package.objects.create(
                id=key,
                kind=course.kind,
                publisher_id=course.id,
                title=course.title,
                address=f"{lrs.home()}/courses/{key}",
                structure=msgspec.to_builtins(course),
                digest=digest,
                files=count,
                size=size,
                imported_at=now,
                imported_by_id=by,
            )
    except IntegrityError as error:
        raise BadPackage(
            [
                Problem(
                    THE_PACKAGE, 0, say("Somebody else is bringing the same package in just now.")
                )
            ]
        ) from error
    return Imported(key, course.title, course.kind, len(course.units), is_new=True)


def offer(*, package_id: UUID, now: dt.datetime) -> None:
    """Shows a package to learners. Raises NotFound; a withdrawn package comes back."""
    _change(package_id, offered_at=now, retired_at=None)


def hold_back(*, package_id: UUID) -> None:
    """Shows a package to nobody who has not begun it. Raises NotFound."""
    _change(package_id, offered_at=None)


def retire(*, package_id: UUID, now: dt.datetime) -> None:
    """Withdraws a package: it cannot be launched any more; what
    people did stays. Raises NotFound."""
    _change(package_id, offered_at=None, retired_at=now)


def _change(package_id: UUID, **values: dt.datetime | None) -> None:
    if not Package.objects.filter(id=package_id).update(**values):
        raise NotFound("courses.package", say("There is no such course."))
