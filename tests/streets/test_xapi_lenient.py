"""A lenient credential: known slips are mended and marked, and single
statements are left out, in both ways in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, engage
from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS, running
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope
from trimtab.xapi.profile import MENDED

Send = Any
EDX = {"objectType": "GroupActivity", "id": "http://lms.example.org/problem"}


@pytest.fixture(scope="module", params=["lean", "django"])
def send(request: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[Send]:
    with django_db_blocker.unblock(), running() as server:
        key = lrs.add_credential(name="Open edX", scopes=[Scope.ALL], now=NOW, lenient=True)
        authorization = httpx.BasicAuth(*key)._auth_header

        def through(method: str, query: str, content: Any) -> Any:
            if request.param == "lean":
                return server.client(key).request(method, f"{STATEMENTS}{query}", json=content)
            body = httpx.Request("POST", "http://x", json=content).content
            headers = {**HEADERS, "Authorization": authorization}
            return Client().generic(
                method,
                f"{STATEMENTS}{query}",
                body,
                content_type="application/json",
                headers=headers,
            )

        yield through


@pytest.fixture(autouse=True)
def unblocked(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


def test_one_statement_that_cannot_be_taken_is_left_out_by_itself(send: Send) -> None:
    slip, wrong, right = said(object=EDX), said(result={"score": {"scaled": 94}}), said()
    answer = send("POST", "", [slip, wrong, right])
    assert answer.status_code == 200 and answer.json() == [slip["id"], right["id"]]
    assert answer.headers["X-Trimtab-Left-Out"] == "1; 1 xapi.2.4.5.1 result.score.scaled"
    kept = lrs.statement(slip["id"])
    assert kept and kept["object"]["objectType"] == "Activity"
    assert kept["context"]["extensions"][MENDED] == [
        {"at": "object.objectType", "was": "GroupActivity"}
    ]
    assert lrs.left_out_lately()[0].place == "result.score.scaled"


def test_sending_again_is_safe_and_a_taken_id_refuses_its_statement_alone(send: Send) -> None:
    slip, right = said(object=EDX), said()
    assert send("POST", "", [slip]).json() == send("POST", "", [slip]).json() == [slip["id"]]
    answer = send("POST", "", [{**slip, "verb": {"id": "urn:other"}}, right, right])
    assert (
        answer.json() == [right["id"], right["id"]]
        and "0 xapi.conflict id" in answer.headers["X-Trimtab-Left-Out"]
    )
    assert send("PUT", f"?statementId={slip['id']}", slip).status_code == 204


@pytest.mark.parametrize("content", [said(verb={}), [said(verb={}), 7]])
def test_when_nothing_can_be_taken_the_request_is_refused(send: Send, content: Any) -> None:
    answer = send("POST", "", content)
    assert answer.status_code == 400 and answer.json()["field"].startswith("verb")


def test_an_empty_list_is_answered_as_ever(send: Send) -> None:
    answer = send("POST", "", [])
    assert (answer.status_code, answer.json()) == (
        200,
        [],
    ) and "X-Trimtab-Left-Out" not in answer.headers


@pytest.mark.django_db
def test_an_administrator_makes_a_key_lenient_and_sees_what_was_left_out() -> None:
    cast = engage()
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    user, _secret = lrs.add_credential(name="LMS", scopes=[Scope.WRITE], now=NOW)
    client.post(f"/records/credentials/{user}/leniency", {"lenient": "yes"})
    assert lrs.credential("LMS").lenient
    fault = lrs.prepare_each(
        [said(verb={})], by=lrs.CredentialRow(user, "LMS", frozenset({Scope.ALL})), now=NOW
    ).left_out
    lrs.note_left_out(user=user, several=fault, now=NOW)
    assert "xapi.2.4.3" in client.get("/records/credentials").content.decode()
    client.post(f"/records/credentials/{user}/leniency", {"lenient": "no"})
    assert not lrs.credential("LMS").lenient
