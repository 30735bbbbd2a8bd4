"""What nobody should send to /scim/v2: refused in the standard's words, and nothing is changed."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from tests.cast import Cast
from tests.streets.scim.scene import ENTERPRISE, GROUP, PATCH, SEARCH, USER, Scim, make_token, told
from trimtab import clock
from trimtab.gateway.scim.keys import PER_SECOND
from trimtab.gateway.scim.users import MOST_EMAILS, MOST_OPERATIONS
from trimtab.gateway.xapi.keyring import KeyRing
from trimtab.gateway.xapi.limits import BURST_SECONDS
from trimtab.people import api as people
from trimtab.people.models import Person

ERROR = "urn:ietf:params:scim:api:messages:2.0:Error"
USERS = [
    b"",
    b"{",
    b"null",
    b"[]",
    b"5",
    b"[" * 100_000,
    b'{"userName": NaN}',
    b'{"schemas": ["' + USER.encode() + b'"], "userName": "a\\u0000"}',
    b'{"schemas": ["' + USER.encode() + b'"], "userName": "\\ud800"}',
    b"\xff\xfe",
]
SAID: list[dict[str, Any]] = [
    {},
    {"userName": ""},
    {"userName": None},
    {"userName": 5},
    {"userName": ["a"]},
    {"userName": {"value": "a"}},
    {"userName": "a b"},
    {"userName": "<script>"},
    {"userName": "a" * 300},
    {"userName": "x@erased.invalid"},
    {"userName": "x@no-mail.invalid"},
    {"userName": "ok", "emails": "x"},
    {"userName": "ok", "emails": [5]},
    {"userName": "ok", "emails": [{"value": "no address"}]},
    {"userName": "ok", "emails": [{"value": f"a@{'b' * 300}.example"}]},
    {"userName": "ok", "emails": [{"value": "a@b.example", "primary": True}] * 2},
    {"userName": "ok", "emails": [{"value": f"{n}@b.example"} for n in range(MOST_EMAILS + 1)]},
    {"userName": "ok", "active": "perhaps"},
    {"userName": "ok", "name": "Ana"},
    {"userName": "ok", "displayName": "x" * 100_000},
    {"userName": "ok", "externalId": "x" * 300},
    {"userName": "ok", ENTERPRISE: "x"},
    {"userName": "ok", ENTERPRISE: {"manager": 5}},
]  # fmt: skip
DEEP = "not (" * 40 + "type pr" + ")" * 40
OPERATIONS: list[Any] = [
    None,
    [],
    "x",
    [5],
    [{}],
    [{"op": "burn", "path": "title"}],
    [{"op": "replace"}],
    [{"op": "remove"}],
    [{"op": "add", "path": "title"}],
    [{"op": "replace", "path": "id", "value": "x"}],
    [{"op": "replace", "path": "groups", "value": [{"value": "x"}]}],
    [{"op": "replace", "path": "userName", "value": ""}],
    [{"op": "replace", "path": "userName", "value": None}],
    [{"op": "remove", "path": "userName"}],
    [{"op": "replace", "path": "active", "value": {"a": 1}}],
    [{"op": "replace", "path": "emails[type eq", "value": "x"}],
    [{"op": "replace", "path": "emails[nothing eq \"x\"].value", "value": "x"}],
    [{"op": "replace", "path": f"emails[{DEEP}].value", "value": "x"}],
    [{"op": "replace", "path": "title", "value": ["a"]}],
    [{"op": "replace", "path": "title", "value": "x"}] * (MOST_OPERATIONS + 1),
    [{"op": "replace", "path": "a" * 10_000, "value": "x"}, {"op": "burn"}],
]  # fmt: skip


def refused(answer: Any, *statuses: int) -> dict[str, Any]:
    """The error of an answer: in the standard's form, never a page and never an error of ours."""
    assert answer.status_code in (statuses or (400,)), answer.content[:300]
    error = told(answer)
    assert error["schemas"] == [ERROR] and error["status"] == str(answer.status_code)
    assert error["detail"] and "Traceback" not in error["detail"]
    return error


@pytest.mark.parametrize("raw", USERS)
def test_what_is_no_user_is_refused(scim: Scim, raw: bytes) -> None:
    before = Person.objects.count()
    for method, path in (("POST", "/Users"), ("POST", "/Groups"), ("POST", "/.search")):
        assert refused(scim.ask(method, path, raw=raw))["scimType"] in (
            "invalidSyntax",
            "invalidValue",
        )
    assert Person.objects.count() == before


@pytest.mark.parametrize("said", SAID, ids=lambda said: json.dumps(said)[:50])
def test_a_user_who_cannot_be_is_refused(scim: Scim, said: dict[str, Any]) -> None:
    before = Person.objects.count()
    content = {"schemas": [USER], **said}
    assert refused(scim.ask("POST", "/Users", content))["scimType"] in (
        "invalidValue",
        "invalidSyntax",
    )
    assert Person.objects.count() == before


@pytest.mark.parametrize("operations", OPERATIONS, ids=lambda said: json.dumps(said)[:50])
def test_a_change_that_cannot_be_is_refused_whole(
    scim: Scim, cast: Cast, operations: list[Any]
) -> None:
    path = f"/Users/{cast.worker.id}"
    before = told(scim.ask("GET", path))
    good = [{"op": "replace", "path": "title", "value": "thief"}]
    given = [*good, *operations] if isinstance(operations, list) and operations else operations
    refused(scim.ask("PATCH", path, {"schemas": [PATCH], "Operations": given}))
    assert told(scim.ask("GET", path)) == before


def test_too_much_at_once_is_refused(scim: Scim, cast: Cast) -> None:
    large = {"schemas": [USER], "userName": "ok", "nickName": "x" * 3_000_000}
    refused(scim.ask("POST", "/Users", large), 413)
    members = [{"value": str(cast.worker.id)}] * 20_001
    group = {"schemas": [GROUP], "displayName": "All", "members": members}
    refused(scim.ask("POST", "/Groups", group))


@pytest.mark.parametrize(
    "query",
    [
        "filter=userName",
        "filter=" + "(" * 4000,
        "filter=userName%20eq%20%22%00%22",
        "filter=password%20eq%20%22x%22",
        "count=many",
        "startIndex=x",
        "sortBy=groups",
        "sortBy=nothing",
        "sortBy=userName&sortOrder=sideways",
        "attributes=userName&excludedAttributes=title",
        "attributes=emails[type eq %22work%22]",
    ],
)
def test_a_list_that_cannot_be_asked_for_is_refused(scim: Scim, query: str) -> None:
    refused(scim.ask("GET", f"/Users?{query}"))


def test_huge_numbers_are_the_last_page(scim: Scim) -> None:
    found = told(scim.ask("GET", f"/Users?startIndex={10**30}&count={10**30}"))
    assert found["Resources"] == [] and found["totalResults"] > 0


def test_without_a_key_nothing_is_told_but_how_to_come_in(scim: Scim, cast: Cast) -> None:
    nobody = Scim(scim.client, "")
    assert nobody.ask("GET", "/ServiceProviderConfig").status_code == 200
    for path in ("", "/Users", "/Groups", "/Schemas", "/ResourceTypes", "/Me", "/x/y", "/.search"):
        for caller in (nobody, Scim(scim.client, "x" * 43), Scim(scim.client, "\u00e4")):
            answer = caller.ask("GET", path)
            refused(answer, 401)
            assert answer["WWW-Authenticate"].startswith("Bearer")
    browser = Client()
    browser.force_login(Person.objects.get(id=cast.administrator.id))
    assert browser.get("/scim/v2/Users").status_code == 401


def test_a_key_that_was_ended_or_is_over_opens_nothing(scim: Scim, cast: Cast) -> None:
    assert scim.ask("GET", "/Users").status_code == 200
    [token] = people.directory_tokens()
    assert token.used_at is not None
    people.revoke_directory_token(token_id=token.id, now=clock.now())
    refused(scim.ask("GET", "/Users"), 401)
    old = Scim(scim.client, make_token(cast, now=clock.now() - dt.timedelta(days=366)))
    refused(old.ask("GET", "/Users"), 401)


def test_a_key_asks_for_no_more_than_its_share(scim: Scim, monkeypatch: pytest.MonkeyPatch) -> None:
    # A clock that stands still: nothing of the share comes back.
    standing = KeyRing(lambda _user, _secret: None, seconds=1.0, clock=lambda: 5.0)
    monkeypatch.setattr(apps.get_app_config("gateway"), "ring", standing)
    most = int(PER_SECOND * BURST_SECONDS)
    answers = [scim.ask("GET", "/ResourceTypes") for _ in range(most + 1)]
    assert {answer.status_code for answer in answers[:most]} == {200}
    refused(answers[most], 429)
    assert int(answers[most]["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/Schemas?filter=id%20pr", 403),
        ("GET", "/Schemas/urn:nothing", 404),
        ("GET", "/ResourceTypes/King", 404),
        ("DELETE", "/Users", 405),
        ("POST", "/Users/1", 404),
        ("PUT", "/.search", 405),
        ("POST", "/Bulk", 501),
        ("GET", "/Me", 501),
        ("GET", "/Kings", 404),
        ("PATCH", "/ServiceProviderConfig", 405),
    ],
)
def test_what_is_not_offered_says_so(scim: Scim, method: str, path: str, status: int) -> None:
    refused(scim.ask(method, path), status)


def test_a_filter_is_never_part_of_the_question_to_the_database(scim: Scim, cast: Cast) -> None:
    for text in ("'; DROP TABLE people_person; --", "%s", "%(a)s", "\\", "' OR ''='", "$1", "{0}"):
        for operator in ("eq", "co", "sw", "ew", "gt"):
            for place in (
                "userName",
                "emails.value",
                f"{ENTERPRISE}:department",
                "id",
                "externalId",
            ):
                quoted = json.dumps(text)
                content = {"schemas": [SEARCH], "filter": f"{place} {operator} {quoted}"}
                assert scim.ask("POST", "/Users/.search", content).status_code in (200, 429)
    assert people.person(cast.worker.id).name == "Wanda"
