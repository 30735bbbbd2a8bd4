"""The files of packages: one folder each below the data folder. Names were checked before anything was written."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from uuid import UUID

from django.core.files.storage import default_storage

from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import MOST_FILES, is_inside
from trimtab.courses.domain.structure import Problem
from trimtab.kernel import archives

_CHUNK = 1024 * 1024


def folder(package_id: UUID) -> Path:
    """Where the files of a package lie."""
    return Path(default_storage.path(f"packages/{package_id}"))


def find(package_id: UUID, path: str) -> Path | None:
    """A file of a package; None when there is none of this name."""
    if not is_inside(path):
        return None
    root = folder(package_id).resolve()
    found = (root / path).resolve()
    if found.is_relative_to(root) and found.is_file():
        return found
    return _in_other_letters(root, path)


def _in_other_letters(root: Path, path: str) -> Path | None:
    """A file whose name differs in the case of letters alone, as packages from systems that do not tell them apart have it. No two
    names of a package are the same in that way (domain/paths.py)."""
    place = root
    for part in PurePosixPath(path).parts:
        if not place.is_dir():
            return None
        same = next(
            (one for one in place.iterdir() if one.name.casefold() == part.casefold()), None
        )
        if same is None:
            return None
        place = same
    return place if place.is_file() and place.resolve().is_relative_to(root) else None


@contextmanager
def archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip archive, opened with bounded memory. Raises BadPackage when it is none, or is broken."""
    try:
        with archives.opened(file, most_entries=2 * MOST_FILES) as found:
            yield found
    except archives.BadArchive as fault:
        raise BadPackage([Problem("The package", 0, fault.sentence)]) from fault


def unpack(found: zipfile.ZipFile, members: Mapping[str, str], package_id: UUID) -> None:
    """Writes files of an archive into the folder of a package: all of them, or none. `members` are the names that they get, each with
    the archive's own name."""
    target = folder(package_id)
    making = target.with_name(f".{package_id}")
    try:
        for name, member in members.items():
            place = making / name
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(found, member, place)
        making.mkdir(parents=True, exist_ok=True)
        making.rename(target)
    except BaseException:
        shutil.rmtree(making, ignore_errors=True)
        raise


def _write(found: zipfile.ZipFile, name: str, place: Path) -> None:
    """Copies one file; the archive may not hold more than its directory says."""
    left = found.getinfo(name).file_size
    with found.open(name) as source, place.open("xb") as target:
        while part := source.read(_CHUNK):
            left -= len(part)
            if left < 0:
                raise BadPackage(
                    [Problem(name, 0, "It is larger than the archive's directory says.")]
                )
            target.write(part)


def remove(package_id: UUID) -> None:
    """Takes the files of a package away."""
    shutil.rmtree(folder(package_id), ignore_errors=True)
