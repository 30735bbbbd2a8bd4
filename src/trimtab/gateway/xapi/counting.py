"""Where the levels of token buckets are kept: in this process, or in memory that
the web processes of one supervisor share.

The shared memory is a file without a name that every web process inherits. Its slots lie in sets, a
user belongs to one set, and whoever changes a set holds the file's lock on it; the system frees the
lock of a process that dies. A web process that is started again finds the levels as they were.
"""

from __future__ import annotations

import fcntl
import hashlib
import mmap
import os
import struct
import threading
from collections.abc import Callable
from typing import Protocol

Level = tuple[float, float]
Step = Callable[[Level | None], Level]

MOST_REMEMBERED = 10_000
_SLOT = struct.Struct("<8sdd")
_IN_A_SET = 8
_SETS = 512
_SET_BYTES = _IN_A_SET * _SLOT.size
_SIZE = _SETS * _SET_BYTES
_FREE = bytes(8)


class Levels(Protocol):
    """How full each bucket is: (what is left, when that was so in
    seconds of the monotonic clock)."""

    def change(self, user: str, step: Step) -> None:
        """Replaces a user's level by what `step` makes of it (None: not
        known); nobody else changes it meanwhile."""


class Own:
    """Levels of this process alone."""

    def __init__(self) -> None:
        self._lock, self._levels = threading.Lock(), dict[str, Level]()

    def change(self, user: str, step: Step) -> None:
        """As Levels says."""
        with self._lock:
            if user not in self._levels and len(self._levels) >= MOST_REMEMBERED:
                self._levels.clear()
            self._levels[user] = step(self._levels.get(user))


class Shared:
    """Levels in an inherited file, by its number. Where a set is full, the
    user who was silent longest gives way."""

    def __init__(self, file: int) -> None:
        os.ftruncate(file, _SIZE)
        self._file, self._lock = file, threading.Lock()
        self._memory = mmap.mmap(file, _SIZE)

    def change(self, user: str, step: Step) -> None:
        """As Levels says."""
        key = hashlib.sha256(user.encode()).digest()
        start = int.from_bytes(key[8:12]) % _SETS * _SET_BYTES
        # Locks of files are held by processes: threads need one of their own.
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX, _SET_BYTES, start)
            try:
                self._change(start, key[:8], step)
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN, _SET_BYTES, start)

    def _change(self, start: int, key: bytes, step: Step) -> None:
        slots = [_SLOT.unpack_from(self._memory, start + n * _SLOT.size) for n in range(_IN_A_SET)]
        known = next((n for n, slot in enumerate(slots) if slot[0] == key), None)
        if known is not None:
            place, level = known, step(slots[known][1:])
        else:
            place = min(range(_IN_A_SET), key=lambda n: (slots[n][0] != _FREE, slots[n][2]))
            level = step(None)
        _SLOT.pack_into(self._memory, start + place * _SLOT.size, key, *level)
