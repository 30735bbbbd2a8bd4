"""Whatever somebody writes into an address or a form, the product answers: never with an error of its own.

Made from the table of addresses, the names that the code reads, and the forms that the pages show: a new one is tried as well.
A run draws some; TRIMTAB_TEST_EXAMPLES=100000 tries them all.
"""

from __future__ import annotations

import ast
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from lxml import html
from pytest_django import DjangoDbBlocker

import trimtab
from tests.browser.stage import set_stage
from tests.conftest import EXAMPLES
from trimtab import clock
from trimtab.people.actions.persons import set_roles
from trimtab.people.api import Role

SOURCE = Path(trimtab.__file__).parent
STREETS = ("home", "learner", "workbench", "portal", "config", "gateway")
# As many requests of each kind as a property draws examples, four times: some seconds.
DRAWN = 4 * EXAMPLES
HOSTILE = (
    "\0",
    "a\0b",
    "\x0b",
    "\x1f",
    "²",
    "９",
    "٣",
    "-1",
    "0",
    "9" * 19,
    "9" * 5_000,
    "1e999",
    "nan",
    "inf",
    "1_000",
    "0.1e-99",
    "0001-01-01",
    "9999-12-31",
    "2026-02-30",
    "0001-01-01T00:00:00+23:59",
    "9999-12-31T23:59:59-23:59",
    "2026-01-01T00:00:00",
    "25:61",
    "[" * 100_000,
    '{"a":' * 3_000,
    '"\\ud800"',
    '{"operations": [{"op": "put"}]}',
    '[1, "a", null, {}]',
    "null",
    "x" * 100_000,
    "4006381333931",
    "1234567",
    "%",
    "%00",
    "\\",
    "'",
    '"><b>',
    "{{7*7}}",
    "𝔘\u202e\uffff",
    "İß" * 300,
    "a" * 300,
    "../../etc/passwd",
    "http://[",
    "https://u:p@[::1",
    "00000000-0000-0000-0000-000000000000",
    "a@b@c",
    "Europe/../x",
    "a: b: c\n: d\n:",
    "a\n" * 5_000,
)
_READ = re.compile(
    r"(?:GET|POST|given|posted|form|asked|data)\b(?:\.get|\.getlist)?[(\[]\"([a-z_.-]{1,40})\""
)
_PART = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Asked:
    """A request to try, with what it is about for whoever reads a failure."""

    method: str
    address: str
    fields: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        shown = ", ".join(f"{name}={value[:40]!r}" for name, value in self.fields)
        return f"{self.method} {self.address[:150]} {shown[:600]}"


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Client]:
    """The staged organisation, and somebody who may do all that anybody may; both gone afterwards."""
    with django_db_blocker.unblock(), transaction.atomic():
        cast = set_stage(clock.now())
        set_roles(person_id=cast.administrator.id, roles=tuple(Role), manages=("north", "south"))
        client = Client(raise_request_exception=False)
        client.force_login(get_user_model().objects.get(id=cast.administrator.id))
        yield client
        transaction.set_rollback(True)


def failures(client: Client, asked: list[Asked]) -> list[str]:
    """What was answered with an error of the product's own; each request is undone."""
    found: list[str] = []
    for count, one in enumerate(asked, 1):
        if count % 1_000 == 0:
            print(f"{count:,} tried, {len(found)} failed", flush=True)
        with transaction.atomic():
            fields: dict[str, list[str]] = {}
            for name, value in one.fields:
                fields.setdefault(name, []).append(value)
            answer = (
                client.get(one.address) if one.method == "GET" else client.post(one.address, fields)
            )
            if answer.status_code >= 500 and answer.status_code != 503:
                found.append(f"{answer.status_code} {one}")
            transaction.set_rollback(True)
    return found


def drawn(asked: list[Asked]) -> list[Asked]:
    """Some of them, other ones in each run."""
    return random.sample(asked, min(DRAWN, len(asked)))


def patterns(resolver: URLResolver, before: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one, before + str(one.pattern))
        else:
            yield before + str(one.pattern), one


def names_read(pattern: URLPattern) -> list[str]:
    """The names that the file of an address's view reads from addresses and forms, and those of the helpers that it imports."""
    view = getattr(pattern.callback, "view_class", pattern.callback)
    path = SOURCE.parent / f"{view.__module__.replace('.', '/')}.py"
    files = {path, *helpers(path)} if path.is_relative_to(SOURCE) and path.exists() else set()
    return sorted(
        {name for file in files for name in _READ.findall(file.read_text())} | {"q", "page"}
    )


def helpers(path: Path) -> Iterator[Path]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[1:2] in [
            [street] for street in STREETS
        ]:
            found = SOURCE.parent / f"{str(node.module).replace('.', '/')}.py"
            if found.exists():
                yield found


def pages(client: Client) -> dict[str, str]:
    """Every address that can be reached by following links, with its page; one of each kind of address."""
    resolver, waiting, found, known = get_resolver(), ["/"], {}, set[str]()
    while waiting:
        address = waiting.pop()
        match = resolver.resolve(urlsplit(address).path)
        kind = (
            match.route,
            *(
                str(value)
                for name, value in match.kwargs.items()
                if name in ("kind", "key", "code")
            ),
        )
        if repr(kind) in known or "sign-out" in address:
            continue
        known.add(repr(kind))
        answer = client.get(address, follow=True)
        if answer.status_code != 200 or "text/html" not in answer["Content-Type"]:
            continue
        found[address] = answer.content.decode()
        for link in html.fromstring(found[address]).xpath("//a/@href"):
            path = urlsplit(link).path
            if (
                link.startswith("/")
                and not path.startswith(("/static", "/content", "/xapi"))
                and _resolves(path)
            ):
                waiting.append(path)
    return found


def _resolves(path: str) -> bool:
    try:
        get_resolver().resolve(path)
    except Exception:
        return False
    return True


def addresses(routes: dict[str, str]) -> list[Asked]:
    """Each address × each name that it reads × each value; and each value as a part of the address."""
    found = []
    for route, pattern in patterns(get_resolver()):
        if route.startswith(("xapi", "cmi5", "^cmi5", "content", "sign-out")):
            continue
        real = routes.get(route)
        for value in HOSTILE:
            if "<" in route:
                found.append(Asked("GET", "/" + _PART.sub(quote(value[:2_000], safe=""), route)))
        for name in names_read(pattern) if real else ():
            found += [
                Asked("GET", f"{real}?{quote(name)}={quote(value[:20_000])}") for value in HOSTILE
            ]
    return found


def forms(shown: dict[str, str]) -> list[Asked]:
    """Each form of each page, filled in as it is shown, with one field after the other replaced."""
    found: dict[tuple[str, tuple[str, ...]], list[Asked]] = {}
    for address, page in shown.items():
        for form in html.fromstring(page, base_url="http://testserver").forms:
            action = urlsplit(form.action or address).path or address
            names = tuple(sorted(set(form.fields.keys()) - {"csrfmiddlewaretoken"}))
            route = get_resolver().resolve(action).route if _resolves(action) else ""
            if (
                not route
                or route == "sign-out"
                or (form.method or "").upper() != "POST"
                or (route, names) in found
            ):
                continue
            filled = [(name, value) for name, value in form.form_values() if name in names]
            missing = [(name, "") for name in names if name not in dict(filled)]
            found[route, names] = [
                Asked(
                    "POST",
                    action,
                    tuple(
                        (name, value if name == field else was) for name, was in [*filled, *missing]
                    ),
                )
                for field in names
                for value in HOSTILE
            ]
    return [one for several in found.values() for one in several]


def routes_of(shown: dict[str, str]) -> dict[str, str]:
    """An address of each route that a page was found for; routes without parts are their own."""
    resolver = get_resolver()
    plain = {route: f"/{route}" for route, _ in patterns(resolver) if "<" not in route}
    return plain | {resolver.resolve(urlsplit(address).path).route: address for address in shown}


@pytest.fixture(scope="module")
def shown(everybody: Client) -> dict[str, str]:
    """The pages, found once."""
    return pages(everybody)


def test_no_address_and_no_name_in_it_makes_the_product_fail(
    everybody: Client, shown: dict[str, str]
) -> None:
    asked = addresses(routes_of(shown))
    tried = drawn(asked)
    print(f"\naddresses: {len(tried):,} of {len(asked):,} requests tried")
    assert len(asked) > 2_000 and not failures(everybody, tried)


def test_no_field_of_any_form_makes_the_product_fail(
    everybody: Client, shown: dict[str, str]
) -> None:
    asked = forms(shown)
    tried = drawn(asked)
    print(
        f"\nforms: {len(tried):,} of {len(asked):,} requests tried, of {len({one.address for one in asked})} forms"
    )
    assert len(asked) > 2_000 and not failures(everybody, tried)
