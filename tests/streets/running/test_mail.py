"""The page Mail: set up and tried out in the browser, obeyed at once; bounces that services tell of;
leaving by the link of a message.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from tests.cast import Cast, engage
from tests.mail_server import MailServer, Mood, serving
from tests.mail_service import TOKEN, MailService, mail_service
from tests.secure_mail_server import PASSWORD, USER, SecureServer, secure_server
from tests.streets.running.test_schedule import signed_in
from trimtab import clock
from trimtab.channels.email import services
from trimtab.config import env, machine, mailing, schedule
from trimtab.governance import api as governance
from trimtab.journeys import leaving
from trimtab.journeys import mail as journey
from trimtab.journeys.leaving import Leaving
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.api import (
    MailSetUp,
    MailWay,
    NewLetter,
    SuppressedBecause,
    SuppressedFor,
)
from trimtab.sealing.settling import settle

SENDER, TESTED = "learn@corner.example", "ada@corner.example"
FORM = {
    "do": "try",
    "way": "smtp",
    "host": "localhost",
    "security": "starttls",
    "user": USER,
    "secret": PASSWORD,
    "sender": SENDER,
    "sender_name": "Corner Stores",
    "test": TESTED,
}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(clock.now())


@pytest.fixture
def admin(cast: Cast) -> Client:
    return signed_in(cast.administrator)


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SecureServer]:
    """A mail server that wants STARTTLS and a password, and whose certificate is trusted here."""
    with secure_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        yield server


def letter_to(address: str, *, key: str) -> NewLetter:
    text = as_written("Words")
    return NewLetter(key, address, "X", text, text, text, urgent=True)


def words(response: Any) -> str:
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())))


def filled(server: SecureServer | MailServer, **changes: object) -> dict[str, object]:
    return FORM | {"port": server.port} | changes


def test_without_a_set_up_the_page_says_so_and_nobody_else_sees_it(
    cast: Cast, admin: Client
) -> None:
    page = words(admin.get("/mail"))
    assert "No mail leaves yet" in page and "Set up how mail leaves" in page
    for person in (cast.steward, cast.strategist, cast.worker):
        assert signed_in(person).get("/mail").status_code == 403
        assert signed_in(person).post("/mail", FORM).status_code == 403


def test_a_test_goes_over_a_secure_connection_and_what_went_is_kept(
    admin: Client, secure: SecureServer
) -> None:
    answer = admin.post("/mail", filled(secure), follow=True)
    assert answer.status_code == 200 and "The test was taken" in words(answer)
    assert "Mail leaves by localhost" in words(answer)
    [mail] = secure.taken
    assert "From: Corner Stores <learn@corner.example>" in mail and f"To: {TESTED}" in mail
    assert PASSWORD not in answer.content.decode()
    acts = [entry.act for entry in governance.audit_entries(text="").rows]
    assert "mail.set-up" in acts
    # The secret that is kept serves for the same place, and the change is tried out again.
    admin.post("/mail", filled(secure, secret="", sender_name="Learning"))
    assert "From: Learning <" in secure.taken[1]


def test_what_is_kept_is_obeyed_by_the_next_turn_of_the_worker(
    cast: Cast, admin: Client, secure: SecureServer
) -> None:
    letter = letter_to("x@else.example", key="k")
    messaging.write_letters([letter], now=clock.now())
    assert schedule.deliver_messages()["letters-sent"] == 0
    admin.post("/mail", filled(secure))
    assert schedule.deliver_messages()["letters-sent"] == 1
    assert "To: x@else.example" in secure.taken[1]
    assert machine.look().mail.last_sent is not None
    admin.post("/mail/forget")
    assert mailing.channel() is None and not messaging.sends_mail()


def test_tls_from_the_first_byte_goes_too(
    admin: Client, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with secure_server(tmp_path, from_the_first_byte=True) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        answer = admin.post("/mail", filled(server, security="tls"))
        assert answer.status_code == 302 and len(server.taken) == 1


def refused(admin: Client, form: dict[str, object], *said: str) -> None:
    """The test says so and keeps nothing."""
    answer = admin.post("/mail", form)
    page = words(answer)
    assert answer.status_code == 422
    for part in said:
        assert part in page
    assert "Nothing was kept" in page and PASSWORD not in answer.content.decode()
    assert messaging.mail_kept() is None


def test_every_way_in_which_a_test_fails_is_said_in_words(
    admin: Client, secure: SecureServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailing, "PATIENCE", 0.5)
    form = filled(secure)
    refused(admin, form | {"host": "no-such-name.invalid"}, "no machine has this name (DNS)")
    refused(admin, form | {"host": "a..b"}, "no machine has this name (DNS)")
    refused(admin, form | {"port": 9}, "refuses the connection")
    refused(admin, form | {"secret": "wrong"}, "does not accept user and password", "535")
    refused(admin, form | {"security": "tls"}, "no secure connection (TLS)")
    monkeypatch.delenv("SSL_CERT_FILE")
    refused(admin, form, "certificate is not trusted")
    with serving(MailServer()) as plain:
        refused(admin, filled(plain), "offers no secure connection (STARTTLS)")
        plain.mood = Mood.SILENT
        refused(admin, filled(plain), "did not answer in time")
    with mail_service(MailService()) as web:
        no_password = {"user": "", "secret": "", "security": "none", "host": "127.0.0.1"}
        refused(admin, form | no_password | {"port": web.port}, "cannot be reached")


def test_a_sender_and_an_address_that_are_refused_are_said_as_the_server_says_it(
    admin: Client, secure: SecureServer
) -> None:
    secure.says_to_sender = "550 5.7.1 not your address"
    refused(admin, filled(secure), "does not take our sender", "not your address")
    secure.says_to_sender, secure.says_to_address = "", "550 5.1.1 nobody here"
    refused(admin, filled(secure), "does not take the address", "nobody here")
    # A test to a wrong address is no reason to send it nothing any more.
    assert messaging.suppressed().total == 0


def test_it_is_kept_without_a_test_when_that_is_said_alone(admin: Client) -> None:
    form = FORM | {"port": 9, "host": "mail.example"}
    assert admin.post("/mail", form | {"do": "keep"}).status_code == 302
    page = words(admin.get("/mail"))
    assert "kept without a test" in page and "Mail leaves by mail.example" in page
    answer = admin.post("/mail", form | {"do": "keep", "host": "elsewhere.example", "secret": ""})
    assert answer.status_code == 422 and "enter it again" in words(answer)


@pytest.mark.parametrize(
    "changes",
    [
        {"sender": "x\r\nBcc: all@corner.example"},
        {"sender": ""},
        {"host": "127.0.0.1/../"},
        {"port": "1e9"},
        {"port": "-1"},
        {"per_hour": "many"},
        {"way": "carrier-pigeon", "host": ""},
        {"secret": "p\n"},
        {"secret": "x" * 5000, "user": ""},
        {"test": ""},
        {"way": "postmark", "secret": ""},
        {"way": "scaleway", "detail": ""},
    ],
)
def test_what_cannot_be_set_up_is_said_at_its_field(
    admin: Client, changes: dict[str, object]
) -> None:
    answer = admin.post("/mail", FORM | {"port": 587, "host": "mail.example"} | changes)
    assert answer.status_code == 422 and "look below" in words(answer)
    assert messaging.mail_kept() is None


def test_a_setting_of_the_machine_holds_and_the_page_says_so_without_its_password(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "EMAIL_URL", "smtp+tls://me:a-password@mail.example:587")
    admin.post("/mail", FORM | {"do": "keep", "port": 587})
    page = admin.get("/mail").content.decode()
    assert "mail.example:587" in page and "a-password" not in page
    assert "as the machine's settings say" in html.unescape(page)
    assert mailing.per_hour() is None
    assert not isinstance(mailing.channel(), services.ServiceChannel)


def test_a_service_is_set_up_and_obeyed_with_its_limit(
    admin: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    with mail_service(MailService()) as service:
        elsewhere = {"api_url": service.address}
        monkeypatch.setattr(services.ServiceChannel, "_elsewhere", lambda _channel: elsewhere)
        form = FORM | {"way": "postmark", "secret": TOKEN, "per_hour": 5}
        assert "Server API token" in words(admin.get("/mail?way=postmark"))
        refused(admin, form | {"secret": "wrong"}, "Postmark does not accept the key", "401")
        assert admin.post("/mail", form).status_code == 302
        assert service.taken[0]["From"] == "Corner Stores <learn@corner.example>"
    assert "Mail leaves by Postmark" in words(admin.get("/mail")) and mailing.per_hour() == 5


def by_service(cast: Cast, way: MailWay = MailWay.POSTMARK) -> None:
    set_up = MailSetUp(way=way, sender=SENDER, secret=TOKEN, user="u")
    journey.keep(set_up, tried=False, by=cast.administrator, now=clock.now())


def hook(admin: Client, key: str = "") -> dict[str, str]:
    """The header that the service brings once its address was made."""
    page = html.unescape(admin.post("/mail/hook", {"key": key}).content.decode())
    address = re.search(r"https?://trimtab:[^@\s<]+@[^\s<]+", page)
    assert address
    parts = urlsplit(address[0])
    pair = base64.b64encode(f"{parts.username}:{parts.password}".encode()).decode()
    assert parts.password and parts.password not in admin.get("/mail").content.decode()
    return {"Authorization": f"Basic {pair}"}


def tell(event: object, headers: dict[str, str], way: MailWay = MailWay.POSTMARK) -> HttpResponse:
    body = event if isinstance(event, bytes) else json.dumps(event).encode()
    answer = Client(enforce_csrf_checks=True).post(
        f"/hooks/mail/{way}", body, content_type="application/json", headers=headers
    )
    assert isinstance(answer, HttpResponse)
    return answer


def bounce(address: str, kind: str = "HardBounce") -> dict[str, object]:
    return {
        "RecordType": "Bounce",
        "Type": kind,
        "Email": address,
        "Details": "smtp;550 5.1.1 gone",
        "BouncedAt": "2026-09-07T10:00:00Z",
        "ID": 7,
    }


def test_a_bounce_for_good_ends_mail_to_its_address_and_everybody_concerned_is_told(
    cast: Cast, admin: Client
) -> None:
    by_service(cast)
    brought = hook(admin)
    address = cast.worker.email
    for kind in ("SoftBounce", "Transient", "DMARCPolicy", "Blocked", "AutoResponder"):
        assert tell(bounce(address, kind), brought).status_code == 200
    assert messaging.suppressed().total == 0
    for _twice in range(2):
        assert tell(bounce(address), brought).status_code == 200
    assert tell(bounce("stranger@far.example"), brought).status_code == 200
    assert messaging.suppressed().total == 1
    page = words(admin.get("/mail"))
    assert address in page and "Wanda" in page and "550 5.1.1 gone" in page
    assert "No mail goes to this address since" in words(admin.get(f"/people/{cast.worker.id}"))
    for where in ("/inbox", "/me"):
        assert "does not arrive since" in words(signed_in(cast.worker).get(where))
        assert "does not arrive since" not in words(signed_in(cast.manager).get(where))
    assert "One address gets no mail" in words(admin.get("/health"))
    assert "None of them has these words" in words(admin.get("/mail?q=nobody"))
    admin.post("/mail/lift", {"address": address, "person": cast.worker.id})
    assert messaging.suppressed().total == 0
    assert "mail.lifted" in [entry.act for entry in governance.audit_entries(text="").rows]


def test_a_complaint_counts_as_one(cast: Cast, admin: Client) -> None:
    by_service(cast)
    event = bounce(cast.worker.email, "SpamComplaint") | {"RecordType": "SpamComplaint"}
    tell(event, hook(admin))
    [row] = messaging.suppressed().rows
    assert row.because is SuppressedBecause.COMPLAINED


@pytest.mark.parametrize(
    ("way", "event", "ends"),
    [
        (MailWay.BREVO, {"event": "hard_bounce", "email": "ADDRESS", "ts_epoch": 1}, True),
        (MailWay.BREVO, {"event": "soft_bounce", "email": "ADDRESS", "ts_epoch": 1}, False),
        (MailWay.BREVO, {"event": "spam", "email": "ADDRESS", "ts_epoch": 1}, True),
        (MailWay.SENDGRID, [{"event": "bounce", "email": "ADDRESS", "type": "bounce"}], True),
        (MailWay.SENDGRID, [{"event": "bounce", "email": "ADDRESS", "type": "blocked"}], False),
        (MailWay.SENDGRID, [{"event": "open", "email": "ADDRESS"}], False),
        (
            MailWay.MAILJET,
            [{"event": "bounce", "email": "ADDRESS", "hard_bounce": True, "error": "user unknown"}],
            True,
        ),
        (
            MailWay.MAILJET,
            [
                {
                    "event": "bounce",
                    "email": "ADDRESS",
                    "hard_bounce": False,
                    "error": "user unknown",
                }
            ],
            False,
        ),
        (
            MailWay.MAILGUN,
            {
                "event-data": {
                    "event": "failed",
                    "severity": "permanent",
                    "recipient": "ADDRESS",
                    "timestamp": 1,
                    "reason": "bounce",
                }
            },
            True,
        ),
        (
            MailWay.MAILGUN,
            {
                "event-data": {
                    "event": "failed",
                    "severity": "temporary",
                    "recipient": "ADDRESS",
                    "timestamp": 1,
                }
            },
            False,
        ),
        (
            MailWay.MAILERSEND,
            {"data": {"type": "hard_bounced", "email": {"recipient": {"email": "ADDRESS"}}}},
            True,
        ),
        (
            MailWay.MAILERSEND,
            {"data": {"type": "soft_bounced", "email": {"recipient": {"email": "ADDRESS"}}}},
            False,
        ),
        (
            MailWay.MAILTRAP,
            {
                "events": [
                    {"event": "bounce", "email": "ADDRESS", "timestamp": 1, "message_id": "m"}
                ]
            },
            True,
        ),
        (
            MailWay.RESEND,
            {
                "type": "email.bounced",
                "created_at": "2026-09-07T10:00:00Z",
                "data": {
                    "to": ["ADDRESS"],
                    "bounce": {"message": "sent a hard bounce message", "type": "Permanent"},
                },
            },
            True,
        ),
        (
            MailWay.RESEND,
            {
                "type": "email.bounced",
                "created_at": "2026-09-07T10:00:00Z",
                "data": {
                    "to": ["ADDRESS"],
                    "bounce": {"message": "a general bounce message", "type": "Transient"},
                },
            },
            False,
        ),
        (
            MailWay.SPARKPOST,
            [
                {
                    "msys": {
                        "message_event": {
                            "type": "bounce",
                            "bounce_class": "10",
                            "raw_rcpt_to": "ADDRESS",
                        }
                    }
                }
            ],
            True,
        ),
        (
            MailWay.SPARKPOST,
            [
                {
                    "msys": {
                        "message_event": {
                            "type": "bounce",
                            "bounce_class": "22",
                            "raw_rcpt_to": "ADDRESS",
                        }
                    }
                }
            ],
            False,
        ),
    ],
)
@pytest.mark.filterwarnings("ignore::Warning")
def test_the_words_of_each_service_are_understood(
    cast: Cast, admin: Client, way: MailWay, event: object, ends: bool
) -> None:
    by_service(cast, way)
    brought = hook(admin)
    written = json.dumps(event).replace("ADDRESS", cast.worker.email).encode()
    assert tell(written, brought, way).status_code == 200
    assert messaging.suppressed().total == ends


def test_mandrill_tells_in_a_form(cast: Cast, admin: Client) -> None:
    by_service(cast, MailWay.MANDRILL)
    brought = hook(admin)
    for kind, total in (("soft_bounce", 0), ("hard_bounce", 1)):
        event = [{"event": kind, "ts": 1, "msg": {"email": cast.worker.email, "diag": "gone"}}]
        answer = Client().post(
            "/hooks/mail/mandrill", {"mandrill_events": json.dumps(event)}, headers=brought
        )
        assert answer.status_code == 200 and messaging.suppressed().total == total


def test_whoever_has_not_the_secret_is_not_heard(cast: Cast, admin: Client) -> None:
    event = bounce(cast.worker.email)
    assert tell(event, {}).status_code == 403
    by_service(cast)
    assert tell(event, {"Authorization": "Basic dHJpbXRhYjo="}).status_code == 403
    right = hook(admin)
    other_user = base64.b64encode(
        b"somebody:" + base64.b64decode(right["Authorization"][6:]).partition(b":")[2]
    ).decode()
    for wrong in (
        {},
        {"Authorization": f"Basic {other_user}"},
        {"Authorization": right["Authorization"][:-4]},
        {"Authorization": "Basic \N{SNOWMAN}"},
        {"Authorization": "Basic " + "A" * 100_000},
        {"Authorization": "Bearer x"},
    ):
        assert tell(event, wrong).status_code == 403
    assert tell(event, right, MailWay.BREVO).status_code == 403
    assert tell(event, right, MailWay.SMTP).status_code == 403
    newer = hook(admin)
    assert tell(event, right).status_code == 403 and messaging.suppressed().total == 0
    assert tell(event, newer).status_code == 200 and messaging.suppressed().total == 1


def test_a_service_that_signs_is_heard_with_its_signature_alone(cast: Cast, admin: Client) -> None:
    by_service(cast, MailWay.MAILERSEND)
    brought = hook(admin, key="a-signing-secret")
    data = {"type": "hard_bounced", "email": {"recipient": {"email": cast.worker.email}}}
    body = json.dumps({"data": data}).encode()
    signature = hmac.new(b"a-signing-secret", body, hashlib.sha256).hexdigest()
    assert tell(body, brought, MailWay.MAILERSEND).status_code == 403
    wrong = brought | {"Signature": "0" * 64}
    assert tell(body, wrong, MailWay.MAILERSEND).status_code == 403
    signed = brought | {"Signature": signature}
    assert tell(body + b" ", signed, MailWay.MAILERSEND).status_code == 403
    assert messaging.suppressed().total == 0
    assert tell(body, signed, MailWay.MAILERSEND).status_code == 200
    assert messaging.suppressed().total == 1


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"null",
        b"7",
        b"{}",
        b'"text"',
        b"[" * 20_000,
        b'{"RecordType": ["Bounce"], "Type": {}}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": {"a": 1}}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": "\\u0000@x"}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": null, "BouncedAt": "never"}',
        b'{"RecordType": "Bounce", "Type": "HardBounce", "Email": "'
        + b"a" * 5000
        + b'@b.example"}',
    ],
)
def test_whatever_a_service_with_the_secret_sends_nothing_breaks(
    cast: Cast, admin: Client, body: bytes
) -> None:
    by_service(cast)
    assert tell(body, hook(admin)).status_code in (200, 400)
    assert messaging.suppressed().total == 0


def test_another_service_has_to_be_told_a_new_address(cast: Cast, admin: Client) -> None:
    by_service(cast)
    brought = hook(admin)
    by_service(cast, MailWay.BREVO)
    kept = messaging.mail_kept()
    assert kept and not kept.hears
    assert tell(bounce(cast.worker.email), brought).status_code == 403


def path_of(cast: Cast, what: Leaving) -> str:
    return f"/leave/{leaving.token_of(cast.worker.id, what)}"


def test_one_press_leaves_without_signing_in_and_looking_does_nothing(cast: Cast) -> None:
    program = Client(enforce_csrf_checks=True)
    path = path_of(cast, Leaving.ALL)
    assert "No more messages that are not urgent?" in words(program.get(path))
    program.head(path)
    assert not messaging.opted_out(cast.worker.id)
    for _twice in range(2):
        answer = program.post(path, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200 and messaging.opted_out(cast.worker.id)
    assert "Only urgent messages reach you" in words(program.get(path))
    program.post(path, {"do": "back"})
    assert not messaging.opted_out(cast.worker.id)


def test_reminders_are_left_alone_and_the_rest_stays(cast: Cast) -> None:
    path = path_of(cast, Leaving.REMINDERS)
    assert "No more reminders of practice?" in words(Client().get(path))
    Client().post(path, b"List-Unsubscribe=One-Click", content_type="text/plain")
    assert messaging.reminder_wishes([cast.worker.id]) == {cast.worker.id: False}
    assert not messaging.opted_out(cast.worker.id)


def test_only_a_link_of_ours_leaves(cast: Cast) -> None:
    token = leaving.token_of(cast.worker.id, Leaving.ALL)
    other = token.replace(cast.worker.id.hex, cast.manager.id.hex)
    for wrong in (token[:-1], other, token.replace("all", "everything"), "x" * 3000, "a:b"):
        assert Client().get(f"/leave/{wrong}").status_code == 404
        assert Client().post(f"/leave/{wrong}").status_code == 404
    assert not messaging.opted_out(cast.worker.id) and not messaging.opted_out(cast.manager.id)


@pytest.mark.parametrize(
    ("key", "what"),
    [
        ("campaign/safety", Leaving.ALL),
        ("digest/2026-09-07", Leaving.ALL),
        ("practice/ready/2026-09-07", Leaving.REMINDERS),
        ("proposal/7", None),
        ("strategy/changed", None),
        ("", None),
    ],
)
def test_only_what_one_may_leave_has_a_link(cast: Cast, key: str, what: Leaving | None) -> None:
    link = mailing.leave_link(cast.worker.id, key)
    assert leaving.leaving_of(key) is what and bool(link) is (what is not None)
    if what is not None:
        assert Client().get(urlsplit(link).path).status_code == 200


def test_the_page_says_who_gets_none_with_pages_and_lifts_many_at_once(
    cast: Cast, admin: Client
) -> None:
    addresses = [f"a{number:03}@else.example" for number in range(120)]
    letters = [letter_to(address, key=address) for address in addresses]
    messaging.write_letters(letters, now=clock.now())
    reason = SuppressedFor(SuppressedBecause.BOUNCED, "<script>alert(1)</script>")
    at = clock.now() - dt.timedelta(days=1)
    messaging.suppress(dict.fromkeys(addresses, reason), now=at)
    page = admin.get("/mail").content.decode()
    assert "Page 1 of 3" in page and "<script>alert" not in page
    assert "a119@" in admin.get("/mail?page=3").content.decode()
    assert admin.post("/mail/lift", {"address": addresses[:50]}).status_code == 302
    assert messaging.suppressed().total == 70
    assert admin.post("/mail/lift", {"person": "nobody"}).status_code == 302
    assert signed_in(cast.steward).post("/mail/lift", {"address": addresses}).status_code == 403


def test_a_secret_that_cannot_be_read_any_more_lets_all_wait_and_says_so(
    cast: Cast, admin: Client, settings: Any
) -> None:
    by_service(cast)
    letter = letter_to("x@else.example", key="k")
    messaging.write_letters([letter], now=clock.now())
    settle(["another secret of the installation"])
    try:
        assert "its secret cannot be read" in words(admin.get("/mail"))
        assert schedule.deliver_messages()["letters-sent"] == 0
    finally:
        settle([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])
    [trouble] = messaging.outbox_counts().troubles
    assert "enter it again" in trouble.problem
    assert messaging.letter_states(["k"]) == {"k": "waiting"}
