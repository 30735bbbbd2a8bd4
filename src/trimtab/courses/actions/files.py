"""Writing the files of packages. Names were checked before anything is written."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import MOST_FILES
from trimtab.courses.domain.structure import THE_PACKAGE, Problem
from trimtab.courses.queries.files import folder
from trimtab.kernel import archives
from trimtab.kernel.said import as_written, say

_CHUNK = 1024 * 1024


@contextmanager
def archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip archive, opened with bounded memory. Raises
    BadPackage when it is none, or is broken."""
    try:
        with archives.opened(file, most_entries=2 * MOST_FILES) as opened:
            yield opened
    except archives.BadArchive as fault:
        raise BadPackage([Problem(THE_PACKAGE, 0, as_written(fault.sentence))]) from fault


def unpack(archive: zipfile.ZipFile, members: Mapping[str, str], package_id: UUID) -> None:
    """Writes files of an archive into the folder of a package: all of them, or none. `members`
    are the names that they get, each with the archive's own name."""
    target = folder(package_id)
    making = target.with_name(f".{package_id}")
    try:
        for name, member in members.items():
            place = making / name
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(archive, member, place)
        making.mkdir(parents=True, exist_ok=True)
        making.rename(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _write(archive: zipfile.ZipFile, name: str, place: Path) -> None:
    """Copies one file; the archive may not hold more than its directory says."""
    left = archive.getinfo(name).file_size
    with archive.open(name) as source, place.open("xb") as target:
        while part := source.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise BadPackage(
                    [Problem(name, 0, say("It is larger than the archive's directory says."))]
                )
            target.write(part)


def remove(package_id: UUID) -> None:
    """Takes the files of a package away."""
    shutil.rmtree(folder(package_id), ignore_errors=True)
