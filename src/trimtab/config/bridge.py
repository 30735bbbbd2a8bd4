"""Django as WSGI below an event loop: a thread works on a request whose content is whole, and none
waits for a client.

An answer that is whole is made in one go of a thread and then written by the loop. Of one that is
streamed (files) a thread makes the next part when the client has taken the last one. How long a
client may take is the business of edge/arriving.py and of the server (console/incoming.py,
console/outgoing.py). Requests that find every thread taken wait for a while, and then hear that
there is too much to do.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import IO, Any, TypeVar

from a2wsgi.wsgi import build_environ

from trimtab.config.edge.scope import Message, Scope, Send
from trimtab.gateway.xapi.wire import Busy

Wsgi = Callable[..., Iterable[bytes]]
InThread = Callable[..., Awaitable[Any]]
Result = TypeVar("Result")
MOST_WAITING = 400
LONGEST_WAIT = 15.0
_BUSY = "Too much is asked for at once: try again in a few seconds."


@dataclass
class _Answer:
    """What an application answers: `parts` whole, or else still to be made."""

    start: Message = field(default_factory=dict)
    whole: bytes | None = None
    parts: Iterable[bytes] = ()


class Bridge:
    """Hands requests (HTTP alone) to a WSGI application in at most `threads` threads."""

    def __init__(self, application: Wsgi, *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")
        self._begun = 0
        self._most = threads + MOST_WAITING

    async def __call__(self, scope: Scope, content: IO[bytes], send: Send) -> None:
        """Answers a request with its whole content. Raises Busy before it begins, when too many
        wait or this one waited too long."""
        if self._begun >= self._most:
            raise Busy("http.busy", _BUSY)
        self._begun += 1
        try:
            await self._answer(scope, content, send)
        finally:
            self._begun -= 1

    async def _answer(self, scope: Scope, content: IO[bytes], send: Send) -> None:
        # Names with underscores would pass for those with hyphens that a proxy takes care of.
        headers = [pair for pair in scope["headers"] if b"_" not in pair[0]]
        # a2wsgi's own types, which a scope and a file fit.
        known: Any = {**scope, "headers": headers}
        body: Any = content
        environ = build_environ(known, body)
        loop, context = asyncio.get_running_loop(), copy_context()

        async def run(work: Callable[..., Result], *arguments: Any) -> Result:
            return await loop.run_in_executor(self._threads, partial(context.run, work, *arguments))

        until = loop.time() + LONGEST_WAIT
        answer = await run(_begun, self._application, environ, lambda: loop.time() > until)
        await send(answer.start)
        if answer.whole is None:
            await _stream(answer.parts, run, send)
        await send({"type": "http.response.body", "body": answer.whole or b""})


def _begun(application: Wsgi, environ: Any, is_late: Callable[[], bool]) -> _Answer:
    """Runs the application; makes the whole answer, unless it is one that is streamed."""
    if is_late():
        raise Busy("http.busy", _BUSY)
    answer = _Answer()

    def start(status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        pairs = [
            (name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers
        ]
        answer.start = {
            "type": "http.response.start",
            "status": int(status.split(" ", 1)[0]),
            "headers": pairs,
        }

    answer.parts = application(environ, start)
    if not getattr(answer.parts, "streaming", True):
        try:
            answer.whole = b"".join(answer.parts)
        finally:
            _close(answer.parts)
    return answer


async def _stream(parts: Iterable[bytes], run: InThread, send: Send) -> None:
    iterator = iter(parts)
    try:
        while (part := await run(next, iterator, None)) is not None:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    finally:
        await run(_close, parts)


def _close(parts: Iterable[bytes]) -> None:
    getattr(parts, "close", lambda: None)()
