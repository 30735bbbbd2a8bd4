"""The one door for zip files from outside: opened with bounded memory, and every size is known
before anything is unpacked.

Python's zipfile reads the whole directory of an archive and makes an object of each entry before
anybody can look. Which of the two records at the end of an archive it believes (APPNOTE 4.3.14 to
4.3.16) depends on the archive, so both are checked here.
"""

from __future__ import annotations

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, NamedTuple

from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say

# A directory needs about a hundred bytes an entry.
MOST_DIRECTORY_BYTES = 16 * 1024 * 1024
MOST_ENTRIES = 20_000
_END, _ENTRY = b"PK\x05\x06", b"PK\x01\x02"
_END_SIZE = 22
_LOCATOR, _LOCATOR_MARK = struct.Struct("<4sLQL"), b"PK\x06\x07"
_END_64, _END_64_MARK = struct.Struct("<4sQ2H2L4Q"), b"PK\x06\x06"
_USUAL = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    EOFError,
    OSError,
    struct.error,
    ValueError,
    IndexError,
    zlib.error,
)


class BadArchive(Refusal):
    """The archive is broken, or holds more than is read here."""

    def __init__(self, sentence: Said) -> None:
        super().__init__("archive", sentence)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file in an archive, as its directory says: sizes in bytes."""

    name: str
    size: int
    packed: int
    is_link: bool = False
    is_encrypted: bool = False


@contextmanager
def opened(file: BinaryIO, *, most_entries: int = MOST_ENTRIES) -> Iterator[zipfile.ZipFile]:
    """A zip archive.

    Raises BadArchive when it is none, is broken, or lists too much; also for what breaks while it
    is open.
    """
    try:
        size, count = _directory(file)
        if size > MOST_DIRECTORY_BYTES or count > most_entries:
            raise BadArchive(say("It holds too many files."))
        file.seek(0)
        with zipfile.ZipFile(file) as found:
            if len(found.infolist()) > most_entries:
                raise BadArchive(say("It holds too many files."))
            if any(one.compress_type not in _USUAL for one in found.infolist()):
                # Unpacking LZMA takes as much memory as the archive says, up to 4 GiB.
                raise BadArchive(
                    say("It is packed in an unusual way. Pack it again as a plain zip.")
                )
            yield found
    except _BROKEN as error:
        sentence = say(
            "The archive is broken, or packed in an unusual way ({error}). Pack it again as a zip.",
            error=str(error)[:100],
        )
        raise BadArchive(sentence) from error


def entries(found: zipfile.ZipFile) -> list[Entry]:
    """The files of an archive, as its directory lists them: with the whole of a name, which zipfile
    cuts at a NUL.
    """
    return [
        Entry(
            one.orig_filename,
            one.file_size,
            one.compress_size,
            is_link=stat.S_ISLNK(one.external_attr >> 16),
            is_encrypted=bool(one.flag_bits & 1),
        )
        for one in found.infolist()
        if not one.filename.endswith("/")
    ]


def _directory(file: BinaryIO) -> tuple[int, int]:
    """How large the directory is and how many entries it lists: the most that any record at the
    end, or it itself, says.
    """
    length = file.seek(0, 2)
    start = max(length - _END_SIZE - 0xFFFF, 0)
    file.seek(start)
    tail = file.read(_END_SIZE + 0xFFFF)
    # The last mark may lie inside the true record: zipfile looks at the very end first.
    places = {
        at
        for at in (len(tail) - _END_SIZE, tail.rfind(_END))
        if at >= 0 and tail.startswith(_END, at)
    }
    found = [_recorded(file, tail, at, start + at) for at in places if len(tail) >= at + _END_SIZE]
    return max((size for size, _ in found), default=0), max(
        (count for _, count in found), default=0
    )


def _recorded(file: BinaryIO, tail: bytes, at: int, ends: int) -> tuple[int, int]:
    count, size = struct.unpack_from("<HL", tail, at + 10)
    if wide := list(_wide(file, ends)):
        # Where a field has no room for the truth it holds ones, and only then need the other
        # record be asked.
        sizes = [said for said in (size, *(one.size for one in wide)) if said != 0xFFFFFFFF]
        counts = [said for said in (count, *(one.listed for one in wide)) if said != 0xFFFF]
        size, count, ends = (
            max(sizes, default=0),
            max(counts, default=0),
            min(one.begins for one in wide),
        )
    if size > MOST_DIRECTORY_BYTES:
        return size, count
    file.seek(max(ends - size, 0))
    return size, max(count, file.read(size).count(_ENTRY))


class _Wide(NamedTuple):
    listed: int
    size: int
    begins: int


def _wide(file: BinaryIO, ends: int) -> Iterator[_Wide]:
    """The ZIP64 records that may be believed: where the locator says, and just before the
    locator.
    """
    if ends < _LOCATOR.size:
        return
    file.seek(ends - _LOCATOR.size)
    mark, _disk, place, _disks = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if mark != _LOCATOR_MARK:
        return
    for start in {place, ends - _LOCATOR.size - _END_64.size}:
        if 0 <= start <= ends - _END_64.size:
            file.seek(start)
            record = _END_64.unpack(file.read(_END_64.size))
            if record[0] == _END_64_MARK:
                yield _Wide(record[7], record[8], start)
