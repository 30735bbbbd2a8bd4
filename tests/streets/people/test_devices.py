"""Shared devices: enrolled with a code, switched by badge, number or name and PIN; what a PIN opens
and what it does not; and nothing of the last person after they are done.
"""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.urls import reverse

from tests.cast import PASSWORD, Cast, engage
from tests.messages import messages_for
from tests.streets.addresses import names
from trimtab import clock
from trimtab.config.policies import BY_PIN, POLICIES, Circle
from trimtab.governance import api as governance
from trimtab.journeys import devices, inviting
from trimtab.people import api as people
from trimtab.people.api import Provider, Role
from trimtab.people.models import Pin, Session, SharedDevice

PIN, OTHER = "4927", "83615"
DEVICE = "device"


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage(clock.now(), PASSWORD)
    people.add_identity(person_id=cast.worker.id, provider=Provider.BADGE, typed="04A1F2C3")
    people.add_identity(person_id=cast.worker.id, provider=Provider.NUMBER, typed="4711")
    people.set_pin(person_id=cast.worker.id, pin=PIN, now=clock.now())
    people.set_pin(person_id=cast.administrator.id, pin=OTHER, now=clock.now())
    return cast


def client(person: people.PersonRow | None = None) -> Client:
    browser = Client()
    if person:
        browser.force_login(get_user_model().objects.get(id=person.id))
    return browser


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", html.unescape(answer.content.decode()))


def code_of(answer: Any) -> str:
    found = re.search(r"<code>([0-9a-z]{5}-[0-9a-z]{5})</code>", answer.content.decode())
    assert found
    return found[1]


def enrolled(cast: Cast, unit: str = "north", idle: int = 3) -> Client:
    """The browser of a device that is shared now."""
    given = {"name": "Counter tablet", "unit": unit, "idle": str(idle)}
    code = code_of(client(cast.administrator).post("/devices", given))
    tablet = client()
    assert tablet.get(f"/device/{code}").status_code == 200
    assert tablet.post("/device", {"code": code.upper()}).headers["Location"] == "/switch"
    return tablet


def who_of(answer: Any) -> str:
    found = re.search(r'name="who" value="([^"]+)"', answer.content.decode())
    assert found, said(answer)[-600:]
    return html.unescape(found[1])


def switched(tablet: Client, pin: str, **who: str) -> Any:
    return tablet.post("/switch", {"who": who_of(tablet.post("/switch", who)), "pin": pin})


@pytest.mark.parametrize("typed", ["04A1F2C3", " 04a1f2c3 ", ";04A1F2C3?", "4711", "47 11"])
def test_somebody_is_chosen_by_badge_or_number_and_comes_in_with_the_pin(
    cast: Cast, typed: str
) -> None:
    tablet = enrolled(cast)
    assert tablet.get("/sign-in?next=/inbox").headers["Location"] == "/switch"
    answer = switched(tablet, PIN, typed=typed)
    assert answer.headers["Location"] == "/today"
    page = tablet.get("/today")
    assert "I am done" in said(page) and "Wanda" in said(page)
    assert "no-store" in page.headers["Cache-Control"]


def test_names_are_those_of_the_unit_and_few(cast: Cast) -> None:
    tablet = enrolled(cast)
    found = tablet.post("/switch", {"typed": "wan"})
    assert "Wanda" in said(found)
    assert "Wanda" not in said(tablet.get("/switch"))
    for hidden in ("nob", "ada", "w", "   ", "%", "_"):
        answer = tablet.post("/switch", {"typed": hidden})
        assert answer.status_code == 422 and "Nobody</span>" not in answer.content.decode()
    stranger = tablet.post("/switch", {"chosen": str(cast.stranger.id)})
    assert stranger.status_code == 422
    answer = switched(tablet, PIN, chosen=str(cast.worker.id))
    assert answer.headers["Location"] == "/today"
    for at in range(20):
        people.add_person(
            email=f"w{at}@corner.example",
            name=f"Wanja {at}",
            roles=[],
            unit="north",
            now=clock.now(),
        )
    client_of_another = enrolled(cast)
    shown = client_of_another.post("/switch", {"typed": "wan"}).content.decode()
    assert shown.count('name="chosen"') == 12


def test_whether_a_number_is_known_cannot_be_told(cast: Cast) -> None:
    tablet = enrolled(cast)
    known, unknown = (tablet.post("/switch", {"typed": typed}) for typed in ("4711", "4712"))
    strip = re.compile(r'value="[^"]+"|nonce="[^"]+"')
    assert strip.sub("", known.content.decode()) == strip.sub("", unknown.content.decode())
    wrong = tablet.post("/switch", {"who": who_of(known), "pin": "1111"})
    nobody = tablet.post("/switch", {"who": who_of(unknown), "pin": "1111"})
    assert strip.sub("", wrong.content.decode()) == strip.sub("", nobody.content.decode())
    assert wrong.status_code == nobody.status_code == 422


def test_a_wrong_pin_slows_down_there_and_nowhere_else(cast: Cast) -> None:
    tablet, other = enrolled(cast), enrolled(cast)
    statuses = [switched(tablet, "5555", typed="4711").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]
    late = switched(tablet, PIN, typed="4711")
    assert late.status_code == 429 and int(late.headers["Retry-After"]) > 60
    assert switched(other, PIN, typed="4711").headers["Location"] == "/today"
    with_password = client().post("/sign-in", {"username": cast.worker.email, "password": PASSWORD})
    assert with_password.status_code == 302


def test_many_wrong_pins_are_told_to_the_owner_once(cast: Cast) -> None:
    now = clock.now()
    row = people.shared_devices(now=now).rows
    assert not row
    enrolled(cast)
    [device] = people.shared_devices(now=now).rows
    for at in range(12):
        late = now + dt.timedelta(minutes=11 * at)
        devices.sign_in_by_pin(
            person_id=cast.worker.id, typed="", pin="5555", device=device, now=late
        )
    told = [one for one in messages_for(cast.worker.id) if "PIN" in str(one.subject)]
    acts = [entry.act for entry in governance.audit_entries().rows]
    assert acts.count("device.pin-guessed") == 1 and len(told) == 1


def test_a_pin_opens_the_learners_pages_and_no_others(cast: Cast) -> None:
    """Of an administrator, too, and with every method."""
    tablet = enrolled(cast, unit="")
    switched(tablet, OTHER, typed="ada@corner.example")
    refused: list[str] = []
    opened: list[str] = []
    for name in names():
        policy = POLICIES[name]
        if policy.read in (None, Circle.EVERYBODY, Circle.LINK, Circle.KEY):
            continue
        try:
            path = reverse(name)
        except Exception:
            continue
        status = tablet.get(path).status_code
        (opened if status < 400 else refused).append(name)
        assert status != 500
    assert set(opened) <= BY_PIN and "learner:today" in opened
    assert {"workbench:people", "workbench:devices", "learner:me", "learner:data"} <= set(refused)
    assert tablet.post("/people/invitations", {"way": "paper"}).status_code == 403
    assert tablet.post("/me/password", {}).status_code == 403
    assert "your password" in said(tablet.get("/me")) and "I am done" in said(tablet.get("/me"))
    words = said(tablet.get("/today"))
    assert "/people" not in words and "/inbox" not in words and "/me" not in words


def test_with_a_password_the_same_device_opens_what_the_person_may(cast: Cast) -> None:
    tablet = enrolled(cast)
    assert tablet.get("/sign-in?password").status_code == 200
    tablet.post(
        "/sign-in", {"username": cast.administrator.email, "password": PASSWORD, "kept": "on"}
    )
    assert tablet.get("/people").status_code == 200
    session = Session.objects.get(shared_device__isnull=False)
    assert not session.kept and not session.by_pin
    assert session.expire_date - session.seen_at == dt.timedelta(minutes=3)


def test_a_pin_asks_for_no_second_step_of_a_role_and_opens_nothing_of_the_role(cast: Cast) -> None:
    tablet, since = enrolled(cast), clock.now() - dt.timedelta(days=1)
    people.ask_second_step(since={Role.LEARNER: since, Role.ADMINISTRATOR: since})
    for pin, typed in ((PIN, "4711"), (OTHER, cast.administrator.email)):
        assert switched(tablet, pin, typed=typed).headers["Location"] == "/today"
        assert tablet.get("/today").status_code == 200
        assert tablet.get("/people").status_code == 403
        tablet.post("/sign-out")
    # With the password on the same device it is asked for.
    tablet.post("/sign-in", {"username": cast.administrator.email, "password": PASSWORD})
    assert tablet.get("/people").status_code == 302


def test_done_leaves_no_cookie_but_the_devices_own(cast: Cast) -> None:
    tablet = enrolled(cast)
    switched(tablet, PIN, typed="4711")
    tablet.get("/today")
    answer = tablet.post("/sign-out")
    assert answer.headers["Location"] == "/switch"
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    left = {name for name, morsel in tablet.cookies.items() if morsel.value}
    assert left == {DEVICE}
    assert tablet.get("/today").status_code == 302
    page = tablet.get("/switch")
    assert "Wanda" not in said(page) and "no-store" in page.headers["Cache-Control"]


def test_a_session_of_a_device_holds_there_alone_and_ends_with_it(cast: Cast) -> None:
    tablet = enrolled(cast)
    switched(tablet, PIN, typed="4711")
    stolen = client()
    stolen.cookies["sessionid"] = tablet.cookies["sessionid"].value
    assert stolen.get("/today").status_code == 302
    switched(tablet, PIN, typed="4711")
    device = SharedDevice.objects.get()
    admin = client(cast.administrator)
    assert "Counter tablet" in said(admin.get("/devices?q=counter"))
    for _ in range(2):
        status = admin.post(f"/devices/{device.id}/removal").status_code
    assert status == 404
    assert tablet.get("/today").status_code == 302
    assert tablet.get("/switch").headers["Location"] == "/sign-in"
    assert "No device is shared" in said(admin.get("/devices"))


def test_a_session_ends_soon_after_nothing_is_done(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet = enrolled(cast, idle=2)
    switched(tablet, PIN, typed="4711")
    start = clock.now()
    for minutes in (1.9, 3.7):
        monkeypatch.setattr(clock, "now", lambda at=minutes: start + dt.timedelta(minutes=at))
        assert tablet.get("/switch/stay").status_code == 204
    monkeypatch.setattr(clock, "now", lambda: start + dt.timedelta(minutes=5.8))
    assert tablet.get("/today").status_code == 302


def test_a_code_works_once_for_half_an_hour(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = client(cast.administrator)
    made = [admin.post("/devices", {"name": f"T{at}", "idle": "3"}) for at in range(2)]
    first, second = map(code_of, made)
    assert client().post("/device", {"code": first}).status_code == 302
    assert client().post("/device", {"code": first}).status_code == 404
    later = clock.now() + dt.timedelta(minutes=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert client().post("/device", {"code": second}).status_code == 404


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name": "", "idle": "3"}, "name"),
        ({"name": "x" * 200, "idle": "3"}, "name"),
        ({"name": "T", "idle": "0"}, "idle"),
        ({"name": "T", "idle": "31"}, "idle"),
        ({"name": "T", "idle": "²"}, "idle"),
        ({"name": "T", "idle": "3", "unit": "nowhere"}, "unit"),
    ],
)
def test_a_device_that_cannot_be_named_says_why(
    cast: Cast, given: dict[str, str], field: str
) -> None:
    answer = client(cast.administrator).post("/devices", given)
    assert answer.status_code == 422 and f'id="f-{field}-error"' in answer.content.decode()
    assert not SharedDevice.objects.exists()


@pytest.mark.parametrize(
    "form",
    [
        {"who": "x", "pin": PIN},
        {"who": "", "pin": PIN},
        {"who": "a" * 5000, "pin": "9" * 5000},
        {"chosen": "not-an-id"},
        {"chosen": "00000000-0000-0000-0000-000000000000"},
        {"typed": "\0"},
        {"typed": "9" * 5000},
        {"typed": "'; drop table people_person --"},
        {"typed": "4711\0"},
        {"typed": "İß𝔘" * 50},
    ],
)
def test_whatever_is_typed_at_a_device_nobody_comes_in(cast: Cast, form: dict[str, str]) -> None:
    tablet = enrolled(cast)
    answer = tablet.post("/switch", form)
    assert answer.status_code in (200, 400, 422)
    assert not Session.objects.filter(by_pin=True).exists()


def test_who_was_chosen_holds_on_this_device_alone_and_for_minutes(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    tablet, other = enrolled(cast), enrolled(cast)
    who = who_of(tablet.post("/switch", {"typed": "4711"}))
    assert "Begin once more" in said(other.post("/switch", {"who": who, "pin": PIN}))
    import time

    late = time.time() + 600
    monkeypatch.setattr("django.core.signing.time.time", lambda: late)
    assert "Begin once more" in said(tablet.post("/switch", {"who": who, "pin": PIN}))


def test_whoever_is_shut_out_has_no_pin_any_more(cast: Cast) -> None:
    tablet = enrolled(cast)
    switched(tablet, PIN, typed="4711")
    people.shut_out(person_id=cast.worker.id, now=clock.now())
    assert tablet.get("/today").status_code == 302
    assert switched(tablet, PIN, typed="4711").status_code == 422


def test_a_pin_does_nothing_where_no_device_is_shared(cast: Cast) -> None:
    browser = client()
    assert browser.get("/switch").headers["Location"] == "/sign-in"
    assert browser.post("/switch", {"typed": "4711"}).headers["Location"] == "/sign-in"
    by_form = browser.post("/sign-in", {"username": cast.worker.email, "password": PIN})
    assert by_form.status_code == 200 and not Session.objects.exists()
    forged = client()
    forged.cookies[DEVICE] = "x" * 43
    assert forged.get("/switch").headers["Location"] == "/sign-in"


def test_somebody_chooses_a_pin_under_me_with_their_password(cast: Cast) -> None:
    Pin.objects.all().delete()
    worker = client(cast.worker)
    assert "PIN for shared devices" not in said(worker.get("/me"))
    tablet = enrolled(cast)
    assert "PIN for shared devices" in said(worker.get("/me"))
    weak = worker.post("/me/pin", {"old": PASSWORD, "pin": "1234", "again": "1234"})
    part = worker.post("/me/pin", {"old": PASSWORD, "pin": "4711", "again": "4711"})
    other = worker.post("/me/pin", {"old": PASSWORD, "pin": PIN, "again": OTHER})
    wrong = worker.post("/me/pin", {"old": "no", "pin": PIN, "again": PIN})
    assert [one.status_code for one in (weak, part, other, wrong)] == [422] * 4
    assert not people.has_pin(cast.worker.id)
    for _ in range(2):
        kept = worker.post("/me/pin", {"old": PASSWORD, "pin": PIN, "again": PIN})
    assert kept.headers["Location"] == "/me"
    assert Pin.objects.get(person=cast.worker.id).secret.startswith("argon2")
    assert switched(tablet, PIN, typed="4711").status_code == 302
    changed = tablet.post("/me/pin", {"old": PIN, "pin": OTHER, "again": OTHER})
    assert changed.headers["Location"] == "/today" and tablet.get("/today").status_code == 200
    assert tablet.post("/me/pin", {"old": PIN, "pin": PIN, "again": PIN}).status_code == 422
    assert tablet.post("/me/pin", {"remove": "yes", "old": OTHER}).status_code == 422
    worker.post("/me/pin", {"remove": "yes", "old": PASSWORD})
    assert not people.has_pin(cast.worker.id) and tablet.get("/today").status_code == 302


def test_a_card_gives_a_pin_alone_at_the_device_and_with_a_password_elsewhere(cast: Cast) -> None:
    key = people.add_person(
        email="1099", name="Nora", roles=[people.Role.LEARNER], unit="north", now=clock.now()
    )
    people.add_identity(person_id=key, provider=Provider.NUMBER, typed="20 99")
    tablet = enrolled(cast)

    def card() -> str:
        [sheet] = inviting.invite_on_paper(
            person_ids=[key], by=cast.administrator, address=str, now=clock.now()
        )
        return f"/come-in/{sheet.token}"

    address = card()
    typed = tablet.post("/come-in", {"token": address.removeprefix("/come-in/").upper()})
    assert typed.headers["Location"] == address
    elsewhere = client().post(address, {"password": "", "again": "", "pin": PIN})
    assert elsewhere.status_code == 422
    weak = tablet.post(address, {"pin": "2099"})
    assert weak.status_code == 422 and "part of your number" in said(weak)
    answer = tablet.post(address, {"password": "", "again": "", "pin": PIN})
    assert answer.status_code == 302 and tablet.get("/today").status_code == 200
    assert tablet.get("/me").status_code == 403
    entry = people.entries([key], now=clock.now())[key]
    assert entry.standing is people.EntryStage.IN
    assert client().get(address).status_code == 410
    tablet.post("/sign-out")
    assert switched(tablet, PIN, typed="2099").status_code == 302
