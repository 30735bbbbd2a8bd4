"""The group-commit writer: whoever waits while the database writes is written together in the next transaction."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from trimtab.gateway.xapi.wire import Busy
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import Prepared

MOST_WAITING = 2_000
MOST_TOGETHER = 5_000
Store = Callable[[Sequence[Prepared]], Sequence[Refusal | None]]
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    prepared: Prepared
    done: asyncio.Future[Refusal | None]


class Writer:
    """One per process and event loop. `store` writes many requests in one transaction, in a thread of its own."""

    def __init__(self, store: Store, *, most_waiting: int = MOST_WAITING, most_together: int = MOST_TOGETHER) -> None:
        self._store, self._most_together = store, most_together
        self._queue: asyncio.Queue[_Waiting] = asyncio.Queue(most_waiting)
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="xapi-writer")
        self._task: asyncio.Task[None] | None = None

    async def put(self, prepared: Prepared) -> None:
        """Returns when the statements are committed. Raises the Refusal of this request, or Busy."""
        if self._task is None:
            self._task = asyncio.create_task(self._run())
        waiting = _Waiting(prepared, asyncio.get_running_loop().create_future())
        try:
            self._queue.put_nowait(waiting)
        except asyncio.QueueFull:
            raise Busy("xapi.busy", "Too many requests wait already: try again in a second.") from None
        fault = await waiting.done
        if fault:
            raise fault

    async def _run(self) -> None:
        while True:
            together = await self._next()
            try:
                loop = asyncio.get_running_loop()
                faults = await loop.run_in_executor(self._thread, self._store, [one.prepared for one in together])
            except Exception:
                _log.exception("Statements could not be stored")
                faults = [Busy("xapi.away", "The store cannot write now: try again in a second.")] * len(together)
            for one, fault in zip(together, faults, strict=True):
                if not one.done.done():
                    one.done.set_result(fault)

    async def _next(self) -> list[_Waiting]:
        """Everything that waits, up to a limit: the busier the store, the larger the transactions."""
        together = [await self._queue.get()]
        size = len(together[0].prepared.rows)
        while size < self._most_together and not self._queue.empty():
            together.append(self._queue.get_nowait())
            size += len(together[-1].prepared.rows)
        return together
