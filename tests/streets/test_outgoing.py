"""Clients that read slowly, or not at all: they hold a buffer for a while, and no thread."""

from __future__ import annotations

import asyncio
import io
import socket
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn

from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS, database_url, keyed, supervised
from trimtab.config import asgi
from trimtab.config.bridge import Bridge
from trimtab.console import outgoing
from trimtab.console.incoming import IncomingProtocol
from trimtab.console.outgoing import OutgoingProtocol, is_too_slow

MIB = 1024 * 1024


async def much(scope: Any, receive: Any, send: Any) -> None:
    """An answer of 16 MiB, or a short one."""
    body = b"x" * (16 * MIB if scope["path"] == "/much" else 10)
    await send(
        {
            "type": "http.response.start",
            "status": 200,
            "headers": [(b"content-length", b"%d" % len(body))],
        }
    )
    await send({"type": "http.response.body", "body": body})


@pytest.fixture
def port(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """A server whose patience is half a second."""
    monkeypatch.setattr(outgoing, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(outgoing, "PATIENCE_SECONDS", 0.5)
    with serving(OutgoingProtocol) as port:
        yield port


@contextmanager
def serving(protocol: type[asyncio.Protocol]) -> Iterator[int]:
    """The port at which a server speaks that protocol."""
    listens = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(much, http=protocol, log_level="error", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listens]}, daemon=True)
    thread.start()
    yield int(listens.getsockname()[1])
    server.should_exit = True
    thread.join(10)


def asking(port: int) -> socket.socket:
    """A connection that has asked for much and read nothing yet."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
    line.settimeout(10)
    line.connect(("127.0.0.1", port))
    line.sendall(b"GET /much HTTP/1.1\r\nHost: x\r\n\r\n")
    return line


def read(line: socket.socket, pause: float = 0.0) -> int:
    """How much comes until the other side ends it, or the whole answer."""
    count = 0
    try:
        while count < 16 * MIB and (part := line.recv(64 * 1024)):
            count += len(part)
            time.sleep(pause)
    except ConnectionError:
        pass
    return count


def until(what: Any, seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return bool(what())


def test_who_reads_nothing_is_cut_off_and_who_reads_steadily_gets_all(port: int) -> None:
    with asking(port) as silent, asking(port) as steady:
        assert read(steady) >= 16 * MIB
        assert until(lambda: not OutgoingProtocol.waiting)
        assert read(silent) < 16 * MIB


def test_who_reads_nothing_and_asks_for_more_is_cut_off_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(outgoing, "LOOK_SECONDS", 0.05)
    monkeypatch.setattr(outgoing, "PATIENCE_SECONDS", 0.5)
    with serving(IncomingProtocol) as port, asking(port) as silent:
        assert until(lambda: OutgoingProtocol.waiting)
        silent.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
        assert until(lambda: not OutgoingProtocol.waiting)
        assert read(silent) < 16 * MIB


def test_when_too_much_waits_the_longest_waiting_gives_way(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outgoing, "PATIENCE_SECONDS", 60)
    monkeypatch.setattr(outgoing, "MOST_WAITING_BYTES", 40 * MIB)
    with ExitStack() as stack:
        lines = []
        for _ in range(4):
            lines.append(stack.enter_context(asking(port)))
            assert until(lambda: len(OutgoingProtocol.waiting) >= min(len(lines), 2))
            time.sleep(0.1)
        assert len(OutgoingProtocol.waiting) in (2, 3)
        assert read(lines[0]) < 16 * MIB and read(lines[3]) >= 16 * MIB
        assert httpx.get(f"http://127.0.0.1:{port}/").text == "x" * 10


@pytest.mark.parametrize(
    ("waited", "taken", "slow"),
    [
        (29, 0, False),
        (31, 0, True),
        (31, 31 * 16 * 1024, False),
        (600, 599 * 16 * 1024, True),
        (600, 16 * MIB, False),
    ],
)
def test_half_a_minute_passes_and_then_a_rate_is_asked_for(
    waited: float, taken: int, slow: bool
) -> None:
    assert is_too_slow(waited, taken) is slow


class Parts:
    """An answer that is streamed, and notes when it is closed."""

    streaming = True

    def __init__(self, closed: list[int]) -> None:
        self._closed = closed

    def __iter__(self) -> Iterator[bytes]:
        return iter([b"part"] * 100)

    def close(self) -> None:
        self._closed.append(1)


def test_fifty_readers_of_a_stream_that_stand_still_leave_the_threads_to_others() -> None:
    closed: list[int] = []

    def application(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        start("200 OK", [("X-Path", environ["PATH_INFO"])])
        return Parts(closed)

    async def scene() -> None:
        bridge, gate = Bridge(application, threads=2), asyncio.Event()

        async def ask(path: str, *, slowly: bool) -> bytes:
            found = []

            async def send(message: Any) -> None:
                found.append(message.get("body", b""))
                if slowly and found[-1]:
                    await gate.wait()

            scope = {
                "type": "http",
                "method": "GET",
                "path": path,
                "query_string": b"",
                "http_version": "1.1",
                "headers": [],
            }
            await bridge(scope, io.BytesIO(), send)
            return b"".join(found)

        slow = [asyncio.create_task(ask("/slow", slowly=True)) for _ in range(50)]
        await asyncio.sleep(0.1)
        assert await asyncio.wait_for(ask("/quick", slowly=False), 10) == b"part" * 100
        assert not any(one.done() for one in slow) and len(closed) == 1
        gate.set()
        assert set(await asyncio.wait_for(asyncio.gather(*slow), 20)) == {b"part" * 100}

    asyncio.run(scene())
    assert len(closed) == 51


def test_clients_that_do_not_read_keep_nobody_waiting(
    django_db_setup: None, django_db_blocker: Any, tmp_path: Path
) -> None:
    """The server as it is started: twice as many silent readers of 6 MiB as it has threads."""
    with (
        django_db_blocker.unblock(),
        keyed() as key,
        supervised(tmp_path, database_url(), key) as server,
    ):
        with server.client() as client:
            large = [said(context={"extensions": {"urn:x": "x" * MIB}}) for _ in range(6)]
            assert client.post(STATEMENTS, json=large).status_code == 200
        lines = {
            "Host": "localhost",
            **HEADERS,
            "Authorization": httpx.BasicAuth(*server.key)._auth_header,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
        host, port = server.address.removeprefix("http://").split(":")
        with ExitStack() as stack:
            for _ in range(2 * asgi.THREADS):
                line = stack.enter_context(socket.socket())
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 16 * 1024)
                line.connect((host, int(port)))
                line.sendall(f"GET {STATEMENTS} HTTP/1.1\r\n{head}\r\n".encode())
                assert line.recv(1_000).startswith(b"HTTP/1.1 200")
            with server.client() as client:
                for _ in range(5):
                    assert client.get(STATEMENTS, params={"limit": 1}).status_code == 200
                    assert client.post(STATEMENTS, json=said()).status_code == 200
