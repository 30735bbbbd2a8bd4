"""Groups of the directory: who is in them, and the roles that they give where somebody said so."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast
from tests.streets.scim.scene import GROUP, SEARCH, Scim, told
from trimtab.people import api as people
from trimtab.people.api import PersonRow, Role


def make(scim: Scim, name: str, *members: PersonRow, **more: Any) -> str:
    content = {
        "schemas": [GROUP],
        "displayName": name,
        "members": [{"value": str(member.id)} for member in members],
        **more,
    }
    answer = scim.ask("POST", "/Groups", content)
    assert answer.status_code == 201, answer.content
    return str(told(answer)["id"])


def members(scim: Scim, key: str) -> set[str]:
    found = told(scim.ask("GET", f"/Groups/{key}")).get("members", [])
    return {member["value"] for member in found}


def map_to(cast: Cast, key: str, role: str) -> Any:
    pages = Client()
    pages.force_login(get_user_model().objects.get(id=cast.administrator.id))
    return pages.post(f"/people/directory/groups/{key}/role", {"role": role})


def roles(person: PersonRow) -> set[Role]:
    return set(people.person(person.id).roles)


def test_members_join_and_leave_in_the_ways_of_directories(scim: Scim, cast: Cast) -> None:
    key, wanda, mika = make(scim, "Tills"), str(cast.worker.id), str(cast.manager.id)
    path = f"/Groups/{key}"
    scim.patch(path, {"op": "Add", "path": "members", "value": [{"value": wanda}, {"value": mika}]})
    assert members(scim, key) == {wanda, mika}
    scim.patch(path, {"op": "remove", "path": f'members[value eq "{wanda}"]'})
    assert members(scim, key) == {mika}
    scim.patch(path, {"op": "Remove", "path": "members", "value": [{"value": mika}]})
    assert members(scim, key) == set()
    scim.patch(path, {"op": "replace", "path": "members", "value": [{"value": wanda}]})
    scim.patch(path, {"op": "add", "value": {"members": [{"value": mika}], "displayName": "All"}})
    assert members(scim, key) == {wanda, mika}
    assert told(scim.ask("GET", path))["displayName"] == "All"
    scim.patch(path, {"op": "remove", "path": "members"})
    assert members(scim, key) == set()


def test_a_user_tells_their_groups_and_a_group_may_leave_its_members_out(
    scim: Scim, cast: Cast
) -> None:
    key = make(scim, "Tills", cast.worker)
    user = told(scim.ask("GET", f"/Users/{cast.worker.id}"))
    assert [(group["value"], group["display"]) for group in user["groups"]] == [(key, "Tills")]
    bare = told(scim.ask("GET", f"/Groups/{key}?excludedAttributes=members"))
    assert "members" not in bare and bare["displayName"] == "Tills"
    found = scim.find("Groups", 'displayName eq "tills"', excludedAttributes="members")
    assert [group["id"] for group in found["Resources"]] == [key]


def test_a_group_gives_no_role_unless_an_administrator_says_so(scim: Scim, cast: Cast) -> None:
    key = make(scim, "administrator", cast.worker)
    assert roles(cast.worker) == {Role.LEARNER}
    assert map_to(cast, key, "author").status_code == 302
    assert roles(cast.worker) == {Role.LEARNER, Role.AUTHOR}
    path = f"/Groups/{key}"
    scim.patch(path, {"op": "add", "path": "members", "value": [{"value": str(cast.manager.id)}]})
    assert Role.AUTHOR in roles(cast.manager)
    scim.patch(path, {"op": "remove", "path": f'members[value eq "{cast.worker.id}"]'})
    assert roles(cast.worker) == {Role.LEARNER}
    map_to(cast, key, "")
    assert Role.AUTHOR not in roles(cast.manager)


def test_a_role_given_by_hand_stays_and_one_of_two_groups_is_enough(scim: Scim, cast: Cast) -> None:
    first, second = make(scim, "A", cast.author, cast.worker), make(scim, "B", cast.worker)
    map_to(cast, first, "author")
    map_to(cast, second, "author")
    assert scim.ask("DELETE", f"/Groups/{first}").status_code == 204
    assert Role.AUTHOR in roles(cast.author) and Role.AUTHOR in roles(cast.worker)
    assert scim.ask("DELETE", f"/Groups/{second}").status_code == 204
    assert Role.AUTHOR in roles(cast.author) and Role.AUTHOR not in roles(cast.worker)


def test_whoever_the_directory_deletes_loses_the_roles_of_its_groups(
    scim: Scim, cast: Cast
) -> None:
    key = make(scim, "Authors", cast.worker)
    map_to(cast, key, "author")
    version = told(scim.ask("GET", f"/Groups/{key}"))["meta"]["version"]
    scim.ask("DELETE", f"/Users/{cast.worker.id}")
    assert roles(cast.worker) == {Role.LEARNER}
    assert members(scim, key) == set()
    assert told(scim.ask("GET", f"/Groups/{key}"))["meta"]["version"] != version


def test_a_group_never_leaves_nobody_to_administer(scim: Scim, cast: Cast) -> None:
    key = make(scim, "Admins", cast.worker)
    map_to(cast, key, "administrator")
    scim.patch(
        f"/Users/{cast.administrator.id}", {"op": "replace", "path": "active", "value": False}
    )
    assert roles(cast.worker) == {Role.LEARNER, Role.ADMINISTRATOR}
    for answer in (
        scim.patch(f"/Groups/{key}", {"op": "remove", "path": "members"}),
        scim.ask("DELETE", f"/Groups/{key}"),
        scim.ask("DELETE", f"/Users/{cast.worker.id}"),
    ):
        assert (answer.status_code, told(answer)["scimType"]) == (400, "mutability")
    assert members(scim, key) == {str(cast.worker.id)}


def test_who_may_do_more_signs_in_anew(scim: Scim, cast: Cast) -> None:
    key, browser = make(scim, "Stewards", cast.worker), Client()
    browser.force_login(get_user_model().objects.get(id=cast.worker.id))
    map_to(cast, key, "steward")
    assert browser.get("/today").status_code == 302


@pytest.mark.parametrize("role", ["manager", "king", "administrator "])
def test_a_role_that_no_group_gives_is_refused(scim: Scim, cast: Cast, role: str) -> None:
    key = make(scim, "Kings", cast.worker)
    map_to(cast, key, role)
    assert roles(cast.worker) in ({Role.LEARNER}, {Role.LEARNER, Role.ADMINISTRATOR})
    assert Role.MANAGER not in roles(cast.worker)


@pytest.mark.parametrize(
    "value", ["5f0c1c1e-8f0b-4b6e-9a52-0d7e4b8f3a10", "x", "", None, 5, {"value": "x"}]
)
def test_a_member_of_another_house_is_refused_and_nothing_is_changed(
    scim: Scim, cast: Cast, value: Any
) -> None:
    key = make(scim, "Tills", cast.worker)
    content = [{"value": str(cast.manager.id)}, {"value": value}]
    answer = scim.patch(f"/Groups/{key}", {"op": "add", "path": "members", "value": content})
    assert answer.status_code == 400 and told(answer)["scimType"] in (
        "invalidValue",
        "invalidSyntax",
    )
    assert members(scim, key) == {str(cast.worker.id)}


def test_users_and_groups_are_searched_together(scim: Scim, cast: Cast) -> None:
    key = make(scim, "Wanda", cast.worker)
    content = {"schemas": [SEARCH], "filter": 'displayName eq "wanda"'}
    found = told(scim.ask("POST", "/.search", content))
    assert found["totalResults"] == 2
    assert {one["meta"]["resourceType"] for one in found["Resources"]} == {"User", "Group"}
    only = {**content, "filter": 'userName pr and displayName eq "wanda"', "startIndex": 1}
    assert [one["id"] for one in told(scim.ask("POST", "/.search", only))["Resources"]] == [
        str(cast.worker.id)
    ]
    second = told(scim.ask("POST", "/.search", {**content, "startIndex": 2, "count": 1}))
    assert [one["id"] for one in second["Resources"]] == [key]
    assert told(scim.ask("POST", "/Groups/.search", content))["totalResults"] == 1
    assert UUID(key)
