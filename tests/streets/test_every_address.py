"""Every address of the URL table: it has a policy and keeps it for everybody, and its forms are done once however often they are sent."""

from __future__ import annotations

import html
import logging
import re
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from http.cookies import SimpleCookie
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import resolve

from tests.cast import PASSWORD, Cast
from tests.streets.addresses import Address, addresses, names, people_of
from tests.streets.forms import Form, filled, forms, forms_of_programs, signed_in, token_on
from tests.streets.staged import served, stage
from trimtab.config.content import CONTENT_URL
from trimtab.config.policies import POLICIES, Circle, may
from trimtab.people.actions.persons import set_roles
from trimtab.people.api import PersonRow, Role
from trimtab.people.models import Session as BrowserSession

METHODS = ("GET", "POST", "HEAD", "PUT", "DELETE")
# Whom the methods that no page has are tried as: who may most, and nobody.
ENDS = ("administrator", "nobody")
# Where the policy is not the last word: why somebody with the role may still hear no.
STRICTER = {
    "workbench:adopt-revision": "the council of the revision decides",
    "workbench:results": "the grants in force decide",
    "workbench:measure-csv": "the grants in force decide",
}
LINK = re.compile(r'<a [^>]*href="([^"#][^"]*)"')
AT_ONCE = 8


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("staged")


@pytest.fixture(scope="module")
def cast(folder: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[Cast]:
    with django_db_blocker.unblock(), stage(folder) as found:
        yield found


def test_every_address_has_a_policy_and_every_policy_an_address() -> None:
    """Here you are because of a new address: say in config/policies.py who may look at it, and who may change something there."""
    assert names().keys() - POLICIES.keys() == set(), "add a line to trimtab/config/policies.py"
    assert POLICIES.keys() - names().keys() == set(), "these lines have no address any more"


def test_every_form_is_done_once_but_those_of_programs_which_say_why() -> None:
    """Whatever the pages' token protects goes through config.once; what needs no token must have rules of its own."""
    without_token = {name for name, view in names().items() if getattr(view, "csrf_exempt", False)}
    with_reason = {name for name, policy in POLICIES.items() if policy.own_rules}
    assert without_token == with_reason
    assert all(name.startswith("gateway:") for name in with_reason)


@dataclass(frozen=True)
class Cell:
    """One answer of the matrix."""

    address: Address
    who: str
    person: PersonRow | None
    method: str
    status: int
    to: str
    is_open: bool
    links: tuple[str, ...] = ()

    @property
    def may(self) -> bool:
        """What the address's policy says. Nobody here has a program's key."""
        whom = POLICIES[self.address.name].whom(self.method)
        if whom is Circle.OWN:
            return self.who == self.address.owner
        return whom not in (None, Circle.KEY) and may(self.person, whom)

    def __str__(self) -> str:
        return f"{self.method} {self.address.name} as {self.who}: {self.status} {self.to}"


@pytest.fixture(scope="module")
def cells(cast: Cast) -> list[Cell]:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    everything, everybody = addresses(cast), people_of(cast)
    return [
        _cell(client, address, who, person, method)
        for (who, person), client in ((pair, _client(pair[1])) for pair in everybody.items())
        for address in everything
        for method in METHODS
        if method in ("GET", "POST") or who in ENDS
    ]


def test_nobody_gets_more_than_the_policy_says(
    cells: list[Cell], capsys: pytest.CaptureFixture[str]
) -> None:
    beyond = [str(one) for one in cells if one.is_open and not one.may]
    # A server that is not well says so there.
    broken = [str(one) for one in cells if one.status >= 500 and one.address.name != "healthz"]
    refused = [one for one in cells if one.may and one.method == "GET" and one.status in (403, 405)]
    paths, walkers = {one.address.path for one in cells}, {one.who for one in cells}
    with capsys.disabled():
        print(
            f"\n{len(paths)} addresses x {len(walkers)} people x GET and POST, and HEAD, PUT, DELETE as {len(ENDS)} of them: "
            f"{len(cells)} cells, open beyond the policy: {len(beyond)}, 5xx: {len(broken)}"
        )
    assert not beyond and not broken
    assert [str(one) for one in refused if one.address.name not in STRICTER] == [], (
        "the view is stricter than its policy"
    )


def _client(person: PersonRow | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(get_user_model().objects.get(id=person.id))
    return client


def _cell(
    client: Client, address: Address, who: str, person: PersonRow | None, method: str
) -> Cell:
    """One request, of which nothing stays. Asking for JSON spares drawing the page that says no."""
    host = urlsplit(CONTENT_URL).netloc if address.path.startswith("/content/") else "localhost"
    cookies = SimpleCookie(client.cookies)
    with transaction.atomic():
        answer = client.generic(
            method, address.path, HTTP_HOST=host, HTTP_ACCEPT="application/json"
        )
        transaction.set_rollback(True)
    client.cookies = cookies
    to = answer.headers.get("Location", "")
    no = to.startswith("/sign-in") or (
        address.name == "gateway:fetch" and b"error-code" in answer.content
    )
    is_page = (
        method == "GET"
        and answer.status_code == 200
        and not answer.streaming
        and answer.headers["Content-Type"].startswith("text/html")
    )
    links = (
        tuple(dict.fromkeys(LINK.findall(answer.content.decode()))) if is_page and person else ()
    )
    return Cell(
        address,
        who,
        person,
        method,
        answer.status_code,
        to,
        answer.status_code < 400 and not no,
        links,
    )


def test_no_page_leads_anybody_to_a_page_that_says_no(cells: list[Cell]) -> None:
    """Every link of every page, by the policy of where it leads; where a grant decides besides, by going there."""
    refused: set[str] = set()
    for cell, link in ((one, html.unescape(link)) for one in cells for link in one.links):
        path = urlsplit(link).path or cell.address.path
        if urlsplit(link).netloc or path.startswith(("/static/", "/content/")):
            continue
        name = resolve(path).view_name
        whom = POLICIES[name].read
        says_no = whom is None or not may(cell.person, whom)
        if name in STRICTER and not says_no:
            says_no = _client(cell.person).get(path).status_code == 403
        if says_no:
            refused.add(f"{cell.who}: {cell.address.path} leads to {path}")
    assert not refused, "\n".join(sorted(refused))


def test_a_link_that_was_not_given_opens_nothing(cast: Cast) -> None:
    links = [
        one
        for one in addresses(cast)
        if POLICIES[one.name].read is Circle.LINK and "asked" in one.name
    ]
    assert links
    for address in links:
        token = address.path.split("/")[2]
        for wrong in (token[:-1], token[::-1], token.swapcase(), "x"):
            assert Client().get(address.path.replace(token, wrong)).status_code == 404


@pytest.fixture(scope="module")
def site(cast: Cast, folder: Path) -> Iterator[str]:
    set_roles(person_id=cast.author.id, roles=(Role.AUTHOR, Role.STRATEGIST))
    with served(folder) as address:
        yield address


def at_once(client: httpx.Client, form: Form, fields: dict[str, Any]) -> list[httpx.Response]:
    """What the same form is answered when it is sent many times at the same moment."""
    ready = threading.Barrier(AT_ONCE)
    requests = [
        client.build_request("POST", form.address, data=fields, files=dict(form.files) or None)
        for _ in range(AT_ONCE)
    ]

    def send(request: httpx.Request) -> httpx.Response:
        ready.wait(20)
        return client.send(request)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return list(threads.map(send, requests))


def test_a_form_that_is_sent_many_times_at_once_is_done_once_and_each_gets_its_answer(
    cast: Cast, site: str
) -> None:
    told: list[str] = []
    enter = cache(lambda email: signed_in(site, email))
    for form in forms(cast):
        client = enter(form.email)
        page = client.get(form.page).text
        before = [count() for count in form.grows]
        fields = filled(form, page)
        answers = at_once(client, form, fields)
        again = client.post(form.address, data=fields, files=dict(form.files) or None)
        grown = [count() - was for count, was in zip(form.grows, before, strict=True)]
        statuses = {one.status_code for one in (*answers, again)}
        whole = {(one.headers.get("Location"), one.content) for one in (*answers, again)}
        if grown != [1] * len(grown) or len(whole) != 1 or statuses - {200, 302}:
            told.append(
                f"{form.name}: {statuses}, {grown}, {len(whole)} different answers: {answers[0].text[:3000]}"
            )
    assert not told


def test_programs_without_a_page_wait_for_one_another_and_the_database_holds(
    cast: Cast, site: str
) -> None:
    """Their token is the cookie's, so each sending is meant; none is a 500, and what must be there once is."""
    told: list[str] = []
    enter = cache(lambda email: signed_in(site, email))
    for form in forms_of_programs(cast):
        client = enter(form.email)
        fields = filled(form, client.get(form.page).text) | {
            "csrfmiddlewaretoken": client.cookies["csrftoken"]
        }
        before = [count() for count in form.grows]
        answers = at_once(client, form, fields)
        grown = [count() - was for count, was in zip(form.grows, before, strict=True)]
        statuses = [one.status_code for one in answers]
        if grown != [1] * len(grown) or max(statuses) >= 500:
            told.append(f"{form.name}: {statuses}, {grown}")
    assert not told


def test_signing_in_twice_at_once_begins_one_session(cast: Cast, site: str) -> None:
    client = httpx.Client(base_url=site)
    page = client.get("/sign-in").text
    fields = {
        "username": cast.manager.email,
        "password": PASSWORD,
        "csrfmiddlewaretoken": token_on(page),
    }
    before = BrowserSession.objects.count()
    answers = at_once(client, Form("sign-in", "/sign-in", {}, ()), fields)
    assert {one.status_code for one in answers} == {302}
    assert (
        len({one.cookies["sessionid"] for one in answers}) == 1
        and len({one.cookies["csrftoken"] for one in answers}) == 1
    )
    assert BrowserSession.objects.count() == before + 1
    fields = {"csrfmiddlewaretoken": token_on(client.get("/me").text)}
    out = at_once(client, Form("sign-out", "/me", {}, (), "/sign-out"), fields)
    assert {one.headers["Location"] for one in out} == {"/sign-in"}
    assert client.get("/me").status_code == 302
