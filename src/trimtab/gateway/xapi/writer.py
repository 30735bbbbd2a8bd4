"""The group-commit writer: whoever waits while the database writes is
written together in the next transaction."""

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
    several: Sequence[Prepared]
    done: asyncio.Future[Faults]


class Writer:
    """One per event loop. `store` writes many requests in one transaction; it
    runs in a thread of its own, which takes the next ones without asking the
    loop: the loop checks new requests meanwhile."""

    def __init__(
        self, store: Store, *, most_waiting: int = MOST_WAITING, most_together: int = MOST_TOGETHER
    ) -> None:
        self._store, self._most_together = store, most_together
        self._queue: queue.Queue[_Waiting] = queue.Queue(most_waiting)
        self._thread: threading.Thread | None = None

    async def put(self, prepared: Prepared) -> None:
        """Returns when the statements are committed. Raises the
        Refusal of this request, or Busy."""
        [fault] = await self.put_each([prepared])
        if fault:
            raise fault

    async def put_each(self, several: Sequence[Prepared]) -> Faults:
        """The same of several that do not depend on one another, but go in together: says for
        each why it was refused, or None. Raises Busy; then none was written."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="xapi-writer", daemon=True)
            self._thread.start()
        waiting = _Waiting(several, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(waiting)
        except queue.Full:
            raise Busy(
                "xapi.busy", "Too many requests wait already: try again in a second."
            ) from None
        return await waiting.done

    def _run(self) -> None:
        while True:
            together = self._next()
            try:
                outcome: Faults | Busy = self._store(
                    [prepared for waiting in together for prepared in waiting.several]
                )
            except Exception:
                _log.exception("Statements could not be stored")
                outcome = Busy("xapi.away", "The store cannot write now: try again in a second.")
            loop = together[0].done.get_loop()
            if loop.is_closed():
                return
            loop.call_soon_threadsafe(_tell, together, outcome)

    def _next(self) -> list[_Waiting]:
        """Everything that waits, up to a limit: the busier the
        store, the larger the transactions."""
        together = [self._queue.get()]
        size = _size(together[0])
        while size < self._most_together:
            try:
                together.append(self._queue.get_nowait())
            except queue.Empty:
                break
            size += _size(together[-1])
        return together


def _size(waiting: _Waiting) -> int:
    return sum(len(prepared.rows) for prepared in waiting.several)


def _tell(together: Sequence[_Waiting], outcome: Faults | Busy) -> None:
    start = 0
    for waiting in together:
        end = start + len(waiting.several)
        if not waiting.done.done():
            if isinstance(outcome, Busy):
                waiting.done.set_exception(outcome)
            else:
                waiting.done.set_result(outcome[start:end])
        start = end
