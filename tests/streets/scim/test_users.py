"""Users of the directory: brought in, changed, out at once, back again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast
from tests.streets.scim.scene import ENTERPRISE, PATCH, USER, Scim, told
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import Provider, Role
from trimtab.people.models import Identity, KeptPerson, Session

ANA = {
    "externalId": "00u1",
    "displayName": "Ana Ruiz",
    "name": {"givenName": "Ana", "familyName": "Ruiz"},
    "title": "cashier",
    "preferredLanguage": "de-AT,de;q=0.8",
    "timezone": "Europe/Vienna",
    "emails": [{"value": "Ana.Ruiz@corner.example", "type": "work", "primary": True}],
    ENTERPRISE: {"department": "north", "employeeNumber": "1042", "organization": "Corner"},
}


def test_a_user_is_a_person_in_their_unit_who_learns(scim: Scim) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    row = people.person(_id(made))
    assert (row.name, row.email, row.unit_code) == ("Ana Ruiz", "ana.ruiz@corner.example", "north")
    assert (row.language, row.time_zone) == ("de-AT", "Europe/Vienna")
    assert row.roles == {Role.LEARNER} and row.is_active
    assert row.attributes == {"job": "cashier", "employee-number": "1042", "company": "Corner"}
    assert made["meta"]["resourceType"] == "User"
    assert made["meta"]["location"].endswith(f"/scim/v2/Users/{row.id}")
    assert made["active"] is True and made["userName"] == "ana.ruiz@corner.example"


def test_whoever_the_directory_keeps_is_said_so_on_the_pages(scim: Scim, cast: Cast) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    pages = Client()
    pages.force_login(get_user_model().objects.get(id=cast.administrator.id))
    assert "kept by the directory" in pages.get("/people?q=Ana").content.decode()
    assert "The directory keeps this person" in pages.get(f"/people/{made['id']}").content.decode()
    assert "kept by the directory" not in pages.get("/people?q=Wanda").content.decode()


def test_the_audit_says_that_the_directory_did_it(scim: Scim, cast: Cast) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    scim.patch(f"/Users/{made['id']}", {"op": "replace", "path": "active", "value": False})
    entries = governance.audit_entries().rows
    assert [entry.act for entry in entries[:2]] == ["person.shut-out", "person.added"]
    assert all(
        entry.actor_id is None and entry.detail["directory"] == "Entra" for entry in entries[:2]
    )
    pages = Client()
    pages.force_login(get_user_model().objects.get(id=cast.steward.id))
    assert "the directory, with the key &#x27;Entra&#x27;" in pages.get("/audit").content.decode()


def test_the_same_again_is_taken_once(scim: Scim) -> None:
    made = scim.add("ana", **ANA)
    again = scim.ask("POST", "/Users", {"schemas": [USER], "userName": "ANA"})
    assert (again.status_code, told(again)["scimType"]) == (409, "uniqueness")
    same = scim.ask("PUT", f"/Users/{made['id']}", {"schemas": [USER], "userName": "ana", **ANA})
    assert same.status_code == 200
    assert told(same)["meta"]["version"] == made["meta"]["version"]
    assert len(governance.audit_entries(text="person.").rows) == 1


@pytest.mark.parametrize(
    "other",
    [
        {"userName": "ana@corner.example", "emails": [{"value": "wanda@corner.example"}]},
        {"userName": "Wanda@corner.example"},
        {"userName": "other", "externalId": "00u1"},
    ],
)
def test_a_name_is_one_persons(scim: Scim, other: dict[str, Any]) -> None:
    scim.add("ana.ruiz@corner.example", **ANA)
    answer = scim.ask("POST", "/Users", {"schemas": [USER], **other})
    assert (answer.status_code, told(answer)["scimType"]) == (409, "uniqueness")
    assert answer["Content-Type"] == "application/scim+json"


def test_a_person_who_was_here_is_found_and_taken_over(scim: Scim, cast: Cast) -> None:
    listed = scim.find("Users", 'userName eq "WANDA@corner.example"')
    [wanda] = listed["Resources"]
    assert wanda["displayName"] == "Wanda" and wanda["title"] == "cashier"
    assert wanda[ENTERPRISE] == {"department": "north"}
    assert not people.kept_by_directory([cast.worker.id])
    answer = scim.patch(
        f"/Users/{wanda['id']}",
        {"op": "Add", "path": "externalId", "value": "w-1"},
        {"op": "Replace", "value": {"displayName": "Wanda Wolf", "active": "True"}},
    )
    assert answer.status_code == 200
    assert people.kept_by_directory([cast.worker.id])
    assert people.person(cast.worker.id).name == "Wanda Wolf"
    assert people.person(cast.worker.id).unit_code == "north"
    assert scim.find("Users", 'externalId eq "w-1"')["totalResults"] == 1


def test_only_what_the_directory_changes_is_changed(scim: Scim, cast: Cast) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    person_id = _id(made)
    people.change_person(
        person_id=person_id, email="ana@corner.example", name="Ana R.", unit="south",
        roles=[Role.LEARNER, Role.AUTHOR], manages=(), now=clock.now(),
    )  # fmt: skip
    scim.patch(f"/Users/{person_id}", {"op": "replace", "path": "title", "value": "manager"})
    row = people.person(person_id)
    assert (row.name, row.email, row.unit_code) == ("Ana R.", "ana@corner.example", "south")
    assert row.roles == {Role.LEARNER, Role.AUTHOR} and row.attributes["job"] == "manager"
    scim.patch(
        f"/Users/{person_id}",
        {"op": "replace", "path": f"{ENTERPRISE}:department", "value": "Corner Stores"},
        {"op": "replace", "path": 'emails[type eq "work"].value', "value": "ruiz@corner.example"},
    )
    row = people.person(person_id)
    assert (row.name, row.email, row.unit_code) == ("Ana R.", "ruiz@corner.example", "org")


def test_another_name_takes_the_old_one_away_and_leaves_what_was_added_by_hand(scim: Scim) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    for typed in ("ana@home.example", "ana@shop.example"):
        people.add_identity(person_id=_id(made), provider=Provider.EMAIL, typed=typed)

    def addresses() -> set[str]:
        return {row.subject for row in people.identities_of(_id(made)) if "@" in row.subject}

    for address in ("ana.lind@corner.example", "ana@shop.example"):
        changed = {"op": "replace", "path": "emails", "value": [{"value": address}]}
        scim.patch(f"/Users/{made['id']}", changed)
        assert people.person(_id(made)).email == address
    # The directory's userName is still the first one; no second person has that address.
    by_hand = {row.subject for row in people.identities_of(_id(made)) if row.provider == "email"}
    assert by_hand == {"ana@home.example", "ana@shop.example"}
    assert "ana.lind@corner.example" not in addresses()


@pytest.mark.parametrize(
    ("operation"),
    [
        {"op": "replace", "path": "active", "value": False},
        {"op": "Replace", "path": "active", "value": "False"},
        {"op": "replace", "value": {"active": False}},
    ],
)
def test_a_leaver_is_out_with_the_next_request(
    scim: Scim, cast: Cast, operation: dict[str, Any]
) -> None:
    browser = Client()
    browser.force_login(get_user_model().objects.get(id=cast.worker.id))
    assert browser.get("/today").status_code == 200
    assert scim.patch(f"/Users/{cast.worker.id}", operation).status_code == 200
    answer = browser.get("/today")
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/sign-in")
    assert not Session.objects.filter(person=cast.worker.id).exists()
    assert not people.person(cast.worker.id).is_active


def test_who_is_deleted_is_out_keeps_their_pseudonym_and_may_come_back(
    scim: Scim, cast: Cast
) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    before = people.person(_id(made))
    assert scim.ask("DELETE", f"/Users/{made['id']}").status_code == 204
    for method in ("GET", "DELETE"):
        assert scim.ask(method, f"/Users/{made['id']}").status_code == 404
    assert scim.find("Users", 'userName eq "ana.ruiz@corner.example"')["totalResults"] == 0
    gone = people.person(before.id)
    assert not gone.is_active and gone.pseudonym == before.pseudonym and gone.name == "Ana Ruiz"
    again = scim.add("ana.ruiz@corner.example", **ANA)
    back = people.person(before.id)
    assert again["id"] == made["id"] and back.is_active and back.pseudonym == before.pseudonym


def test_another_person_with_the_name_of_one_who_left_is_another_person(scim: Scim) -> None:
    made = scim.add("ana.ruiz@corner.example", **ANA)
    scim.ask("DELETE", f"/Users/{made['id']}")
    other = scim.add("ana.ruiz@corner.example", **{**ANA, "externalId": "00u2"})
    assert other["id"] != made["id"]
    left, came = people.person(_id(made)), people.person(_id(other))
    assert left.pseudonym != came.pseudonym and not left.is_active
    assert came.email == "ana.ruiz@corner.example" and left.email == ""
    assert left.sign_in_name.startswith("left-")


def test_nobody_takes_the_last_administrator_away(scim: Scim, cast: Cast) -> None:
    path = f"/Users/{cast.administrator.id}"
    answer = scim.patch(path, {"op": "replace", "path": "active", "value": False})
    assert (answer.status_code, told(answer)["scimType"]) == (400, "mutability")
    assert scim.ask("DELETE", path).status_code == 400
    assert people.person(cast.administrator.id).is_active


def test_a_role_that_the_directory_names_is_not_given(scim: Scim) -> None:
    roles = [{"value": "administrator", "primary": True}]
    made = scim.add("eve", roles=roles, entitlements=roles, password="a-long-password-1")
    assert people.person(_id(made)).roles == {Role.LEARNER}
    assert "roles" not in made and "password" not in made
    kept = KeptPerson.objects.get(person=made["id"]).said
    assert not {"roles", "password", "entitlements"} & kept.keys()
    assert people.with_password(typed="eve", password="a-long-password-1") is None


def test_a_change_of_an_old_version_is_refused(scim: Scim) -> None:
    made = scim.add("ana", **ANA)
    path, old = f"/Users/{made['id']}", made["meta"]["version"]
    change = {"op": "replace", "path": "title", "value": "boss"}
    fresh = scim.patch(path, change, if_match=old)
    assert fresh.status_code == 200 and fresh["ETag"] != old
    for method in ("PUT", "DELETE", "PATCH"):
        content = {"schemas": [PATCH], "Operations": [change]}
        body = {"schemas": [USER], "userName": "ana"} if method == "PUT" else content
        assert scim.ask(method, path, body, if_match=old).status_code == 412
    same = scim.ask("GET", path, if_none_match=fresh["ETag"])
    assert (same.status_code, same.content) == (304, b"")
    assert scim.ask("GET", path, if_none_match=old).status_code == 200


def test_lists_come_in_pages_with_the_attributes_asked_for(scim: Scim) -> None:
    for at in range(5):
        scim.add(f"user-{at}", title="till")
    found = scim.find(
        "Users", 'title eq "TILL"', sortBy="userName", sortOrder="descending",
        startIndex="2", count="2", attributes="userName",
    )  # fmt: skip
    assert (found["totalResults"], found["startIndex"], found["itemsPerPage"]) == (5, 2, 2)
    assert [user["userName"] for user in found["Resources"]] == ["user-3", "user-2"]
    assert all(user.keys() == {"schemas", "id", "userName"} for user in found["Resources"])
    none = scim.find("Users", "title pr", count="0")
    assert none["totalResults"] >= 5 and none["Resources"] == []
    many = told(scim.ask("GET", "/Users?count=100000&startIndex=-5&excludedAttributes=title,meta"))
    assert many["startIndex"] == 1 and "title" not in many["Resources"][0]
    assert told(scim.ask("GET", "/Users?startIndex=99999"))["Resources"] == []


def test_who_was_erased_is_not_seen(scim: Scim) -> None:
    made = scim.add("ana", **ANA)
    people.erase_person(person_id=_id(made))
    assert scim.ask("GET", f"/Users/{made['id']}").status_code == 404
    assert scim.find("Users", f'id eq "{made["id"]}" or externalId eq "00u1"')["totalResults"] == 0
    assert not KeptPerson.objects.filter(person=made["id"]).exists()
    assert not Identity.objects.filter(person=made["id"]).exists()


def test_what_the_directory_said_is_part_of_what_is_held_about_a_person(scim: Scim) -> None:
    made = scim.add("ana", **ANA)
    held = people.held_about(_id(made))
    assert held["directory"][0]["said"]["externalId"] == "00u1"


@pytest.mark.parametrize(
    "key", ["5f0c1c1e-8f0b-4b6e-9a52-0d7e4b8f3a10", "1", "..", "%00", "a" * 500, "' OR 1=1"]
)
def test_an_id_of_another_house_is_nobodys(scim: Scim, key: str) -> None:
    for method in ("GET", "PUT", "PATCH", "DELETE"):
        content = {"schemas": [USER], "userName": "x"} if method == "PUT" else {
            "schemas": [PATCH], "Operations": [{"op": "remove", "path": "title"}],
        }  # fmt: skip
        answer = scim.ask(method, f"/Users/{key}", content)
        assert answer.status_code == 404 and told(answer)["status"] == "404"


def _id(content: dict[str, Any]) -> UUID:
    return UUID(content["id"])
