"""Connections on their way in: how long the head of a request may take, how much may come around
it, and how many stand open.

A connection that dribbles keeps nobody busy, but a place. When one address, or all together, hold
too many, whoever waits longest for its own head or content gives way, so that a new one always gets
in; whoever is being answered keeps its place.
"""

from __future__ import annotations

import asyncio
import resource
from typing import Any, ClassVar

from trimtab.config import env, proxies
from trimtab.config.edge.scope import neighbourhood
from trimtab.console.outgoing import OutgoingProtocol

LOOK_SECONDS = 0.5
# After a refusal the rest of the content is thrown away for a moment: a client that is cut off
# while it sends never reads why.
LINGER_SECONDS = 5.0
MOST_HEAD_BYTES = 64 * 1024
MOST_AROUND_BYTES = 256 * 1024
SPARE_FILES = 256
# httptools tells of content piece by piece; h11, where there is no httptools, bounds what comes
# around it by itself.
_COUNTS = hasattr(OutgoingProtocol, "on_body")
_TOO_SLOW = b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
_TOO_LARGE = (
    b"HTTP/1.1 431 Request Header Fields Too Large\r\n"
    b"content-length: 0\r\nconnection: close\r\n\r\n"
)


def open_files() -> int:
    """Lets this process have as many open files as the system allows it, and returns how many
    connections that is at most."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = env.MOST_CONNECTIONS + SPARE_FILES
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
        soft = most
    return (
        env.MOST_CONNECTIONS
        if soft == resource.RLIM_INFINITY
        else min(env.MOST_CONNECTIONS, soft - SPARE_FILES)
    )


class IncomingProtocol(OutgoingProtocol):
    """uvicorn's protocol; every connection of the process is looked at twice a second."""

    most: ClassVar[int] = env.MOST_CONNECTIONS
    open: ClassVar[dict[IncomingProtocol, None]] = {}
    of_address: ClassVar[dict[str, dict[IncomingProtocol, None]]] = {}
    looking: ClassVar[asyncio.TimerHandle | None] = None

    def connection_made(self, transport: asyncio.Transport) -> None:
        """Takes a place, which somebody else may have to give up."""
        super().connection_made(transport)
        self._head_since: float | None = self.loop.time()
        self._refused_at: float | None = None
        self._head = self._around = 0
        self._address = neighbourhood(self.client[0]) if self.client else ""
        mine = self.of_address.setdefault(self._address, {})
        if len(mine) >= env.MOST_OF_AN_ADDRESS and not self._is_proxy():
            self._make_place(mine)
        if len(self.open) >= self.most:
            self._make_place(self.open)
        self.open[self] = mine[self] = None
        if IncomingProtocol.looking is None:
            IncomingProtocol.looking = self.loop.call_later(LOOK_SECONDS, _look, self.loop)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leaves the place."""
        self._leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Counts what is head, and what comes around content, while uvicorn reads."""
        if self._is_waiting():
            if self._head_since is None:
                self._head_since, self._head = self.loop.time(), 0
            self._head += len(data)
            super().data_received(data)
            if not self._is_waiting():
                self._head_since, self._around = None, 0
            elif self._head > MOST_HEAD_BYTES:
                self._end(_TOO_LARGE)
            return
        self._around += len(data)
        super().data_received(data)
        # Lines between the chunks of content, and what follows them, are no content, and nobody
        # reads them.
        if _COUNTS and self._around > MOST_AROUND_BYTES:
            self._end(b"")

    def on_body(self, body: bytes) -> None:
        """What is content is bounded by whoever reads it; a chunk of one byte comes with five
        around it."""
        self._around = max(self._around - 8 * len(body), 0)
        super().on_body(body)

    def _is_waiting(self) -> bool:
        """Whether there is no request in work: a head is awaited."""
        return self.cycle is None or (self.cycle.response_complete and not self.cycle.more_body)

    def _is_receiving(self) -> bool:
        return self.cycle is not None and self.cycle.more_body

    def _is_proxy(self) -> bool:
        return bool(self.client) and proxies.is_trusted(self.client[0])

    def look(self, now: float) -> None:
        """Ends the connection when its head takes too long, or when a refused content does not
        end."""
        if self._is_waiting():
            self._refused_at = None
            if self._head_since is not None and now - self._head_since > env.REQUEST_SECONDS:
                self._end(_TOO_SLOW if self._head else b"")
        elif self.cycle.response_complete:
            self._refused_at = now if self._refused_at is None else self._refused_at
            if now - self._refused_at > LINGER_SECONDS:
                self._end(b"")
        else:
            self._refused_at = None

    def _make_place(self, among: dict[IncomingProtocol, None]) -> None:
        """Ends the oldest that waits for a head, else the oldest that waits for content, else the
        new one."""
        longest = next((line for line in among if line._is_waiting()), None)
        longest = longest or next((line for line in among if line._is_receiving()), None) or self
        longest._leave()
        longest.transport.abort()

    def _end(self, said: bytes) -> None:
        self._leave()
        if said:
            self.transport.write(said)
            self.transport.close()
        else:
            self.transport.abort()

    def _leave(self) -> None:
        self.open.pop(self, None)
        mine = self.of_address.get(self._address, {})
        mine.pop(self, None)
        if not mine:
            self.of_address.pop(self._address, None)


def _look(loop: Any) -> None:
    now = loop.time()
    for line in list(IncomingProtocol.open):
        line.look(now)
    IncomingProtocol.looking = (
        loop.call_later(LOOK_SECONDS, _look, loop) if IncomingProtocol.open else None
    )
