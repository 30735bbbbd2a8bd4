"""The alternate request syntax of 1.0.3: a posted form that stands for another request (1.3)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from tests.cast import NOW
from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS
from trimtab.gateway.xapi.alternate import FORM, MOST_BYTES
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope

if TYPE_CHECKING:
    # What the stubs call the answer of a test client; it has no public name.
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = pytest.mark.django_db
STATE = "/xapi/activities/state"
WHOSE = {
    "activityId": "urn:course",
    "agent": '{"mbox":"mailto:ana@corner.example"}',
    "stateId": "a",
}


@pytest.fixture
def key() -> dict[str, str]:
    user = lrs.add_credential(name="everything", scopes=[Scope.ALL], now=NOW)
    return {
        "X-Experience-API-Version": "1.0.3",
        "Authorization": httpx.BasicAuth(*user)._auth_header,
    }


def send(method: str, form: dict[str, Any], path: str = STATEMENTS, **headers: str) -> TestResponse:
    return Client().generic(
        "POST", f"{path}?method={method}", urlencode(form), content_type=FORM, headers=headers
    )


def test_headers_parameters_and_content_stand_in_the_form(key: dict[str, str]) -> None:
    statement = said()
    stored = send("PUT", {**key, "statementId": statement["id"], "content": json.dumps(statement)})
    assert stored.status_code == 204
    found = send("GET", {**key, "statementId": statement["id"], "Accept-Language": "de"})
    assert found.status_code == 200 and found.json()["id"] == statement["id"]
    posted = send("POST", {**key, "content": json.dumps([said(), said()])})
    assert posted.status_code == 200 and len(posted.json()) == 2
    assert len(send("GET", {**key, "limit": 2}).json()["statements"]) == 2


def test_documents_and_conditions_too(key: dict[str, str]) -> None:
    made = send(
        "PUT",
        {**key, **WHOSE, "content": "hello", "Content-Type": "text/plain", "If-None-Match": "*"},
        STATE,
    )
    assert made.status_code == 204
    assert (
        send("PUT", {**key, **WHOSE, "content": "x", "If-None-Match": "*"}, STATE).status_code
        == 412
    )
    found = send("GET", {**key, **WHOSE}, STATE)
    assert found.content == b"hello" and found.headers["Content-Type"] == "text/plain"
    assert (
        send("GET", {**key, **WHOSE, "If-None-Match": found.headers["ETag"]}, STATE).status_code
        == 304
    )
    assert send("DELETE", {**key, **WHOSE}, STATE).status_code == 204
    assert send("GET", {**key, **WHOSE}, STATE).status_code == 404


def test_two_has_it_no_more(key: dict[str, str]) -> None:
    answer = send("GET", {**key, "X-Experience-API-Version": "2.0.0"})
    assert answer.status_code == 400 and "2.0 has no alternate" in answer.json()["sentence"]


@pytest.mark.parametrize("kind", ["text/plain", "text/plain; charset=utf-8", ""])
def test_browsers_that_cannot_say_what_they_send_are_understood(
    key: dict[str, str], kind: str
) -> None:
    form = urlencode({**key, "content": json.dumps(said())})
    assert (
        Client().generic("POST", f"{STATEMENTS}?method=POST", form, content_type=kind).status_code
        == 200
    )


def test_what_is_wrong_is_refused_with_a_sentence(key: dict[str, str]) -> None:
    wrong: list[tuple[TestResponse, int, str]] = [
        (send("PATCH", key), 400, "GET, PUT"),
        (send("PUT", {**key, "statementId": str(uuid4())}), 400, "not JSON"),
        (send("GET", {**key, "unknown": "1"}), 400, "not a parameter"),
        (send("GET", {"X-Experience-API-Version": "1.0.3"}), 401, "Basic"),
        (send("GET", {"Authorization": key["Authorization"]}), 400, "missing"),
        (send("PUT", {**key, "content": "x" * MOST_BYTES}), 413, "1 MiB"),
        (
            Client().generic(
                "POST", f"{STATEMENTS}?method=GET&limit=1", "", content_type=FORM, headers=key
            ),
            400,
            "form",
        ),
        (
            Client().generic(
                "POST", f"{STATEMENTS}?method=GET", "{}", content_type="text/html", headers=key
            ),
            400,
            FORM,
        ),
        (
            Client().generic(
                "POST", f"{STATEMENTS}?method=GET", b"a=%ff", content_type=FORM, headers=key
            ),
            400,
            "read",
        ),
        (
            Client().generic(
                "POST", f"{STATEMENTS}?method=GET", b"a=1&a=2", content_type=FORM, headers=key
            ),
            400,
            "twice",
        ),
        (
            Client().generic("PUT", f"{STATEMENTS}?method=GET", "{}", headers={**HEADERS, **key}),
            400,
            "parameter",
        ),
    ]
    for answer, status, says in wrong:
        assert answer.status_code == status and says in answer.json()["sentence"], answer.content
