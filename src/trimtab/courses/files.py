"""The files of packages: one folder each below the data folder. Names were checked before anything was written."""

from __future__ import annotations

import shutil
import stat
import struct
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

from django.core.files.storage import default_storage

from trimtab.courses.domain.faults import BadPackage
from trimtab.courses.domain.paths import Entry, is_inside
from trimtab.courses.domain.structure import Problem

# A directory of an archive needs about a hundred bytes a file: more is an attack on memory.
MOST_DIRECTORY_BYTES = 16 * 1024 * 1024
_END = b"PK\x05\x06"
_END_SIZE = 22
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
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
    return found if found.is_relative_to(root) and found.is_file() else None


@contextmanager
def archive(file: BinaryIO) -> Iterator[zipfile.ZipFile]:
    """A zip archive, opened with bounded memory. Raises BadPackage when it is none, or is broken."""
    if _directory_size(file) > MOST_DIRECTORY_BYTES:
        raise BadPackage([Problem("The package", 0, "It holds too many files.")])
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as found:
            yield found
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, struct.error, ValueError) as error:
        sentence = f"The archive is broken, or packed in an unusual way ({str(error)[:100]}). Pack it again as a zip."
        raise BadPackage([Problem("The package", 0, sentence)]) from error


def _directory_size(file: BinaryIO) -> int:
    """The size that the archive gives for its directory (APPNOTE 4.3.14 to 4.3.16); 0 when there is none to be found."""
    file.seek(0, 2)
    length = file.tell()
    start = max(length - _END_SIZE - 0xFFFF, 0)
    file.seek(start)
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        return 0
    size = int(struct.unpack_from("<L", tail, at + 12)[0])
    if size != 0xFFFFFFFF or start + at < _LOCATOR.size:
        return size
    file.seek(start + at - _LOCATOR.size)
    _mark, _disk, place, _disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
    file.seek(min(place, length))
    record = file.read(_END_64.size)
    return int(_END_64.unpack(record)[8]) if len(record) == _END_64.size else 0


def entries(found: zipfile.ZipFile) -> list[Entry]:
    """The files of an archive, as its directory lists them."""
    return [
        Entry(
            one.filename, one.file_size, one.compress_size,
            is_link=stat.S_ISLNK(one.external_attr >> 16), is_encrypted=bool(one.flag_bits & 1),
        )
        for one in found.infolist()
        if not one.is_dir()
    ]  # fmt: skip


def unpack(found: zipfile.ZipFile, names: Iterable[str], package_id: UUID) -> None:
    """Writes files of an archive into the folder of a package: all of them, or none."""
    target = folder(package_id)
    making = target.with_name(f".{package_id}")
    try:
        for name in names:
            place = making / name
            place.parent.mkdir(parents=True, exist_ok=True)
            _write(found, name, place)
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
                raise BadPackage([Problem(name, 0, "It is larger than the archive's directory says.")])
            target.write(part)


def remove(package_id: UUID) -> None:
    """Takes the files of a package away."""
    shutil.rmtree(folder(package_id), ignore_errors=True)
