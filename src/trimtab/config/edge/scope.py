"""Requests as the server hands them over (ASGI), and whom they come from."""

from __future__ import annotations

import ipaddress
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any, cast
from urllib.parse import urlsplit

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from trimtab.config import env

Message = MutableMapping[str, Any]
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

# We speak HTTP alone: whoever uses https does so with a proxy in front, and only a proxy that is
# trusted says otherwise.
SCHEME = urlsplit(env.BASE_URL).scheme or "http"


class RequestAbandoned(Exception):
    """The client left before its content was whole: nobody waits for an answer."""


def headers_of(scope: Scope) -> list[tuple[str, str]]:
    """The headers as text, names in lower case."""
    return [
        (name.decode("latin-1").lower(), value.decode("latin-1"))
        for name, value in scope["headers"]
    ]


def declared_size(scope: Scope) -> int:
    """The bytes that the Content-Length says; 0 without one."""
    length = next(
        (value for name, value in scope["headers"] if name.lower() == b"content-length"), b"0"
    )
    # A number of a million digits is no size, and costs time to read.
    return int(length[:20]) if length.isdigit() else 0


def with_size(scope: Scope, size: int) -> Scope:
    """The request, saying that its content has `size` bytes: WSGI reads as much as that, and knows
    no content in chunks."""
    kept = [
        pair
        for pair in scope["headers"]
        if pair[0].lower() not in (b"content-length", b"transfer-encoding")
    ]
    return {**scope, "headers": [*kept, (b"content-length", str(size).encode())]}


def neighbourhood(address: str) -> str:
    """What is counted as one client: an IPv4 address, or the /64 that one IPv6 customer has."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address[:64]
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.IPv6Network((found, 64), strict=False))
    return str(found)


def trusting(application: Application, proxies: Sequence[str]) -> Application:
    """The application behind `proxies` (addresses or networks): only what these say of a client's
    address and scheme is believed."""
    if not proxies:
        return _placed(application)

    async def checked(scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        if client and not _is_address(client[0]):
            scope["client"] = scope["peer"]
        await application(scope, receive, send)

    # The types of this middleware are narrower than what a server hands over.
    return _placed(
        cast(Application, ProxyHeadersMiddleware(cast(Any, checked), trusted_hosts=list(proxies)))
    )


def _placed(application: Application) -> Application:
    async def placed(scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            scope["scheme"], scope["peer"] = SCHEME, scope.get("client")
        await application(scope, receive, send)

    return placed


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
