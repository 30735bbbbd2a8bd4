"""Asking to be erased: in one step, taken back while it is open, answered within a month."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest

from tests.cast import NOW, Cast
from tests.messages import messages_for
from trimtab.governance import api as governance
from trimtab.governance.api import RequestState
from trimtab.journeys import erasure, portability, rights
from trimtab.kernel.errors import NotAllowed, NotFound, Refusal

LATER = NOW + dt.timedelta(days=12)


def told(person_id: object) -> list[str]:
    return [one.subject for one in messages_for(person_id)]  # type: ignore[arg-type]


def test_one_step_and_the_stewards_know_without_a_name(cast: Cast) -> None:
    rights.ask(person=cast.worker, now=NOW)
    [request] = governance.open_requests()
    assert (request.person_id, request.days_open(LATER), request.due) == (
        cast.worker.id,
        12,
        dt.date(2026, 10, 7),
    )
    [message] = messages_for(cast.steward.id)
    assert (
        message.urgent and "wanda" not in f"{message.subject} {message.body} {message.why}".lower()
    )


def test_asking_twice_is_asking_once(cast: Cast) -> None:
    first, second = (
        rights.ask(person=cast.worker, now=NOW),
        rights.ask(person=cast.worker, now=LATER),
    )
    assert first == second and len(governance.open_requests()) == 1
    assert len(told(cast.steward.id)) == 1


def test_it_is_taken_back_while_it_is_open_and_not_afterwards(cast: Cast) -> None:
    rights.ask(person=cast.worker, now=NOW)
    rights.take_back(person=cast.worker, now=LATER)
    assert governance.open_requests() == []
    with pytest.raises(NotFound):
        rights.take_back(person=cast.worker, now=LATER)
    rights.ask(person=cast.worker, now=LATER)
    assert len(governance.open_requests()) == 1


def test_a_refusal_gives_a_reason_that_the_person_reads(cast: Cast) -> None:
    request = rights.ask(person=cast.worker, now=NOW)
    with pytest.raises(Refusal) as refused:
        rights.refuse(request_id=request.id, by=cast.steward, reason=" ", now=LATER)
    assert refused.value.field == "reason"
    rights.refuse(
        request_id=request.id,
        by=cast.steward,
        reason="Your certificate must be kept until June.",
        now=LATER,
    )
    last = governance.last_request(cast.worker.id)
    assert last and (last.state, last.reason) == (
        RequestState.REFUSED,
        "Your certificate must be kept until June.",
    )
    assert last.answered_by == "Stef" and told(cast.worker.id) == [
        "Your request to be erased was answered"
    ]
    [held] = portability.everything(cast.worker, by=None, now=NOW)["requests_to_be_erased"]
    assert held["reason"] == last.reason
    with pytest.raises(Refusal):
        rights.refuse(request_id=request.id, by=cast.steward, reason="Again", now=LATER)


def test_only_stewards_answer_and_nobody_their_own(cast: Cast) -> None:
    request, own = rights.ask(person=cast.worker, now=NOW), rights.ask(person=cast.steward, now=NOW)
    for by in (cast.worker, cast.manager, cast.administrator, cast.strategist):
        with pytest.raises(NotAllowed):
            rights.refuse(request_id=request.id, by=by, reason="No", now=LATER)
    with pytest.raises(NotAllowed):
        rights.refuse(request_id=own.id, by=cast.steward, reason="No", now=LATER)
    with pytest.raises(NotFound):
        rights.refuse(request_id=uuid4(), by=cast.steward, reason="No", now=LATER)


def test_an_erasure_answers_the_request_and_leaves_when_by_whom_and_why(cast: Cast) -> None:
    rights.ask(person=cast.worker, now=NOW)
    done = erasure.erase(
        person_id=cast.worker.id, by=cast.steward, because="Asked for it", now=LATER
    )
    assert governance.open_requests() == []
    [row] = governance.erasures().rows
    assert (row.number, row.at, row.actor_name, row.detail["because"]) == (
        done.entry,
        LATER,
        "Stef",
        "Asked for it",
    )
    acts = [one.act for one in governance.audit_entries().rows]
    assert acts[:2] == ["person.erased", "erasure.asked"]
    assert [one.actor_name for one in governance.audit_entries().rows][
        1
    ] == "Somebody who was erased"
