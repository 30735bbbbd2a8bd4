"""One process, two ways in: the record store's hot path is a lean coroutine, everything else goes to Django as WSGI.

Django's own ASGI path costs three to four times on synchronous code (docs/decisions/0006-one-process.md).
"""

from __future__ import annotations

import gc
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from trimtab.config.bridge import Bridge
from trimtab.config.wsgi import application as django
from trimtab.gateway.xapi import arriving, lean

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
THREADS = 10

_pages = Bridge(django, threads=THREADS)


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Dispatches a connection."""
    if scope["type"] == "lifespan":
        await _lifespan(receive, send)
    elif lean.takes(scope):
        await lean.statements(scope, receive, send)
    elif arriving.takes(scope):
        await arriving.before(_pages, scope, receive, send)
    else:
        await _pages(scope, receive, send)


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            # What is loaded by now stays: the collector need not walk it again (a quarter of the hot path's time). A batch of
            # statements is some thousand objects without a cycle: looking for one every 700 costs another quarter.
            gc.freeze()
            gc.set_threshold(50_000, 20, 100)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
