"""A credential asks for no more than it may, by every way in, and
does no more than its scopes say."""

from __future__ import annotations

import itertools
import os
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from httpx import BasicAuth
from pytest_django.plugin import DjangoDbBlocker

from tests.cast import NOW
from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import HEADERS, STATEMENTS, database_url, running, supervised
from trimtab.gateway.xapi import scopes
from trimtab.gateway.xapi.counting import Shared
from trimtab.gateway.xapi.limits import Buckets, TooMany
from trimtab.gateway.xapi.scopes import ScopedResource
from trimtab.kernel.errors import NotAllowed
from trimtab.lrs import api as lrs
from trimtab.lrs.api import CredentialRow, Scope
from trimtab.lrs.models import Credential


class Clock:
    """A clock that stands still until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def credential(*held: Scope, per_second: int = 5) -> CredentialRow:
    return CredentialRow("user", "Tool", frozenset(held), per_second)


def admitted(buckets: Buckets, by: CredentialRow, tries: int) -> int:
    count = 0
    for _ in range(tries):
        try:
            buckets.admit(by)
        except TooMany:
            continue
        count += 1
    return count


def test_a_burst_of_two_seconds_passes_and_then_the_rate_holds() -> None:
    clock = Clock()
    buckets, by = Buckets(clock), credential()
    assert admitted(buckets, by, 100) == 10
    clock.now += 1.0
    assert admitted(buckets, by, 100) == 5
    clock.now += 3600.0
    assert admitted(buckets, by, 100) == 10


def test_who_must_wait_is_told_how_long() -> None:
    clock = Clock()
    buckets, by = Buckets(clock), credential(per_second=1)
    admitted(buckets, by, 2)
    with pytest.raises(TooMany, match="1 requests a second") as refused:
        buckets.admit(by)
    assert refused.value.wait == 1 and refused.value.status == 429


def test_one_credential_does_not_slow_another() -> None:
    buckets = Buckets(Clock())
    admitted(buckets, credential(), 100)
    other = CredentialRow("other", "Other", frozenset({Scope.ALL}), 5)
    assert admitted(buckets, other, 3) == 3


def test_both_ways_in_keep_the_limit(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    with django_db_blocker.unblock(), running() as server:
        key = lrs.add_credential(name="Slow", scopes=[Scope.ALL], per_second=2, now=NOW)
        with server.client(key) as client:
            answers = [client.post(STATEMENTS, json=said()) for _ in range(12)]
            refused = [answer for answer in answers if answer.status_code == 429]
            assert refused and len(refused) >= 5 and answers[0].status_code == 200
            assert (
                int(refused[0].headers["Retry-After"]) >= 1
                and refused[0].json()["code"] == "xapi.rate"
            )
            assert 429 in {client.get(STATEMENTS).status_code for _ in range(4)}


@pytest.fixture
def counts() -> Iterator[int]:
    with tempfile.TemporaryFile() as file:
        yield file.fileno()


def test_who_shares_levels_shares_the_limit_and_a_new_process_goes_on_where_the_others_are(
    counts: int,
) -> None:
    clock, by = Clock(), credential()
    mine, other = Buckets(clock, Shared(counts)), Buckets(clock, Shared(counts))
    assert admitted(mine, by, 7) + admitted(other, by, 7) == 10
    clock.now += 1.0
    assert admitted(other, by, 100) == 5 and admitted(Buckets(clock, Shared(counts)), by, 100) == 0
    assert admitted(mine, replace(by, user="other"), 100) == 10


def test_thousands_of_credentials_have_a_bucket_each_and_the_silent_give_way(counts: int) -> None:
    clock = Clock()
    buckets = Buckets(clock, Shared(counts))
    users = [replace(credential(per_second=1), user=f"tool-{number}") for number in range(1_000)]
    assert {admitted(buckets, by, 3) for by in users} == {2}
    assert {admitted(buckets, by, 3) for by in users} == {0}
    for number in range(5_000):
        clock.now += 0.0001
        admitted(buckets, replace(users[0], user=f"more-{number}"), 3)
        assert not number % 500 or admitted(buckets, users[0], 3) <= 1


def sockets(pid: str) -> int:
    return sum(
        os.readlink(open_file).startswith("socket:")
        for open_file in Path(f"/proc/{pid}/fd").iterdir()
    )


@pytest.mark.skipif(
    not Path("/proc/self/task").exists(), reason="it asks Linux who holds which connection"
)
def test_two_web_processes_keep_one_limit(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path: Path
) -> None:
    with django_db_blocker.unblock():
        key = lrs.add_credential(name="Much", scopes=[Scope.ALL], per_second=5, now=NOW)
        with supervised(tmp_path, database_url(), key, processes=2) as server, ExitStack() as stack:
            pid = server.process.pid
            webs = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
            before = [sockets(one) for one in webs]
            lines = [stack.enter_context(server.client()) for _ in range(40)]
            with ThreadPoolExecutor(8) as threads:
                began = time.monotonic()
                answers = list(
                    threads.map(
                        lambda line: [line.get(STATEMENTS).status_code for _ in range(5)], lines
                    )
                )
                seconds = time.monotonic() - began
            assert len(webs) == 2 and all(
                sockets(one) > count for one, count in zip(webs, before, strict=True)
            )
            given = Counter(status for one in answers for status in one)
            assert set(given) == {200, 429} and 10 <= given[200] <= 10 + 5 * seconds + 1 < 100
        Credential.objects.filter(user=key[0]).delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("held", "method", "status"),
    [
        (Scope.WRITE, "get", 403),
        (Scope.READ, "get", 200),
        (Scope.READ_MINE, "get", 200),
        (Scope.ALL_READ, "get", 200),
        (Scope.ALL, "get", 200),
        (Scope.STATE, "get", 403),
        (Scope.PROFILE, "get", 403),
        (Scope.DEFINE, "get", 403),
        (Scope.WRITE, "post", 200),
        (Scope.READ, "post", 403),
        (Scope.ALL_READ, "post", 403),
        (Scope.STATE, "post", 403),
        (Scope.DEFINE, "post", 403),
        (Scope.ALL, "post", 200),
    ],
)
def test_a_scope_opens_statements_for_what_it_says(held: Scope, method: str, status: int) -> None:
    key = lrs.add_credential(name="Tool", scopes=[held], now=NOW)
    client = Client(headers={**HEADERS, "Authorization": BasicAuth(*key)._auth_header})
    content = {"data": said(), "content_type": "application/json"} if method == "post" else {}
    assert getattr(client, method)(STATEMENTS, **content).status_code == status


def test_every_resource_is_closed_to_whoever_has_no_scope_for_it() -> None:
    opened = {
        (resource, method, scope)
        for resource, method, scope in itertools.product(
            ScopedResource, ("GET", "HEAD", "PUT", "POST", "DELETE"), Scope
        )
        if _opens(credential(scope), resource, method)
    }
    assert not any(_opens(credential(), resource, "GET") for resource in ScopedResource)
    assert {
        scope
        for resource, method, scope in opened
        if (resource, method) == (ScopedResource.STATE, "PUT")
    } == {
        Scope.STATE,
        Scope.ALL,
    }
    assert {
        scope
        for resource, method, scope in opened
        if (resource, method) == (ScopedResource.AGENT_PROFILE, "DELETE")
    } == {
        Scope.PROFILE,
        Scope.ALL,
    }
    readers = {
        scope
        for resource, method, scope in opened
        if scope is Scope.ALL_READ and method not in ("GET", "HEAD")
    }
    assert not readers


def _opens(by: CredentialRow, resource: ScopedResource, method: str) -> bool:
    try:
        scopes.require(by, resource, method)
    except NotAllowed:
        return False
    return True
