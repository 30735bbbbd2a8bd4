"""The group-commit writer: whoever waits while the database writes is written together in the next transaction."""

from __future__ import annotations

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from trimtab.gateway.xapi.wire import Busy
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import Prepared

MOST_WAITING = 2_000
MOST_TOGETHER = 5_000
Faults = Sequence[Refusal | None]
Store = Callable[[Sequence[Prepared]], Faults]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    prepared: Prepared
    done: asyncio.Future[Refusal | None]


class Writer:
    """One per event loop. `store` writes many requests in one transaction; it runs in a thread of its own, which takes
    the next ones without asking the loop: the loop checks new requests meanwhile."""

    def __init__(self, store: Store, *, most_waiting: int = MOST_WAITING, most_together: int = MOST_TOGETHER) -> None:
        self._store, self._most_together = store, most_together
        self._queue: queue.Queue[_Waiting] = queue.Queue(most_waiting)
        self._thread: threading.Thread | None = None

    async def put(self, prepared: Prepared) -> None:
        """Returns when the statements are committed. Raises the Refusal of this request, or Busy."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="xapi-writer", daemon=True)
            self._thread.start()
        waiting = _Waiting(prepared, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            raise Busy("xapi.busy", "Too many requests wait already: try again in a second.") from None
        fault = await waiting.done
        if fault:
            raise fault

    def _run(self) -> None:
        while True:
            together = self._next()
            try:
                faults = self._store([one.prepared for one in together])
            except Exception:
                _log.exception("Statements could not be stored")
                faults = [Busy("xapi.away", "The store cannot write now: try again in a second.")] * len(together)
            loop = together[0].done.get_loop()
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(_tell, together, faults)

    def _next(self) -> list[_Waiting]:
        """Everything that waits, up to a limit: the busier the store, the larger the transactions."""
        together = [self._queue.get()]
        size = len(together[0].prepared.rows)
        while size < self._most_together:
            try:
                together.append(self._queue.get_nowait())
            except queue.Empty:
                break
            size += len(together[-1].prepared.rows)
        return together


def _tell(together: Sequence[_Waiting], faults: Faults) -> None:
    for one, fault in zip(together, faults, strict=True):
        if not one.done.done():
            one.done.set_result(fault)
