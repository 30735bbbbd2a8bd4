"""The page of the directory: keys are made, shown once and ended; groups are given roles."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import GroupWish
from trimtab.people.models import DirectoryToken


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def pages(cast: Cast) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    return client


def test_a_key_is_shown_once_works_and_is_kept_as_a_digest(pages: Client) -> None:
    shown = pages.post("/people/directory", {"name": " Entra ", "days": "90"}).content.decode()
    [secret] = re.findall(r'<code class="wrap" id="key">([^<]+)</code>', shown)
    assert "/scim/v2" in shown
    again = pages.get("/people/directory").content.decode()
    assert secret not in again and "never used" in again and "Entra" in again
    assert secret not in str(DirectoryToken.objects.values())
    assert secret not in str([entry.detail for entry in governance.audit_entries().rows])
    answer = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 200
    assert "last used" in pages.get("/people/directory").content.decode()


def test_an_ended_key_opens_nothing_and_ending_it_twice_is_ending_it(pages: Client) -> None:
    shown = pages.post("/people/directory", {"name": "Entra", "days": "90"}).content.decode()
    [secret] = re.findall(r'id="key">([^<]+)</code>', shown)
    [token] = people.directory_tokens()
    for _ in range(2):
        answer = pages.post(f"/people/directory/keys/{token.id}/ending")
        assert answer.status_code == 302
    answer = Client().get("/scim/v2/Users", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    acts = [entry.act for entry in governance.audit_entries(text="directory.").rows]
    assert acts == ["directory.token-revoked", "directory.token-made"]


@pytest.mark.parametrize(
    "given",
    [
        {"name": "", "days": "90"},
        {"name": "x", "days": "0"},
        {"name": "x", "days": "731"},
        {"name": "x", "days": "-1"},
        {"name": "x", "days": "forever"},
        {"name": "\u200b" * 200, "days": "9" * 50},
        {},
    ],
)
def test_a_key_without_a_name_or_for_ever_is_not_made(pages: Client, given: dict[str, str]) -> None:
    answer = pages.post("/people/directory", given)
    assert answer.status_code in (400, 422) and b"field-error" in answer.content
    assert not people.directory_tokens()


def test_a_group_is_given_a_role_and_says_whose_roles_follow(pages: Client, cast: Cast) -> None:
    wish = GroupWish("Authors <b>", None, frozenset({cast.worker.id}))
    group_id = uuid4()
    people.make_directory_group(wish=wish, group_id=group_id, now=NOW)
    before = pages.get("/people/directory").content.decode()
    assert "Authors &lt;b&gt;" in before and "one member" in before
    said: Any = pages.post(
        f"/people/directory/groups/{group_id}/role", {"role": "author"}, follow=True
    )
    assert "hold the role author from now on" in said.content.decode()
    [entry] = governance.audit_entries(text="directory.group-mapped").rows
    assert entry.detail["roles_given_to"] == 1
    assert pages.post(f"/people/directory/groups/{uuid4()}/role", {"role": ""}).status_code == 404


def test_only_administrators_see_it(cast: Cast) -> None:
    for person in (cast.steward, cast.strategist, cast.worker):
        client = Client()
        client.force_login(get_user_model().objects.get(id=person.id))
        assert client.get("/people/directory").status_code == 403
        assert client.post("/people/directory", {"name": "x", "days": "90"}).status_code == 403
    assert Client().get("/people/directory").status_code == 302
