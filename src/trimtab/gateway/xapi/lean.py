"""The hot path: POST and PUT /xapi/statements as one coroutine (docs/decisions/0004-evidence-store.md).

Credentials from memory, content read up to a limit, checked without the database, written together with whoever else
waits, acknowledged after COMMIT.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import logging
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary

from django.utils import timezone

from trimtab.gateway.xapi import database, reading
from trimtab.gateway.xapi.keyring import RING
from trimtab.gateway.xapi.wire import VERSION, Answer, Busy, Call, TooSlow, iso, refused
from trimtab.gateway.xapi.writer import Writer
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import CredentialRow

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

PATH = "/xapi/statements"
READ_SECONDS = 30.0
MOST_BYTES_AT_ONCE = 64 * 1024 * 1024
LARGE = 256 * 1024
# No transaction of ours stays open longer; who needs the exact time asks GET.
LONGEST_TRANSACTION = dt.timedelta(seconds=60)
_log = logging.getLogger(__name__)


class _Failed(Refusal):
    """An error of ours, as the client hears of it."""

    status = 500


class _Gone(Exception):
    """The client left before its content was whole: nobody waits for an answer."""


class _Desk:
    """What one event loop keeps between requests."""

    def __init__(self) -> None:
        self.writer = Writer(database.store)
        self.credentials = ThreadPoolExecutor(1, thread_name_prefix="xapi-credentials")
        self._held = 0

    @contextmanager
    def holding(self) -> Iterator[Callable[[int], None]]:
        """Counts the bytes that one request keeps in memory. Raises Busy when all together are too many."""
        mine = 0

        def hold(size: int) -> None:
            nonlocal mine
            if self._held + size > MOST_BYTES_AT_ONCE:
                raise Busy("xapi.busy", "Too much content arrives at once: try again in a second.")
            mine += size
            self._held += size

        try:
            yield hold
        finally:
            self._held -= mine

    async def find(self, header: str) -> CredentialRow:
        """Who calls. Raises NotKnown."""
        known = RING.remembered(header)
        if known:
            return known
        return await asyncio.get_running_loop().run_in_executor(self.credentials, database.find_credential, header)


_desks: WeakKeyDictionary[asyncio.AbstractEventLoop, _Desk] = WeakKeyDictionary()


def takes(scope: Scope) -> bool:
    """Whether this coroutine answers such a request."""
    return scope["type"] == "http" and scope["path"] == PATH and scope["method"] in ("POST", "PUT")


async def statements(scope: Scope, receive: Receive, send: Send) -> None:
    """Answers POST and PUT of statements (ASGI)."""
    try:
        answer = await _answer(_desk(), _call(scope), receive)
    except _Gone:
        return
    except Refusal as fault:
        answer = refused(fault)
    except Exception:
        _log.exception("A request to the record store failed")
        answer = refused(_Failed("xapi.failed", "Something is wrong with the store; its log says more."))
    await _send(send, answer)


def _desk() -> _Desk:
    loop = asyncio.get_running_loop()
    if loop not in _desks:
        _desks[loop] = _Desk()
    return _desks[loop]


def _call(scope: Scope) -> Call:
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    return Call(scope["method"], scope["path"], scope["query_string"].decode("latin-1"), headers)


async def _answer(desk: _Desk, call: Call, receive: Receive) -> Answer:
    by = await desk.find(call.headers.get("authorization", ""))
    reading.check_head(call, by)
    with desk.holding() as hold:
        try:
            async with asyncio.timeout(READ_SECONDS):
                body = await _read(receive, hold)
        except TimeoutError:
            sentence = f"The content did not arrive within {READ_SECONDS:.0f} seconds."
            raise TooSlow("xapi.slow", sentence) from None
        now = timezone.now()
        if len(body) > LARGE:
            prepared = await asyncio.to_thread(reading.prepare, call, body, by=by, now=now)
        else:
            prepared = reading.prepare(call, body, by=by, now=now)
        await desk.writer.put(prepared)
        return reading.stored(call, prepared)


async def _read(receive: Receive, hold: Callable[[int], None]) -> bytes:
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise _Gone
        part = message.get("body", b"")
        size += len(part)
        reading.check_size(size)
        hold(len(part))
        parts.append(part)
        if not message.get("more_body", False):
            return b"".join(parts)


async def _send(send: Send, answer: Answer) -> None:
    headers = {
        "X-Experience-API-Version": VERSION,
        "X-Experience-API-Consistent-Through": iso(timezone.now() - LONGEST_TRANSACTION),
        **({"Content-Length": str(len(answer.body))} if answer.status != 204 else {}),
        **answer.headers,
    }
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": pairs})
    await send({"type": "http.response.body", "body": answer.body})
