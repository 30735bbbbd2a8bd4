"""Data rights on pages and on the command line: asked, looked at, handed over, erased, refused.

And what goes by itself.
"""

from __future__ import annotations

import datetime as dt
import html
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import msgspec
import pytest
from click.testing import CliRunner, Result
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.journeys.test_retention import DEMO, adopt
from trimtab.console.main import cli
from trimtab.governance import api as governance
from trimtab.journeys import rights
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import PersonRow
from trimtab.strategy import api as strategy
from trimtab.support import api as support
from trimtab.workbench.running import retention as retention_page

TODAY = dt.datetime.now(dt.UTC)
WORDS = "wandas very own words"


@pytest.fixture
def cast(db: None) -> Cast:
    found = engage()
    support.look_up(person_id=found.worker.id, query=WORDS, limit=5, now=NOW)
    messaging.queue(
        person_ids=[found.worker.id],
        key="a",
        subject=as_written("Come"),
        body=as_written("Dear Wanda"),
        why=as_written("You."),
        now=NOW,
    )
    return found


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def shown(answer: Any, status: int = 200) -> str:
    assert answer.status_code == status, answer.content
    return html.unescape(answer.content.decode())


def test_a_steward_finds_looks_erases_and_reads_what_was_done(cast: Cast) -> None:
    client = signed_in(cast.steward)
    assert "Nobody was erased yet" in shown(client.get("/data-rights"))
    assert f"/data-rights/people/{cast.worker.id}" in shown(
        client.get("/data-rights", {"q": "wand"})
    )
    assert "Nobody fits" in shown(client.get("/data-rights", {"q": "zebra"}))
    address = f"/data-rights/people/{cast.worker.id}"
    page = shown(client.get(address))
    assert (
        "The words go; whether it helped stays." in page
        and "Nobody can undo this" in page
        and "What stays" in page
    )
    answer = client.post(
        address, {"because": "Asked in writing", "confirm": " WANDA@corner.example "}, follow=True
    )
    done = shown(answer)
    assert (
        answer.redirect_chain
        and "Asked in writing" in done
        and "Stef" in done
        and "wanda" not in done.lower()
    )
    page = shown(client.get("/data-rights"))
    assert "Asked in writing" in page and "wanda" not in page.lower()
    assert "erased a person" in shown(client.get("/audit"))
    assert shown(client.get(address), 422) and people.person(cast.worker.id).is_erased


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"because": "Asked for it", "confirm": "wanda"}, "Type the address as it stands above."),
        ({"because": "Asked for it"}, "Type the address as it stands above."),
        ({"because": "", "confirm": "wanda@corner.example"}, "Say why."),
        (
            {"because": "Wanda asked", "confirm": "wanda@corner.example"},
            "Leave name and address out",
        ),
    ],
)
def test_without_reason_and_typed_address_nothing_is_erased(
    cast: Cast, given: dict[str, str], says: str
) -> None:
    page = shown(signed_in(cast.steward).post(f"/data-rights/people/{cast.worker.id}", given), 422)
    assert says in page and 'aria-invalid="true"' in page
    assert people.person(cast.worker.id).name == "Wanda"
    assert all(value in page for value in given.values())


def test_the_export_comes_first_and_stands_in_the_audit(cast: Cast) -> None:
    client = signed_in(cast.steward)
    answer = client.post(f"/data-rights/people/{cast.worker.id}/data.json")
    (look,) = governance.looks_at(cast.worker.id).rows
    assert look.what is governance.What.HELD and look.reader == cast.steward.name
    held = json.loads(answer.content)
    assert (
        "attachment" in answer["Content-Disposition"]
        and "wanda" not in answer["Content-Disposition"].lower()
    )
    assert held["person"]["name"] == "Wanda" and held["lookups"][0]["query"] == WORDS
    entry = governance.audit_entries().rows[0]
    assert (entry.act, entry.target, entry.actor_id) == (
        "person.exported",
        f"people/{cast.worker.id}",
        cast.steward.id,
    )
    assert client.get(f"/data-rights/people/{cast.worker.id}/data.json").status_code == 405


def test_a_worker_asks_takes_back_asks_again_and_reads_the_refusal(cast: Cast) -> None:
    worker, steward = signed_in(cast.worker), signed_in(cast.steward)
    assert "Ask to be erased" in shown(worker.get("/me"))
    assert "Take it back" in shown(worker.post("/me/erasure", {"do": "ask"}, follow=True))
    assert "One person asks to be erased" in shown(steward.get("/data-rights"))
    assert "Somebody asks to be erased" in shown(steward.get("/"))
    assert "Ask to be erased" in shown(worker.post("/me/erasure", {"do": "take-back"}, follow=True))
    assert "Nobody waits to be erased" in shown(steward.get("/data-rights"))
    assert shown(worker.post("/me/erasure", {"do": "take-back"}), 404)
    worker.post("/me/erasure", {"do": "ask"})
    [request] = governance.open_requests()
    address = f"/data-rights/requests/{request.id}/refusal"
    assert "Say why. The person reads it" in shown(steward.post(address, {"reason": " "}), 422)
    assert shown(steward.post(address, {"reason": "Kept until June by law."}, follow=True))
    assert "Kept until June by law." in shown(worker.get("/me"))


def test_an_open_request_says_its_age_and_when_it_is_late(cast: Cast) -> None:
    rights.ask(person=cast.worker, now=TODAY - dt.timedelta(days=12))
    rights.ask(person=cast.manager, now=TODAY - dt.timedelta(days=40))
    page = shown(signed_in(cast.steward).get("/data-rights"))
    assert (
        "2 people ask to be erased" in page
        and "Asked 12 days ago" in page
        and "Asked 40 days ago" in page
    )
    assert page.count("is-bad") == 1 and page.index("Mika") < page.index("Wanda")


@pytest.mark.parametrize(
    "who", ["worker", "manager", "strategist", "administrator", "author", "stakeholder"]
)
def test_nobody_but_stewards(cast: Cast, who: str) -> None:
    client = signed_in(getattr(cast, who))
    request = rights.ask(person=cast.worker, now=NOW)
    address = f"/data-rights/people/{cast.worker.id}"
    given = {"because": "I want it", "confirm": "wanda@corner.example", "reason": "No"}
    for found in (
        client.get("/data-rights"),
        client.get(address),
        client.post(address, given),
        client.post(f"{address}/data.json"),
        client.post(f"/data-rights/requests/{request.id}/refusal", given),
        client.get("/data-rights/erasures/1"),
    ):
        assert found.status_code == 403
    assert people.person(cast.worker.id).name == "Wanda" and governance.open_requests() == [request]
    assert client.get("/data-rights/retention").status_code == (
        200 if who == "administrator" else 403
    )


def test_who_is_not_signed_in_signs_in_first(cast: Cast) -> None:
    for address in (
        "/data-rights",
        "/data-rights/retention",
        f"/data-rights/people/{cast.worker.id}",
    ):
        assert Client().get(address).status_code == 302
    assert (
        Client().post("/me/erasure", {"do": "ask"}).status_code == 302
        and not governance.open_requests()
    )


def test_what_is_not_there_is_said(cast: Cast) -> None:
    client = signed_in(cast.steward)
    for address in (f"/data-rights/people/{uuid4()}", "/data-rights/erasures/999999"):
        assert client.get(address).status_code == 404
    assert (
        client.post(f"/data-rights/requests/{uuid4()}/refusal", {"reason": "No"}).status_code == 404
    )


def test_a_steward_does_not_erase_themselves(cast: Cast) -> None:
    client, address = signed_in(cast.steward), f"/data-rights/people/{cast.steward.id}"
    assert "This is you" in shown(client.get(address))
    assert (
        client.post(address, {"because": "Now", "confirm": cast.steward.email}).status_code == 403
    )


def test_the_page_of_retention_says_what_would_go_and_when(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        retention_page, "clock", SimpleNamespace(now=lambda: NOW + dt.timedelta(days=31))
    )
    client = signed_in(cast.steward)
    assert "Nothing goes by itself" in shown(client.get("/data-rights/retention"))
    adopt(30)
    page = shown(client.get("/data-rights/retention"))
    assert "Records of persons are kept for 30 days" in page and "Would go now" in page
    assert "Its figures and its arms stay" in page


def test_before_a_shorter_time_is_in_force_the_page_says_what_would_go(cast: Cast) -> None:
    answers = {**DEMO.answers, "Q-G7": strategy.Answer(value=1)}
    document = msgspec.structs.replace(DEMO, answers=answers)
    row = strategy.save_draft(document=document, by=cast.strategist.id, because="Less", now=NOW)
    page = shown(signed_in(cast.administrator).get(f"/strategy/revisions/{row.number}/adoption"))
    assert "Records of persons would be kept for 1 days" in page and "for good" in page
    assert support.searches_kept(cast.worker.id) == 1


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRIMTAB_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TRIMTAB_SECRET_KEY", "a-key-for-this-test")


def trimtab(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli, arguments, input=typed)


def test_the_command_counts_asks_and_erases(cast: Cast, folder: None) -> None:
    erase = ("people", "erase", "wanda@corner.example", "--because", "Asked for it")
    done = trimtab(*erase, "--dry-run")
    assert (
        done.exit_code == 0
        and "searches             1" in done.output
        and "Nothing was changed" in done.output
    )
    assert trimtab(*erase, typed="n\n").exit_code == 1
    assert trimtab("people", "erase", "wanda@corner.example", "--yes").exception is not None
    assert people.person(cast.worker.id).name == "Wanda"
    done = trimtab(*erase, "--yes")
    assert done.exit_code == 0 and "Erased. Entry" in done.output
    assert people.person(cast.worker.id).is_erased
    entry = governance.audit_entries().rows[0]
    assert entry.act == "person.erased" and entry.actor_name == "Trimtab"
    assert "There is nobody" in str(trimtab(*erase, "--yes").exception)


def test_the_command_lets_go_of_what_it_counted(cast: Cast, folder: None) -> None:
    assert "Nothing is let go" in trimtab("retention").output
    adopt(30)
    done = trimtab("retention", "--dry-run")
    assert (
        done.exit_code == 0
        and "searches             1 would go now" in done.output
        and "Nothing was changed" in done.output
    )
    assert trimtab("retention", typed="n\n").exit_code == 1
    assert support.searches_kept(cast.worker.id) == 1
    done = trimtab("retention", "--yes")
    assert done.exit_code == 0 and "Let go of" in done.output
    assert support.searches_kept(cast.worker.id) == 0
    assert "Nothing was changed" in trimtab("retention", "--yes").output
