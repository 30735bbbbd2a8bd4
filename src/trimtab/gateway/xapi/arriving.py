"""Content on its way in: read by the event loop up to a size, within a time,
and counted, before anybody works on it.

So a slow or endless client keeps no thread busy and no more memory than it may. The hot
path reads like this by itself (lean.py); for every other request at /xapi that has
content, `before` reads it and hands it on whole.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Iterator, Mapping, MutableMapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any
from weakref import WeakKeyDictionary

from django.apps import apps

from trimtab.gateway.apps import GatewayConfig
from trimtab.gateway.xapi import database
from trimtab.gateway.xapi.alternate import MOST_BYTES as MOST_OF_A_FORM
from trimtab.gateway.xapi.alternate import is_alternate
from trimtab.gateway.xapi.keyring import ring
from trimtab.gateway.xapi.wire import (
    Busy,
    Call,
    TooSlow,
    WireAnswer,
    check_size,
    headers_for,
    refused,
)
from trimtab.gateway.xapi.writer import Writer
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import CredentialRow, NotTaken

AsgiScope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
AsgiSend = Callable[[Message], Awaitable[None]]
Application = Callable[[AsgiScope, IO[bytes], AsgiSend], Awaitable[None]]

READ_SECONDS = 30.0
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
# Forms come before it is known who sends them: they never take the room of those who are known.
MOST_BYTES_OF_FORMS = 16 * 1024 * 1024


class ContentAbandoned(Exception):
    """The client left before its content was whole: nobody waits for an answer."""


class Desk:
    """What one event loop keeps between requests."""

    def __init__(self) -> None:
        self.writer = Writer(database.store)
        self.credentials = ThreadPoolExecutor(1, thread_name_prefix="xapi-credentials")
        self._held = {True: 0, False: 0}

    @contextmanager
    def holding(self, *, form: bool = False) -> Iterator[Callable[[int], None]]:
        """Counts the bytes that one request keeps in memory; forms for themselves.
        Raises Busy when all together are too many."""
        mine, most = 0, MOST_BYTES_OF_FORMS if form else MOST_BYTES_AT_ONCE

        def hold(size: int) -> None:
            nonlocal mine
            if self._held[form] + size > most:
                raise Busy("xapi.busy", "Too much content arrives at once: try again in a second.")
            mine += size
            self._held[form] += size

        try:
            yield hold
        finally:
            self._held[form] -= mine

    async def find(self, header: str) -> CredentialRow:
        """Who calls. Raises NotKnown."""
        known = ring().remembered(header)
        if known:
            return known
        return await asyncio.get_running_loop().run_in_executor(
            self.credentials, database.find_credential, header
        )

    async def note_left_out(self, by: CredentialRow, several: Sequence[NotTaken]) -> None:
        """Keeps what a lenient credential's request left out."""
        if several:
            run = asyncio.get_running_loop().run_in_executor
            await run(self.credentials, database.note_left_out, by.user, several)


class Desks:
    """The desks of a process: one for each event loop."""

    def __init__(self) -> None:
        self._desks: WeakKeyDictionary[asyncio.AbstractEventLoop, Desk] = WeakKeyDictionary()

    def of_running_loop(self) -> Desk:
        """The desk of the running loop."""
        loop = asyncio.get_running_loop()
        if loop not in self._desks:
            self._desks[loop] = Desk()
        return self._desks[loop]


def desk() -> Desk:
    """The desk of the running loop; its app holds it."""
    app = apps.get_app_config("gateway")
    assert isinstance(app, GatewayConfig)
    return app.desks.of_running_loop()


def call_of(scope: AsgiScope) -> Call:
    """A request as plain values."""
    headers = {
        name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
    }
    return Call(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)


async def content(receive: Receive, hold: Callable[[int], None]) -> bytes:
    """The whole content. Raises TooSlow, TooLarge, Busy or Gone."""
    try:
        async with asyncio.timeout(READ_SECONDS):
            return await _read(receive, hold)
    except TimeoutError:
        raise TooSlow(
            "xapi.slow", f"The content did not arrive within {READ_SECONDS:.0f} seconds."
        ) from None


async def _read(receive: Receive, hold: Callable[[int], None]) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ContentAbandoned
        part = message.get("body", b"")
        size += len(part)
        check_size(size)
        hold(len(part))
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def send_answer(
    send: AsgiSend, call: Call, answer: WireAnswer, more: Mapping[str, str]
) -> None:
    """Sends an answer with `more` headers (ASGI)."""
    length = {"Content-Length": str(len(answer.body))} if answer.status != 204 else {}
    headers = {**more, **length, **headers_for(call, answer)}
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": answer.body})


def takes(scope: AsgiScope) -> bool:
    """Whether such a request has content that must be read first."""
    return (
        scope["type"] == "http"
        and scope["path"].startswith("/xapi/")
        and scope["method"] in ("POST", "PUT", "DELETE")
    )


async def before(
    application: Application, scope: AsgiScope, receive: Receive, send: AsgiSend
) -> None:
    """Reads the content, then lets `application` answer (ASGI)."""
    call = call_of(scope)
    try:
        await _admit(call)
        with desk().holding(form=is_alternate(call.method, call.query)) as hold:
            body = await content(receive, hold)
            await application(_whole(scope, len(body)), io.BytesIO(body), send)
    except ContentAbandoned:
        return
    except Refusal as fault:
        await send_answer(send, call, refused(fault), {})


async def _admit(call: Call) -> None:
    """Nobody sends much before we know who it is; a form may hold the credentials, and is short."""
    length = call.headers.get("content-length", "0")
    size = int(length[:20]) if length.isascii() and length.isdigit() else 0
    if is_alternate(call.method, call.query):
        check_size(size, MOST_OF_A_FORM)
    else:
        await desk().find(call.headers.get("authorization", ""))
        check_size(size)


def _whole(scope: AsgiScope, size: int) -> AsgiScope:
    kept = [
        pair
        for pair in scope["headers"]
        if pair[0].lower() not in (b"content-length", b"transfer-encoding")
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}
