"""Paths inside a package, and the listing of its archive: nothing leads out, nothing is larger than agreed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from trimtab.courses.domain.structure import Problem
from trimtab.kernel.archives import Entry

MOST_ARCHIVE_BYTES = 512 * 1024 * 1024
MOST_BYTES = 2 * 1024 * 1024 * 1024
MOST_FILES = 20_000
MOST_DEPTH = 32
MOST_NAME = 240
# Deflate reaches about 1,000 : 1 on zeros alone; text and pictures stay below 100 : 1.
MOST_RATIO = 200
SMALL = 1024 * 1024


def listing_problems(entries: Iterable[Entry]) -> Iterator[Problem]:
    """What is wrong with the listing of an archive; nothing was unpacked yet."""
    seen: set[str] = set()
    total = 0
    for count, entry in enumerate(entries, 1):
        total += entry.size
        if count > MOST_FILES:
            yield Problem("The package", 0, f"It has more than {MOST_FILES:,} files.")
            return
        if total > MOST_BYTES:
            yield Problem("The package", 0, f"Unpacked it is larger than {MOST_BYTES // 2**30} GiB.")
            return
        if fault := _fault(entry):
            yield Problem(entry.name[:MOST_NAME], 0, fault)
        elif entry.name.casefold() in seen:
            yield Problem(entry.name, 0, "The name stands twice in the package.")
        seen.add(entry.name.casefold())


def _fault(entry: Entry) -> str:
    if not is_inside(entry.name):
        return "The name leads out of the package, or is too long or too deep."
    if entry.is_link:
        return "Links are not taken: put the file itself into the package."
    if entry.is_encrypted:
        return "The file is encrypted."
    if entry.size > SMALL and entry.size > MOST_RATIO * max(entry.packed, 1):
        return f"It unpacks to more than {MOST_RATIO} times its size."
    return ""


def is_inside(path: str) -> bool:
    """Whether a name stays below the folder that it is unpacked into, on every system."""
    if not path or len(path) > MOST_NAME * 4 or path.startswith(("/", "\\")) or "\\" in path or ":" in path:
        return False
    if any(ord(letter) < 32 for letter in path):
        return False
    parts = PurePosixPath(path).parts
    return 0 < len(parts) <= MOST_DEPTH and all(
        part not in ("..", ".") and len(part.encode()) <= MOST_NAME for part in parts
    )


def file_of(url: str) -> str:
    """The path of the file that a relative address names: without query and fragment, decoded."""
    return unquote(urlsplit(url).path)
