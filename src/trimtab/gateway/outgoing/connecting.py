"""A client whose connections go only where they may, to the address that was
checked, and end when their time is over."""

from __future__ import annotations

import queue
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

import httpcore
import httpx
from httpcore import NetworkBackend, NetworkStream, SyncBackend

from trimtab.gateway.outgoing.addresses import Network, why_closed
from trimtab.kernel.said import Said, say

SECONDS = 15.0
MOST_CONNECTIONS = 20
_until: ContextVar[float] = ContextVar("trimtab_outgoing_until")


class Closed(httpcore.ConnectError):
    """The name leads to no address that may be asked; the sentence says why."""

    def __init__(self, sentence: Said) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Everything asked in the block, in this thread, ends after so many seconds
    altogether: looking up the name, connecting, sending, and however slowly the answer
    comes. It ends as httpx.TimeoutException."""
    token = _until.set(min(time.monotonic() + seconds, _until.get(float("inf"))))
    try:
        yield
    finally:
        _until.reset(token)


def _left(asked: float | None, late: type[Exception]) -> float:
    left = min(_until.get(float("inf")) - time.monotonic(), SECONDS if asked is None else asked)
    if left <= 0:
        raise late("Its time is over.")
    return left


def client(opened: Sequence[Network], *, seconds: float = SECONDS) -> httpx.Client:
    """A client that follows no redirection (a secret goes to the address given and nowhere
    else), asks no proxy that the environment happens to name, and waits at most `seconds` for
    each step. `opened` are networks that may be asked beside the open internet."""
    return httpx.Client(
        transport=_Transport(opened),
        timeout=seconds,
        follow_redirects=False,
        trust_env=False,
        headers={"User-Agent": "Trimtab"},
    )


class _Transport(httpx.HTTPTransport):
    """httpx's transport over connections that are checked."""

    def __init__(self, opened: Sequence[Network]) -> None:
        # The machine's own certificates (SSL_CERT_FILE) are its administrator's word.
        context: ssl.SSLContext = httpx.create_ssl_context(trust_env=True)
        super().__init__(verify=context, trust_env=False)
        # If httpx came to keep its connections elsewhere, this fails and nothing is sent unchecked.
        self._pool.close()
        self._pool = httpcore.ConnectionPool(
            ssl_context=context,
            max_connections=MOST_CONNECTIONS,
            keepalive_expiry=5.0,
            network_backend=_Backend(opened),
        )


class _Backend(NetworkBackend):
    """Resolves, checks and connects by number."""

    def __init__(self, opened: Sequence[Network]) -> None:
        self._opened, self._plain = opened, SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> NetworkStream:
        """A connection to the first address of `host` that may be asked and answers.
        Raises Closed, ConnectError or ConnectTimeout."""
        if not 0 < port < 65536:
            raise Closed(say("there is no such port"))
        addresses = _resolved(host, port, _left(timeout, httpcore.ConnectTimeout))
        reasons = {address: why_closed(address, port, self._opened) for address in addresses}
        allowed = [address for address in addresses if not reasons[address]]
        if not allowed:
            raise Closed(next(iter(reasons.values()), say("it has no address")))
        failed: Exception = httpcore.ConnectError("it has no address")
        for address in allowed:
            try:
                left = _left(timeout, httpcore.ConnectTimeout)
                return _Stream(
                    self._plain.connect_tcp(address, port, left, local_address, socket_options)
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failed = error
        raise failed

    def connect_unix_socket(self, *_arguments: Any, **_options: Any) -> NetworkStream:
        """Never: nothing that goes out stays on the machine."""
        raise Closed(say("it is a socket of this machine"))


def _resolved(host: str, port: int, seconds: float) -> list[str]:
    """The addresses of a name, as the system knows them: also of a number written in any way it
    understands. In a thread of its own, since the system's look-up cannot be given a time."""
    answers: queue.SimpleQueue[list[str] | OSError | UnicodeError] = queue.SimpleQueue()

    def look_up() -> None:
        try:
            places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(place[4][0]) for place in places)))
        except (OSError, UnicodeError) as error:
            answers.put(error)

    threading.Thread(target=look_up, name="look-up", daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise httpcore.ConnectTimeout("Its name was not found in time.") from None
    if isinstance(answer, Exception):
        raise httpcore.ConnectError("its name is not known") from answer
    return answer


class _Stream(NetworkStream):
    """A connection that ends when the time of `within` is over."""

    def __init__(self, plain: NetworkStream) -> None:
        self._plain = plain

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """At most so many bytes. Raises ReadTimeout or ReadError."""
        return self._plain.read(max_bytes, _left(timeout, httpcore.ReadTimeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Sends all of it, piece by piece, so that who takes it slowly does not
        keep us. Raises WriteTimeout or WriteError."""
        for start in range(0, len(buffer), 64 * 1024):
            self._plain.write(
                buffer[start : start + 64 * 1024], _left(timeout, httpcore.WriteTimeout)
            )

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> NetworkStream:
        """The same connection in TLS, for the name that was asked for."""
        left = _left(timeout, httpcore.ConnectTimeout)
        return _Stream(self._plain.start_tls(ssl_context, server_hostname, left))

    def get_extra_info(self, info: str) -> Any:
        """What the connection knows of itself."""
        return self._plain.get_extra_info(info)

    def close(self) -> None:
        """Ends it."""
        self._plain.close()
