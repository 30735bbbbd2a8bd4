"""A program reads statements: /xapi/statements, about, profile."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import httpx
import pytest
from django.test import Client

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, said, voiding
from tests.streets.xapi_server import HEADERS, STATEMENTS
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope

ANA = {"mbox": "mailto:ana@corner.example"}
pytestmark = pytest.mark.django_db


@pytest.fixture
def client() -> Client:
    key = lrs.add_credential(name="everything", scopes=[Scope.ALL], now=NOW)
    return Client(headers={**HEADERS, "Authorization": httpx.BasicAuth(*key)._auth_header})


def stored(minutes: int = 0, **changes: Any) -> str:
    statement = said(**changes)
    lrs.store([statement], by=CLIENT, now=NOW + dt.timedelta(minutes=minutes))
    return str(statement["id"])


def ids(client: Client, **asked: str) -> list[str]:
    answer = client.get(STATEMENTS, asked)
    assert answer.status_code == 200, answer.content
    return [statement["id"] for statement in answer.json()["statements"]]


def test_a_statement_is_given_with_the_time_of_its_storing(client: Client) -> None:
    answer = client.get(STATEMENTS, {"statementId": stored()})
    assert (
        answer.status_code == 200
        and answer.headers["Last-Modified"] == "Mon, 07 Sep 2026 10:00:00 GMT"
    )
    assert answer.headers["X-Experience-API-Consistent-Through"]
    assert answer.json()["stored"] == "2026-09-07T10:00:00.000000Z"


def test_a_voided_statement_is_given_only_as_such(client: Client) -> None:
    target = stored()
    lrs.store([voiding(target)], by=CLIENT, now=NOW)
    assert client.get(STATEMENTS, {"statementId": target}).status_code == 404
    assert client.get(STATEMENTS, {"voidedStatementId": target}).json()["id"] == target


def test_every_filter_is_understood(client: Client) -> None:
    registration = str(uuid4())
    first = stored(0, context={"registration": registration})
    second = stored(
        1,
        actor={"mbox": "mailto:bo@corner.example"},
        object={"id": "urn:other"},
        verb={"id": "urn:did"},
    )
    assert ids(client) == [second, first] and ids(client, ascending="true") == [first, second]
    assert ids(client, agent=json.dumps(ANA)) == [first]
    assert ids(client, verb="urn:did") == ids(client, activity="urn:other") == [second]
    assert ids(client, registration=registration) == [first]
    assert ids(client, since=NOW.isoformat()) == [second] and ids(
        client, until=NOW.isoformat()
    ) == [first]
    assert ids(client, activity="urn:none") == []


def test_what_widely_used_programs_send_is_understood(client: Client) -> None:
    """A plus that is not encoded (a blank on arrival), a slash at the end, Python's booleans."""
    first = stored(actor={"mbox": "mailto:ana+till@corner.example"}, object={"id": "urn:a+b"})
    second = stored(1)
    plain = {"since": NOW.isoformat(), "ascending": "True"}
    assert "+00:00" in plain["since"] and ids(client, **plain) == [second]
    for query in (
        f"since={plain['since']}",
        "until=2026-09-07T08:00:00+00:00",
        "attachments=False",
    ):
        assert client.get(f"{STATEMENTS}/?{query}").status_code == 200, query
    assert (
        client.get(f"{STATEMENTS}?since={plain['since']}").json()["statements"][0]["id"] == second
    )
    assert (
        ids(client, agent='{"mbox":"mailto:ana till@corner.example"}')
        == ids(client, activity="urn:a b")
        == [first]
    )
    assert client.get(f"{STATEMENTS.removesuffix('statements')}about/").status_code == 200


def test_more_leads_through_all_pages_and_keeps_the_filters(client: Client) -> None:
    lrs.store([said() for _ in range(5)] + [said(verb={"id": "urn:other"})], by=CLIENT, now=NOW)
    answer = client.get(
        STATEMENTS, {"limit": "2", "verb": "http://adlnet.gov/expapi/verbs/answered"}
    ).json()
    seen = answer["statements"]
    while answer["more"]:
        assert answer["more"].startswith(STATEMENTS + "?")
        answer = client.get(answer["more"]).json()
        seen += answer["statements"]
    assert len({statement["id"] for statement in seen}) == len(seen) == 5


def test_formats(client: Client) -> None:
    display = {"en": "answered", "de": "beantwortete"}
    key = stored(verb={"id": "urn:v", "display": display}, actor={"name": "Ana", **ANA})
    assert client.get(STATEMENTS, {"statementId": key}).json()["verb"]["display"] == display
    ids_only = client.get(STATEMENTS, {"statementId": key, "format": "ids"}).json()
    assert ids_only["verb"] == {"id": "urn:v"} and ids_only["actor"] == ANA
    wanted = {"Accept-Language": "fr;q=0.9, de;q=0.8, en;q=0.1"}
    canonical = client.get(STATEMENTS, {"format": "canonical"}, headers=wanted).json()[
        "statements"
    ][0]
    assert (
        canonical["verb"]["display"] == {"de": "beantwortete"}
        and canonical["actor"]["name"] == "Ana"
    )


def test_with_attachments_the_answer_has_parts(client: Client) -> None:
    key = stored()
    answer = client.get(STATEMENTS, {"attachments": "true"})
    kind, _, boundary = answer.headers["Content-Type"].partition("; boundary=")
    assert kind == "multipart/mixed"
    head, _, body = answer.content.decode().split(f"--{boundary}")[1].partition("\r\n\r\n")
    assert "application/json" in head and json.loads(body)["statements"][0]["id"] == key


@pytest.mark.parametrize(
    ("asked", "place"),
    [
        ({"statementId": "x"}, "statementId"),
        ({"StatementId": str(uuid4())}, "StatementId"),
        ({"statementId": str(uuid4()), "voidedStatementId": str(uuid4())}, "voidedStatementId"),
        ({"statementId": str(uuid4()), "limit": "1"}, "limit"),
        ({"agent": "ana"}, "agent"),
        ({"agent": '{"name":"Ana"}'}, "agent"),
        ({"agent": '{"objectType":"Group","member":[]}'}, "agent"),
        ({"verb": "answered"}, "verb"),
        ({"activity": "x"}, "activity"),
        ({"registration": "x"}, "registration"),
        ({"since": "yesterday"}, "since"),
        ({"limit": "-1"}, "limit"),
        ({"limit": "1.5"}, "limit"),
        ({"ascending": "yes"}, "ascending"),
        ({"format": "long"}, "format"),
        ({"unknown": "1"}, "unknown"),
        ({"after": "x"}, "after"),
    ],
)
def test_a_wrong_parameter_is_named(client: Client, asked: dict[str, str], place: str) -> None:
    answer = client.get(STATEMENTS, asked)
    assert (
        answer.status_code == 400 and answer.json()["field"] == place and answer.json()["sentence"]
    )
    assert answer.headers["X-Experience-API-Consistent-Through"]


def test_a_request_says_its_version_and_the_answer_says_the_newest_of_that_kind(
    client: Client,
) -> None:
    for given, spoken in (
        ("1.0", "1.0.3"),
        ("1.0.1", "1.0.3"),
        ("2.0", "2.0.0"),
        ("2.0.0", "2.0.0"),
    ):
        answer = client.get(STATEMENTS, headers={"X-Experience-API-Version": given})
        assert answer.status_code == 200 and answer.headers["X-Experience-API-Version"] == spoken
    for given in ("0.95", "1.1.0", "2.1.0", "3", "1.0.3\x00"):
        answer = client.get(STATEMENTS, headers={"X-Experience-API-Version": given})
        assert answer.status_code == 400 and answer.headers["X-Experience-API-Version"] == "2.0.0"
    missing = client.get(STATEMENTS, headers={"X-Experience-API-Version": ""})
    assert missing.status_code == 400 and missing.headers["X-Experience-API-Version"] == "0.95"


def test_about_and_the_profile_are_open_to_everybody() -> None:
    about = Client().get("/xapi/about")
    assert about.status_code == 200 and {"1.0.0", "1.0.3", "2.0.0"} <= set(about.json()["version"])
    assert about.headers["X-Experience-API-Version"] == "2.0.0"
    profile = Client().get("/xapi/profile")
    assert (
        profile.headers["Content-Type"] == "application/ld+json"
        and json.loads(profile.content)["type"] == "Profile"
    )
    assert Client().post("/xapi/about").status_code == 405


def test_head_says_what_get_says_without_content(client: Client) -> None:
    answer = client.head(STATEMENTS, {"statementId": stored()})
    assert answer.status_code == 200 and answer.content == b"" and answer.headers["Last-Modified"]


def test_what_is_somebodys_stays_in_the_callers_own_cache_and_what_is_open_may_be_shared(
    client: Client,
) -> None:
    agent = json.dumps(ANA)
    place = {"activityId": "urn:course", "agent": agent, "stateId": "a"}
    assert (
        client.put(
            f"/xapi/activities/state?{urlencode(place)}", b"x", content_type="text/plain"
        ).status_code
        == 204
    )
    answers = [
        client.get(STATEMENTS),
        client.get(STATEMENTS, {"statementId": stored()}),
        client.get(STATEMENTS, {"statementId": "wrong"}),
        client.get("/xapi/agents", {"agent": agent}),
        client.get("/xapi/activities", {"activityId": "urn:course"}),
        client.get("/xapi/activities/state", place),
        Client(headers=HEADERS).get(STATEMENTS),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 400, 200, 200, 200, 401]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "private, no-cache"
        assert {"Authorization", "Accept-Language"} <= set(answer.headers["Vary"].split(", "))
    again = client.get(
        "/xapi/activities/state", place, headers={"If-None-Match": answers[5].headers["ETag"]}
    )
    assert again.status_code == 304 and again.headers["Cache-Control"] == "private, no-cache"
    for path in ("about", "profile"):
        assert Client().get(f"/xapi/{path}").headers["Cache-Control"] == "public, max-age=300"
