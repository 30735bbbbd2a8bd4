"""People on their pages and on the command line: invited, in, signed out, shut out.

A list is looked at first, and guessing is told.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import Cast, engage
from tests.messages import messages_for
from trimtab import clock
from trimtab.channels.memory import MemoryChannel
from trimtab.config.wiring import entry_link
from trimtab.console.commands.people import accounts as commands
from trimtab.console.main import cli
from trimtab.governance import api as governance
from trimtab.journeys import asking as asking_journey
from trimtab.journeys import inviting
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import EntryStage, Role
from trimtab.strategy.api import asking

OWN, OTHER = "four words in a row", "five other words in a row"


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


@pytest.fixture(autouse=True)
def mail() -> Iterator[None]:
    """There is a mail server, as far as pages know."""
    messaging.settle_mail(True)
    yield
    messaging.settle_mail(False)


def delivered(now: dt.datetime | None = None) -> list[messaging.Outgoing]:
    post = MemoryChannel()
    at = max(now or clock.now().replace(hour=10), clock.now())
    messaging.deliver_letters(now=at, channel=post, time_zone=_daytime(at), links=entry_link)
    return post.delivered


def _daytime(moment: dt.datetime) -> str:
    """A time zone in which it is noon, and no quiet hour, at that moment."""
    return f"Etc/GMT{moment.hour - 12:+d}"


def client(person: people.PersonRow | None = None) -> Client:
    signed_in = Client()
    if person:
        signed_in.force_login(get_user_model().objects.get(id=person.id))
    return signed_in


def path_in(body: str) -> str:
    found = re.search(r"/come-in/[0-9a-z-]+", body)
    assert found
    return found[0]


def come_in(path: str, password: str = OWN, **more: str) -> tuple[Client, Any]:
    browser = client()
    return browser, browser.post(path, {"password": password, "again": password, **more})


def sign_in(typed: str, password: str, **more: str) -> tuple[Client, Any]:
    browser = client()
    return browser, browser.post("/sign-in", {"username": typed, "password": password, **more})


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def acts() -> list[str]:
    return [entry.act for entry in governance.audit_entries().rows]


def test_somebody_is_invited_by_mail_chooses_a_password_and_practises(cast: Cast) -> None:
    admin = client(cast.administrator)
    assert "never invited" in said(admin.get("/people"))
    for _ in range(2):
        admin.post("/people/invitations", {"way": "mail", "unit": "north"})
    letters = delivered()
    assert sorted(letter.address for letter in letters) == [
        "mika@corner.example",
        "wanda@corner.example",
    ]
    [body] = [letter.body for letter in letters if letter.address == cast.worker.email]
    assert not people.with_password(typed=cast.worker.email, password=OWN)
    assert said(client().get(path_in(body))).count("Welcome, Wanda") == 1
    browser, weak = come_in(path_in(body), "short")
    assert weak.status_code == 422 and "too short" in said(weak)
    browser, answer = come_in(path_in(body))
    assert answer.status_code == 302 and browser.get("/today").status_code == 200
    assert client().get(path_in(body)).status_code == 410
    assert "has come in" in said(admin.get("/people?q=wanda"))
    assert {"people.invited", "people.came-in"} <= set(acts())
    assert "come-in" not in str(messaging.held_about(cast.worker.id, [cast.worker.email]))


def test_a_new_invitation_replaces_the_old_and_a_withdrawn_one_never_leaves(cast: Cast) -> None:
    now, by, worker = clock.now(), cast.administrator, [cast.worker.id]
    inviting.invite_by_mail(person_ids=worker, by=by, now=now)
    [first] = delivered()
    inviting.invite_by_mail(person_ids=worker, by=by, now=now + dt.timedelta(minutes=2))
    [second] = delivered(now + dt.timedelta(minutes=3))
    assert client().get(path_in(first.body)).status_code == 410
    assert client().get(path_in(second.body)).status_code == 200
    inviting.invite_by_mail(person_ids=worker, by=by, now=now + dt.timedelta(minutes=4))
    client(by).post(f"/people/{cast.worker.id}/link", {"do": "withdraw"})
    assert delivered(now + dt.timedelta(minutes=5)) == []
    assert client().get(path_in(second.body)).status_code == 410


def test_sheets_are_handed_out_also_without_a_mail_server(cast: Cast) -> None:
    messaging.settle_mail(False)
    admin = client(cast.administrator)
    admin.post(
        "/people/new", {"name": "Carla Nunes", "email": "1042", "unit": "north", "role": "learner"}
    )
    assert "No mail leaves yet" in said(admin.get("/people"))
    assert admin.post("/people/invitations", {"way": "mail"}).status_code == 422
    answer = admin.post("/people/invitations", {"way": "paper", "q": "Carla"})
    page = said(answer)
    assert "<svg" in page and "no-store" in answer["Cache-Control"]
    assert come_in(path_in(page))[1].status_code == 302
    assert sign_in("1042", OWN)[1].status_code == 302
    assert "sends no mail" in said(client().get("/forgotten"))


def test_whoever_forgot_gets_a_link_and_the_answer_tells_nobody_who_is_here(cast: Cast) -> None:
    people.set_password(person_id=cast.worker.id, password=OWN, now=clock.now())
    elsewhere, _answer = sign_in(cast.worker.email, OWN)
    answers = [
        client().post("/forgotten", {"typed": typed})
        for typed in (cast.worker.email, "nobody@else.example")
    ]
    pages = [re.sub(r"(csrf\w+\" value|nonce)=\"[^\"]+\"", "", said(answer)) for answer in answers]
    assert pages[0].replace(cast.worker.email, "*") == pages[1].replace("nobody@else.example", "*")
    [letter] = delivered()
    assert letter.address == cast.worker.email
    assert come_in(path_in(letter.body), OTHER)[1].status_code == 302
    assert elsewhere.get("/me").status_code == 302
    assert (
        sign_in(cast.worker.email, OWN)[1].status_code == 200
        and sign_in(cast.worker.email, OTHER)[1].status_code == 302
    )
    assert "people.password-reset" in acts()
    assert [
        client().post("/forgotten", {"typed": cast.worker.email}).status_code for _ in range(3)
    ] == [200, 200, 429]


def test_a_reset_leaves_also_in_quiet_hours_and_an_administrator_hands_one_out(cast: Cast) -> None:
    people.set_password(person_id=cast.worker.id, password=OWN, now=clock.now())
    inviting.forgotten(typed=cast.worker.email, origin="192.0.2.1", now=clock.now())
    inviting.invite_by_mail(person_ids=[cast.manager.id], by=None, now=clock.now())
    post, night = (
        MemoryChannel(),
        f"Etc/GMT{clock.now().hour - 23:+d}"
        if clock.now().hour > 10
        else f"Etc/GMT{clock.now().hour + 1:+d}",
    )
    messaging.deliver_letters(now=clock.now(), channel=post, time_zone=night, links=entry_link)
    assert [letter.address for letter in post.delivered] == [cast.worker.email]
    sheet = said(client(cast.administrator).post(f"/people/{cast.worker.id}/link", {"do": "reset"}))
    assert client().get(path_in(post.delivered[0].body)).status_code == 410
    assert come_in(path_in(sheet), OTHER)[1].status_code == 302


def test_the_own_password_is_changed_with_the_old_one_and_ends_the_other_sessions(
    cast: Cast,
) -> None:
    people.set_password(person_id=cast.worker.id, password=OWN, now=clock.now())
    (here, _a), (there, _b) = (sign_in(cast.worker.email, OWN) for _ in range(2))
    form = {"old": "not this one", "password": OTHER, "again": OTHER}
    assert "not your password" in said(here.post("/me/password", form))
    assert here.post("/me/password", {**form, "old": OWN, "again": "else"}).status_code == 422
    assert here.post("/me/password", {**form, "old": OWN}).status_code == 302
    assert here.get("/me").status_code == 200 and there.get("/me").status_code == 302
    assert people.with_password(typed=cast.worker.email, password=OTHER)
    assert "people.password-changed" in acts()


def test_sessions_are_listed_end_idle_and_can_be_ended_elsewhere(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for person in (cast.worker, cast.administrator):
        people.set_password(person_id=person.id, password=OWN, now=clock.now())
    start = clock.now()

    def at(**later: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(**later))

    shared, _a = sign_in(cast.worker.email, OWN)
    own, answer = sign_in(cast.worker.email, OWN, kept="on")
    admin, never_kept = sign_in(cast.administrator.email, OWN, kept="on")
    assert answer.cookies["sessionid"]["max-age"] and not never_kept.cookies["sessionid"]["max-age"]
    at(minutes=40)
    assert shared.get("/me").status_code == 200
    at(minutes=80)
    assert "Sign out everywhere else" in said(shared.get("/me/signing-in"))
    at(hours=2, minutes=30)
    assert shared.get("/me").status_code == 302 and admin.get("/me").status_code == 302
    assert own.get("/me").status_code == 200
    at(days=13)
    assert own.get("/me").status_code == 200
    other, _c = sign_in(cast.worker.email, OWN)
    assert other.post("/me/sessions/ending").status_code == 302
    assert own.get("/me").status_code == 302 and other.get("/me").status_code == 200
    lasting, _d = sign_in(cast.worker.email, OWN, kept="on")
    for day in (20, 30, 40):
        at(days=day)
        assert lasting.get("/me").status_code == 200
    at(days=44)
    assert lasting.get("/me").status_code == 302


def test_guessing_is_slowed_and_the_owner_hears_of_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    people.set_password(person_id=cast.worker.id, password=OWN, now=clock.now())
    codes = [sign_in(cast.worker.email, f"wrong {n}")[1].status_code for n in range(7)]
    assert codes == [200] * 5 + [429] * 2
    refused = sign_in(cast.worker.email, OWN)[1]
    assert (
        refused.status_code == 429
        and int(refused["Retry-After"]) <= 60
        and "Nothing was checked" in said(refused)
    )
    start = clock.now()
    for minutes in (2, 4, 6):
        monkeypatch.setattr(
            clock, "now", lambda minutes=minutes: start + dt.timedelta(minutes=minutes)
        )
        assert sign_in(cast.worker.email, "wrong again")[1].status_code == 200
    assert "sign-in.guessed" in acts()
    assert sign_in(cast.worker.email, OWN)[1].status_code == 302
    subjects = [message.subject for message in messages_for(cast.worker.id)]
    assert sorted(subjects) == [
        "A sign-in after wrong passwords",
        "Wrong passwords for your account",
    ]
    assert "sign-in.after-failures" in acts()
    assert sign_in(cast.worker.email, "x" * 1001)[1].status_code == 422


def test_somebody_who_has_left_is_out_at_once_and_can_be_let_back_in(cast: Cast) -> None:
    people.set_password(person_id=cast.stakeholder.id, password=OWN, now=clock.now())
    browser, _a = sign_in(cast.stakeholder.email, OWN)
    day = clock.now().date() + dt.timedelta(days=9)
    agreed = asking.Agreed("What do you know?", ("Q-P9",), day, (), asking.Silence.GO_ON)
    invitee = asking.Invitee(cast.stakeholder.name, cast.stakeholder.email)
    tokens: list[str] = []

    def address(token: str) -> str:
        tokens.append(token)
        return token

    asking_journey.ask(
        agreed=agreed,
        invitees=[invitee],
        by=cast.strategist,
        address=address,
        now=clock.now(),
    )
    admin, page = client(cast.administrator), f"/people/{cast.stakeholder.id}"
    for _ in range(2):
        assert admin.post(f"{page}/leaving", {"do": "leave"}).status_code == 302
    assert (
        browser.get("/me").status_code == 302
        and sign_in(cast.stakeholder.email, OWN)[1].status_code == 200
    )
    # Whoever has an account signs in first, and whoever has left cannot.
    assert client().get(f"/asked/{tokens[0]}").headers["Location"].startswith("/sign-in")
    messaging.queue(
        person_ids=[cast.stakeholder.id],
        key="k",
        subject=as_written("s"),
        body=as_written("b"),
        why=as_written("w"),
        now=clock.now(),
        urgent=True,
    )
    assert messaging.deliver_due(now=clock.now(), channels={"in-app": MemoryChannel()}).sent == 0
    assert acts().count("person.shut-out") == 1
    assert admin.post(f"{page}/link", {"do": "reset"}).status_code == 422
    admin.post(f"{page}/leaving", {"do": "back"})
    assert sign_in(cast.stakeholder.email, OWN)[1].status_code == 302
    assert (
        admin.post(f"/people/{cast.administrator.id}/leaving", {"do": "leave"}).status_code == 422
    )


def test_a_person_is_added_and_changed_and_managing_is_said(cast: Cast) -> None:
    admin = client(cast.administrator)
    form = {
        "name": "Nora",
        "email": "Nora@Corner.example",
        "unit": "south",
        "role": ["learner", "manager"],
    }
    for _ in range(2):
        answer = admin.post("/people/new", form)
    assert answer.status_code == 422 and "already" in said(answer)
    nora = people.person_by_email("nora@corner.example")
    assert nora and nora.managed_units == ("south",) and nora.time_zone == "Europe/Berlin"
    changed = {**form, "name": "Nora B", "role": ["manager"], "manages": ["north", "south"]}
    assert admin.post(f"/people/{nora.id}", changed).status_code == 302
    now = people.person(nora.id)
    assert now.name == "Nora B"
    assert now.roles == {Role.MANAGER}
    assert now.managed_units == ("north", "south")
    assert admin.post(f"/people/{nora.id}", changed).status_code == 302
    assert acts().count("person.changed") == 1
    last = {"name": "Ada", "email": cast.administrator.email, "unit": "org", "role": ["learner"]}
    assert "Nobody would be left" in said(admin.post(f"/people/{cast.administrator.id}", last))
    faults: tuple[dict[str, object], ...] = (
        {"email": "x y"},
        {"unit": "moon"},
        {"role": []},
        {"role": ["king"]},
        {"name": ""},
        {"manages": ["moon"]},
    )
    for wrong in faults:
        assert admin.post(f"/people/{nora.id}", {**changed, **wrong}).status_code == 422


def test_people_are_found_by_how_far_they_are_and_others_look_alone(cast: Cast) -> None:
    people.set_password(person_id=cast.worker.id, password=OWN, now=clock.now())
    admin, steward = client(cast.administrator), client(cast.steward)
    assert "One person" in said(admin.get(f"/people?standing={EntryStage.IN}"))
    assert "7 people" in said(admin.get(f"/people?standing={EntryStage.NEW}"))
    page = said(steward.get("/people"))
    assert "Wanda" in page and "Invite" not in page
    for address in ("/people/new", "/people/import", f"/people/{cast.worker.id}"):
        assert steward.get(address).status_code == 403
    for address in (
        "/people/invitations",
        f"/people/{cast.worker.id}/link",
        f"/people/{cast.worker.id}/leaving",
    ):
        assert steward.post(address).status_code == 403


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands use the database of the test."""
    from contextlib import nullcontext

    monkeypatch.setattr("trimtab.console.environment.database", nullcontext)


def command(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["people", *arguments], catch_exceptions=True)


def test_people_are_let_in_from_the_command_line(cast: Cast, here: None, tmp_path: Path) -> None:
    assert command("add", "1042", "--name", "Carla", "--unit", "north").exit_code == 0
    lines = command("invite", "--unit", "north", "--print").stdout.splitlines()
    assert len(lines) == 3 and come_in(path_in(lines[0]))[1].status_code == 302
    sheets = tmp_path / "sheets.html"
    assert command("invite", "--again", "--unit", "north", "--sheets", str(sheets)).exit_code == 0
    assert sheets.read_text().count("<svg") == 2 and sheets.stat().st_mode & 0o077 == 0
    assert "1 invitations written" in command("invite", cast.author.email).output
    messaging.settle_mail(False)
    assert type(command("invite").exception).__name__ == "Refusal"
    assert come_in(path_in(command("reset", "1042").output), OTHER)[1].status_code == 302
    assert command("roles", "1042", "learner", "author").exit_code == 0
    assert (
        "Shut out." in command("shut-out", "1042").output
        and "already" in command("shut-out", "1042").output
    )
    assert sign_in("1042", OTHER)[1].status_code == 200
    assert command("let-in", "1042").exit_code == 0 and sign_in("1042", OTHER)[1].status_code == 302
    assert commands.people_command.name == "people"


def test_an_import_from_the_command_line_asks_before_it_takes_roles(
    cast: Cast, here: None, tmp_path: Path
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,name,unit,roles\nsasha@corner.example,Sasha,east,learner\n")
    for arguments, code in (((), 1), (("--dry-run", "--take-roles"), 0), (("--take-roles",), 0)):
        done = CliRunner().invoke(cli, ["import", "people", str(file), *arguments])
        assert done.exit_code == code and "strategist" in done.output and "east" in done.output
    assert people.person(cast.strategist.id).roles == {Role.LEARNER}


def test_what_is_exported_and_imported_again_changes_nobody(
    cast: Cast, here: None, tmp_path: Path
) -> None:
    people.import_people(
        csv_text="sign_in,email,name,unit,attribute:shift\n1042,,=Carla,north,late\n,d@corner.example,Dan,,\n",
        by=None,
        now=clock.now(),
    )
    file = tmp_path / "people.csv"
    file.write_text(CliRunner().invoke(cli, ["export", "people"]).stdout)
    head, *lines = file.read_text().splitlines()
    assert (
        "attribute:job" in head
        and "attribute:shift" in head
        and any(",1042,'=Carla,north," in line for line in lines)
    )
    done = CliRunner().invoke(cli, ["import", "people", str(file), "--json"])
    counts = json.loads(done.stdout)
    assert (counts["created"], counts["updated"], counts["unchanged"]) == (0, 0, len(lines)), counts
