"""What a request may cost, at the server as it is started: slow ones and large ones end within bounds, and stop nobody else."""

from __future__ import annotations

import io
import os
import re
import select
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from tests.cast import NOW
from tests.streets.xapi_server import Server, database_url, supervised
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.people import api as people
from trimtab.people.api import Role

SECONDS = 2.0
KIB, MIB = 1024, 1024 * 1024
HEAD = "POST {path} HTTP/1.1\r\nHost: localhost\r\n{more}\r\n\r\n"
QUICK = ("/xapi/about", "/set-up", "/static/css/tokens.css", "/healthz")


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """Two web processes with two seconds' patience."""
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRIMTAB_REQUEST_SECONDS", str(SECONDS))
        patch.setenv("TRIMTAB_SECRET_KEY", settings.SECRET_KEY)
        key = lrs.add_credential(name="edge", scopes=[Scope.ALL], now=NOW)
        try:
            with supervised(
                tmp_path_factory.mktemp("data"), database_url(), key, processes=2
            ) as found:
                ready = replace(found, address=found.address.replace("127.0.0.1", "localhost"))
                for path in (
                    6 * QUICK
                ):  # Each on a line of its own, so that both processes have made their first pages.
                    httpx.get(ready.address + path, timeout=60)
                yield ready
        finally:
            get_user_model().objects.filter(email="edge@corner.example").delete()
            with connection.cursor() as cursor:
                cursor.execute("TRUNCATE lrs_credential")


@pytest.fixture(scope="module")
def author(server: Server) -> dict[str, str]:
    """The cookies of somebody who may bring packages."""
    person = people.add_person(
        email="edge@corner.example",
        name="Edge",
        roles=[Role.AUTHOR],
        now=NOW,
        password="a long word",
    )
    return cookies_of(person)


def cookies_of(person_id: Any) -> dict[str, str]:
    client = Client()
    client.force_login(get_user_model().objects.get(pk=person_id))
    return {"sessionid": client.cookies["sessionid"].value}


def line(server: Server, said: bytes, stack: ExitStack) -> socket.socket:
    host, port = server.address.removeprefix("http://").split(":")
    found = stack.enter_context(socket.create_connection((host, int(port))))
    found.settimeout(20)
    found.sendall(said)
    return found


def dribbling(server: Server, count: int, stack: ExitStack) -> list[socket.socket]:
    """So many posts whose content does not come, and as many heads that do not end."""
    post = HEAD.format(path="/sign-in", more="Content-Length: 5000").encode() + b"u"
    return [
        line(server, said, stack)
        for _ in range(count)
        for said in (post, b"GET /sign-in HTTP/1.1\r\nHost: loc")
    ]


def until_closed(lines: list[socket.socket]) -> list[bytes]:
    """What each line hears until the other side closes it."""
    heard: list[bytes] = []
    for one in lines:
        said = b""
        try:
            while part := one.recv(65_536):
                said += part
        except ConnectionError:
            pass
        heard.append(said)
    return heard


@pytest.mark.parametrize("count", [60, 600])
def test_slow_connections_stop_no_page_and_are_all_cut_off(server: Server, count: int) -> None:
    with ExitStack() as stack, httpx.Client(base_url=server.address, timeout=60) as client:
        before = slowest(client)
        began = time.monotonic()
        lines = dribbling(server, count, stack)
        held = time.monotonic()
        meanwhile = slowest(client)
        heard = until_closed(lines)
        ended = time.monotonic() - held
    print(
        f"\n{2 * count} slow connections made in {held - began:.1f} s: slowest page {meanwhile * 1000:.0f} ms "
        f"({before * 1000:.0f} ms before), all ended {ended:.1f} s later"
    )
    # On a machine that has much else to do a page is slow without them, too.
    assert meanwhile < max(1.0, 2 * before) and ended < SECONDS + 20
    told = [said for said in heard if said]
    assert all(said.startswith(b"HTTP/1.1 408") for said in told) and len(told) >= min(count, 60)


def slowest(client: httpx.Client) -> float:
    """The page that takes longest, each at the best of three times: a busy machine is slow once, a page that is stopped always."""
    return max(min(asked(client, path) for _ in range(3)) for path in QUICK)


def asked(client: httpx.Client, path: str) -> float:
    """The seconds that a page takes."""
    began = time.monotonic()
    answer = client.get(path)
    assert answer.status_code == 200 or (
        path == "/healthz" and "worker" in answer.json()["reason"]
    ), answer.text
    return time.monotonic() - began


def memory(server: Server) -> dict[str, tuple[int, int]]:
    """By process: what it has in memory, and the most it ever had, in bytes."""
    pid = server.process.pid
    found = {}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        text = Path(f"/proc/{child}/status").read_text()
        sizes = dict(re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", text))
        found[child] = (int(sizes["VmRSS"]) * 1024, int(sizes["VmHWM"]) * 1024)
    return found


def sent_until_answered(server: Server, path: str, megabytes: int, more: str) -> tuple[int, bytes]:
    """Sends a form with a file as fast as it is taken, and stops when an answer comes: the bytes sent by then, and the answer."""
    host, port = server.address.removeprefix("http://").split(":")
    is_chunked = "chunked" in more
    piece = bytes(256 * KIB)
    head = HEAD.format(
        path=path, more=f"Content-Type: multipart/form-data; boundary=b\r\n{more}"
    ).encode()
    part = b'--b\r\nContent-Disposition: form-data; name="package"; filename="a.zip"\r\n\r\n'
    with socket.create_connection((host, int(port))) as line:
        line.settimeout(30)
        line.sendall(head + (b"%x\r\n%b\r\n" % (len(part), part) if is_chunked else part))
        sent = len(part)
        while not select.select([line], [], [], 0)[0] and sent < megabytes * MIB:
            line.sendall(b"%x\r\n%b\r\n" % (len(piece), piece) if is_chunked else piece)
            sent += len(piece)
        return sent, line.recv(65_536)


def kept(server: Server) -> int:
    """The bytes of files without a name that the web processes hold."""
    found = 0
    for child in memory(server):
        for one in Path(f"/proc/{child}/fd").iterdir():
            with suppress(OSError):
                if "/arriving/" in os.readlink(one):
                    found += one.stat().st_size
    return found


LENGTH, CHUNKS = f"Content-Length: {600 * MIB}", "Transfer-Encoding: chunked"


@pytest.mark.parametrize(
    ("path", "is_author", "more", "most"),
    [
        ("/sign-in", False, LENGTH, 8 * MIB),
        ("/sign-in", False, CHUNKS, 8 * MIB),
        ("/packages", False, LENGTH, 8 * MIB),
        ("/packages", False, CHUNKS, 8 * MIB),
        ("/today/answer", True, CHUNKS, 16 * MIB),
        ("/packages", True, f"Content-Length: {513 * MIB}", 8 * MIB),
        ("/packages", True, CHUNKS, 528 * MIB),
    ],
)
def test_what_is_too_large_is_refused_by_its_length_or_at_its_bound(
    server: Server, author: dict[str, str], path: str, is_author: bool, more: str, most: int
) -> None:
    cookie = f"Cookie: sessionid={author['sessionid']}\r\n" if is_author else ""
    before = memory(server)
    sent, answer = sent_until_answered(server, path, 600, cookie + more)
    after = memory(server)
    grown = max(after[child][1] - before[child][1] for child in before)
    print(
        f"\n{path} {more}, author {is_author}: refused after {sent / MIB:.1f} MiB, peak memory of a process +{grown / MIB:.1f} MiB"
    )
    assert answer.startswith(b"HTTP/1.1 413") and sent <= most and grown < 24 * MIB
    assert until(lambda: not kept(server))


def test_a_package_within_its_bound_arrives_in_bounded_memory(
    server: Server, author: dict[str, str]
) -> None:
    """A hundred megabytes that are no package: they are read whole, and refused by those who look into them."""
    before = memory(server)
    with httpx.Client(base_url=server.address, timeout=60, cookies=author) as client:
        client.get("/packages")
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"]}
        answer = client.post(
            "/packages", data=form, files={"package": ("a.zip", io.BytesIO(bytes(100 * MIB)))}
        )
    grown = max(now[1] - before[child][1] for child, now in memory(server).items())
    print(f"\n100 MiB taken: peak memory of a process +{grown / MIB:.1f} MiB")
    assert answer.status_code == 422 and grown < 40 * MIB
    assert until(lambda: not kept(server))


def test_a_file_at_a_page_that_takes_none_is_thrown_away(
    server: Server, author: dict[str, str]
) -> None:
    with httpx.Client(
        base_url=server.address, timeout=60, cookies=author, follow_redirects=True
    ) as client:
        client.get("/me")
        form = {"csrfmiddlewaretoken": client.cookies["csrftoken"], "theme": "dark", "next": "/me"}
        answer = client.post("/appearance", data=form, files={"file": ("a", bytes(3 * MIB))})
        assert answer.status_code == 200 and client.cookies["theme"] == "dark"


ENDLESS = "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
HOSTILE = {
    "a head that does not end": (
        "GET / HTTP/1.1\r\nHost: localhost\r\n",
        "X-A: " + "a" * 1000 + "\r\n",
        b"431",
    ),
    "a header that does not end": (
        "GET / HTTP/1.1\r\nHost: localhost\r\nX-A: ",
        "a" * 1000,
        b"431",
    ),
    "an address that does not end": ("GET /", "a" * 1000, b"431"),
    "trailers that do not end": (ENDLESS + "0\r\n", "X-A: " + "a" * 1000 + "\r\n", b""),
    "a size of a chunk that does not end": (ENDLESS + "1;", "a" * 1000, b""),
    "a protocol of its own": (
        "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
        "",
        b"400",
    ),
    "a tunnel": ("CONNECT localhost:25 HTTP/1.1\r\nHost: localhost\r\n\r\n", "", b"400"),
}


@pytest.mark.parametrize(("begin", "more", "status"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_comes_around_content_is_bounded(
    server: Server, begin: str, more: str, status: bytes
) -> None:
    before = memory(server)
    with ExitStack() as stack:
        one = line(server, begin.encode(), stack)
        sent = 0
        with suppress(ConnectionError):
            while more and sent < 64 * MIB and not select.select([one], [], [], 0)[0]:
                one.sendall(64 * more.encode())
                sent += 64 * len(more)
        [heard] = until_closed([one]) if more else [one.recv(100)]
    assert heard[9:12] in (status, b"") and sent < 16 * MIB
    assert max(now[1] - before[child][1] for child, now in memory(server).items()) < 16 * MIB


def until(what: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.05)
    return what()
