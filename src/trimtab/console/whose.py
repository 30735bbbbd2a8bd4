"""Whose processes are these? What a file says of process numbers is not believed: it may be a copy
of another folder's.

A process belongs to a folder when it works in it or holds it open (device and inode), which the
system itself says (proc(5)). Where it does not, nobody is taken for ours, and nothing is ended.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

PROC = Path("/proc")
SERVE = "trimtab.console.serve"


def servers(folder: Path) -> list[int]:
    """Processes of a PostgreSQL server that works in this folder."""
    return list(_having(folder, lambda entry: [entry / "cwd"], _is_server))


def children(data: Path) -> list[int]:
    """Web and worker processes that were started on this data folder: they hold it open."""
    return list(_having(data, lambda entry: (entry / "fd").iterdir(), _is_child))


def forget_server(folder: Path) -> None:
    """Removes what a server that is no more left in its folder, so that it keeps no new one from
    starting. It stays where a live server may be meant: then that one is to be stopped by whoever
    started it, and PostgreSQL says so."""
    written = folder / "postmaster.pid"
    try:
        number, place, *_ = written.read_text().splitlines()
        is_ours = _may_be_ours(int(number), Path(place), folder)
    except (OSError, ValueError):
        is_ours = False
    if not is_ours:
        written.unlink(missing_ok=True)


def _may_be_ours(pid: int, place: Path, folder: Path) -> bool:
    if not PROC.joinpath("self").exists():
        # A copied file names the folder that it was copied from.
        return place.exists() and place.samefile(folder)
    if not _is_server(PROC / str(pid)):
        return False
    try:
        return (PROC / str(pid) / "cwd").samefile(folder)
    except PermissionError:
        return True
    except OSError:
        # It has ended and nobody has waited for it yet.
        return False


def _having(
    folder: Path, holds: Callable[[Path], object], is_meant: Callable[[Path], bool]
) -> Iterator[int]:
    try:
        ours = folder.stat()
    except OSError:
        return
    for entry in PROC.glob("[0-9]*"):
        try:
            if not is_meant(entry) or int(entry.name) == os.getpid():
                continue
            for held in holds(entry):  # type: ignore[attr-defined]
                found = held.stat()
                if (found.st_dev, found.st_ino) == (ours.st_dev, ours.st_ino):
                    yield int(entry.name)
                    break
        except OSError:
            continue


def _is_server(entry: Path) -> bool:
    try:
        return (entry / "comm").read_text().strip() == "postgres"
    except OSError:
        return False


def _is_child(entry: Path) -> bool:
    return SERVE.encode() in (entry / "cmdline").read_bytes().split(b"\0")
