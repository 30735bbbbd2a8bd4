"""The daily administration of people in the browser: found, many at once, units, attributes; with
what strangers type."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast, engage
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.people import api as people
from trimtab.people.api import Role, RowFate

ODD = (
    "",
    " ",
    "\x00",
    "'; DROP TABLE people_person; --",
    "<script>alert(1)</script>",
    "%",
    "x" * 5_000,
    "ß😀\u202e",
    "../../etc/passwd",
    "=1+1",
    "5f0c1c1e-8f0b-4b6e-9a52-0d7e4b8f3a10",
    "-1",
    "9" * 30,
)


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


@pytest.fixture
def admin(cast: Cast) -> Client:
    return client(cast.administrator)


def client(person: people.PersonRow) -> Client:
    signed_in = Client()
    signed_in.force_login(get_user_model().objects.get(id=person.id))
    return signed_in


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def names(answer: Any) -> list[str]:
    return re.findall(r' href="/people/[0-9a-f-]{36}">([^<]+)</a>', answer.content.decode())


def unit_id(code: str) -> int:
    return next(unit.id for unit in people.find_units("").rows if unit.code == code)


def test_people_are_filtered_sorted_and_the_filter_is_kept(cast: Cast, admin: Client) -> None:
    assert names(admin.get("/people?unit=north&sort=name-back")) == ["Wanda", "Mika"]
    assert names(admin.get("/people", {"unit": "Shop North"})) == ["Mika", "Wanda"]
    nowhere = admin.get("/people", {"unit": "Shop West"})
    assert names(nowhere) == [] and "no unit with the code or name Shop West" in said(nowhere)
    admin.post("/people/filters", {"unit": "north", "role": "manager", "name": "Who leads north"})
    page = said(admin.get("/people"))
    assert "Who leads north" in page and 'href="?unit=north&amp;role=manager"' in page
    assert "Who leads north" not in said(client(cast.steward).get("/people"))
    [kept] = people.saved_filters(cast.administrator.id)
    admin.post("/people/filters", {"remove": kept.id})
    assert people.saved_filters(cast.administrator.id) == []


def test_many_are_put_into_a_unit_after_a_look_and_taken_back(cast: Cast, admin: Client) -> None:
    chosen = {"person": [str(cast.worker.id), str(cast.stranger.id)]}
    assert "2 people are chosen" in said(admin.get("/people/many", chosen))
    looked = admin.post("/people/many", {**chosen, "do": "unit", "unit_to": "south"}, follow=True)
    assert "Put into the unit south: 2 people" in said(looked)
    assert "Do it for one person" in said(looked)
    assert people.person(cast.worker.id).unit_code == "north"
    where = looked.redirect_chain[-1][0]
    done = admin.post(where, {}, follow=True)
    assert "Put into the unit south: done" in said(done)
    assert people.person(cast.worker.id).unit_code == "south"
    assert "Put into the unit south" in said(admin.get("/people/import"))
    assert "changed many people at once" in said(admin.get("/audit"))
    admin.post(f"{where}/taking-back")
    assert people.person(cast.worker.id).unit_code == "north"


def test_all_who_fit_are_shut_out_but_those_who_must_stay(cast: Cast, admin: Client) -> None:
    looked = admin.post("/people/many", {"all": "yes", "do": "leave"}, follow=True)
    page = said(looked)
    assert "This is you" in page and "Nobody else would hold the role strategist" in page
    where = looked.redirect_chain[-1][0]
    refused = admin.post(where, {})
    assert "tick what you mean" in said(refused) and people.person(cast.worker.id).is_active
    agreed = re.findall(r'name="agreed" value="([^"]+)"', page)
    admin.post(where, {"agreed": agreed})
    assert not people.person(cast.worker.id).is_active
    assert people.person(cast.administrator.id).is_active
    assert people.person(cast.strategist.id).is_active


def test_those_who_were_ticked_are_invited_and_nobody_else(cast: Cast, admin: Client) -> None:
    sheets = admin.post("/people/invitations", {"person": [str(cast.worker.id)], "way": "paper"})
    assert said(sheets).count("/come-in/") >= 1 and "Wanda" in said(sheets)
    assert "Mika" not in said(sheets)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_who_fits_goes_out_as_a_file_that_changes_nobody(
    cast: Cast, admin: Client, kind: str
) -> None:
    file = admin.post("/people/many/file", {"all": "yes", "unit": "north", "as": kind})
    assert f".{kind}" in file["Content-Disposition"]
    again = io.BytesIO(file.content)
    again.name = f"people.{kind}"
    admin.post("/people/import", {"file": again})
    [row] = people.people_lists(now=clock.now())
    assert (row.total, row.counts) == (2, {RowFate.UNCHANGED: 2})
    assert "people.exported" in [entry.act for entry in governance.audit_entries().rows]


def test_everything_about_a_person_is_changed_on_their_page(cast: Cast, admin: Client) -> None:
    admin.post(
        "/people/attributes",
        {"key": "shift", "label": "Shift", "holds": "choice", "options": "Early\nLate"},
    )
    page = f"/people/{cast.worker.id}"
    assert "Shift" in said(admin.get(page)) and 'name="attribute-job"' in said(admin.get(page))
    given = {
        "name": "Wanda West",
        "email": "w.west@corner.example",
        "unit": "Shop South",
        "role": ["learner", "author"],
        "language": "de",
        "time_zone": "Europe/Vienna",
        "attribute-shift": "late",
        "attribute-job": "",
    }
    admin.post(page, given)
    row = people.person(cast.worker.id)
    assert (row.name, row.email, row.unit_code) == ("Wanda West", "w.west@corner.example", "south")
    assert (row.language, row.time_zone) == ("de", "Europe/Vienna")
    assert row.attributes == {"shift": "Late"} and Role.AUTHOR in row.roles
    for field, wrong in (
        ("attribute-shift", "noon"),
        ("time_zone", "Mars"),
        ("language", "<b>"),
        ("unit", "moon"),
        ("manages_too", "moon"),
    ):
        answer = admin.post(page, {**given, field: wrong})
        assert answer.status_code == 422 and 'aria-invalid="true"' in said(answer), field
    assert people.person(cast.worker.id) == row


def test_units_are_administered_in_the_browser(cast: Cast, admin: Client) -> None:
    answer = admin.post(
        "/people/units", {"name": "Deli", "code": "deli", "kind": "counter", "parent": "north"}
    )
    assert answer.status_code == 302
    tree = said(admin.get(answer["Location"]))
    assert ">Deli<" in tree and "Corner Stores" in tree
    assert ">Deli<" not in said(admin.get("/people/units"))
    assert "Deli" in said(admin.get("/people/units?q=counter"))
    deli, north = f"/people/units/{unit_id('deli')}", f"/people/units/{unit_id('north')}"
    admin.post(deli, {"name": "Delicatessen", "kind": ""})
    assert "Delicatessen" in said(admin.get(deli))
    admin.post(f"{deli}/moving", {"parent": "south", "from_day": "2199-01-01"})
    later = admin.post(
        f"{deli}/moving", {"parent": "south", "from_day": clock.now().date().isoformat()}
    )
    assert later.status_code == 302
    assert people.unit_standing(unit_id("deli")).path == ("org", "south", "deli")
    admin.post(f"{deli}/managers", {"who": "wanda@corner.example"})
    assert "Wanda" in said(admin.get(deli))
    admin.post(f"{deli}/managers", {"end": str(cast.worker.id)})
    refused = admin.post(f"{north}/retiring", {})
    assert refused.status_code == 422 and "2 people are in it" in said(refused)
    admin.post(f"{north}/retiring", {"to": "south"})
    assert admin.get(north).status_code == 404
    assert people.person(cast.worker.id).unit_code == "south"


def test_a_move_to_come_is_shown_and_called_off(cast: Cast, admin: Client) -> None:
    page = f"/people/units/{unit_id('north')}"
    admin.post(f"{page}/moving", {"parent": "south", "from_day": "2027-12-31"})
    day = clock.now().date()
    assert "Moves to come" in said(admin.get("/people/units")) or day.year > 2027
    admin.post(f"{page}/moving", {"call-off": "yes"})
    assert people.moves_to_come() == []


def test_attributes_are_defined_changed_and_let_go(cast: Cast, admin: Client) -> None:
    assert "job" in said(admin.get("/people/attributes"))
    refused = admin.post(
        "/people/attributes", {"key": "job", "holds": "choice", "options": "baker\npilot"}
    )
    assert refused.status_code == 422 and "do not fit" in said(refused)
    admin.post("/people/attributes", {"key": "job", "label": "Job", "holds": "text"})
    assert "Job" in said(admin.get("/people/attributes/job"))
    admin.post("/people/attributes/job", {"label": "Work", "holds": "text", "key": "other"})
    assert [row.label for row in people.attribute_rows()] == ["Work"]
    admin.post("/people/attributes/job/forgetting")
    assert people.attribute_rows() == [] and people.people_by_attribute() == {"job": 2}
    assert admin.get("/people/attributes/job").status_code == 404


@pytest.mark.parametrize("odd", ODD)
def test_what_strangers_type_breaks_no_page_and_changes_nobody(
    cast: Cast, admin: Client, odd: str
) -> None:
    admin.post("/people/attributes", {"key": "age", "holds": "number"})
    before = people.person(cast.worker.id)
    unit, unit_before = unit_id("north"), people.unit_standing(unit_id("north"))
    # A character that no text has is stopped at the edge.
    read = (400,) if "\x00" in odd else (200,)
    for field in ("q", "unit", "role", "audience", "standing", "sort", "page", "at"):
        assert admin.get("/people", {field: odd}).status_code in read, field
        assert admin.get("/people/units", {field: odd}).status_code in read, field
        many = admin.get("/people/many", {field: odd, "all": "yes"})
        assert many.status_code in read, field
    person = str(cast.worker.id)
    for path, given in (
        ("/people/many", {"person": odd, "do": "leave"}),
        ("/people/many", {"person": person, "do": odd}),
        ("/people/many", {"person": person, "do": "unit", "unit_to": odd.strip() or "moon"}),
        ("/people/many", {"person": person, "do": "give-role", "role_to": odd}),
        ("/people/many", {"person": person, "do": "attribute", "attribute": odd}),
        ("/people/filters", {"name": odd, "q": odd}),
        ("/people/filters", {"remove": odd}),
        ("/people/units", {"code": odd, "name": "", "kind": odd, "parent": odd}),
        (f"/people/units/{unit}", {"name": "", "kind": odd}),
        (f"/people/units/{unit}/moving", {"parent": odd.strip() or "moon", "from_day": odd}),
        (f"/people/units/{unit}/retiring", {"to": odd}),
        (f"/people/units/{unit}/managers", {"who": odd}),
        (f"/people/units/{unit}/managers", {"end": odd}),
        ("/people/attributes", {"key": odd + "!", "label": odd, "holds": odd}),
        ("/people/attributes/age", {"label": "x" * 81, "holds": "choice", "options": odd}),
    ):
        status = admin.post(path, given).status_code
        assert status in (302, 400, 404, 422), (path, given, status)
    assert admin.post("/people/many/file", {"person": odd, "as": odd}).status_code in read
    assert people.person(cast.worker.id) == before
    assert people.unit_standing(unit) == unit_before
    assert [row.kind.value for row in people.attribute_rows()] == ["number"]


def test_whoever_is_no_administrator_administers_nobody(cast: Cast) -> None:
    for person in (cast.steward, cast.strategist, cast.manager, cast.worker):
        browser = client(person)
        for path in ("/people/many", "/people/units", "/people/attributes"):
            assert browser.get(path).status_code == 403
        assert browser.post("/people/many/file", {"all": "yes"}).status_code == 403
    assert "Tick all on this page" not in said(client(cast.steward).get("/people"))
