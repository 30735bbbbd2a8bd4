"""Heavy work takes turns: whoever makes a paper, a file of records or reads one leaves the other
page threads to the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore

from trimtab.kernel.errors import TryLater


class Turns:
    """At most `at_once` work at a time in this process, as many again wait for at most `patience`
    seconds; nobody else does.
    """

    def __init__(self, at_once: int, patience: float) -> None:
        self._working, self._inside = BoundedSemaphore(at_once), BoundedSemaphore(2 * at_once)
        self._patience = patience

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Holds a turn. Raises TryLater."""
        if not self._inside.acquire(blocking=False):
            raise _later()
        try:
            if not self._working.acquire(timeout=self._patience):
                raise _later()
            try:
                yield
            finally:
                self._working.release()
        finally:
            self._inside.release()


def _later() -> TryLater:
    said = (
        "Other files are being made or read just now. Nothing is lost: try again in half a minute."
    )
    return TryLater("turns.busy", said, seconds=30, busy=True)


HEAVY = Turns(at_once=2, patience=20.0)
