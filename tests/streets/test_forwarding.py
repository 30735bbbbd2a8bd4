"""Statements reach other systems over real HTTP: at least once, in order, through every kind of trouble."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab.gateway.forwarding import http
from trimtab.governance import api as governance
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.kernel.errors import NotAllowed, Refusal
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind
from trimtab.lrs.models import Delivery, Target

SECRET = "very-secret-indeed"
Answer = Callable[[list[dict[str, Any]]], tuple[int, str, dict[str, str]]]


def well(_statements: list[dict[str, Any]]) -> tuple[int, str, dict[str, str]]:
    return 200, "[]", {}


@dataclass
class Receiver:
    """Another system on this machine: it keeps what it took, and answers as it is told."""

    address: str
    answer: Answer = well
    taken: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [one["id"] for one in self.taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.requests.append((self.path, dict(self.headers), body))
            read = json.loads(body)
            statements = read if isinstance(read, list) else read["data"]["statements"]
            status, text, headers = found.answer(statements)
            if status == 0:
                self.connection.close()
                return
            if status < 300:
                found.taken.extend(statements)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}/xapi"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


class Clock:
    """A clock that is moved by hand."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


@pytest.fixture
def clock() -> Clock:
    return Clock()


def to_lrs(receiver: Receiver, **changes: Any) -> int:
    given = NewTarget(TargetKind.LRS, "Warehouse", receiver.address, "user", SECRET, **changes)
    return forwarding.add(given, by=None, now=NOW)[0]


def stored(count: int = 1, **changes: Any) -> list[str]:
    """Statements that come in one after another; their ids in that order."""
    ids = []
    for n in range(count):
        one = said(**changes)
        lrs.store([one], by=CLIENT, now=NOW + dt.timedelta(seconds=n))
        ids.append(one["id"])
    return ids


def turn(clock: Clock) -> lrs.Sent:
    with http.client() as client:
        return forwarding.send_on(send=http.sender(client), clock=clock, budget=dt.timedelta(seconds=50))


def test_what_is_stored_arrives_in_order_with_version_and_credentials_and_is_then_forgotten(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    ids = stored(5)
    assert turn(clock) == lrs.Sent(delivered=5)
    assert receiver.ids() == ids and not Delivery.objects.exists()
    [(path, headers, _body)] = receiver.requests
    assert path == "/xapi/statements" and headers["X-Experience-API-Version"] == "1.0.3"
    assert headers["Authorization"] == "Basic " + base64.b64encode(f"user:{SECRET}".encode()).decode()
    assert "authority" not in receiver.taken[0] and "stored" not in receiver.taken[0]
    assert turn(clock) == lrs.Sent() and len(receiver.requests) == 1


def test_our_own_evidence_goes_too_under_the_pseudonym(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    to_lrs(receiver)
    lrs.record(
        actor=cast.worker.pseudonym, verb=lrs_verb("ANSWERED"), object_id="items/1", object_name="Q", now=NOW,
        object_type=lrs_type("ITEM"),
    )  # fmt: skip
    turn(clock)
    assert receiver.taken[0]["actor"]["account"]["name"] == str(cast.worker.pseudonym)
    assert "wanda" not in json.dumps(receiver.taken).lower()


def lrs_verb(name: str) -> Any:
    from trimtab.xapi.profile import Verb

    return Verb[name]


def lrs_type(name: str) -> Any:
    from trimtab.xapi.profile import ActivityType

    return ActivityType[name]


def test_nothing_goes_before_its_transaction_is_committed_and_nothing_of_one_that_failed(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    with pytest.raises(RuntimeError), transaction.atomic():
        stored(3)
        raise RuntimeError
    assert not Delivery.objects.exists()


def test_a_statement_that_is_sent_again_to_us_goes_on_once(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    to_lrs(receiver)
    one = said()
    lrs.store([one], by=CLIENT, now=NOW)
    lrs.store([one], by=CLIENT, now=NOW)
    assert turn(clock).delivered == 1


@pytest.mark.parametrize("status", [0, 401, 404, 429, 500, 502, 503])
def test_while_the_receiver_is_in_trouble_nothing_is_lost_and_it_is_left_alone_for_longer_and_longer(
    cast: Cast, receiver: Receiver, clock: Clock, status: int
) -> None:
    target = to_lrs(receiver)
    ids = stored(3)
    receiver.answer = lambda _statements: (status, "no", {})
    waits = []
    for _ in range(3):
        assert turn(clock) == lrs.Sent(stopped=True)
        found = lrs.target(target)
        assert found.resume_at and found.problem and found.waiting == 3
        waits.append((found.resume_at - clock.now).total_seconds())
        tries = len(receiver.requests)
        turn(clock)
        assert len(receiver.requests) == tries
        clock.sleep(waits[-1])
    assert waits == [10, 20, 40]
    receiver.answer = well
    assert turn(clock).delivered == 3 and receiver.ids() == ids
    assert not lrs.target(target).problem and lrs.target(target).resume_at is None


def test_a_receiver_that_says_when_to_come_back_is_not_asked_before(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    stored()
    receiver.answer = lambda _statements: (503, "", {"Retry-After": "300"})
    turn(clock)
    assert lrs.target(target).resume_at == NOW + dt.timedelta(seconds=300)


def test_one_that_is_refused_becomes_a_dead_letter_and_the_rest_goes_on_in_order(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    ids = stored(9)
    receiver.answer = lambda statements: (
        (400, "bad actor", {}) if ids[4] in [s["id"] for s in statements] else (200, "", {})
    )
    done = turn(clock)
    assert (done.delivered, done.dead, done.stopped) == (8, 1, False)
    assert receiver.ids() == ids[:4] + ids[5:]
    [letter] = lrs.dead_letters(target)
    assert str(letter.statement) == ids[4] and "400" in letter.problem and "bad actor" in letter.problem


def test_dead_letters_are_replayed_when_the_cause_is_mended(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    target = to_lrs(receiver)
    ids = stored(2)
    receiver.answer = lambda _statements: (400, "no such verb", {})
    assert turn(clock).dead == 2
    receiver.answer = well
    assert forwarding.replay(target_id=target, letters=None, by=cast.administrator, now=NOW)[1] == 2
    assert turn(clock).delivered == 2 and receiver.ids() == ids and not lrs.dead_letters(target)


def test_one_that_upsets_the_receiver_again_and_again_is_found_and_the_others_go_on(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    ids = stored(4)
    receiver.answer = lambda statements: (500, "", {}) if ids[1] in [s["id"] for s in statements] else (200, "", {})
    for _ in range(40):
        turn(clock)
        clock.sleep(3600)
    assert set(receiver.ids()) == {ids[0], *ids[2:]}
    assert [str(one.statement) for one in lrs.dead_letters(target)] == [ids[1]]


def test_when_nothing_at_all_is_taken_the_target_is_left_alone(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    target = to_lrs(receiver)
    stored(300 // 10)
    receiver.answer = lambda _statements: (400, "wrong version", {})
    turn(clock)
    found = lrs.target(target)
    assert found.resume_at and "Nothing of the last" in found.problem


def test_a_break_after_the_receiver_took_it_sends_it_again_under_the_same_id(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    [one] = stored()

    def takes_and_breaks(statements: list[dict[str, Any]]) -> tuple[int, str, dict[str, str]]:
        receiver.taken.extend(statements)
        return 0, "", {}

    receiver.answer = takes_and_breaks
    turn(clock)
    receiver.answer = well
    clock.sleep(60)
    turn(clock)
    assert receiver.ids() == [one, one]


def test_an_actor_keeps_its_order_through_random_failures(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    import random

    dice = random.Random(7)
    to_lrs(receiver)
    actors = [{"mbox": f"mailto:p{n}@corner.example"} for n in range(5)]
    order: dict[str, list[str]] = {actor["mbox"]: [] for actor in actors}
    receiver.answer = lambda _statements: dice.choice([(200, "", {}), (503, "", {}), (0, "", {}), (429, "", {})])
    for n in range(120):
        one = said(actor=dice.choice(actors))
        lrs.store([one], by=CLIENT, now=NOW + dt.timedelta(seconds=n))
        order[one["actor"]["mbox"]].append(one["id"])
        if dice.random() < 0.2:
            turn(clock)
            clock.sleep(dice.choice([5, 60, 3600]))
    receiver.answer = well
    clock.sleep(7200)
    turn(clock)
    for actor, ids in order.items():
        got = [one["id"] for one in receiver.taken if one["actor"]["mbox"] == actor]
        assert list(dict.fromkeys(got)) == ids


def test_filters_let_through_only_their_verbs_and_activities(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    passed, course = "http://adlnet.gov/expapi/verbs/passed", "https://corner.example/courses/1"
    to_lrs(receiver, verbs=(passed,), activities=(course,))
    stored(object={"id": course})
    stored(verb={"id": passed})
    [direct] = stored(verb={"id": passed}, object={"id": course})
    [within] = stored(verb={"id": passed}, context={"contextActivities": {"parent": [{"id": course}]}})
    turn(clock)
    assert receiver.ids() == [direct, within]


def test_what_was_stored_before_goes_only_when_asked(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    before = stored(3)
    target = to_lrs(receiver)
    turn(clock)
    assert not receiver.taken
    forwarding.end(target_id=target, by=None, now=NOW)
    to_lrs(receiver, from_start=True)
    after = stored(2)
    turn(clock)
    assert receiver.ids() == before + after


def test_a_webhook_is_signed_so_that_its_owner_can_check_it(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    given = NewTarget(TargetKind.WEBHOOK, "Alarm", receiver.address)
    _id, secret = forwarding.add(given, by=None, now=NOW)
    [one] = stored()
    turn(clock)
    [(path, headers, body)] = receiver.requests
    assert path == "/xapi" and json.loads(body)["type"] == "statements"
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    assert headers["webhook-signature"] == f"v1,{expected}" and receiver.ids() == [one]


def test_a_signature_is_the_one_that_the_specification_gives_as_its_example() -> None:
    """https://github.com/standard-webhooks/standard-webhooks, spec: whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw."""
    body = b'{"test": 2432232314}'
    parcel = lrs.Parcel(
        TargetKind.WEBHOOK, "https://a.example", "", "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        "msg_p5jXN8AQM9LWM0D4loKWxJek", [], dt.datetime.fromtimestamp(1614265330, dt.UTC),
    )  # fmt: skip
    assert http.signed(parcel, body)["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_one_target_in_trouble_does_not_hold_up_another(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    forwarding.add(NewTarget(TargetKind.LRS, "Away", "http://127.0.0.1:9/xapi", "u", "s"), by=None, now=NOW)
    to_lrs(receiver)
    ids = stored(3)
    done = turn(clock)
    assert receiver.ids() == ids and done.delivered == 3


def test_a_paused_target_gets_nothing_and_then_everything(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    target = to_lrs(receiver)
    forwarding.pause(target_id=target, paused=True, by=cast.administrator, now=NOW)
    ids = stored(2)
    turn(clock)
    assert not receiver.taken
    forwarding.pause(target_id=target, paused=False, by=cast.administrator, now=NOW)
    turn(clock)
    assert receiver.ids() == ids


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
    Target.objects.filter(id=target).update(secret="not-sealed-here")
    turn(clock)
    assert "enter it again" in lrs.target(target).problem and not receiver.requests


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"address": "ftp://a.example"}, "address"), ({"address": "nowhere"}, "address"), ({"name": ""}, "name"),
        ({"address": "http://lrs.example.org/xapi"}, "address"), ({"user": ""}, "user"), ({"verbs": ("passed",)}, "verbs"),
        ({"address": "https://user:secret@a.example/"}, "address"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_target_is_named(cast: Cast, given: dict[str, Any], place: str) -> None:
    right = {"kind": TargetKind.LRS, "name": "There", "address": "https://a.example/xapi", "user": "u", "secret": "s"}
    with pytest.raises(Refusal) as refused:
        forwarding.add(NewTarget(**{**right, **given}), by=None, now=NOW)
    assert refused.value.field == place and not lrs.targets()


@pytest.mark.parametrize("who", ["worker", "steward", "strategist"])
def test_only_an_administrator_sends_records_elsewhere(cast: Cast, receiver: Receiver, who: str) -> None:
    with pytest.raises(NotAllowed):
        forwarding.add(NewTarget(TargetKind.WEBHOOK, "Mine", receiver.address), by=getattr(cast, who), now=NOW)


def test_the_page_shows_how_it_fares_and_sends_dead_letters_again(cast: Cast, receiver: Receiver, clock: Clock) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    posted = {"kind": "lrs", "name": "Warehouse", "address": receiver.address, "user": "u", "secret": SECRET}
    assert client.post("/records/forwarding", posted).status_code == 302
    [one] = stored()
    receiver.answer = lambda _statements: (400, "no <b>", {})
    turn(clock)
    [target] = lrs.targets()
    page = client.get(f"/records/forwarding/{target.id}").content.decode()
    assert "400" in page and "no &lt;b&gt;" in page and SECRET not in page
    receiver.answer = well
    client.post(f"/records/forwarding/{target.id}/change", {"do": "replay"})
    turn(clock)
    assert receiver.ids() == [one]
    client.post(f"/records/forwarding/{target.id}/change", {"do": "end"})
    assert not lrs.targets() and "no other system" in client.get("/records/forwarding").content.decode()


def test_random_ids_keep_the_order_of_what_happened_within_one_request(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    batch = [said(id=str(uuid4()), timestamp=f"2026-09-01T10:00:{n:02d}Z") for n in range(30)]
    lrs.store(batch, by=CLIENT, now=NOW)
    turn(clock)
    assert receiver.ids() == [one["id"] for one in batch]
