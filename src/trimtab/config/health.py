"""Is everything well? 200 with JSON when every part is, 503 with the reason of the first that is
not otherwise.

What it costs is bounded, since everybody may ask: a write is tried once in a while, and what came
of it is remembered.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable

from django.db import connection, transaction
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from trimtab import clock
from trimtab.config import env
from trimtab.config.edge import space
from trimtab.config.pulse import silence
from trimtab.jobs import api as jobs
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging

SILENT_SECONDS = 30
TRIED_SECONDS, WAITED_SECONDS = 10.0, 0.4
WELL = "well"
# A table's file grows and a commit goes to the disk: what any page that writes needs.
_WRITE = (
    "CREATE TEMPORARY TABLE trimtab_health AS SELECT repeat('x', 4000) FROM generate_series(1, 8)",
    "DROP TABLE trimtab_health",
)


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The state of each part, and the reason of the first that is not well; `unfinished` counts
    jobs that are due or run."""
    parts = {
        "web": WELL,
        "database": WELL,
        "writing": WELL,
        "disk": DISK(),
        "worker": WELL,
        "jobs": WELL,
        "waiting": WELL,
    }
    unfinished: int | None = None
    try:
        parts |= {"worker": worker(), "jobs": overdue(), "writing": WRITING(), "waiting": WAITING()}
        unfinished = jobs.unfinished(clock.now())
    except Error:
        unknown = "unknown without the database"
        parts |= {
            "database": "does not answer",
            "writing": unknown,
            "worker": unknown,
            "jobs": unknown,
            "waiting": unknown,
        }
    well = all(state == WELL for state in parts.values())
    reason = (
        "" if well else next(f"{name}: {state}." for name, state in parts.items() if state != WELL)
    )
    answer = {"well": well, "reason": reason, **parts, "unfinished": unfinished}
    return JsonResponse(answer, status=200 if well else 503)


def worker() -> str:
    """'well', or for how long no worker has reported."""
    silent = silence()
    if silent is None:
        return "has not reported"
    return WELL if silent <= SILENT_SECONDS else f"silent for {silent:.0f} seconds"


def overdue() -> str:
    """'well', or the jobs that somebody should look at, each with how it stands."""
    now = clock.now()
    rows = jobs.unwell(now)
    return ", ".join(f"{row.name} is {row.state(now)}" for row in rows) if rows else WELL


def waiting() -> str:
    """'well', or how many messages and which other systems have been left waiting, though they are
    due and nothing keeps them."""
    now = clock.now()
    messages = messaging.piled_up(now=now, sends_letters=messaging.sends_mail())
    said = [f"{messages} messages are due and do not go"] if messages else []
    said += [f"nothing goes to {name}" for name in lrs.targets_left_waiting(now)]
    return "; ".join(said) or WELL


def disk() -> str:
    """'well', or that too little is free where the data lie, or that no file can be written
    there."""
    free = space.free()
    if free < env.DISK_RESERVE:
        return (
            f"nearly full: {free // 2**20} MB are free, and {env.DISK_RESERVE // 2**20} MB must be"
        )
    try:
        with tempfile.TemporaryFile(dir=env.DATA) as file:
            file.write(bytes(64 * 1024))
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        return f"cannot be written: {error.strerror}"
    return WELL


def writing() -> str:
    """'well', or that the database does not keep what is written to it, and its error's name."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in _WRITE:
                cursor.execute(statement)
    except Error as error:
        return f"the database keeps nothing ({type(error.__cause__ or error).__name__})"
    return WELL


class Remembered:
    """A look that is taken at most once in `seconds`, beside the request: a disk that hangs lets
    nobody wait who asks how it is."""

    def __init__(self, look: Callable[[], str], seconds: float = TRIED_SECONDS) -> None:
        self._look, self._seconds, self._lock = look, seconds, threading.Lock()
        self._outcome, self._began = WELL, -seconds
        self._looking: threading.Thread | None = None

    def __call__(self) -> str:
        """The last outcome; that of a new look when it comes at once; or for how long one has not
        come back."""
        with self._lock:
            now = time.monotonic()
            if self._looking is None and now - self._began >= self._seconds:
                self._began = now
                self._looking = threading.Thread(target=self._take, daemon=True)
                self._looking.start()
            looking = self._looking
        if looking is not None:
            looking.join(WAITED_SECONDS)
            hung = time.monotonic() - self._began
            if looking.is_alive() and hung > self._seconds:
                return f"nothing has come back for {hung:.0f} seconds"
        return self._outcome

    def _take(self) -> None:
        try:
            self._outcome = self._look()
        finally:
            connection.close()
            self._looking = None


DISK, WRITING = Remembered(disk), Remembered(writing)
# Where days pass in seconds, what waited a moment ago says nothing of now; and who watches them
# pass asks so often that a thread and a connection for each answer cost more than the answer.
WAITING: Callable[[], str] = waiting if env.REHEARSAL else Remembered(waiting)
