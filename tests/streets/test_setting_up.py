"""An empty installation: every address leads to where the link is found, and the link opens one
page."""

from __future__ import annotations

import html
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from tests.architecture.messages import write_pseudo
from tests.architecture.pseudo import PSEUDO
from tests.logos import PNG, png
from tests.streets.test_pseudo import Readable, plain
from trimtab import clock
from trimtab.config.edge import admission
from trimtab.config.edge.bounds import ANYBODY, UPLOADS
from trimtab.config.policies import POLICIES, Circle
from trimtab.console.main import cli
from trimtab.people import api as people
from trimtab.people.models import SetUpLink
from trimtab.web.zones import zones

pytestmark = pytest.mark.django_db
PASSWORD = "seven-olive-trees-in-pots"
GIVEN = {
    "organisation": "Larkspur Gardens",
    "colour": "#1b3a5b",
    "language": "de",
    "time_zone": "Europe/Berlin",
    "name": "Ada Brandt",
    "email": "ada@larkspur.example",
    "password": PASSWORD,
    "again": PASSWORD,
}


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def link() -> str:
    return f"/set-up/{people.make_set_up_link(now=clock.now())}"


@pytest.mark.parametrize(
    "path",
    ["/", "/sign-in", "/people", "/today", "/nowhere", "/forgotten", "/come-in/abc", "/style"],
)
def test_every_address_leads_to_the_page_that_says_where_the_link_is_found(path: str) -> None:
    for answer in (Client().get(path, follow=True), Client().post(path, follow=True)):
        assert answer.redirect_chain == [("/set-up", 302)]
        assert answer.status_code == 200
        assert "not set up yet" in said(answer) and "trimtab init --link" in said(answer)
        assert 'type="password"' not in said(answer)


def test_machines_and_whoever_watches_hear_their_own_answer() -> None:
    assert Client().get("/healthz").headers["Content-Type"] == "application/json"
    assert Client().get("/xapi/statements").status_code in (400, 401)
    assert Client().get("/xapi/about").status_code == 200
    assert Client().get("/xapi/nowhere").status_code == 404


def test_the_form_makes_the_organisation_and_its_sender_is_signed_in() -> None:
    client, path = Client(), link()
    page = client.get(path)
    assert page.status_code == 200 and "no-store" in page.headers["Cache-Control"]
    answer = client.post(path, GIVEN | {"logo": SimpleUploadedFile("logo.png", PNG)}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert answer.status_code == 200 and "Larkspur Gardens" in said(answer)
    person = people.person_by_email("ada@larkspur.example")
    assert person and person.name == "Ada Brandt" and person.language == "de"
    assert client.get("/people").status_code == 200
    picture = Client().get("/logo")
    assert picture.headers["Content-Type"] == "image/png" and picture.content[16:20] == PNG[16:20]
    assert "/logo?" in said(Client().get("/sign-in"))


def test_the_link_works_once_and_says_so_afterwards() -> None:
    path = link()
    Client().post(path, GIVEN)
    for answer in (Client().get(path), Client().post(path, GIVEN)):
        assert answer.status_code == 410 and "the organisation is there now" in said(answer)
    assert Client().get("/set-up").headers["Location"] == "/"
    assert people.count_people() == 1


def test_looking_at_the_page_uses_nothing_and_a_wrong_link_says_what_to_do() -> None:
    path = link()
    assert [Client().get(path).status_code for _ in range(3)] == [200, 200, 200]
    for wrong in (f"{path}x", "/set-up/x", path[:-1]):
        answer = Client().get(wrong)
        assert answer.status_code == 410 and "trimtab init --link" in said(answer)
    SetUpLink.objects.update(expires_at=clock.now())
    assert "time of this link is over" in said(Client().get(path))


def test_what_is_wrong_is_said_at_its_field_and_nothing_that_was_written_is_lost() -> None:
    client, path = Client(), link()
    wrong = GIVEN | {"email": "ada@", "password": "short", "again": "other", "colour": "#ffff00"}
    answer = client.post(path, wrong | {"logo": SimpleUploadedFile("logo.png", PNG)})
    page = said(answer)
    assert answer.status_code == 422 and "4 fields are not right yet" in page
    for field in ("email", "password", "again", "colour"):
        assert f'id="f-{field}-error"' in page
    for kept in ("Larkspur Gardens", "Ada Brandt", "ada@", 'value="Europe/Berlin" selected'):
        assert kept in page
    assert "short" not in re.findall(r'value="([^"]*)"', page)
    assert "data:image/png;base64," in page and people.organisation() is None
    client.post(path, GIVEN)
    assert people.logo().startswith(b"\x89PNG")


def test_a_logo_can_be_taken_back_before_it_is_sent_again() -> None:
    path = link()
    Client().post(path, GIVEN | {"name": "", "logo": SimpleUploadedFile("logo.png", PNG)})
    Client().post(path, GIVEN | {"no_logo": "on"})
    assert people.organisation() and people.logo() == b""
    assert Client().get("/logo").status_code == 404


@pytest.mark.parametrize(
    "content",
    [b"<svg/>", b"GIF89a" + bytes(50), png(9000, 20), PNG[:50], PNG + bytes(3 * 2**20)],
)
def test_what_is_no_logo_is_refused_at_its_field(content: bytes) -> None:
    answer = Client().post(link(), GIVEN | {"logo": SimpleUploadedFile("a.png", content)})
    assert answer.status_code == 422 and 'id="f-logo-error"' in said(answer)
    assert "One field is not right yet" in said(answer)
    assert people.organisation() is None


@pytest.mark.parametrize(
    "given",
    [
        {"organisation": "<script>alert(1)</script>", "name": '"><img src=x>'},
        {"time_zone": "../../etc/passwd"},
        {"language": "xx'; drop table"},
        {"email": "a" * 500},
        {"password": "p" * 5000, "again": "p" * 5000},
        {"organisation": "x" * 5000},
        {},
    ],
)
def test_hostile_and_half_filled_forms_are_answered_with_the_form(given: dict[str, str]) -> None:
    sent = GIVEN | given if given else {}
    answer = Client().post(link(), sent)
    assert answer.status_code in (302, 422)
    assert "<script>alert" not in answer.content.decode()
    made = people.organisation()
    assert made is None or made.language in ("en-gb", "de", "ar")


def test_an_upload_is_large_for_whoever_holds_the_link_alone() -> None:
    def most(path: str) -> int:
        from django.urls import resolve

        return admission._most(resolve(path), {"cookie": "csrftoken=x"})

    path = link()
    assert most(path) == UPLOADS["set-up-link"].most > 2 * 2**20
    assert most(f"{path}x") == ANYBODY


def test_the_addresses_are_of_the_link_and_of_everybody() -> None:
    assert POLICIES["set-up-link"].read is Circle.LINK and POLICIES["set-up-link"].apart
    assert POLICIES["set-up"].write is None


def test_the_command_prints_a_new_link_until_there_is_an_organisation(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from contextlib import nullcontext

    monkeypatch.setattr("trimtab.console.environment.database", nullcontext)
    run = CliRunner()
    printed = run.invoke(cli, ["init", "--link"]).output.strip()
    assert re.fullmatch(r"http://localhost:\d+/set-up/[0-9a-z-]{23}", printed)
    path = "/set-up/" + printed.rsplit("/", 1)[1]
    assert Client().get(path).status_code == 200
    Client().post(path, GIVEN)
    again = run.invoke(cli, ["init", "--link"])
    assert "set up already" in str(again.exception)
    made = ["init", "--name", "X", "--email", "x@x.example", "--password", PASSWORD]
    assert "is here already" in str(run.invoke(cli, made).exception)


def test_the_pages_can_be_translated_as_a_whole(tmp_path: Path) -> None:
    write_pseudo(tmp_path)
    languages = [*settings.LANGUAGES, (PSEUDO, "Pseudo")]
    names = " ".join([*zones(), *dict(languages).values()]).replace("_", " ")
    with override_settings(LANGUAGES=languages, LOCALE_PATHS=[tmp_path]):
        path = link()
        for answer in (
            Client().get("/set-up", headers={"accept-language": PSEUDO}),
            Client().get(path, headers={"accept-language": PSEUDO}),
            Client().get(f"{path}x", headers={"accept-language": PSEUDO}),
        ):
            reader = Readable()
            reader.feed(answer.content.decode())
            read = ("\n".join(reader.texts), *reader.spoken)
            assert [each for text in read for each in plain(text) if each not in names] == []
