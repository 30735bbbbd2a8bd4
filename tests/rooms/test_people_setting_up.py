"""An organisation begins: the link to its set-up page, its logo, all or nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from tests.logos import JPEG, PNG, WEBP, png
from trimtab.governance import api as governance
from trimtab.journeys import organisation
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.people import api as people
from trimtab.people.models import Person, SetUpLink

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 9, 7, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
GIVEN = people.Beginning(
    organisation="Larkspur Gardens",
    colour="#1b3a5b",
    language="de",
    time_zone="Europe/Berlin",
    name="Ada Brandt",
    email="Ada@Larkspur.example",
    password="seven-olive-trees-in-pots",
)


def test_a_link_opens_the_page_and_the_newest_alone_works_for_a_day() -> None:
    first = people.make_set_up_link(now=NOW)
    assert people.set_up_link(first, now=NOW).expires_at == NOW + DAY
    second = people.make_set_up_link(now=NOW)
    for token, at in ((first, NOW), (second, NOW + DAY), ("", NOW), ("\x00", NOW)):
        with pytest.raises(NotFound):
            people.set_up_link(token, now=at)
    assert people.set_up_link(second.upper().replace("-", " "), now=NOW)


def test_the_token_itself_stands_nowhere() -> None:
    token = people.make_set_up_link(now=NOW)
    [kept] = SetUpLink.objects.values()
    assert token not in str(kept) and token.replace("-", "") not in str(kept)


def test_an_organisation_begins_with_its_administrator_and_the_link_works_no_more() -> None:
    token = people.make_set_up_link(now=NOW)
    given = replace(GIVEN, logo=people.redrawn(PNG))
    person = people.person(organisation.set_up(token=token, given=given, now=NOW))
    made = people.organisation()
    assert made and (made.name, made.language, made.time_zone, made.simulated) == (
        "Larkspur Gardens",
        "de",
        "Europe/Berlin",
        False,
    )
    assert (person.name, person.email, person.language) == (
        "Ada Brandt",
        "ada@larkspur.example",
        "de",
    )
    assert person.roles == {people.Role.ADMINISTRATOR, people.Role.STRATEGIST}
    assert people.with_password(typed=person.email, password=GIVEN.password) == person.id
    assert made.logo and people.logo().startswith(b"\x89PNG")
    assert [entry.act for entry in governance.audit_entries().rows] == ["organisation.set-up"]
    with pytest.raises(NotFound):
        people.set_up_link(token, now=NOW)
    with pytest.raises(NotFound):
        organisation.set_up(token=token, given=GIVEN, now=NOW)
    with pytest.raises(Refusal, match="set up already"):
        people.make_set_up_link(now=NOW)


def test_the_console_closes_the_page_too() -> None:
    token = people.make_set_up_link(now=NOW)
    organisation.begin(
        name="Corner",
        time_zone="UTC",
        email="ada@corner.example",
        password="long-enough-1",
        is_rehearsal=False,
        now=NOW,
    )
    with pytest.raises(NotFound):
        people.set_up_link(token, now=NOW)


def test_everything_that_is_wrong_is_said_at_once_and_nothing_is_made() -> None:
    wrong = people.Beginning(
        organisation=" ",
        colour="#ffff00",
        language="de",
        time_zone="Mars",
        name="",
        email="ada@",
        password="short",
    )
    assert set(people.faults_of_beginning(wrong)) == {
        "organisation",
        "colour",
        "time_zone",
        "name",
        "email",
        "password",
    }
    assert people.faults_of_beginning(GIVEN) == {}
    token = people.make_set_up_link(now=NOW)
    with pytest.raises(Refusal):
        organisation.set_up(token=token, given=wrong, now=NOW)
    assert people.organisation() is None and not Person.objects.exists()
    assert people.set_up_link(token, now=NOW)


def test_a_password_that_is_like_the_own_name_or_address_is_refused() -> None:
    for password in ("ada brandt 1", "ada@larkspur.example"):
        faults = people.faults_of_beginning(replace(GIVEN, password=password))
        assert set(faults) == {"password"}


def test_a_logo_is_drawn_anew_and_nothing_else_of_the_file_stays() -> None:
    drawn = people.redrawn(png(60, 20, words=b"somebody's secret"))
    assert drawn.startswith(b"\x89PNG") and b"secret" not in drawn
    for content in (JPEG, WEBP):
        assert people.redrawn(content)[16:24] == drawn[16:24] == bytes((0, 0, 0, 60, 0, 0, 0, 20))


def test_a_logo_is_no_larger_than_its_place() -> None:
    drawn = people.redrawn(png(2000, 100))
    assert int.from_bytes(drawn[16:20]) == 640 and int.from_bytes(drawn[20:24]) <= 192


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a" + bytes(90),
        PNG[:60],
        png(60, 20, pixels=b""),
        JPEG[:-300],
        b"<svg xmlns='http://www.w3.org/2000/svg'><image href='file:///etc/passwd'/></svg>",
    ],
)
def test_what_cannot_be_drawn_is_refused_at_its_field(content: bytes) -> None:
    try:
        assert people.redrawn(content).startswith(b"\x89PNG")
    except Refusal as refusal:
        assert refusal.field == "logo"


def test_a_logo_waits_for_the_next_try_of_the_same_link() -> None:
    token = people.make_set_up_link(now=NOW)
    people.keep_set_up_logo(token=token, logo=PNG)
    assert people.set_up_link(token, now=NOW).logo == PNG
    people.keep_set_up_logo(token="another", logo=b"")
    assert people.set_up_link(token, now=NOW).logo == PNG
    assert people.set_up_link(people.make_set_up_link(now=NOW), now=NOW).logo == b""
