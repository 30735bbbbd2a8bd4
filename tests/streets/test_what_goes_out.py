"""What goes out: which addresses are asked, which connection goes where, how long it may take, and what is said of an answer."""

from __future__ import annotations

import datetime as dt
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

import httpx
import pytest

from trimtab.evaluation.api import SourceKind, Wanted
from trimtab.evaluation.domain.sources import ReadEvery, next_try
from trimtab.gateway import outgoing
from trimtab.gateway.outgoing import networks, why_closed
from trimtab.gateway.sources import feed
from trimtab.gateway.sources.connections import (
    Database,
    FeedSecret,
    connection,
    origin_of,
    secret_for,
)
from trimtab.kernel.errors import Refusal

CLOSED = (
    "127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 169.254.169.254 100.64.0.1 100.100.100.200 "
    "192.0.0.192 192.0.2.1 198.18.0.1 198.51.100.7 203.0.113.9 224.0.0.1 239.255.255.250 240.0.0.1 255.255.255.255 192.88.99.1 "
    "168.63.129.16 :: ::1 ::127.0.0.1 ::ffff:127.0.0.1 ::ffff:10.0.0.1 fe80::1 fe80::1%eth0 fec0::1 fc00::1 fd00:ec2::254 ff02::1 "
    "64:ff9b::7f00:1 64:ff9b::a9fe:a9fe 64:ff9b:1::808:808 2002:7f00:1::1 2002:808:808::1 2001::1 2001:db8::1 3fff::1 100::1 "
    "5f00::1 2a00:1450::5efe:7f00:1"
).split()
OPEN = "8.8.8.8 1.1.1.1 172.32.0.1 100.128.0.1 2a00:1450:4001:830::200e 64:ff9b::808:808 ::ffff:8.8.8.8".split()


@pytest.mark.parametrize("address", CLOSED)
def test_what_is_not_the_open_internet_is_closed(address: str) -> None:
    assert "not the open internet" in why_closed(address, 443, ())


@pytest.mark.parametrize("address", OPEN)
def test_the_open_internet_is_open_at_the_ports_of_the_web(address: str) -> None:
    assert [why_closed(address, port, ()) for port in (80, 443, 8443)] == [""] * 3
    assert all("port" in why_closed(address, port, ()) for port in (22, 25, 587, 1))


def test_a_network_that_the_administrator_opened_is_open_however_it_is_written() -> None:
    opened = networks(["10.1.0.0/16", " ::1 ", "127.0.0.1", ""])
    asked = (
        "10.1.2.3",
        "::ffff:10.1.2.3",
        "::1",
        "127.0.0.1",
        "10.2.0.1",
        "127.0.0.2",
        "169.254.169.254",
    )
    assert [not why_closed(one, 25, opened) for one in asked] == [
        True,
        True,
        True,
        True,
        False,
        False,
        False,
    ]
    with pytest.raises(Refusal, match=r"10\.1\.2\.3/16"):
        networks(["10.1.2.3/16"])


GIVEN = {
    "tills": "postgres://reader:s3cret@tills.example/tills",
    "words": "host=tills.example dbname=tills password=s3cret",
    "sales": "https://sales.example Bearer s3cret",
    "near": "http://sales:8080 Basic dXNlcjpwYXNz=",
    "older": "Bearer s3cret==",
    "basic": "Basic dXM6cDpz",
    "path": "https://sales.example/a Bearer s3cret",
    "bare": "https://sales.example",
    "user": "https://u:s3cret@sales.example Bearer s3cret",
    "lines": "https://sales.example Bearer s3cret\r\nX: y",
}


def test_a_connection_is_a_database_or_a_secret_with_its_address() -> None:
    assert all(isinstance(connection(name, GIVEN), Database) for name in ("tills", "words"))
    assert connection("sales", GIVEN) == FeedSecret(
        ("https", "sales.example", 443), "Bearer s3cret"
    )
    assert connection("near", GIVEN) == FeedSecret(("http", "sales", 8080), "Basic dXNlcjpwYXNz=")
    for name in ("older", "basic", "path", "bare", "user", "lines", "gone"):
        with pytest.raises(Refusal) as refused:
            connection(name, GIVEN)
        assert (
            refused.value.field == "connection"
            and name in str(refused.value)
            and "s3cret" not in str(refused.value)
        )


@pytest.mark.parametrize(
    "place",
    [
        "http://sales.example/x",
        "https://sales.example:8443/x",
        "https://sales.example.evil/x",
        "https://evil/https://sales.example",
        "https://sales.example@evil/x",
        "https://evil#@sales.example",
        "https://evil\\@sales.example/",
        "https:sales.example",
        "ftp://sales.example",
        "https://127.0.0.1/",
        "nowhere",
    ],
)
def test_a_secret_goes_to_the_address_that_it_was_made_for_and_nowhere_else(place: str) -> None:
    with pytest.raises(Refusal) as refused:
        secret_for("sales", place, GIVEN)
    assert "s3cret" not in str(refused.value)


def test_a_secret_goes_to_its_address_however_that_is_written_and_a_database_goes_to_no_feed() -> (
    None
):
    for place in (
        "https://sales.example/figures?day=1",
        "HTTPS://Sales.Example:443/",
        "https://sales.example./x",
    ):
        assert secret_for("sales", place, GIVEN) == "Bearer s3cret"
    with pytest.raises(Refusal, match="is for a database"):
        secret_for("tills", "https://tills.example/", GIVEN)
    assert origin_of("https://bücher.example") == origin_of("https://xn--bcher-kva.example/")


def test_a_source_in_trouble_is_left_alone_longer_each_time() -> None:
    now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
    waits = [
        (next_try(ReadEvery.WEEK, now, failures) - now).total_seconds() / 60
        for failures in (0, 1, 2, 3, 8, 9, 10, 99)
    ]
    assert waits == [5, 5, 10, 20, 640, 1280, 1440, 1440]
    assert next_try(ReadEvery.HOUR, now, 99) - now == dt.timedelta(hours=1)


HERE = networks(["127.0.0.1"])
PLAIN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]"


@contextmanager
def serving(answer: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port of this machine at which everybody who connects and asks gets this answer."""
    with socket.create_server(("127.0.0.1", 0)) as listens:

        def serve() -> None:
            while True:
                with suppress(OSError):
                    line, _address = listens.accept()
                    with line:
                        line.recv(65536)
                        answer(line)
                if listens.fileno() < 0:
                    return

        threading.Thread(target=serve, daemon=True).start()
        yield listens.getsockname()[1]


def said(address: str, opened: tuple[outgoing.Network, ...] = ()) -> str:
    """What came of asking an address: the status, or our sentence."""
    with outgoing.client(opened, seconds=2) as client:
        try:
            return str(client.get(address).status_code)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return outgoing.not_reached(error)


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f.1",
        "127.1",
        "[::ffff:127.0.0.1]",
        "user:pw@127.0.0.1",
        "8.8.8.8@127.0.0.1",
    ],
)
def test_this_machine_is_not_asked_in_whatever_way_it_is_written(host: str) -> None:
    asked: list[socket.socket] = []
    with serving(asked.append) as port:
        sentence = said(f"http://{host}:{port}/latest/meta-data")
    assert "It is not asked" in sentence and "TRIMTAB_OUTGOING_NETWORKS" in sentence and not asked


def test_the_connection_goes_to_the_address_that_was_checked_and_a_name_is_resolved_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_up: list[str] = []
    real = socket.getaddrinfo

    def turns(host: str, *rest: object, **more: object) -> object:
        # A name that leads to the open internet when it is checked, and to this machine ever after.
        if host == "rebind.example":
            looked_up.append(host)
            return real("192.88.98.1" if len(looked_up) == 1 else "127.0.0.1", *rest, **more)  # type: ignore[arg-type]
        return real(host, *rest, **more)  # type: ignore[arg-type]

    dialled: list[str] = []

    def dial(address: tuple[str, int], *_rest: object, **_more: object) -> None:
        dialled.append(address[0])
        raise ConnectionRefusedError

    monkeypatch.setattr(socket, "getaddrinfo", turns)
    monkeypatch.setattr(socket, "create_connection", dial)
    assert said("https://rebind.example/x") == "It cannot be reached."
    assert looked_up == ["rebind.example"] and dialled == ["192.88.98.1"]
    assert "It is not asked" in said("https://rebind.example/x") and len(dialled) == 1


def test_no_redirection_is_followed_and_no_proxy_of_the_environment_is_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[socket.socket] = []

    def answer(line: socket.socket) -> None:
        line.sendall(PLAIN)
        asked.append(line)

    with serving(answer) as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy}")
        location = f"Location: http://127.0.0.1:{proxy}/"
        head = f"HTTP/1.1 302 Found\r\n{location}\r\nContent-Length: 0\r\n\r\n".encode()
        with serving(lambda line: line.sendall(head)) as port:
            assert said(f"http://127.0.0.1:{port}/", HERE) == "302"
    assert not asked


def drip(first: bytes) -> Callable[[socket.socket], None]:
    """Answers a byte at a time, for as long as somebody listens."""

    def answer(line: socket.socket) -> None:
        line.sendall(first)
        with suppress(OSError):
            while True:
                line.sendall(b" ")
                time.sleep(0.05)

    return answer


@pytest.mark.parametrize(
    "first", [b"HTTP/1.1 200 ", b"HTTP/1.1 200 OK\r\nX: ", PLAIN.replace(b"h: 2", b"h: 99999")]
)
def test_a_feed_ends_when_its_time_is_over_however_slowly_it_answers(
    first: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "ALTOGETHER_SECONDS", 0.4)
    with serving(drip(first)) as port, outgoing.client(HERE) as client:
        wanted, began = Wanted(SourceKind.FEED, f"http://127.0.0.1:{port}/"), time.monotonic()
        with pytest.raises(Refusal, match=r"in time"):
            feed.read(client, wanted, authorization="")
        assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"[" + b"{}," * 2_000_001 + b"{}]", "more than 2,000,000 values"),
        (b"[" + b",".join(b'{"c%d":1}' % n for n in range(501)) + b"]", "more than 500 columns"),
        (b"[" * 5_000 + b"]" * 5_000, "not JSON"),
        (b"[" + b'{"a":' * 300 + b"1" + b"}" * 301, "not JSON"),
        (b"\xff", "not JSON"),
    ],
)
def test_a_small_answer_does_not_unfold_into_much_memory(body: bytes, sentence: str) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body)
    with serving(lambda line: line.sendall(head + body)) as port, outgoing.client(HERE) as client:
        try:
            feed.read(
                client, Wanted(SourceKind.FEED, f"http://127.0.0.1:{port}/"), authorization=""
            )
            told = "GOOD"
        except Refusal as refusal:
            told = refusal.sentence
    assert sentence in told


def test_what_another_system_answers_is_never_said() -> None:
    sentences = {
        status: outgoing.status_said(status) for status in (302, 400, 401, 404, 413, 429, 500, 503)
    }
    assert all(
        sentence.startswith(f"It answered {status}: ") for status, sentence in sentences.items()
    )
