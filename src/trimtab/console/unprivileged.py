"""Runs a program as another user, keeping nothing of root but the right to pass through folders.

    python -m trimtab.console.unprivileged UID GID PROGRAM [ARGUMENT ...]

PostgreSQL refuses to run as root, and its data may lie below folders that only root may enter. Loosening those folders would open them
to everybody, so the server keeps one capability instead: CAP_DAC_READ_SEARCH (capabilities(7)), as an ambient capability
(prctl(2), Linux 4.3).
"""

from __future__ import annotations

import ctypes
import os
import sys

_CAP_DAC_READ_SEARCH = 2
_VERSION_3 = 0x20080522
_PR_SET_SECUREBITS, _PR_CAP_AMBIENT, _AMBIENT_RAISE = 28, 47, 2
# Without this bit, access(2) forgets the capability of a user who is not root, and the server could not find itself.
_NO_SETUID_FIXUP = 1 << 2


class _Header(ctypes.Structure):
    _fields_ = (("version", ctypes.c_uint32), ("pid", ctypes.c_int))


class _Data(ctypes.Structure):
    _fields_ = (("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32))


def become(uid: int, gid: int) -> None:
    """Turns this process into user `uid` with the one capability. Raises OSError where the system does not allow it."""
    libc = ctypes.CDLL(None, use_errno=True)
    _call(libc.prctl, _PR_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)
    os.setgroups([])
    os.setresgid(gid, gid, gid)
    os.setresuid(uid, uid, uid)
    mask = 1 << _CAP_DAC_READ_SEARCH
    data = (_Data * 2)(_Data(mask, mask, mask), _Data(0, 0, 0))
    _call(libc.capset, ctypes.byref(_Header(_VERSION_3, 0)), data)
    _call(libc.prctl, _PR_CAP_AMBIENT, _AMBIENT_RAISE, _CAP_DAC_READ_SEARCH, 0, 0)


def _call(function: ctypes._NamedFuncPointer, *arguments: object) -> None:
    if function(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def main() -> None:
    uid, gid, program, *arguments = sys.argv[1:]
    become(int(uid), int(gid))
    os.execv(program, [program, *arguments])  # noqa: S606  the program is the server beside this package


if __name__ == "__main__":
    main()
