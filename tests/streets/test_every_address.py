"""Every address of the URL table: it has a policy and keeps it for everybody, and its forms are done once however often they are sent."""

from __future__ import annotations

import itertools
import re
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.contrib.auth import get_user_model
from django.db import transaction
from django.test import Client

from tests.cast import PASSWORD, Cast
from tests.packages import zipped
from tests.streets.addresses import Address, addresses, names, people_of
from tests.streets.staged import CONTENT, served, stage
from trimtab.config.policies import POLICIES, Circle, may
from trimtab.people.api import PersonRow

METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE")
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

    @property
    def is_open(self) -> bool:
        """Whether the answer gives or does anything: neither no, nor the way to sign in."""
        return self.status < 400 and not self.to.startswith("/sign-in")

    @property
    def may(self) -> bool:
        """What the address's policy says."""
        whom = POLICIES[self.address.name].whom(self.method)
        if whom is Circle.OWN:
            return self.who == self.address.owner
        return whom not in (None, Circle.KEY) and may(self.person, whom)

    def __str__(self) -> str:
        return f"{self.method} {self.address.name} as {self.who}: {self.status} {self.to}"


def test_nobody_gets_more_than_the_policy_says(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    cells = [
        _cell(client, address, who, person, method)
        for (who, person), client in ((pair, _client(pair[1])) for pair in people_of(cast).items())
        for address in addresses(cast)
        for method in METHODS
    ]
    beyond = [str(one) for one in cells if one.is_open and not one.may]
    broken = [str(one) for one in cells if one.status >= 500]
    refused = [str(one) for one in cells if one.may and one.method == "GET" and one.status in (403, 405)]
    with capsys.disabled():
        print(
            f"\n{len(addresses(cast))} addresses x {len(people_of(cast))} people x {len(METHODS)} methods = "
            f"{len(cells)} cells; open beyond the policy: {len(beyond)}, 5xx: {len(broken)}"
        )
    assert not beyond and not broken
    assert [one for one in refused if "workbench:adopt-revision" not in one] == []


def _client(person: PersonRow | None) -> Client:
    client = Client(raise_request_exception=False)
    if person:
        client.force_login(get_user_model().objects.get(id=person.id))
    return client


def _cell(client: Client, address: Address, who: str, person: PersonRow | None, method: str) -> Cell:
    host = CONTENT.partition("//")[2] if address.path.startswith("/content/") else "localhost"
    cookies = client.cookies.copy()
    with transaction.atomic():
        answer = client.generic(method, address.path, HTTP_HOST=host)
        transaction.set_rollback(True)
    client.cookies = cookies
    return Cell(address, who, person, method, answer.status_code, answer.headers.get("Location", ""))
