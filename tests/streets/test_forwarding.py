"""Statements reach other systems over real HTTP: at least once, in
order, through every kind of trouble."""

from __future__ import annotations

import base64
import datetime as dt
import json
from typing import Any
from uuid import uuid4

import pytest
from django.db import transaction

from tests.cast import NOW, Cast, engage
from tests.rooms.test_lrs_statements import CLIENT, said
from tests.streets.forwarding_target import SECRET, Clock, Receiver, stored, to_lrs, turn, well
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind
from trimtab.lrs.models import Forwarding
from trimtab.xapi.profile import ActivityType, Verb


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def test_what_is_stored_arrives_in_order_with_version_and_credentials_and_is_then_forgotten(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    ids = stored(5)
    assert turn(clock) == lrs.Forwarded(forwarded=5)
    assert receiver.ids() == ids and not Forwarding.objects.exists()
    [(path, headers, _body)] = receiver.requests
    assert path == "/xapi/statements" and headers["X-Experience-API-Version"] == "1.0.3"
    assert (
        headers["Authorization"] == "Basic " + base64.b64encode(f"user:{SECRET}".encode()).decode()
    )
    assert "authority" not in receiver.taken[0] and "stored" not in receiver.taken[0]
    assert turn(clock) == lrs.Forwarded() and len(receiver.requests) == 1


def test_our_own_evidence_goes_too_under_the_pseudonym(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    lrs.record(
        actor=cast.worker.pseudonym,
        verb=Verb.ANSWERED,
        object_id="items/1",
        object_name="Q",
        now=NOW,
        object_type=ActivityType.ITEM,
    )
    turn(clock)
    assert receiver.taken[0]["actor"]["account"]["name"] == str(cast.worker.pseudonym)
    assert "wanda" not in json.dumps(receiver.taken).lower()


def test_nothing_goes_before_its_transaction_is_committed_and_nothing_of_one_that_failed(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    with pytest.raises(RuntimeError), transaction.atomic():
        stored(3)
        raise RuntimeError
    assert not Forwarding.objects.exists()


def test_a_statement_that_is_sent_again_to_us_goes_on_once(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    statement = said()
    lrs.store([statement], by=CLIENT, now=NOW)
    lrs.store([statement], by=CLIENT, now=NOW)
    assert turn(clock).forwarded == 1


@pytest.mark.parametrize("status", [0, 401, 404, 429, 500, 502, 503])
def test_while_the_receiver_is_in_trouble_nothing_is_lost_and_it_is_left_alone_ever_longer(
    cast: Cast, receiver: Receiver, clock: Clock, status: int
) -> None:
    target = to_lrs(receiver)
    ids = stored(3)
    receiver.answer = lambda _statements: (status, "no", {})
    waits = []
    for _ in range(3):
        assert turn(clock) == lrs.Forwarded(stopped=True)
        found = lrs.target(target)
        assert found.resume_at and found.problem and found.waiting == 3
        waits.append((found.resume_at - clock.now).total_seconds())
        tries = len(receiver.requests)
        turn(clock)
        assert len(receiver.requests) == tries
        clock.sleep(waits[-1])
    assert waits == [10, 20, 40]
    receiver.answer = well
    assert turn(clock).forwarded == 3 and receiver.ids() == ids
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
    assert (done.forwarded, done.dead, done.stopped) == (8, 1, False)
    assert receiver.ids() == ids[:4] + ids[5:]
    [letter] = lrs.dead_letters(target)
    assert (
        str(letter.statement) == ids[4]
        and letter.problem == "It answered 400: it does not take this."
    )
    assert letter.problem.message == "It answered {status}: it does not take this."


def test_dead_letters_are_replayed_when_the_cause_is_mended(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    ids = stored(2)
    receiver.answer = lambda _statements: (400, "no such verb", {})
    assert turn(clock).dead == 2
    receiver.answer = well
    assert forwarding.replay(target_id=target, letters=None, by=cast.administrator, now=NOW)[1] == 2
    assert turn(clock).forwarded == 2 and receiver.ids() == ids and not lrs.dead_letters(target)


def test_one_that_upsets_the_receiver_again_and_again_is_found_and_the_others_go_on(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    ids = stored(4)
    receiver.answer = lambda statements: (
        (500, "", {}) if ids[1] in [s["id"] for s in statements] else (200, "", {})
    )
    for _ in range(40):
        turn(clock)
        clock.sleep(3600)
    assert set(receiver.ids()) == {ids[0], *ids[2:]}
    assert [str(letter.statement) for letter in lrs.dead_letters(target)] == [ids[1]]


def test_when_nothing_at_all_is_taken_the_target_is_left_alone(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
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
    [statement_id] = stored()

    def takes_and_breaks(statements: list[dict[str, Any]]) -> tuple[int, str, dict[str, str]]:
        receiver.taken.extend(statements)
        return 0, "", {}

    receiver.answer = takes_and_breaks
    turn(clock)
    receiver.answer = well
    clock.sleep(60)
    turn(clock)
    assert receiver.ids() == [statement_id, statement_id]


def test_an_actor_keeps_its_order_through_random_failures(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    import random

    dice = random.Random(7)
    to_lrs(receiver)
    actors = [{"mbox": f"mailto:p{n}@corner.example"} for n in range(5)]
    order: dict[str, list[str]] = {actor["mbox"]: [] for actor in actors}
    receiver.answer = lambda _statements: dice.choice(
        [(200, "", {}), (503, "", {}), (0, "", {}), (429, "", {})]
    )
    for n in range(120):
        statement = said(actor=dice.choice(actors))
        lrs.store([statement], by=CLIENT, now=NOW + dt.timedelta(seconds=n))
        order[statement["actor"]["mbox"]].append(statement["id"])
        if dice.random() < 0.2:
            turn(clock)
            clock.sleep(dice.choice([5, 60, 3600]))
    receiver.answer = well
    clock.sleep(7200)
    turn(clock)
    for actor, ids in order.items():
        got = [
            statement["id"] for statement in receiver.taken if statement["actor"]["mbox"] == actor
        ]
        assert list(dict.fromkeys(got)) == ids


def test_one_target_in_trouble_does_not_hold_up_another(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    forwarding.add(
        NewTarget(TargetKind.LRS, "Away", "http://127.0.0.1:9/xapi", "u", "s"), by=None, now=NOW
    )
    to_lrs(receiver)
    ids = stored(3)
    done = turn(clock)
    assert receiver.ids() == ids and done.forwarded == 3


def test_a_paused_target_gets_nothing_and_then_everything(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    target = to_lrs(receiver)
    forwarding.pause(target_id=target, paused=True, by=cast.administrator, now=NOW)
    ids = stored(2)
    turn(clock)
    assert not receiver.taken
    forwarding.pause(target_id=target, paused=False, by=cast.administrator, now=NOW)
    turn(clock)
    assert receiver.ids() == ids


def test_random_ids_keep_the_order_of_what_happened_within_one_request(
    cast: Cast, receiver: Receiver, clock: Clock
) -> None:
    to_lrs(receiver)
    batch = [said(id=str(uuid4()), timestamp=f"2026-09-01T10:00:{n:02d}Z") for n in range(30)]
    lrs.store(batch, by=CLIENT, now=NOW)
    turn(clock)
    assert receiver.ids() == [statement["id"] for statement in batch]
