"""Passwords as Argon2id, so few at a time that a crowd at the door costs bounded memory and leaves
threads for everybody else.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.auth.hashers import Argon2PasswordHasher

from trimtab.kernel.errors import TryLater
from trimtab.kernel.said import say

AT_ONCE = 2
WAITING = 4
PATIENCE = 5.0


class Gate:
    """Lets `at_once` threads work, and has at most `waiting` others wait `patience` seconds;
    everybody else is told to try again.
    """

    def __init__(self, at_once: int, waiting: int, patience: float) -> None:
        self._working = threading.BoundedSemaphore(at_once)
        self._inside = threading.BoundedSemaphore(at_once + waiting)
        self._patience = patience
        self._mine = threading.local()

    @contextmanager
    def entered(self) -> Iterator[None]:
        """A place inside for whatever leads to a hash, taken before any work is done.

        Raises TryLater (503) when there is none.
        """
        if getattr(self._mine, "inside", False):
            yield
            return
        if not self._inside.acquire(blocking=False):
            raise _busy()
        self._mine.inside = True
        try:
            yield
        finally:
            self._mine.inside = False
            self._inside.release()

    @contextmanager
    def working(self) -> Iterator[None]:
        """The right to hash. Raises TryLater when nobody has left in time."""
        with self.entered():
            if not self._working.acquire(timeout=self._patience):
                raise _busy()
            try:
                yield
            finally:
                self._working.release()


def _busy() -> TryLater:
    sentence = say(
        "Many people are signing in at this moment. Nothing was checked. Try again in a few "
        "seconds."
    )
    return TryLater("people.busy", sentence, seconds=3, busy=True)


GATE = Gate(AT_ONCE, WAITING, PATIENCE)


class Argon2id(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes and one lane (OWASP Password Storage Cheat Sheet), behind
    the process's gate.
    """

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1

    def encode(self, password: str, salt: str) -> str:
        """The hash of a password. Raises TryLater."""
        with GATE.working():
            return super().encode(password, salt)

    def verify(self, password: str, encoded: str) -> bool:
        """Whether a password goes with a hash. Raises TryLater."""
        with GATE.working():
            return super().verify(password, encoded)
