"""Files and folders that belong to one user alone, made so that nothing that somebody else put in
their place is followed."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

LONGEST_SOCKET = 100


class User(NamedTuple):
    """Whom a process runs as."""

    uid: int
    gid: int


@contextmanager
def opened(folder: Path) -> Iterator[int]:
    """A folder as a number. Raises OSError when it is none, or a link to one."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        yield number
    finally:
        os.close(number)


def own(folder: Path, user: User, mode: int = 0o700) -> None:
    """Makes a folder, if it is not there, and gives it to `user`. Raises OSError for anything but a
    folder, also for a link to one, and for a folder that is neither theirs nor ours already."""
    folder.mkdir(mode=0o700, exist_ok=True)
    with opened(folder) as number:
        found = os.fstat(number)
        if found.st_uid not in (user.uid, os.geteuid()):
            raise PermissionError(0, "belongs to somebody else", str(folder))
        if (found.st_uid, found.st_gid) != user:
            os.fchown(number, user.uid, user.gid)
        os.fchmod(number, mode)


def write(path: Path, text: str, user: User | None = None) -> None:
    """Writes a file that its owner alone may read. Raises OSError for a link."""
    number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
    with os.fdopen(number, "w") as file:
        os.fchmod(number, 0o600)
        if user and os.geteuid() == 0:
            os.fchown(number, user.uid, user.gid)
        file.write(text)


def identity(folder: Path) -> str:
    """What tells a folder from its copy, whatever the two are called: device and number."""
    found = folder.stat()
    return f"{found.st_dev}:{found.st_ino}"


def socket_folder(data: Path, user: User) -> Path:
    """The folder of the server's socket, made if it is not there: its name is drawn at random and
    kept in the data folder, since the path of a socket may hold about 107 bytes, whatever the depth
    of the data. A copy of the data folder gets one of its own."""
    named, whose = _noted(data)
    if named is not None and whose == identity(data):
        try:
            own(named, user)
            return named
        except OSError:
            # Somebody else's, or something else, lies there: another name is drawn.
            pass
    base = tempfile.gettempdir()
    short = "/tmp" if len(base) > LONGEST_SOCKET - 40 else base  # noqa: S108
    made = Path(tempfile.mkdtemp(prefix="trimtab-", dir=short))
    own(made, user)
    write(data / "socket-folder", f"{made}\n{identity(data)}\n")
    return made


def known_socket_folder(data: Path, user: User) -> Path | None:
    """The folder of the socket, if it was made for this very data folder and is the server's
    own."""
    named, whose = _noted(data)
    if named is None or whose != identity(data):
        return None
    try:
        found = named.lstat()
    except OSError:
        return None
    is_theirs = (
        stat.S_ISDIR(found.st_mode) and found.st_uid == user.uid and not found.st_mode & 0o022
    )
    return named if is_theirs else None


def _noted(data: Path) -> tuple[Path | None, str]:
    try:
        named, whose, *_ = (data / "socket-folder").read_text().splitlines()
    except (OSError, ValueError):
        return None, ""
    path = Path(named)
    return (path if path.is_absolute() and path.name.startswith("trimtab-") else None), whose
