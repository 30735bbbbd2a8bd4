"""Where statements are sent on to: who may say so, what goes there, secrets, signatures."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.streets.forwarding_target import SECRET, Clock, Receiver, stored, to_lrs, turn, well
from trimtab.gateway.forwarding import http
from trimtab.governance import api as governance
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind
from trimtab.lrs.models import Target
from trimtab.sealing import Sealed


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def test_filters_let_through_only_their_verbs_and_activities(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    passed, course = "http://adlnet.gov/expapi/verbs/passed", "https://corner.example/courses/1"
    to_lrs(receiver, verbs=(passed,), activities=(course,))
    stored(object={"id": course})
    stored(verb={"id": passed})
    [direct] = stored(verb={"id": passed}, object={"id": course})
    [within] = stored(
        verb={"id": passed}, context={"contextActivities": {"parent": [{"id": course}]}}
    )
    turn(clock)
    assert receiver.ids() == [direct, within]


def test_what_was_stored_before_goes_only_when_asked(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    before = stored(3)
    target = to_lrs(receiver)
    turn(clock)
    assert not receiver.taken
    forwarding.end(target_id=target, by=None, now=NOW)
    to_lrs(receiver, from_start=True)
    after = stored(2)
    turn(clock)
    assert receiver.ids() == before + after


def test_a_webhook_is_signed_so_that_its_owner_can_check_it(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    given = NewTarget(TargetKind.WEBHOOK, "Alarm", receiver.address)
    _id, secret = forwarding.add(given, by=None, now=NOW)
    [statement_id] = stored()
    turn(clock)
    [(path, headers, body)] = receiver.requests
    assert path == "/xapi" and json.loads(body)["type"] == "statements"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}" and receiver.ids() == [statement_id]


def test_a_signature_is_the_one_that_the_specification_gives_as_its_example() -> None:
    """As https://github.com/standard-webhooks/standard-webhooks says.

    Its example: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw.
    """
    body = b'{"test": 2432232314}'
    parcel = lrs.Parcel(
        TargetKind.WEBHOOK,
        "https://a.example",
        "",
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        [],
        dt.datetime.fromtimestamp(1614265330, dt.UTC),
    )
    assert (
        http.signed(parcel, body)["webhook-signature"]
        == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_secrets_are_kept_unreadable_and_are_in_no_log_and_no_audit(
    cast: Cast, receiver: Receiver, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    to_lrs(receiver)
    stored()
    receiver.answer = lambda _statements: (401, "", {})
    with caplog.at_level("DEBUG"):
        turn(clock)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(lrs_target)::text FROM lrs_target")
        held = str(cursor.fetchall())
    assert SECRET not in held + caplog.text + str(governance.audit_entries().rows)


def test_under_another_secret_of_the_installation_it_asks_for_the_secret_again(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    stored()
    Target.objects.filter(id=target).update(secret=Sealed("not-sealed-here"))
    turn(clock)
    assert "enter it again" in lrs.target(target).problem and not receiver.requests


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"address": "ftp://a.example"}, "address"),
        ({"address": "nowhere"}, "address"),
        ({"name": ""}, "name"),
        ({"address": "http://lrs.example.org/xapi"}, "address"),
        ({"user": ""}, "user"),
        ({"verbs": ("passed",)}, "verbs"),
        ({"address": "https://user:secret@a.example/"}, "address"),
        ({"address": "http://3232235777/xapi"}, "address"),
        ({"address": "http://[2a00:1450::1]/xapi"}, "address"),
        ({"address": "http://0x7f000001/"}, "address"),
    ],
)
def test_what_is_wrong_with_a_target_is_named(
    cast: Cast, given: dict[str, Any], place: str
) -> None:
    right = {
        "kind": TargetKind.LRS,
        "name": "There",
        "address": "https://a.example/xapi",
        "user": "u",
        "secret": "s",
    }
    with pytest.raises(Refusal) as refused:
        forwarding.add(NewTarget(**{**right, **given}), by=None, now=NOW)
    assert refused.value.field == place and not lrs.targets()


@pytest.mark.parametrize("who", ["worker", "steward", "strategist"])
def test_only_an_administrator_sends_records_elsewhere(
    cast: Cast, receiver: Receiver, who: str
) -> None:
    with pytest.raises(NotAllowed):
        forwarding.add(
            NewTarget(TargetKind.WEBHOOK, "Mine", receiver.address), by=getattr(cast, who), now=NOW
        )


def test_the_page_shows_how_it_fares_and_sends_dead_letters_again(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    posted = {
        "kind": "lrs",
        "name": "Warehouse",
        "address": receiver.address,
        "user": "u",
        "secret": SECRET,
    }
    assert client.post("/records/forwarding", posted).status_code == 302
    [statement_id] = stored()
    receiver.answer = lambda _statements: (
        400,
        '{"AccessKeyId": "AKIA-INTERNAL"}',
        {"X-Key": "AKIA-INTERNAL"},
    )
    turn(clock)
    [target] = lrs.targets()
    page = client.get(f"/records/forwarding/{target.id}").content.decode()
    assert "It answered 400" in page and "AKIA" not in page and SECRET not in page
    receiver.answer = well
    client.post(f"/records/forwarding/{target.id}/change", {"do": "replay"})
    turn(clock)
    assert receiver.ids() == [statement_id]
    client.post(f"/records/forwarding/{target.id}/change", {"do": "end"})
    assert (
        not lrs.targets()
        and "no other system" in client.get("/records/forwarding").content.decode()
    )
