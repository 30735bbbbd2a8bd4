"""Statements with attachments over the real server: data in, data out,
signatures (1.5.2; part two, 2.4.11, 2.6)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.pure.test_xapi_signature import KEY, certificate, signed
from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import STATEMENTS, Server, running
from trimtab.gateway.xapi.parts import joined, split
from trimtab.xapi.attachment import SIGNATURE

PICTURE = bytes(range(256)) * 40
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Server]:
    with django_db_blocker.unblock(), running() as found:
        yield found


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with server.client() as found:
        yield found


def header(data: bytes, **changes: Any) -> dict[str, Any]:
    return {
        "usageType": "https://corner.example/photo",
        "display": {"en": "Photo"},
        "contentType": "image/x-raw",
        "length": len(data),
        "sha2": hashlib.sha256(data).hexdigest(),
        **changes,
    }


def post(
    client: httpx.Client, content: Any, *files: bytes, method: str = "POST", **params: str
) -> httpx.Response:
    made, kind = joined(
        json.dumps(content).encode(),
        [(hashlib.sha256(file).hexdigest(), "x/y", file) for file in files],
    )
    return client.request(
        method, STATEMENTS, params=params, headers={"Content-Type": kind}, content=made
    )


def test_data_come_back_to_the_octet_with_one_statement_and_with_many(client: httpx.Client) -> None:
    one, other = (
        said(attachments=[header(PICTURE)]),
        said(attachments=[header(PICTURE), header(b"note")]),
    )
    assert post(client, [one, other], PICTURE, b"note").status_code == 200
    assert post(client, [one, other], PICTURE, b"note").status_code == 200
    for asked, count in (
        ({"statementId": one["id"]}, 1),
        ({"statementId": other["id"]}, 2),
        ({"limit": "5"}, 2),
    ):
        answer = client.get(STATEMENTS, params={**asked, "attachments": "true"})
        kind, _, boundary = answer.headers["Content-Type"].partition("; boundary=")
        first, *files = split(boundary.encode(), answer.content)
        assert kind == "multipart/mixed" and first.headers["content-type"] == "application/json"
        assert len(files) == count and json.loads(first.data)
        photo = next(
            one for one in files if one.headers["x-experience-api-hash"] == header(PICTURE)["sha2"]
        )
        assert photo.data == PICTURE and photo.headers["content-type"] == "image/x-raw"
        assert photo.headers["content-transfer-encoding"] == "binary"
    plain = client.get(STATEMENTS, params={"statementId": one["id"]})
    assert (
        plain.headers["Content-Type"] == "application/json"
        and plain.json()["attachments"] == one["attachments"]
    )


def test_a_put_takes_data_too(client: httpx.Client) -> None:
    statement = said(attachments=[header(b"data")])
    assert (
        post(client, statement, b"data", method="PUT", statementId=statement["id"]).status_code
        == 204
    )


@pytest.mark.parametrize(
    ("content", "files", "says"),
    [
        (said(attachments=[header(b"data")]), [], "with its data"),
        (said(attachments=[header(b"data")]), [b"other"], "with its data"),
        (said(), [b"data"], "No statement names"),
        (
            said(attachments=[header(b"data", fileUrl="https://x.example/f")]),
            [b"other"],
            "No statement names",
        ),
        (said(attachments=[header(b"x", usageType=SIGNATURE)]), [b"x"], "application/octet-stream"),
        (
            said(
                attachments=[
                    header(b"x", usageType=SIGNATURE, contentType="application/octet-stream")
                ]
            ),
            [b"x"],
            "signature",
        ),
    ],
)
def test_what_does_not_fit_together_is_refused_whole(
    client: httpx.Client, content: dict[str, Any], files: list[bytes], says: str
) -> None:
    good = said(id=str(uuid4()))
    answer = post(client, [good, content], *files)
    assert answer.status_code == 400 and says in answer.json()["sentence"]
    assert client.get(STATEMENTS, params={"statementId": good["id"]}).status_code == 404


@pytest.mark.parametrize("version", ["1.0.3", "2.0.0"])
def test_a_signed_statement_is_stored_with_its_signature(server: Server, version: str) -> None:
    with server.client(None, **{"X-Experience-API-Version": version}) as client:
        statement = said()
        token = signed(statement, chain=[certificate(KEY)])
        signature = header(token, usageType=SIGNATURE, contentType="application/octet-stream")
        assert post(client, {**statement, "attachments": [signature]}, token).status_code == 200
        answer = client.get(
            STATEMENTS, params={"statementId": statement["id"], "attachments": "true"}
        )
        assert token in answer.content
        other = {**said(), "attachments": [signature]}
        assert "another statement" in post(client, other, token).json()["sentence"]
