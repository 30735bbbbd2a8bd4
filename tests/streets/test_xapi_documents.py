"""Programs keep documents at /xapi: states and profiles (2.2, 2.3, 2.6, 2.7), and ask
what is known of agents and activities."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, said
from tests.streets.xapi_server import HEADERS
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope

if TYPE_CHECKING:
    # What the stubs call the answer of a test client; it has no public name.
    from django.test.client import _MonkeyPatchedWSGIResponse as TestResponse

pytestmark = pytest.mark.django_db
ANA = json.dumps({"mbox": "mailto:ana@corner.example"})
STATE = (
    "/xapi/activities/state",
    {"activityId": "urn:course", "agent": ANA, "stateId": "bookmark"},
)
AGENT = ("/xapi/agents/profile", {"agent": ANA, "profileId": "bookmark"})
ACTIVITY = ("/xapi/activities/profile", {"activityId": "urn:course", "profileId": "bookmark"})
ALL = pytest.mark.parametrize(
    ("path", "asked"), [STATE, AGENT, ACTIVITY], ids=["state", "agent", "activity"]
)
TWO = {"X-Experience-API-Version": "2.0.0"}
FRESH = {"If-None-Match": "*"}


def client_with(*scopes: Scope) -> Client:
    key = lrs.add_credential(name="tool", scopes=scopes, now=NOW)
    return Client(headers={**HEADERS, "Authorization": httpx.BasicAuth(*key)._auth_header})


@pytest.fixture
def client() -> Client:
    return client_with(Scope.ALL)


def send(
    client: Client,
    method: str,
    path: str,
    asked: dict[str, Any],
    body: bytes | str = b"",
    **headers: str,
) -> TestResponse:
    kind = headers.pop("kind", "application/json")
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.generic(
        method, f"{path}?{urlencode(asked)}", body, content_type=kind, headers=named
    )


@ALL
def test_a_document_of_any_kind_comes_back_as_it_was(
    client: Client, path: str, asked: dict[str, Any]
) -> None:
    body = bytes(range(256))
    assert send(client, "PUT", path, asked, body, kind="image/x-odd", **FRESH).status_code == 204
    found = client.get(path, asked)
    assert (
        found.status_code == 200
        and found.content == body
        and found.headers["Content-Type"] == "image/x-odd"
    )
    assert (
        found.headers["ETag"] == f'"{hashlib.sha1(body).hexdigest()}"'
        and found.headers["Last-Modified"]
    )
    assert found.headers["Content-Security-Policy"].startswith("sandbox")
    assert client.head(path, asked).headers["ETag"] == found.headers["ETag"]
    names = {key: value for key, value in asked.items() if key not in ("stateId", "profileId")}
    assert client.get(path, names).json() == ["bookmark"]
    assert client.get(path, {**names, "since": "2100-01-01T00:00:00Z"}).json() == []
    assert send(client, "DELETE", path, asked).status_code == 204
    assert client.get(path, asked).status_code == 404 and client.get(path, names).json() == []


@ALL
def test_a_post_merges(client: Client, path: str, asked: dict[str, Any]) -> None:
    assert send(client, "POST", path, asked, '{"a":{"b":1},"c":1}').status_code == 204
    assert (
        send(
            client, "POST", path, asked, '{"a":{"d":2}}', kind="application/json; charset=utf-8"
        ).status_code
        == 204
    )
    assert client.get(path, asked).json() == {"a": {"d": 2}, "c": 1}
    for body, kind in (("x", "text/plain"), ("[1]", "application/json"), ("{", "application/json")):
        answer = send(client, "POST", path, asked, body, kind=kind)
        assert answer.status_code == 400 and answer.json()["sentence"]
    assert client.get(path, asked).json() == {"a": {"d": 2}, "c": 1}


@ALL
def test_what_a_client_has_already_is_not_sent_again(
    client: Client, path: str, asked: dict[str, Any]
) -> None:
    send(client, "POST", path, asked, '{"a":1}')
    found = client.get(path, asked)
    for conditions in (
        {"If-None-Match": found.headers["ETag"]},
        {"If-None-Match": f'"x", W/{found.headers["ETag"]}'},
        {"If-None-Match": "*"},
        {"If-Modified-Since": found.headers["Last-Modified"]},
    ):
        again = client.get(path, asked, headers=conditions)
        assert (
            again.status_code == 304
            and again.content == b""
            and again.headers["ETag"] == found.headers["ETag"]
        )
    assert client.get(path, asked, headers={"If-None-Match": '"x"'}).status_code == 200


@ALL
def test_two_writers_do_not_overwrite_each_other(
    client: Client, path: str, asked: dict[str, Any]
) -> None:
    send(client, "POST", path, asked, '{"a":1}')
    tag = client.get(path, asked).headers["ETag"]
    assert send(client, "PUT", path, asked, '{"a":2}', If_Match=tag).status_code == 204
    late = send(client, "PUT", path, asked, '{"a":3}', If_Match=tag)
    assert late.status_code == 412 and "read it again" in late.json()["sentence"]
    assert send(client, "POST", path, asked, '{"a":3}', If_Match=tag).status_code == 412
    assert send(client, "DELETE", path, asked, If_Match=tag).status_code == 412
    assert send(client, "PUT", path, asked, '{"a":3}', **FRESH).status_code == 412
    assert client.get(path, asked).json() == {"a": 2}


def test_without_a_condition_one_overwrites_states_alone_and_two_overwrites_nothing(
    client: Client,
) -> None:
    for path, asked in (STATE, AGENT, ACTIVITY):
        first = send(client, "PUT", path, asked, "{}")
        assert first.status_code == (204 if path == STATE[0] else 400)
        send(client, "POST", path, asked, "{}")
        assert send(client, "PUT", path, asked, "{}").status_code == (
            204 if path == STATE[0] else 409
        )
        assert (
            send(client, "PUT", path, asked, "{}", X_Experience_API_Version="2.0.0").status_code
            == 409
        )
        fresh = {
            **asked,
            next(key for key in asked if key.endswith("Id") and key != "activityId"): "new",
        }
        assert (
            send(client, "PUT", path, fresh, "{}", X_Experience_API_Version="2.0.0").status_code
            == 204
        )


def test_all_states_of_a_registration_go_at_once(client: Client) -> None:
    path, asked = STATE
    registration = str(uuid4())
    for name in ("a", "b"):
        send(client, "PUT", path, {**asked, "stateId": name, "registration": registration}, "{}")
    send(client, "PUT", path, asked, "{}")
    whose = {"activityId": "urn:course", "agent": ANA}
    assert sorted(client.get(path, {**whose, "registration": registration}).json()) == ["a", "b"]
    assert send(client, "DELETE", path, {**whose, "registration": registration}).status_code == 204
    assert client.get(path, whose).json() == ["bookmark"]


WRONG: list[tuple[str, str, dict[str, Any], str]] = [
    ("GET", STATE[0], {"agent": ANA, "stateId": "a"}, "activityId"),
    ("GET", STATE[0], {"activityId": "urn:course"}, "agent"),
    ("GET", STATE[0], {**STATE[1], "activityId": "course"}, "activityId"),
    ("GET", STATE[0], {**STATE[1], "agent": "ana"}, "agent"),
    ("GET", STATE[0], {**STATE[1], "agent": '{"objectType":"Group","member":[]}'}, "agent"),
    ("GET", STATE[0], {**STATE[1], "registration": "x"}, "registration"),
    ("GET", STATE[0], {**STATE[1], "since": "2026-01-01"}, "since"),
    ("GET", STATE[0], {"activityId": "urn:course", "agent": ANA, "since": "yesterday"}, "since"),
    ("GET", AGENT[0], {**AGENT[1], "activityId": "urn:course"}, "activityId"),
    ("GET", AGENT[0], {**AGENT[1], "registration": str(uuid4())}, "registration"),
    ("PUT", STATE[0], {"activityId": "urn:course", "agent": ANA}, "stateId"),
    ("POST", ACTIVITY[0], {"activityId": "urn:course"}, "profileId"),
    ("DELETE", AGENT[0], {"agent": ANA}, "profileId"),
    ("PUT", STATE[0], {**STATE[1], "stateId": ""}, "stateId"),
    ("PUT", STATE[0], {**STATE[1], "stateId": "x" * 2_001}, "stateId"),
    ("PUT", STATE[0], {**STATE[1], "stateId": "\x00"}, "stateId"),
    ("GET", "/xapi/agents", {}, "agent"),
    ("GET", "/xapi/agents", {"agent": '{"name":"Ana"}'}, "agent"),
    ("GET", "/xapi/activities", {}, "activityId"),
    ("GET", "/xapi/activities", {"activityId": "course"}, "activityId"),
    ("GET", "/xapi/activities", {"activityId": "urn:x", "x": "1"}, "x"),
]


@pytest.mark.parametrize(("method", "path", "asked", "place"), WRONG)
def test_a_wrong_parameter_is_named(
    client: Client, method: str, path: str, asked: dict[str, Any], place: str
) -> None:
    answer = send(client, method, path, asked, b"{}" if method in ("PUT", "POST") else b"")
    assert (
        answer.status_code == 400
        and answer.json()["field"].startswith(place)
        and answer.json()["sentence"]
    )


@pytest.mark.parametrize(
    "path", [STATE[0], AGENT[0], ACTIVITY[0], "/xapi/agents", "/xapi/activities"]
)
def test_who_has_no_key_or_says_no_version_is_refused(client: Client, path: str) -> None:
    assert Client(headers=HEADERS).get(path).status_code == 401
    assert client.get(path, headers={"X-Experience-API-Version": ""}).status_code == 400
    assert send(client, "PATCH", path, {}).status_code in (400, 405)


def test_each_scope_opens_its_own_resource() -> None:
    may = {
        Scope.STATE: {STATE[0]},
        Scope.PROFILE: {AGENT[0], ACTIVITY[0]},
        Scope.ALL_READ: set(),
        Scope.WRITE: set(),
    }
    for scope, open_to in may.items():
        tool = client_with(scope)
        for path, asked in (STATE, AGENT, ACTIVITY):
            written = send(tool, "POST", path, asked, "{}").status_code
            assert written == (204 if path in open_to else 403)
            is_open = path in open_to or scope is Scope.ALL_READ
            assert (tool.get(path, asked).status_code != 403) is is_open


def test_agents_and_activities_say_what_statements_said(client: Client) -> None:
    lrs.store(
        [
            said(
                actor={"mbox": "mailto:ana@corner.example", "name": "Ana"},
                object={"id": "urn:a", "definition": {"type": "urn:t"}},
            )
        ],
        by=CLIENT,
        now=NOW,
    )
    person = client.get("/xapi/agents", {"agent": ANA}).json()
    assert person == {
        "objectType": "Person",
        "name": ["Ana"],
        "mbox": ["mailto:ana@corner.example"],
    }
    activity = client.get("/xapi/activities", {"activityId": "urn:a"}, headers=TWO).json()
    assert activity == {"objectType": "Activity", "id": "urn:a", "definition": {"type": "urn:t"}}


def test_a_page_of_another_origin_may_call(client: Client) -> None:
    asks = {"Origin": "https://tool.example", "Access-Control-Request-Method": "PUT"}
    preflight = Client().options(STATE[0], headers=asks)
    assert preflight.status_code == 204 and preflight.headers["Access-Control-Allow-Origin"] == "*"
    assert "PUT" in preflight.headers["Access-Control-Allow-Methods"]
    assert "If-Match" in preflight.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight.headers
    for answer in (
        Client().get(STATE[0]),
        client.get("/xapi/statements"),
        client.get("/xapi/about"),
    ):
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
