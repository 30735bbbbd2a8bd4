"""Paths inside a package, and the listing of its archive: nothing leads
out, nothing is larger than agreed."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import PurePosixPath
from urllib.parse import quote, unquote, urlsplit

from trimtab.courses.domain.structure import THE_PACKAGE, Problem
from trimtab.kernel.archives import Entry
from trimtab.kernel.said import Said, figure, say

MOST_ARCHIVE_BYTES = 512 * 1024 * 1024
MOST_BYTES = 2 * 1024 * 1024 * 1024
MOST_FILES = 20_000
MOST_DEPTH = 32
MOST_NAME = 240
# Deflate reaches about 1,000 : 1 on zeros alone; text and pictures stay below 100 : 1.
MOST_RATIO = 200
SMALL = 1024 * 1024
# What some systems put beside the files of a folder that they pack.
_STRAY = ("__MACOSX/",)


def listing_problems(entries: Iterable[Entry]) -> Iterator[Problem]:
    """What is wrong with the listing of an archive; nothing was unpacked yet."""
    seen: set[str] = set()
    total = 0
    for count, entry in enumerate(entries, 1):
        total += entry.size
        if count > MOST_FILES:
            yield Problem(
                THE_PACKAGE,
                0,
                say("It has more than {files} files.", files=figure(MOST_FILES, ",")),
            )
            return
        if total > MOST_BYTES:
            yield Problem(
                THE_PACKAGE,
                0,
                say("Unpacked it is larger than {size} GiB.", size=MOST_BYTES // 2**30),
            )
            return
        if fault := _fault(entry):
            yield Problem(entry.name[:MOST_NAME], 0, fault)
        elif entry.name.casefold() in seen:
            yield Problem(entry.name, 0, say("The name stands twice in the package."))
        seen.add(entry.name.casefold())


def _fault(entry: Entry) -> Said | None:
    if not is_inside(entry.name):
        return say("The name leads out of the package, or is too long or too deep.")
    if entry.is_link:
        return say("Links are not taken: put the file itself into the package.")
    if entry.is_encrypted:
        return say("The file is encrypted.")
    if entry.size > SMALL and entry.size > MOST_RATIO * max(entry.packed, 1):
        return say("It unpacks to more than {times} times its size.", times=MOST_RATIO)
    return None


def is_inside(path: str) -> bool:
    """Whether a name stays below the folder that it is unpacked into, on every system."""
    if (
        not path
        or len(path) > MOST_NAME * 4
        or path.startswith(("/", "\\"))
        or "\\" in path
        or ":" in path
    ):
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


def plain(url: str) -> str:
    """An address in a package without steps in place and back ('./', 'a/../'), and with
    slashes for backslashes, as browsers take them.

    What leads out keeps its '..'; an address with a scheme stays as it is.
    """
    path = re.split(r"[?#]", url, maxsplit=1)[0]
    if not path or "://" in url or ":" in path.split("/")[0]:
        return url
    return posixpath.normpath(path.replace("\\", "/")) + url[len(path) :]


@dataclass(frozen=True)
class Listed:
    """The files of a package by name, as addresses in its manifest mean them."""

    names: Collection[str]

    def at(self, url: str) -> str:
        """`url` as it finds its file: plain, and in the letters of the file's own name.
        Without such a file it is only made plain."""
        url = plain(url)
        raw = re.split(r"[?#]", url, maxsplit=1)[0]
        if file_of(url) in self.names:
            return url
        name = raw if raw in self.names else self._folded.get(file_of(url).casefold(), "")
        return quote(name) + url[len(raw) :] if name else url

    @cached_property
    def _folded(self) -> Mapping[str, str]:
        return {name.casefold(): name for name in self.names}


def laid_out(entries: Iterable[Entry], manifests: Collection[str]) -> list[tuple[Entry, str]]:
    """The files of an archive under the names that they get, each with
    the name that it has in the archive.

    Backslashes become slashes (zips of old Windows tools), and one folder around everything is
    taken away when a manifest lies in it. Whether a name may stand is not judged here.
    """
    placed = [(replace(entry, name=_slashed(entry.name)), entry.name) for entry in entries]
    placed = [(entry, name) for entry, name in placed if not entry.name.endswith("/")]
    if any(entry.name in manifests for entry, _name in placed):
        return placed
    own = [(entry, name) for entry, name in placed if not entry.name.startswith(_STRAY)]
    tops = {entry.name.partition("/")[0] for entry, _name in own}
    top = f"{next(iter(tops))}/" if len(tops) == 1 else ""
    if not top or not any(
        entry.name == f"{top}{manifest}" for entry, _name in own for manifest in manifests
    ):
        return placed
    return [(replace(entry, name=entry.name.removeprefix(top)), name) for entry, name in own]


def _slashed(name: str) -> str:
    name = name.replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    return name
