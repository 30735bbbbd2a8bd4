"""Cards to hand out: a PDF for some, for a unit, for everybody who is not in; each makes a link, and
a card that is made again ends the one before.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import PASSWORD, Cast, engage
from tests.logos import png
from trimtab import clock
from trimtab.governance import api as governance
from trimtab.journeys import cards, inviting
from trimtab.people import api as people
from trimtab.people.api import EntryStage
from trimtab.people.models import AccessLink, Organisation


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


def client(person: people.PersonRow) -> Client:
    browser = Client()
    browser.force_login(get_user_model().objects.get(id=person.id))
    return browser


def open_links() -> dict[Any, Any]:
    found = AccessLink.objects.filter(used_at=None, ended_at=None)
    return dict(found.values_list("person", "digest"))


def test_a_unit_gets_its_cards_and_made_again_the_first_open_nothing(cast: Cast) -> None:
    admin = client(cast.administrator)
    assert "2 people are not in yet" in admin.get("/people/cards?unit=north").content.decode()
    first = admin.post("/people/cards", {"whose": "file", "unit": "north"})
    assert first["Content-Type"] == "application/pdf" and first.content.startswith(b"%PDF-")
    assert "trimtab-cards-2.pdf" in first["Content-Disposition"]
    before = open_links()
    assert set(before) == {cast.worker.id, cast.manager.id}
    again = admin.post("/people/cards", {"whose": "file", "unit": "north"})
    assert again.status_code == 200
    after = open_links()
    assert set(after) == set(before) and not set(after.values()) & set(before.values())
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert acts.count("people.invited") == 2
    assert "2 cards were made" in admin.get("/people/cards").content.decode()


def test_only_those_who_are_ticked_get_a_card_and_nobody_who_is_in(cast: Cast) -> None:
    now, admin = clock.now(), client(cast.administrator)
    people.set_password(person_id=cast.worker.id, password=PASSWORD, now=now)
    ticked = [str(cast.worker.id), str(cast.stranger.id), "no-id", str(cast.stranger.id)]
    answer = admin.post("/people/cards", {"whose": "chosen", "person": ticked})
    assert "trimtab-cards-1.pdf" in answer["Content-Disposition"]
    assert set(open_links()) == {cast.stranger.id}
    nobody = admin.post("/people/cards", {"whose": "chosen", "person": [str(cast.worker.id)]})
    assert nobody.status_code == 302
    assert admin.post("/people/cards", {"whose": "chosen"}).status_code == 302


def test_a_file_is_bounded_and_more_are_several(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cards, "MOST_CARDS", 3)
    admin = client(cast.administrator)
    page = admin.get("/people/cards").content.decode()
    assert re.findall(r"cards (\d) to (\d)", page) == [("1", "3"), ("4", "6"), ("7", "8")]
    seen: set[Any] = set()
    for number in (1, 2, 3):
        answer = admin.post("/people/cards", {"whose": "file", "file": number})
        made = set(open_links()) - seen
        assert f"cards-{len(made)}.pdf" in answer["Content-Disposition"]
        seen |= made
    assert len(seen) == 8
    assert admin.post("/people/cards", {"whose": "file", "file": "99"}).status_code == 302


def test_one_persons_card_invites_and_later_leads_to_a_new_password(cast: Cast) -> None:
    admin, address = client(cast.administrator), f"/people/{cast.worker.id}/card"
    assert admin.post(address).content.startswith(b"%PDF-")
    assert AccessLink.objects.get(ended_at=None).purpose == "invitation"
    people.set_password(person_id=cast.worker.id, password=PASSWORD, now=clock.now())
    assert admin.post(address).content.startswith(b"%PDF-")
    assert AccessLink.objects.get(ended_at=None).purpose == "reset"
    people.shut_out(person_id=cast.worker.id, now=clock.now())
    assert admin.post(address).status_code == 302


def test_cards_speak_their_persons_language_and_carry_what_they_promise(cast: Cast) -> None:
    """The words as they are set; the picture of a file is looked at by people."""
    people.choose_language(person_id=cast.worker.id, language="de")
    people.choose_language(person_id=cast.manager.id, language="zz")
    Organisation.objects.update(logo=png(400, 120))
    now = clock.now()
    ids = [cast.worker.id, cast.manager.id]
    sheets = inviting.invite_on_paper(
        person_ids=ids, by=cast.administrator, address=lambda token: f"http://x/{token}", now=now
    )
    assert [sheet.language for sheet in sheets] == ["de", "zz"]
    assert all(sheet.link.endswith(sheet.token) for sheet in sheets)
    drawn, count = cards.invitation_cards(
        person_ids=ids,
        by=cast.administrator,
        address=lambda token: f"http://x/{token}",
        typed_at="http://x/come-in",
        now=now,
    )
    assert count == 2 and drawn.startswith(b"%PDF-") and b"/Image" in drawn


def test_a_card_that_is_typed_leads_where_its_link_does(cast: Cast) -> None:
    [sheet] = inviting.invite_on_paper(
        person_ids=[cast.worker.id], by=cast.administrator, address=str, now=clock.now()
    )
    browser = Client()
    for typed in (
        sheet.token,
        sheet.token.upper(),
        sheet.token.replace("-", " "),
        f" {sheet.token}",
    ):
        answer = browser.post("/come-in", {"token": typed})
        assert browser.get(answer.headers["Location"]).status_code == 200
    for hostile in (
        "",
        "../../people",
        "//evil.example",
        "x" * 5000,
        "İ",
        "a b\r\nSet-Cookie: x=y",
    ):
        answer = browser.post("/come-in", {"token": hostile})
        place = answer.headers.get("Location", "")
        assert answer.status_code in (302, 422)
        assert not place or re.fullmatch(r"/come-in/[0-9a-z-]+", place)
    assert (
        people.entries([cast.worker.id], now=clock.now())[cast.worker.id].standing
        is EntryStage.INVITED
    )
