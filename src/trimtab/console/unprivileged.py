"""Runs a program as another user with none of root's rights.

    python -P -m trimtab.console.unprivileged UID GID FOLDER PROGRAM [ARGUMENT ...]

FOLDER is the number of an inherited folder, in which the program works: it may lie below folders
that only root may enter, and the program reaches it as /proc/self/cwd. No capability is kept and
none can be had again (capabilities(7), no_new_privs).

The program itself must be reachable. Where it lies below a folder that only root may enter (such as
/root), it is shown to this process alone: in a mount namespace of its own an empty folder covers
the closed one, with nothing in it but what is needed (mount_namespaces(7)).
"""

from __future__ import annotations

import ctypes
import errno
import os
import stat
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from trimtab.console.private import User

_PR_SET_NO_NEW_PRIVS, _PR_CAPBSET_DROP, _PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL = 38, 24, 47, 4
_LAST_CAPABILITY = 63
_NEW_NAMESPACE = 0x20000
_BIND, _RECURSIVE, _PRIVATE, _REMOUNT, _READ_ONLY, _NO_SUID = 0x1000, 0x4000, 0x40000, 32, 1, 2


def become(user: User) -> None:
    """Turns this process into `user`, without any capability. Raises OSError where the system does
    not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.prctl, _PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    libc.prctl(_PR_CAP_AMBIENT, _AMBIENT_CLEAR_ALL, 0, 0, 0)
    for number in range(_LAST_CAPABILITY + 1):
        libc.prctl(_PR_CAPBSET_DROP, number, 0, 0, 0)
    os.setgroups([])
    os.setresgid(user.gid, user.gid, user.gid)
    os.setresuid(user.uid, user.uid, user.uid)


def closed_above(path: Path, user: User) -> Path | None:
    """The topmost folder above `path`, or itself, that `user` may not enter; None when there is
    none."""
    for folder in (*reversed(path.parents), path):
        found = folder.stat()
        if stat.S_ISDIR(found.st_mode) and not _may_enter(found, user):
            return folder
    return None


def _may_enter(found: os.stat_result, user: User) -> bool:
    if found.st_uid == user.uid:
        return bool(found.st_mode & stat.S_IXUSR)
    return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == user.gid else stat.S_IXOTH))


def show(paths: Iterable[Path], user: User) -> None:
    """Lets this process, and those it starts, reach folders as `user`. Raises OSError where the
    system does not allow it."""
    covered = defaultdict(list)
    for path in dict.fromkeys(sorted(paths)):
        closed = closed_above(path, user)
        if closed == path:
            raise PermissionError(errno.EACCES, f"{path} is closed to them", str(path))
        if closed:
            covered[closed].append(path)
    if not covered:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.unshare, _NEW_NAMESPACE)
    _call(libc.mount, b"none", b"/", None, _RECURSIVE | _PRIVATE, None)
    for closed, within in covered.items():
        _cover(libc, closed, within)


def _cover(libc: ctypes.CDLL, closed: Path, within: Iterable[Path]) -> None:
    """Lays an empty folder over a closed one, with nothing in it but some of its folders."""
    held = {path: os.open(path, os.O_RDONLY | os.O_DIRECTORY) for path in within}
    _call(libc.mount, b"tmpfs", bytes(closed), b"tmpfs", _NO_SUID, b"mode=755")
    for path, number in held.items():
        # What lies in a folder that is shown already came with it.
        if not path.exists():
            path.mkdir(mode=0o755, parents=True)
            _call(
                libc.mount,
                f"/proc/self/fd/{number}".encode(),
                bytes(path),
                None,
                _BIND | _RECURSIVE,
                None,
            )
        os.close(number)
    _call(libc.mount, b"tmpfs", bytes(closed), None, _REMOUNT | _READ_ONLY | _NO_SUID, b"mode=755")


def _call(function: ctypes._NamedFuncPointer, *arguments: object) -> None:
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main() -> None:
    uid, gid, folder, program, *arguments = sys.argv[1:]
    user = User(int(uid), int(gid))
    try:
        # What a wheel's programs load lies beside its package: package/pginstall/bin/program, and
        # package.libs.
        show([Path(program).parents[3]], user)
        os.fchdir(int(folder))
        os.set_inheritable(int(folder), False)
        become(user)
    except OSError as error:
        sys.exit(
            f"{program} cannot be run as user {uid}: {error.strerror}. Start Trimtab as an "
            "ordinary user instead."
        )
    os.execv(program, [program, *arguments])  # noqa: S606  the program is the server beside this package


if __name__ == "__main__":
    main()
