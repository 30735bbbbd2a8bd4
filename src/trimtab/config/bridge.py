"""Django as WSGI below an event loop: a thread works on a request, and none waits for a client that reads slowly.

An answer that is whole is made in one go of a thread and then written by the loop. Of one that is streamed (files) a thread makes the next
part when the client has taken the last one. How long a client may take is the server's business (console/outgoing.py).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from a2wsgi.wsgi import Body, build_environ

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Wsgi = Callable[..., Iterable[bytes]]


@dataclass
class _Answer:
    """What an application answers: `parts` whole, or else still to be made."""

    start: Message = field(default_factory=dict)
    whole: bytes | None = None
    parts: Iterable[bytes] = ()


class Bridge:
    """An ASGI application (HTTP alone) that hands requests to a WSGI application in at most `threads` threads."""

    def __init__(self, application: Wsgi, *, threads: int) -> None:
        self._application = application
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="pages")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request."""
        loop = asyncio.get_running_loop()
        body: Any = Body(loop, receive)
        environ = build_environ(scope, body)
        context = copy_context()
        run = partial(loop.run_in_executor, self._threads, context.run)
        answer = await run(_begun, self._application, environ)
        await send(answer.start)
        if answer.whole is None:
            await _stream(answer.parts, run, send)
        await send({"type": "http.response.body", "body": answer.whole or b""})


def _begun(application: Wsgi, environ: Any) -> _Answer:
    """Runs the application; makes the whole answer, unless it is one that is streamed."""
    answer = _Answer()

    def start(status: str, headers: Iterable[tuple[str, str]], exc_info: Any = None) -> None:
        pairs = [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        answer.start = {"type": "http.response.start", "status": int(status.split(" ", 1)[0]), "headers": pairs}

    answer.parts = application(environ, start)
    if not getattr(answer.parts, "streaming", True):
        try:
            answer.whole = b"".join(answer.parts)
        finally:
            _close(answer.parts)
    return answer


async def _stream(parts: Iterable[bytes], run: Callable[..., Awaitable[Any]], send: Send) -> None:
    iterator = iter(parts)
    try:
        while (part := await run(next, iterator, None)) is not None:
            await send({"type": "http.response.body", "body": part, "more_body": True})
    finally:
        await run(_close, parts)


def _close(parts: Iterable[bytes]) -> None:
    getattr(parts, "close", lambda: None)()
