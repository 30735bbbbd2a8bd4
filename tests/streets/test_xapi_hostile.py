"""Hostile and broken clients at /xapi: a clear refusal, bounded
memory, and nobody else is kept waiting."""

from __future__ import annotations

import asyncio
import json
import re
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS, Server, running
from trimtab.gateway.xapi import arriving
from trimtab.gateway.xapi.wire import Busy, TooSlow

JSON = {"Content-Type": "application/json"}
STATE = "/xapi/activities/state"
ANA = '{"mbox":"mailto:ana@corner.example"}'
WHOSE = {"activityId": "urn:course", "agent": ANA, "stateId": "a"}
FIFTY = 50 * 1024 * 1024
MIB = 1024 * 1024
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), running() as found:
        yield found


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as found:
        yield found


def extension(value: str) -> bytes:
    return (
        json.dumps(said(context={"extensions": {"urn:x": 0}}))
        .replace('"urn:x": 0', f'"urn:x": {value}')
        .encode()
    )


NEVER: list[tuple[str, bytes, int | None]] = [
    ("a deep list", b"[" * 100_000, 400),
    ("a deep object", b'{"a":' * 100_000, 400),
    ("a deep extension", extension("[" * 500 + "]" * 500), 400),
    ("a number beyond every float", extension("1e999"), None),
    ("a whole number of 5,000 digits", extension("9" * 5_000), None),
    ("a number with 100,000 digits", extension("0." + "3" * 100_000), None),
    ("not a number", extension("NaN"), 400),
    ("infinity", extension("-Infinity"), 400),
    ("a half of a pair of surrogates", extension('"\\ud800"'), 400),
    ("the character NUL", extension('"\\u0000"'), 400),
    (
        "a property that stands twice",
        b'{"actor":{"mbox":"mailto:a@b.example","mbox":"mailto:c@d.example"}}',
        400,
    ),
    ("no UTF-8", b'{"actor":"\xc3\x28"}', 400),
    ("UTF-16", json.dumps(said()).encode("utf-16"), 400),
    ("a mark of the byte order", b"\xef\xbb\xbf" + json.dumps(said()).encode(), None),
    ("nothing", b"", 400),
    ("ten million brackets", b"[" + b"[]," * 3_000_000 + b"1]", 400),
    ("a property of a megabyte", b'{"' + b"x" * MIB + b'":1}', 400),
    ("a verb of a megabyte", json.dumps(said(verb={"id": "urn:" + "x" * MIB})).encode(), 200),
    (
        "a score beyond every float",
        json.dumps(said(result={"score": {"raw": 0}})).replace('"raw": 0', '"raw": 1e400').encode(),
        None,
    ),
    (
        "a timestamp after the end of time",
        json.dumps(said(timestamp="9999-12-31T23:59:59-23:59")).encode(),
        400,
    ),
]


@pytest.mark.parametrize(("name", "body", "status"), NEVER, ids=[one[0] for one in NEVER])
@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_no_content_is_an_error_of_ours(
    client: httpx.Client, version: str, name: str, body: bytes, status: int | None
) -> None:
    answer = client.post(
        STATEMENTS, headers={**JSON, "X-Experience-API-Version": version}, content=body
    )
    assert answer.status_code in (200, 400) and (status is None or answer.status_code == status), (
        answer.text
    )
    assert answer.status_code == 200 or (answer.json()["sentence"] and len(answer.content) < 2_000)


@pytest.mark.parametrize(("name", "body", "status"), NEVER, ids=[one[0] for one in NEVER])
def test_no_document_is_an_error_of_ours(
    client: httpx.Client, name: str, body: bytes, status: int | None
) -> None:
    asked = {**WHOSE, "stateId": name}
    client.delete(STATE, params=asked)
    assert client.post(STATE, params=asked, headers=JSON, content=b'{"a":1}').status_code == 204
    assert client.post(STATE, params=asked, headers=JSON, content=body).status_code in (204, 400)
    assert client.put(STATE, params=asked, headers=JSON, content=body).status_code == 204
    assert client.get(STATE, params=asked).content == body
    assert client.post(STATE, params=asked, headers=JSON, content=b'{"a":1}').status_code in (
        204,
        400,
    )


@pytest.mark.parametrize(
    "agent",
    [
        "[" * 15_000,
        '{"mbox":1e999}',
        '{"mbox":"mailto:a@\\ud800"}',
        '{"mbox":"mailto:\\u0000@b"}',
        "1",
        "null",
    ],
)
@pytest.mark.parametrize("path", [STATEMENTS, STATE, "/xapi/agents", "/xapi/agents/profile"])
def test_no_agent_is_an_error_of_ours(client: httpx.Client, path: str, agent: str) -> None:
    asked = {"agent": agent, **({"activityId": "urn:x"} if path == STATE else {})}
    assert client.get(path, params=asked).status_code in (400, 414, 431)


@pytest.mark.parametrize(
    "query",
    [
        "agent=%ff",
        "statementId=%00",
        "a=1&" * 60,
        "limit=1&limit=2",
        "verb=urn:%ed%a0%80",
        "since=%31" * 3,
    ],
)
@pytest.mark.parametrize("path", [STATEMENTS, STATE, "/xapi/activities", "/xapi/agents/profile"])
def test_no_query_is_an_error_of_ours(client: httpx.Client, path: str, query: str) -> None:
    answer = client.get(f"{path}?{query}")
    assert answer.status_code == 400 and answer.json()["sentence"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("If-Match", '"' * 5_000),
        ("If-None-Match", ",,,\xff"),
        ("If-Modified-Since", "Mon, 99 Foo 99999 99:99:99 GMT"),
        ("Accept-Language", "q=;" * 2_000),
        ("X-Experience-API-Version", "1.0." + "9" * 5_000),
        ("Authorization", "Basic " + "A" * 5_000),
        ("Content-Type", "\xff/\xff"),
    ],
)
def test_no_header_is_an_error_of_ours(client: httpx.Client, name: str, value: str) -> None:
    header = {name.encode(): value.encode("latin-1")}
    as_json = {key.encode(): said.encode() for key, said in JSON.items()}
    for answer in (
        client.get(STATE, params=WHOSE, headers=header),
        client.put(STATE, params=WHOSE, headers=header, content=b"x"),
        client.get(STATEMENTS, params={"format": "canonical"}, headers=header),
        client.post(STATEMENTS, headers={**as_json, **header}, content=b"[]"),
    ):
        assert answer.status_code < 500


def most_memory(server: Server) -> int:
    """The most memory that the server's process ever had, in bytes."""
    found = re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{server.process.pid}/status").read_text())
    assert found
    return int(found[1]) * 1024


def endless() -> Iterator[bytes]:
    for _ in range(FIFTY // 65_536):
        yield b" " * 65_536


def test_fifty_megabytes_are_refused_wherever_they_come_and_memory_stays_bounded(
    server: Server,
) -> None:
    before = most_memory(server)
    tries = [
        ("POST", STATEMENTS, {}, JSON),
        ("POST", STATEMENTS, {}, {"Content-Type": "multipart/mixed; boundary=x"}),
        ("PUT", STATE, WHOSE, {}),
        ("POST", "/xapi/agents/profile", {"agent": ANA, "profileId": "a"}, JSON),
        (
            "POST",
            STATEMENTS,
            {"method": "PUT"},
            {"Content-Type": "application/x-www-form-urlencoded"},
        ),
        ("DELETE", STATE, WHOSE, {}),
    ]

    def send(number: int) -> int:
        method, path, params, headers = tries[number % len(tries)]
        content: Any = endless() if number % 2 else b" " * FIFTY
        with server.client() as client:
            try:
                return client.request(
                    method, path, params=params, headers=headers, content=content
                ).status_code
            except httpx.WriteError:
                return 413  # It was refused before it was read, and the line was closed.

    with ThreadPoolExecutor(6) as threads:
        assert set(threads.map(send, range(24))) <= {413, 503}
    assert most_memory(server) - before < 200 * MIB
    with server.client() as client:
        assert client.post(STATEMENTS, json=said()).status_code == 200


def test_who_is_not_known_is_not_read(server: Server) -> None:
    with httpx.Client(base_url=server.address, headers=HEADERS, timeout=20) as client:
        for path in (STATEMENTS, STATE):
            assert client.put(path, params=WHOSE, content=b"x" * MIB).status_code == 401


def test_slow_clients_keep_nobody_waiting(server: Server, client: httpx.Client) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    lines = {
        "Host": "x",
        "Content-Length": "100000",
        **JSON,
        **HEADERS,
        "Authorization": httpx.BasicAuth(*server.key)._auth_header,
    }
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    query = httpx.QueryParams(WHOSE)
    with ExitStack() as stack:
        for number in range(40):
            line = stack.enter_context(socket.create_connection((host, int(port))))
            target = (STATEMENTS, f"{STATE}?{query}")[number % 2]
            line.sendall(f"{('POST', 'PUT')[number % 2]} {target} HTTP/1.1\r\n{head}\r\n[".encode())
        time.sleep(0.5)
        for _ in range(5):
            assert client.get(STATEMENTS, params={"limit": 1}).status_code == 200
            assert (
                client.put(
                    STATE, params={**WHOSE, "stateId": str(uuid4())}, content=b"x"
                ).status_code
                == 204
            )
            assert client.post(STATEMENTS, json=said()).status_code == 200


def test_content_that_does_not_end_in_time_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "READ_SECONDS", 0.05)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0.02)
        return {"type": "http.request", "body": b"x", "more_body": True}

    with pytest.raises(TooSlow, match="did not arrive"):
        asyncio.run(arriving.content(receive, lambda size: None))


def test_too_much_at_once_is_put_off_and_forgotten_afterwards(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "MOST_BYTES_AT_ONCE", 100)
    desk = arriving.Desk()
    with desk.holding() as hold:
        hold(80)
        with pytest.raises(Busy), desk.holding() as other:
            other(30)
        hold(20)
    with desk.holding() as hold:
        hold(100)
