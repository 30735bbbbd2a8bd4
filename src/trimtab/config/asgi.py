"""One process, two ways in: the record store's hot path is a lean coroutine, everything else goes
to Django as WSGI.

Django's own ASGI path costs three to four times on synchronous code
(docs/decisions/0006-one-process.md). Nothing reaches a thread before its content is whole and
within its bounds (edge/).
"""

from __future__ import annotations

# First: it sets Django up, and what follows needs that.
from trimtab.config.wsgi import application as django

# isort: split
import gc
import logging
from typing import Any

from django.conf import settings

from trimtab import errors
from trimtab.config import database, env, proxies
from trimtab.config.bridge import Bridge
from trimtab.config.edge import space, telling
from trimtab.config.edge.arriving import Arrivals
from trimtab.config.edge.scope import (
    Message,
    Receive,
    RequestAbandoned,
    Scope,
    Send,
    headers_of,
    trusting,
    with_size,
)
from trimtab.config.page_times import TIMES
from trimtab.config.tracing import TRACING
from trimtab.gateway.xapi import arriving, lean
from trimtab.kernel.errors import Refusal

THREADS = 10

_pages = Bridge(django, threads=THREADS)
_arrivals = Arrivals()
_log = logging.getLogger(__name__)


async def _dispatch(scope: Scope, receive: Receive, send: Send) -> None:
    match scope["type"]:
        case "lifespan":
            await _lifespan(receive, send)
        case "http" if lean.takes(scope):
            await lean.statements(scope, receive, send)
        case "http":
            await _page(scope, receive, send)
        case "websocket":
            await send({"type": "websocket.close", "code": 1000})


application = trusting(_dispatch, [str(network) for network in proxies.TRUSTED])


async def _page(scope: Scope, receive: Receive, send: Send) -> None:
    """Everything but the hot path: whatever goes wrong before Django answers is said in the same
    words."""
    begun = False

    async def sending(message: Message) -> None:
        nonlocal begun
        begun = True
        await send(message)

    _warn_of_proxy(scope)
    try:
        if not scope["query_string"].isascii() or _upgrades(scope):
            await _tell(scope, send, 400)
        elif arriving.takes(scope):
            await arriving.before(_pages, scope, receive, sending)
        else:
            async with _arrivals.content(scope, receive) as (content, size):
                await _pages(with_size(scope, size), content, sending)
    except RequestAbandoned:
        return
    except Refusal as fault:
        await _tell(scope, send, fault.status, code=fault.code)
    except Exception as error:
        reference = errors.note(error, where=f"{scope['method']} at the edge")
        if not begun:
            await _tell(scope, send, 500, reference=reference)


class _ProxyWarning:
    """Says once in a process that a proxy is not believed: without it, all of its clients count
    as one."""

    def __init__(self) -> None:
        self._is_said = False

    def __call__(self, scope: Scope) -> None:
        peer = scope.get("peer")
        if self._is_said or not peer or proxies.is_trusted(peer[0]):
            return
        if any(name == b"x-forwarded-for" for name, _value in scope["headers"]):
            self._is_said = True
            _log.warning(
                "%s says for whom it asks, and is not believed. "
                "If it is your proxy: TRIMTAB_TRUSTED_PROXIES=%s",
                peer[0],
                peer[0],
            )


_warn_of_proxy = _ProxyWarning()


def _upgrades(scope: Scope) -> bool:
    return any(
        name == b"upgrade" and value.strip().lower() == b"websocket"
        for name, value in scope["headers"]
    )


async def _tell(scope: Scope, send: Send, status: int, **words: Any) -> None:
    """A page, or JSON, without Django's part in it."""
    status, body, headers = telling.answer(status, headers_of(scope), scope["path"], **words)
    pairs = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    pairs.append((b"content-length", str(len(body)).encode()))
    if status == 408:
        pairs.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})


async def _lifespan(receive: Receive, send: Send) -> None:
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            space.prepare()
            database.hurry(settings.DATABASES["default"], env.STATEMENT_SECONDS)
            # What is loaded by now stays: the collector need not walk it again (a quarter of the
            # hot path's time). A batch of statements is some thousand objects without a cycle:
            # looking for one every 700 costs another quarter.
            TIMES.keep()
            TRACING.begin("web")
            gc.freeze()
            gc.set_threshold(50_000, 20, 100)
        await send({"type": f"{message['type']}.complete"})
        if message["type"] == "lifespan.shutdown":
            return
