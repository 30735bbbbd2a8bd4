"""A program stores statements over HTTP: through the real server, in both of its ways in."""

from __future__ import annotations

import gzip
import json
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.db import connection
from django.test import Client

from tests.cast import NOW
from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS, Server, running
from trimtab.gateway.xapi import wire
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope

JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), running() as found:
        yield found


@pytest.fixture
def client(server: Server, django_db_blocker: Any) -> Iterator[httpx.Client]:
    with django_db_blocker.unblock(), server.client() as found:
        yield found


def test_posting_answers_with_the_ids_and_the_statements_can_be_read(client: httpx.Client) -> None:
    statements = [said(), said()]
    answer = client.post(STATEMENTS, json=statements)
    assert answer.status_code == 200 and answer.json() == [
        statement["id"] for statement in statements
    ]
    assert answer.headers["X-Experience-API-Version"] == "1.0.3"
    assert answer.headers["X-Experience-API-Consistent-Through"].endswith("Z")
    read = client.get(STATEMENTS, params={"statementId": statements[0]["id"]})
    assert read.status_code == 200 and read.json()["actor"] == statements[0]["actor"]


def test_putting_answers_with_nothing_and_twice_is_once(client: httpx.Client) -> None:
    statement = said()
    for _ in range(2):
        answer = client.put(
            STATEMENTS, params={"statementId": statement["id"].upper()}, json=statement
        )
        assert answer.status_code == 204 and answer.content == b""
    other = {**statement, "object": {"id": "urn:other"}}
    answer = client.put(STATEMENTS, params={"statementId": statement["id"]}, json=other)
    assert answer.status_code == 409 and "says something else" in answer.json()["sentence"]


def test_one_invalid_statement_refuses_its_whole_request_with_its_place(
    client: httpx.Client,
) -> None:
    good, bad = said(), said(actor={"name": "nobody"})
    answer = client.post(STATEMENTS, json=[good, bad])
    assert answer.status_code == 400 and answer.json()["field"] == "[1].actor"
    assert "exactly one of mbox" in answer.json()["sentence"]
    assert client.get(STATEMENTS, params={"statementId": good["id"]}).status_code == 404


def test_many_clients_at_once_each_hear_their_own_answer(client: httpx.Client) -> None:
    known = said()
    client.post(STATEMENTS, json=known)

    def post(number: int) -> tuple[int, int]:
        batch: list[dict[str, Any]] = [said() for _ in range(number % 7 + 1)]
        expected = 200
        if number % 5 == 0:
            batch, expected = [*batch, {**known, "verb": {"id": "urn:other"}}], 409
        elif number % 7 == 0:
            batch, expected = [*batch, known], 200
        return client.post(STATEMENTS, json=batch).status_code, expected

    with ThreadPoolExecutor(8) as threads:
        assert all(got == expected for got, expected in threads.map(post, range(120)))


def test_who_has_no_key_is_told_how_to_show_one(server: Server) -> None:
    for headers in (
        {},
        {"Authorization": "Basic !"},
        {"Authorization": "Bearer x"},
        {"Authorization": "Basic eDp5"},
    ):
        for method in ("POST", "PUT", "GET"):
            answer = httpx.request(
                method, server.address + STATEMENTS, headers={**HEADERS, **headers}, json=said()
            )
            assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith(
                "Basic realm="
            )
            assert answer.json()["sentence"]


def test_a_key_opens_only_what_it_is_for(server: Server, client: httpx.Client) -> None:
    writer = lrs.add_credential(name="writer", scopes=[Scope.WRITE, Scope.READ_MINE], now=NOW)
    reader = lrs.add_credential(name="reader", scopes=[Scope.READ], now=NOW)
    pen = lrs.add_credential(name="pen", scopes=[Scope.WRITE], now=NOW)
    others = client.post(STATEMENTS, json=said()).json()[0]
    with (
        server.client(writer) as mine,
        server.client(reader) as all_of_them,
        server.client(pen) as silent,
    ):
        own = mine.post(STATEMENTS, json=said()).json()[0]
        refused = all_of_them.post(STATEMENTS, json=said())
        assert refused.status_code == 403 and "reader" in refused.json()["sentence"]
        assert silent.get(STATEMENTS).status_code == 403
        assert [statement["id"] for statement in mine.get(STATEMENTS).json()["statements"]] == [own]
        assert mine.get(STATEMENTS, params={"statementId": others}).status_code == 404
        assert all_of_them.get(STATEMENTS, params={"statementId": others}).status_code == 200


def test_a_revoked_key_ends_within_seconds(server: Server, client: httpx.Client) -> None:
    key = lrs.add_credential(name="leaving", scopes=[Scope.ALL], now=NOW)
    with server.client(key) as leaving:
        assert leaving.post(STATEMENTS, json=said()).status_code == 200
        lrs.revoke_credential(user=key[0], now=NOW)
        start = time.monotonic()
        while leaving.post(STATEMENTS, json=said()).status_code != 401:
            assert time.monotonic() - start < 15
            time.sleep(0.2)


def _big() -> bytes:
    return b'[{"x":"' + b"y" * wire.MOST_BYTES + b'"}]'


WRONG: list[tuple[str, dict[str, Any], int, str]] = [
    (
        "POST",
        {"headers": {**JSON, "X-Experience-API-Version": ""}, "content": b"{}"},
        400,
        "missing",
    ),
    (
        "POST",
        {"headers": {**JSON, "X-Experience-API-Version": "1.1.0"}, "content": b"{}"},
        400,
        "2.0.x",
    ),
    (
        "POST",
        {"headers": {"Content-Type": "multipart/mixed; boundary=x"}, "content": b""},
        400,
        "boundary",
    ),
    (
        "POST",
        {"headers": {"Content-Type": "multipart/form-data; boundary=x"}, "content": b""},
        400,
        "multipart/mixed",
    ),
    (
        "POST",
        {"headers": {"Content-Type": "text/plain"}, "content": b"{}"},
        400,
        "application/json",
    ),
    ("POST", {"headers": JSON, "content": b"{"}, 400, "not JSON"),
    ("POST", {"headers": JSON, "content": b'{"a":1,"a":2}'}, 400, "twice"),
    ("POST", {"headers": JSON, "content": b'"\xff"'}, 400, "UTF-8"),
    ("POST", {"headers": JSON, "content": b"[" * 200_000}, 400, "deeply"),
    ("POST", {"headers": JSON, "content": b'"text"'}, 400, "object"),
    ("POST", {"headers": JSON, "content": gzip.compress(b"{}")}, 400, ""),
    (
        "POST",
        {"headers": {**JSON, "Content-Encoding": "gzip"}, "content": gzip.compress(b"{}")},
        415,
        "gzip",
    ),
    ("POST", {"headers": JSON, "content": b"[" + b"1," * 10_000 + b"1]"}, 400, "10,000"),
    (
        "POST",
        {"headers": JSON, "content": b"{}", "params": {"statementId": str(uuid4())}},
        400,
        "parameter",
    ),
    ("POST", {"headers": JSON, "content": b"{}", "params": {"method": "GET"}}, 400, "alternate"),
    ("PUT", {"headers": JSON, "content": b"{}", "params": {"method": "GET"}}, 400, "parameter"),
    ("PUT", {"headers": JSON, "content": b"{}"}, 400, "statementId"),
    (
        "PUT",
        {"headers": JSON, "content": b"{}", "params": {"statementid": str(uuid4())}},
        400,
        "statementid",
    ),
    ("PUT", {"headers": JSON, "content": b"{}", "params": {"statementId": "x"}}, 400, "UUID"),
    (
        "PUT",
        {"headers": JSON, "content": b"[]", "params": {"statementId": str(uuid4())}},
        400,
        "not a list",
    ),
    ("PUT", {"json": said(), "params": {"statementId": str(uuid4())}}, 400, "id is not"),
    ("POST", {"headers": JSON, "content": _big()}, 413, "16 MiB"),
    ("DELETE", {}, 405, "GET"),
]


@pytest.mark.parametrize(("method", "request_", "status", "says"), WRONG)
def test_what_is_wrong_is_refused_with_a_sentence(
    client: httpx.Client, method: str, request_: dict[str, Any], status: int, says: str
) -> None:
    answer = client.request(method, STATEMENTS, **request_)
    assert answer.status_code == status and says in answer.json()["sentence"]
    spoken = {"": "0.95", "1.1.0": "2.0.0"}.get(
        request_.get("headers", {}).get("X-Experience-API-Version"), "1.0.3"
    )
    assert answer.headers["X-Experience-API-Version"] == spoken


def test_content_without_an_end_is_cut_off(server: Server, client: httpx.Client) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(2 * wire.MOST_BYTES // 65536):
            yield b" " * 65536

    assert client.post(STATEMENTS, headers=JSON, content=endless()).status_code == 413
    assert client.post(STATEMENTS, json=said()).status_code == 200


def test_a_client_that_leaves_in_the_middle_leaves_nothing(
    server: Server, client: httpx.Client
) -> None:
    host, port = server.address.removeprefix("http://").split(":")
    before = lrs.size(exact=True).statements
    lines = {
        "Host": "x",
        "Content-Length": "1000",
        **JSON,
        **HEADERS,
        "Authorization": httpx.BasicAuth(*server.key)._auth_header,
    }
    head = "POST /xapi/statements HTTP/1.1\r\n" + "".join(
        f"{name}: {value}\r\n" for name, value in lines.items()
    )
    with socket.create_connection((host, int(port))) as line:
        line.sendall(f"{head}\r\n[".encode() + json.dumps(said()).encode())
    assert client.post(STATEMENTS, json=said()).status_code == 200
    assert lrs.size(exact=True).statements == before + 1


def test_a_lost_connection_to_the_database_is_found_again(client: httpx.Client) -> None:
    client.post(STATEMENTS, json=said())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    assert client.post(STATEMENTS, json=said()).status_code == 200
    assert client.get(STATEMENTS).status_code == 200


SAME_EITHER_WAY: list[tuple[str, dict[str, str], Any]] = [
    ("POST", {}, said()),
    ("POST", {}, [said(), said()]),
    ("POST", {}, []),
    ("POST", {}, said(verb={})),
    ("POST", {}, [said(), said(context={"revision": 1})]),
    ("POST", {"x": "1"}, said()),
    (
        "PUT",
        {"statementId": "6690e6c9-3ef0-4ed3-8b37-7f3964730bee"},
        said(id="6690e6c9-3ef0-4ed3-8b37-7f3964730bee"),
    ),
    ("PUT", {"statementId": "6690e6c9-3ef0-4ed3-8b37-7f3964730bef"}, said()),
    ("PUT", {}, said()),
]


@pytest.mark.parametrize(("method", "parameters", "content"), SAME_EITHER_WAY)
def test_both_ways_in_answer_alike(
    server: Server, client: httpx.Client, method: str, parameters: dict[str, str], content: Any
) -> None:
    lean = client.request(method, STATEMENTS, params=parameters, json=content)
    query = "&".join(f"{name}={value}" for name, value in parameters.items())
    authorization = httpx.BasicAuth(*server.key)._auth_header
    django = Client().generic(
        method,
        f"{STATEMENTS}?{query}",
        httpx.Request("POST", "http://x", json=content).content,
        content_type="application/json",
        headers={**HEADERS, "Authorization": authorization},
    )
    assert (django.status_code, django.content) == (lean.status_code, lean.content)
    for name in ("Content-Type", "X-Experience-API-Version"):
        assert django.headers.get(name) == lean.headers.get(name)
