"""Answers on their way out: how slowly a client may read, and how much may wait for slow ones.

What a client has not taken waits in the transport's buffer. A client that takes too little of it is
cut off, and so is whoever waits longest when too much waits for all together.
"""

from __future__ import annotations

import asyncio
from typing import ClassVar

from uvicorn.protocols.http.auto import AutoHTTPProtocol

LOOK_SECONDS = 5.0
PATIENCE_SECONDS = 30.0
LEAST_PER_SECOND = 16 * 1024
MOST_WAITING_BYTES = 256 * 1024 * 1024


def is_too_slow(waited: float, taken: int) -> bool:
    """Whether a client that has taken so many bytes in so many seconds is cut off: half a minute
    passes for everybody, then 16 KiB a second is the least."""
    return waited > PATIENCE_SECONDS and taken < waited * LEAST_PER_SECOND


class OutgoingProtocol(AutoHTTPProtocol):  # type: ignore[misc, valid-type]
    """uvicorn's protocol; it watches what waits to be read, from the first byte on."""

    waiting: ClassVar[dict[OutgoingProtocol, None]] = {}

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Says that every byte that cannot be written at once counts as waiting."""
        super().connection_made(transport)
        self._look: asyncio.TimerHandle | None = None
        transport.set_write_buffer_limits(high=0)

    def pause_writing(self) -> None:
        """Something waits: begins to watch."""
        super().pause_writing()
        self._paused_at, self._most = asyncio.get_running_loop().time(), self._size()
        self.waiting[self] = None
        self._watch()
        self._make_room()

    def resume_writing(self) -> None:
        """All was taken."""
        super().resume_writing()
        self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        """The client left, or was cut off."""
        self._forget()
        super().connection_lost(exc)

    def _size(self) -> int:
        size: int = self.transport.get_write_buffer_size()
        return size

    def _watch(self) -> None:
        self._look = asyncio.get_running_loop().call_later(LOOK_SECONDS, self._look_again)

    def _look_again(self) -> None:
        waited = asyncio.get_running_loop().time() - self._paused_at
        if is_too_slow(waited, self._most - self._size()):
            self._cut_off()
        else:
            self._watch()

    def _make_room(self) -> None:
        for longest in list(self.waiting):
            if sum(line._size() for line in self.waiting) <= MOST_WAITING_BYTES:
                return
            longest._cut_off()

    def _cut_off(self) -> None:
        self._forget()
        self.transport.abort()

    def _forget(self) -> None:
        self.waiting.pop(self, None)
        if self._look:
            self._look.cancel()
            self._look = None
