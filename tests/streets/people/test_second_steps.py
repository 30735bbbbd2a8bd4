"""Second steps at the door and under Me: an app, recovery codes, passkeys, links by mail; asked for by role, taken off by an administrator."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
)
from click.testing import CliRunner
from django.apps import apps
from django.db import connection
from django.test import Client
from hypothesis import example, given, settings
from hypothesis import strategies as drawn

from tests.cast import PASSWORD, Cast, engage
from tests.device import Device
from tests.messages import messages_for
from tests.streets.people.test_people import delivered, path_in
from trimtab import clock
from trimtab.console.main import cli
from trimtab.governance.models import AuditEntry
from trimtab.home.entering.upkeep import lasting
from trimtab.journeys import second_steps
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal
from trimtab.kernel.said import worded
from trimtab.messaging import api as messaging
from trimtab.people import api as people
from trimtab.people.api import Role
from trimtab.people.domain.second_steps import FactorsRow
from trimtab.people.models import Session
from trimtab.sealing.settling import settle

MINE = "/me/signing-in"
HALF_A_MINUTE = dt.timedelta(seconds=30)


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now(), PASSWORD)


@pytest.fixture(autouse=True)
def mail() -> Iterator[None]:
    """There is a mail server, as far as pages know."""
    messaging.settle_mail(True)
    yield
    messaging.settle_mail(False)


@pytest.fixture(autouse=True)
def moment(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[dt.datetime]]:
    """The time it is, which a test moves."""
    now = [dt.datetime(2026, 11, 27, 10, 0, 5, tzinfo=dt.UTC)]
    monkeypatch.setattr(clock, "now", lambda: now[0])
    yield now


def knock(
    person: people.PersonRow, browser: Client | None = None, **more: str
) -> tuple[Client, Any]:
    """Name and password at the door: the browser, and what it was answered."""
    browser = browser or Client()
    sent = {"username": person.email, "password": PASSWORD, **more}
    return browser, browser.post("/sign-in", sent)


def inside(person: people.PersonRow) -> Client:
    browser, answer = knock(person)
    assert answer.status_code == 302 and answer.headers["Location"] == "/"
    return browser


def code(secret: str) -> str:
    counter = int(clock.now().timestamp()) // 30
    return str(format_hotp_value(hotp_value(secret, counter)))


def with_app(browser: Client) -> str:
    """Sets an app up; its secret."""
    page = browser.get(f"{MINE}/app").content.decode()
    secret = re.search(r'<code class="wrap" translate="no">([A-Z2-7 ]+)</code>', page)
    assert secret
    plain = secret.group(1).replace(" ", "")
    assert (
        browser.post(f"{MINE}/app", {"do": "add", "code": code(plain)}).headers["Location"] == MINE
    )
    return plain


def with_passkey(browser: Client, device: Device, name: str = "My phone") -> None:
    options = browser.get("/sign-in/passkey/question?for=new").json()
    sent = {"do": "add", "name": name, "passkey": json.dumps(device.made(options))}
    assert browser.post(f"{MINE}/passkey", sent).headers["Location"] == MINE


def codes_of(browser: Client) -> list[str]:
    page = browser.post(f"{MINE}/recovery-codes").content.decode()
    return re.findall(r"<li><code>([0-9]{4}-[0-9]{4})</code></li>", page)


def test_the_code_of_an_app_is_asked_after_the_password(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    secret = with_app(inside(cast.worker))
    browser, answer = knock(cast.worker, next="/find")
    assert answer.headers["Location"] == "/sign-in/second-step"
    assert browser.get("/today").headers["Location"].startswith("/sign-in")
    assert browser.get("/sign-in/second-step").status_code == 200
    moment[0] += HALF_A_MINUTE
    shown = code(secret)
    assert browser.post("/sign-in/second-step", {"code": shown}).headers["Location"] == "/find"
    assert browser.get("/today").status_code == 200

    again, _answer = knock(cast.worker)
    assert again.post("/sign-in/second-step", {"code": shown}).status_code == 422, (
        "a code was good twice"
    )
    assert b"not right" in again.post("/sign-in/second-step", {"code": "000000"}).content
    assert again.get("/today").status_code == 302


def test_a_code_that_is_no_code_or_of_another_person_opens_nothing(cast: Cast) -> None:
    with_app(inside(cast.worker))
    other = with_app(inside(cast.author))
    browser, _answer = knock(cast.worker)
    for wrong in ("", "١٢٣٤٥٦", "9" * 500, code(other), "' OR 1=1"):
        assert browser.post("/sign-in/second-step", {"code": wrong}).status_code == 422
    assert browser.get("/today").status_code == 302
    assert Client().post("/sign-in/second-step", {"code": code(other)}).headers["Location"] == (
        "/sign-in"
    )


def test_a_recovery_code_works_once_and_new_ones_end_the_old(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    mine = inside(cast.worker)
    assert not codes_of(mine), "codes that stand in for nothing"
    with_app(mine)
    first, second, *rest = codes_of(mine)
    assert len(rest) == 8
    assert first not in mine.get(MINE).content.decode()
    browser, _answer = knock(cast.worker)
    assert browser.post("/sign-in/second-step", {"code": first}).status_code == 302
    assert "9 of 10" in browser.get(MINE).content.decode()
    browser, _answer = knock(cast.worker)
    assert browser.post("/sign-in/second-step", {"code": first}).status_code == 422
    new = codes_of(mine)
    assert browser.post("/sign-in/second-step", {"code": second}).status_code == 422
    assert browser.post("/sign-in/second-step", {"code": new[0]}).status_code == 302


def test_wrong_codes_are_slowed_where_they_come_from_and_the_owner_hears_of_them(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    secret = with_app(inside(cast.worker))
    moment[0] += HALF_A_MINUTE
    guesser = Client(REMOTE_ADDR="203.0.113.9")
    knock(cast.worker, guesser)
    answers = [guesser.post("/sign-in/second-step", {"code": f"00000{n}"}) for n in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    knock(cast.worker, guesser)
    assert guesser.post("/sign-in/second-step", {"code": "000009"}).status_code == 429, (
        "the right password gave tries back"
    )
    told = [str(letter.subject) for letter in messages_for(cast.worker.id)]
    assert told.count("Somebody knows your password") == 1
    owner, _answer = knock(cast.worker, Client(REMOTE_ADDR="198.51.100.7"))
    assert owner.post("/sign-in/second-step", {"code": code(secret)}).status_code == 302


def test_a_passkey_signs_in_without_a_name_and_counts_as_both_steps(cast: Cast) -> None:
    mine, device = inside(cast.worker), Device()
    with_passkey(mine, device)
    assert "My phone" in mine.get(MINE).content.decode()

    browser = Client()
    options = browser.get("/sign-in/passkey/question?for=sign-in").json()
    assert options["publicKey"]["allowCredentials"] == []
    sent = {"passkey": json.dumps(device.shown(options)), "next": "/find"}
    assert browser.post("/sign-in/passkey", sent).headers["Location"] == "/find"
    assert browser.get("/today").status_code == 200

    replay = Client()
    replay.get("/sign-in/passkey/question?for=sign-in")
    assert replay.post("/sign-in/passkey", sent).headers["Location"] == "/sign-in"
    assert replay.get("/today").status_code == 302

    person, answer = knock(cast.worker)
    assert answer.headers["Location"] == "/sign-in/second-step"
    options = person.get("/sign-in/passkey/question?for=second-step").json()
    assert len(options["publicKey"]["allowCredentials"]) == 1
    device.knows_its_person = False
    shown = json.dumps(device.shown(options))
    assert person.post("/sign-in/second-step", {"passkey": shown}).headers["Location"] == "/"


def test_a_passkey_that_is_not_right_in_every_part_opens_nothing(cast: Cast) -> None:
    device, other = Device(), Device(id=b"another-passkey-0")
    with_passkey(inside(cast.worker), device)
    with_passkey(inside(cast.author), other)

    def refused(answering: Device, **changes: Any) -> None:
        browser = Client()
        options = browser.get("/sign-in/passkey/question?for=sign-in").json()
        options["publicKey"] |= changes.pop("asked", {})
        answer = answering.shown(options) | changes
        back = browser.post("/sign-in/passkey", {"passkey": json.dumps(answer)})
        assert back.headers["Location"] == "/sign-in"
        assert browser.get("/today").status_code == 302

    refused(Device(owner=device.owner))
    refused(Device(key=device.key, owner=other.owner))
    refused(Device(key=device.key, owner=device.owner, origin="https://evil.example"))
    refused(Device(key=device.key, owner=device.owner, knows_its_person=False))
    refused(Device(key=device.key, owner=""))
    refused(Device(key=device.key, owner="bm9ib2R5"))
    refused(device, asked={"challenge": "AAAAAAAAAAAAAAAAAAAAAA"})
    refused(device, asked={"rpId": "evil.example"})
    refused(device, response={})
    browser = Client()
    options = browser.get("/sign-in/passkey/question?for=sign-in").json()
    right = {"passkey": json.dumps(device.shown(options))}
    assert browser.post("/sign-in/passkey", right).headers["Location"] == "/"
    people.shut_out(person_id=cast.worker.id, now=clock.now())
    refused(device)


_json = drawn.recursive(
    drawn.none() | drawn.booleans() | drawn.integers() | drawn.text(max_size=20),
    lambda inner: (
        drawn.lists(inner, max_size=3)
        | drawn.dictionaries(
            drawn.sampled_from(
                (
                    "id",
                    "rawId",
                    "type",
                    "response",
                    "clientDataJSON",
                    "signature",
                    "userHandle",
                    "authenticatorData",
                    "attestationObject",
                )
            ),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


def test_whatever_a_browser_answers_is_one_refusal(cast: Cast) -> None:
    site = people.PasskeySite("localhost", "Corner Stores")
    asked, offered = (
        people.ask_passkey(site=site),
        people.offer_passkey(person=cast.worker, site=site),
    )

    # As many bytes as a number says would be made of it.
    number = 30_000_000_000
    response = dict.fromkeys(("clientDataJSON", "authenticatorData", "signature"), number)

    @settings(max_examples=60)
    @example({"id": number, "rawId": number, "type": "public-key", "response": response})
    @example({"id": "a", "rawId": "a", "type": "public-key", "response": response})
    @given(_json | drawn.text(max_size=50))
    def check(value: Any) -> None:
        text = value if isinstance(value, str) else json.dumps(value)
        for trial in (
            lambda: people.shown_passkey(
                state=dict(asked.state), answer=text, site=site, now=clock.now()
            ),
            lambda: people.add_passkey(
                person_id=cast.worker.id,
                name="",
                state=dict(offered.state),
                answer=text,
                site=site,
                now=clock.now(),
            ),
        ):
            with pytest.raises(Refusal):
                trial()

    check()


def test_passkeys_are_named_and_removed_by_their_person_alone(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    mine, device = inside(cast.worker), Device()
    with_passkey(mine, device)
    with_passkey(mine, Device(id=b"second-passkey-00"), name="")
    first, second = people.second_steps_of(cast.worker.id).passkeys
    assert (first.name, second.name) == ("My phone", "Passkey 2")
    inside(cast.author).post(f"{MINE}/passkey", {"do": "remove", "id": first.id})
    mine.post(f"{MINE}/passkey", {"do": "rename", "id": second.id, "name": "<b>Key</b>"})
    assert "&lt;b&gt;Key&lt;/b&gt;" in mine.get(MINE).content.decode()
    mine.post(f"{MINE}/passkey", {"do": "remove", "id": first.id})
    assert [row.name for row in people.second_steps_of(cast.worker.id).passkeys] == ["<b>Key</b>"]
    codes_of(mine)
    moment[0] += dt.timedelta(minutes=1)
    mine.post(f"{MINE}/passkey", {"do": "remove", "id": second.id})
    assert people.second_steps_of(cast.worker.id) == FactorsRow()
    told = [str(letter.subject) for letter in messages_for(cast.worker.id)]
    assert told.count("A passkey was removed") == 2


def test_what_changes_how_somebody_comes_in_asks_again_after_some_minutes(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    mine = inside(cast.worker)
    moment[0] += dt.timedelta(minutes=11)
    for address in ("app", "passkey", "recovery-codes"):
        assert mine.post(f"{MINE}/{address}", {"do": "add"}).headers["Location"] == f"{MINE}/proof"
    assert mine.get("/sign-in/passkey/question?for=new").status_code == 409
    assert mine.post(f"{MINE}/proof", {"password": "wrong"}).status_code == 422
    answer = mine.post(f"{MINE}/proof", {"password": PASSWORD, "next": "https://evil.example/"})
    assert answer.headers["Location"] == MINE
    with_passkey(mine, device := Device())
    moment[0] += dt.timedelta(minutes=11)
    options = mine.get("/sign-in/passkey/question?for=proof").json()
    shown = json.dumps(device.shown(options))
    assert mine.post(f"{MINE}/proof", {"passkey": shown}).headers["Location"] == MINE
    assert mine.get(f"{MINE}/app").status_code == 200


def test_a_role_that_asks_for_a_second_step_lets_nothing_else_be_done_before(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    admin, early = inside(cast.administrator), inside(cast.author)
    day = (moment[0] + dt.timedelta(days=1)).date().isoformat()
    assert admin.post("/people/second-steps", {"author": "some day"}).status_code == 422
    admin.post("/people/second-steps", {"author": day})
    assert day in admin.get("/people/second-steps").content.decode()
    assert early.get("/today").status_code == 200, "before the day"
    moment[0] += dt.timedelta(days=2)
    author, answer = knock(cast.author)
    assert answer.headers["Location"] == "/"
    for path in ("/", "/today", "/checks", "/me"):
        assert author.get(path).headers["Location"] == MINE
    assert author.post("/me/messages", {"messages": "stop"}).headers["Location"] == MINE
    assert "Your role asks" in author.get(MINE).content.decode()
    with_app(author)
    assert author.get("/today").status_code == 200
    refused = author.post(f"{MINE}/app", {"do": "remove"}, follow=True).content.decode()
    assert "the last you have" in refused
    assert people.second_steps_of(cast.author.id).is_any
    assert inside(cast.worker).get("/today").status_code == 200
    admin, _answer = knock(cast.administrator)
    admin.post("/people/second-steps", {})
    assert people.second_step_rules() == {}


def test_an_administrator_takes_a_second_step_off_and_its_person_is_told(cast: Cast) -> None:
    mine = inside(cast.worker)
    with_app(mine)
    address = f"/people/{cast.worker.id}/second-steps"
    assert inside(cast.author).post(address).status_code == 403
    admin = inside(cast.administrator)
    assert "An authenticator app" in admin.get(f"/people/{cast.worker.id}").content.decode()
    assert admin.post(address).status_code == 302
    assert mine.get("/today").status_code == 302, "still signed in"
    assert inside(cast.worker).get("/today").status_code == 200
    assert AuditEntry.objects.filter(act="second-step.taken-off").count() == 1
    told = [str(letter.subject) for letter in messages_for(cast.worker.id)]
    assert "Your second step at sign-in was removed" in told


def test_a_link_by_mail_signs_in_once_for_minutes_and_tells_nobody_who_is_here(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    pages = [
        Client().post("/sign-in/link", {"typed": typed}).content.decode()
        for typed in (cast.worker.email, "nobody@nowhere.example")
    ]
    plain = [re.sub(r"<strong.*?</strong>|nonce=\S+|value=\"\w{64}\"", "", page) for page in pages]
    assert plain[0] == plain[1] and "Look at your mail" in plain[0]
    [letter] = delivered(moment[0])
    link = path_in(letter.body)
    browser = Client()
    assert b"Sign in" in browser.get(link).content
    assert browser.get("/today").status_code == 302, "looking at a link signed in"
    assert browser.post(link).headers["Location"] == "/"
    assert browser.get("/today").status_code == 200
    assert Client().post(link).status_code == 410

    Client().post("/sign-in/link", {"typed": cast.worker.email})
    [late] = delivered(moment[0])
    address = path_in(late.body)
    with pytest.raises(NotFound, match="something else"):
        people.use_link(token=address.split("/")[-1], password=PASSWORD, now=moment[0])
    moment[0] += dt.timedelta(minutes=16)
    assert Client().post(address).status_code == 410


def test_a_link_by_mail_leads_on_to_the_second_step_and_many_are_slowed(
    cast: Cast, moment: list[dt.datetime]
) -> None:
    with_app(inside(cast.worker))
    answers = [
        Client().post("/sign-in/link", {"typed": cast.worker.email}).status_code for _ in range(4)
    ]
    assert answers == [200, 200, 200, 429]
    assert Client().post("/sign-in/link", {"typed": "x" * 300}).status_code == 422
    letters = delivered(moment[0])
    link = path_in(letters[-1].body)
    browser = Client()
    assert browser.post(link).headers["Location"] == "/sign-in/second-step"
    assert browser.get("/today").status_code == 302


def test_one_session_is_ended_from_the_list_and_nobody_elses(cast: Cast) -> None:
    here, there, other = inside(cast.worker), inside(cast.worker), inside(cast.author)
    page = here.get(MINE).content.decode()
    handle = re.search(r'name="session" value="(\w+)"', page)
    assert handle and str(there.session.session_key) not in page
    other.post(f"{MINE}/session", {"session": handle.group(1)})
    assert there.get("/today").status_code == 200
    here.post(f"{MINE}/session", {"session": handle.group(1)})
    assert there.get("/today").status_code == 302
    assert here.get("/today").status_code == 200
    assert "60 minutes" not in page and "1 hour" in page and "12 hours" in page


@pytest.mark.parametrize(
    ("span", "said"),
    [
        (dt.timedelta(minutes=45), "45 minutes"),
        (dt.timedelta(minutes=60), "1 hour"),
        (dt.timedelta(hours=24), "24 hours"),
        (dt.timedelta(days=14), "14 days"),
    ],
)
def test_a_span_is_said_in_its_largest_whole_unit(span: dt.timedelta, said: str) -> None:
    assert worded(lasting(span)) == said


def test_a_door_that_is_opened_for_somebody_else_closes_the_first_ones_session(cast: Cast) -> None:
    with_app(inside(cast.worker))
    browser = inside(cast.author)
    Client().post("/sign-in/link", {"typed": cast.worker.email})
    link = path_in(delivered(clock.now())[-1].body)
    assert browser.post(link).headers["Location"] == "/sign-in/second-step"
    assert browser.get("/today").status_code == 302
    assert not Session.objects.filter(
        person=cast.author.id, session_key=browser.session.session_key
    )


def test_erasing_takes_second_steps_and_the_file_about_oneself_names_them(cast: Cast) -> None:
    mine = inside(cast.worker)
    secret = with_app(mine)
    held = mine.get("/me/data.json").content.decode()
    assert '"second_steps"' in held and "totp" in held and secret not in held
    people.erase_person(person_id=cast.worker.id)
    assert people.second_steps_of(cast.worker.id) == FactorsRow()


def test_nothing_that_signs_in_is_kept_as_it_is(cast: Cast) -> None:
    mine = inside(cast.worker)
    secret = with_app(mine)
    codes = codes_of(mine)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(data::text, ' ') FROM mfa_authenticator")
        kept = cursor.fetchone()[0]
    assert secret not in kept and not any(word.replace("-", "") in kept for word in codes)


def test_the_roles_that_ask_are_an_administrators_to_say(cast: Cast) -> None:
    with pytest.raises(NotAllowed, match="role"):
        second_steps.ask_of_roles(since={Role.AUTHOR: clock.now()}, by=cast.author, now=clock.now())


@pytest.fixture
def secrets() -> Iterator[Callable[[list[str]], None]]:
    """Says the installation's secrets, which are as they were afterwards."""
    config = apps.get_app_config("sealing")
    before = config._sealer  # type: ignore[attr-defined]  # what the composition root has said
    yield settle
    config._sealer = before  # type: ignore[attr-defined]  # as above


def test_second_steps_outlive_a_change_of_the_installations_secret(
    cast: Cast, secrets: Callable[[list[str]], None]
) -> None:
    secrets(["the first"])
    mine = inside(cast.worker)
    secret, codes = with_app(mine), codes_of(mine)
    secrets(["the second", "the first"])
    assert people.reseal_second_steps() == (2, [])
    secrets(["the second"])
    later = clock.now() + HALF_A_MINUTE
    right = str(format_hotp_value(hotp_value(secret, int(later.timestamp()) // 30)))
    for shown in (right, codes[0]):
        assert people.is_code_right(person_id=cast.worker.id, code=shown, now=later)
    secrets(["the third"])
    count, unreadable = people.reseal_second_steps()
    assert (count, len(unreadable)) == (0, 2)


def test_the_machine_takes_a_second_step_off_the_only_administrator(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("trimtab.console.environment.database", nullcontext)
    mine = inside(cast.administrator)
    with_app(mine)
    arguments = ["people", "second-step-off", cast.administrator.email]
    assert CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout == "Removed.\n"
    assert mine.get("/").status_code == 302
    assert inside(cast.administrator).get("/people").status_code == 200
    assert "nothing to remove" in CliRunner().invoke(cli, arguments).stdout
