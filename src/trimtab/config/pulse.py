"""Whether the worker lives: when it last said so to the queue, and ending a process that has stood
still, for the supervisor to start another."""

from __future__ import annotations

import logging
import os
import threading
import time

from django.db import connection

log = logging.getLogger("trimtab.worker")

STANDSTILL_SECONDS, LOOK_SECONDS = 60.0, 5.0
EX_SOFTWARE = 70
_SILENCE = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"


def silence() -> float | None:
    """Seconds since a worker last reported to the queue, by the database's clock; None when none
    ever has. Raises Error without a database."""
    with connection.cursor() as cursor:
        cursor.execute(_SILENCE)
        seconds = cursor.fetchone()[0]
    return None if seconds is None else float(seconds)


class Pulse:
    """Ends this process when `beat` has not been called for a minute, from a thread of its own that
    nothing else can hold up.

    A queue that has lost its database may wait for ever for a job that cannot end; a process that
    is gone is started again, and its jobs are taken over.
    """

    def __init__(self, standstill: float = STANDSTILL_SECONDS, look: float = LOOK_SECONDS) -> None:
        self._standstill, self._look = standstill, look
        self._last = time.monotonic()

    def start(self) -> None:
        """Watches from now on."""
        self.beat()
        threading.Thread(target=self._watch, daemon=True, name="pulse").start()

    def beat(self) -> None:
        """Says that there is life."""
        self._last = time.monotonic()

    def _watch(self) -> None:
        while (still := time.monotonic() - self._last) <= self._standstill:
            time.sleep(self._look)
        log.error(
            "the worker has stood still for %.0f seconds; it ends, and is started again", still
        )
        os._exit(EX_SOFTWARE)
