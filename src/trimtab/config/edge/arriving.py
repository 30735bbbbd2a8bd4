"""Content on its way to a page: read by the event loop, within a time and a bound, into memory and
then a file, before a thread is taken.

What is pending is counted by the client's address. When one address, or all together, have too much
pending, whoever waits longest gives way: a request that comes with its content at once never waits
for those that dribble.
"""

from __future__ import annotations

import asyncio
import io
import tempfile
from collections import Counter
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO

from trimtab.config import env
from trimtab.config.edge import admission, bounds, space
from trimtab.config.edge.scope import Receive, RequestAbandoned, Scope, declared_size, neighbourhood
from trimtab.gateway.xapi.wire import Busy, TooLarge, TooSlow
from trimtab.kernel.errors import Refusal

# A form of 64 KiB has four seconds beside the first twenty; a large file has up to an hour.
LEAST_PER_SECOND = 16 * 1024
MOST_SECONDS = 3600.0
MOST_PENDING, MOST_OF_AN_ADDRESS = 1_000, 64
MOST_BYTES = 64 * 1024 * 1024
IN_MEMORY = 1024 * 1024
MOST_FILES, MOST_FILES_OF_AN_ADDRESS = 12, 4
_WITHOUT_CONTENT = ("GET", "HEAD", "OPTIONS", "TRACE")


class NoRoom(Refusal):
    """The disk has no room for the content."""

    status = 507


@dataclass(eq=False, slots=True)
class Pending:
    """A request whose content is on its way, what it holds in memory, and whether it has a file."""

    address: str
    began: float
    timeout: asyncio.Timeout | None = None
    held: int = 0
    file: IO[bytes] | None = None
    gives_way: bool = False


class Arrivals:
    """What one event loop has pending, oldest first, and what it holds until it is answered."""

    def __init__(self) -> None:
        self._pending: dict[Pending, None] = {}
        self._of_address: Counter[str] = Counter()
        self._filed: Counter[str] = Counter()
        self._held = 0
        self._disk = ThreadPoolExecutor(2, thread_name_prefix="arriving")

    @asynccontextmanager
    async def content(self, scope: Scope, receive: Receive) -> AsyncIterator[tuple[IO[bytes], int]]:
        """The whole content of a request and its size, for as long as it is answered.

        Raises TooLarge, TooSlow, Busy, NoRoom, NotAllowed or Gone.
        """
        if scope["method"] in _WITHOUT_CONTENT:
            yield io.BytesIO(), 0
            return
        address = neighbourhood(scope["client"][0]) if scope.get("client") else ""
        mine = Pending(address, asyncio.get_running_loop().time())
        try:
            with await self._within_time(mine, scope, receive) as found:
                size = found.seek(0, io.SEEK_END)
                found.seek(0)
                yield found, size
        finally:
            self._forget(mine)

    async def _within_time(self, mine: Pending, scope: Scope, receive: Receive) -> IO[bytes]:
        self._enter(mine)
        try:
            async with asyncio.timeout_at(mine.began + env.REQUEST_SECONDS) as mine.timeout:
                return await self._read(mine, scope, receive)
        except TimeoutError:
            raise TooSlow("http.slow", "") from None
        finally:
            self._leave(mine)

    async def _read(self, mine: Pending, scope: Scope, receive: Receive) -> IO[bytes]:
        parts: list[bytes] = []
        size, most = declared_size(scope), bounds.ANYBODY
        if size > most:
            most = await self._admitted(scope, size)
        size = 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise RequestAbandoned
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                most = await self._admitted(scope, size, known=most)
            self._go_on(mine, size)
            parts.append(part)
            self._hold(mine, len(part))
            if mine.held > IN_MEMORY:
                await self._file(mine, b"".join(parts), size)
                parts = []
            if not message.get("more_body", False):
                break
        if mine.file is None:
            return io.BytesIO(b"".join(parts))
        await self._file(mine, b"".join(parts), size)
        return mine.file

    async def _admitted(self, scope: Scope, size: int, *, known: int = bounds.ANYBODY) -> int:
        """The bound that holds for whoever sends this, and that `size` keeps."""
        if known > bounds.ANYBODY:
            raise TooLarge("http.size", "")
        most = await admission.most_of(scope)
        if size > most:
            raise TooLarge("http.size", "")
        if declared_size(scope) > IN_MEMORY and not space.has_room(2 * declared_size(scope)):
            raise NoRoom("http.room", "")
        return most

    def _go_on(self, mine: Pending, size: int) -> None:
        """Somebody who sends gets more time; somebody who gives way, none."""
        if mine.gives_way or mine.timeout is None:
            raise TooSlow("http.slow", "")
        until = env.REQUEST_SECONDS + size / LEAST_PER_SECOND
        mine.timeout.reschedule(mine.began + min(until, MOST_SECONDS))

    def _hold(self, mine: Pending, size: int) -> None:
        mine.held += size
        self._held += size
        for longest in list(self._pending) if self._held > MOST_BYTES else ():
            if longest is not mine and longest.held and self._held > MOST_BYTES:
                self._give_way(longest)
        if self._held > MOST_BYTES:
            raise Busy("http.busy", "")

    async def _file(self, mine: Pending, data: bytes, size: int) -> None:
        if mine.file is None:
            if (
                self._filed.total() >= MOST_FILES
                or self._filed[mine.address] >= MOST_FILES_OF_AN_ADDRESS
            ):
                raise Busy("http.busy", "")
            self._filed[mine.address] += 1
            mine.file = tempfile.TemporaryFile()  # noqa: SIM115  it is closed when the request is answered
        await asyncio.get_running_loop().run_in_executor(self._disk, _append, mine.file, data, size)
        self._held -= mine.held
        mine.held = 0

    def _enter(self, mine: Pending) -> None:
        self._pending[mine] = None
        self._of_address[mine.address] += 1
        is_crowded = self._of_address[mine.address] > MOST_OF_AN_ADDRESS
        if not is_crowded and len(self._pending) <= MOST_PENDING:
            return
        for longest in list(self._pending):
            if (
                longest is not mine
                and longest.file is None
                and (not is_crowded or longest.address == mine.address)
            ):
                self._give_way(longest)
                return

    def _give_way(self, other: Pending) -> None:
        self._leave(other)
        self._held -= other.held
        other.held, other.gives_way = 0, True
        if other.timeout is not None:
            other.timeout.reschedule(asyncio.get_running_loop().time())

    def _leave(self, mine: Pending) -> None:
        if mine in self._pending:
            del self._pending[mine]
            _one_less(self._of_address, mine.address)

    def _forget(self, mine: Pending) -> None:
        self._held -= mine.held
        mine.held = 0
        if mine.file is not None:
            mine.file.close()
            _one_less(self._filed, mine.address)


def _one_less(counts: Counter[str], key: str) -> None:
    counts[key] -= 1
    if not counts[key]:
        del counts[key]


def _append(file: IO[bytes], data: bytes, size: int) -> None:
    # What is kept here is copied once more when the form is taken apart.
    if not space.has_room(size + len(data)):
        raise NoRoom("http.room", "")
    file.write(data)
