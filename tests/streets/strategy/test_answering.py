"""Answering a question of the catalogue in the browser; two at once lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.pure.strategy_edits import DEMO
from trimtab.people.api import PersonRow
from trimtab.strategy import api as strategy
from trimtab.strategy.api import AnswerKind, Sureness


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    strategy.save_draft(document=DEMO, by=None, because="First", now=NOW)
    return cast


def signed_in(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def newest() -> strategy.RevisionRow:
    row = strategy.latest()
    assert row is not None
    return row


def test_an_answer_is_saved_with_evidence_sureness_and_reason(cast: Cast) -> None:
    client = signed_in(cast.strategist)
    posted = {
        "base": "1",
        "value": "coaches",
        "sure": "low",
        "because": "They said so",
        "evidence-0-kind": "interview",
        "evidence-0-says": "Six managers",
        "evidence-0-on": "2026-09-01",
    }
    found = client.post("/strategy/answers/Q-P9", posted)
    assert found.headers["Location"] == "/strategy/answers#people"
    answer = newest().document.answers["Q-P9"]
    assert (answer.value, answer.sure, answer.because, answer.by) == (
        "coaches",
        Sureness.LOW,
        "They said so",
        "sasha@corner.example",
    )
    assert answer.evidence[0].on == dt.date(2026, 9, 1)
    assert "Six managers" in client.get("/strategy/answers/Q-P9").content.decode()


def test_that_nobody_knows_yet_is_an_answer_with_a_way_to_find_out(cast: Cast) -> None:
    posted = {
        "base": "1",
        "unknown": "on",
        "of": "mika@corner.example",
        "until": "2026-10-01",
        "value": "coaches",
    }
    assert signed_in(cast.strategist).post("/strategy/answers/Q-P9", posted).status_code == 302
    answer = newest().document.answers["Q-P9"]
    assert answer.value is None and answer.find_out == strategy.parts.FindOut(
        of="mika@corner.example", until=dt.date(2026, 10, 1)
    )


@pytest.mark.parametrize(
    "question",
    [question for question in strategy.QUESTIONS if not question.records],
    ids=lambda question: question.code,
)
def test_every_question_has_a_form_that_takes_an_answer(
    cast: Cast, question: strategy.Question
) -> None:
    client, address = signed_in(cast.strategist), f"/strategy/answers/{question.code}"
    page = client.get(address).content.decode()
    for option in question.options:
        assert f'value="{option.value}"' in page
    value = {AnswerKind.NUMBER: "12,5", AnswerKind.TEXT: "In words"}.get(
        question.kind
    ) or question.options[-1].value
    assert client.post(address, {"base": "1", "value": value}).status_code == 302
    assert newest().document.answers[question.code].by == "sasha@corner.example"


@pytest.mark.parametrize(
    "posted",
    [
        {},
        {"value": "no-such-option"},
        {"value": "coaches", "evidence-0-says": "x", "evidence-0-on": "soon"},
    ],
)
def test_what_is_no_answer_is_refused_and_stays_in_the_form(
    cast: Cast, posted: dict[str, str]
) -> None:
    found = signed_in(cast.strategist).post(
        "/strategy/answers/Q-P9", {"base": "1", "because": "Kept words", **posted}
    )
    assert found.status_code == 422 and "Kept words" in found.content.decode()
    assert newest().number == 1


def test_the_second_writer_of_an_answer_sees_both_versions(cast: Cast) -> None:
    first, second = signed_in(cast.strategist), signed_in(cast.steward)
    assert (
        first.post("/strategy/answers/Q-P9", {"base": "1", "value": "coaches"}).status_code == 302
    )
    found = second.post(
        "/strategy/answers/Q-P9", {"base": "1", "value": "none", "because": "Nobody has time"}
    )
    page = found.content.decode()
    assert found.status_code == 409
    assert "Sasha changed the same meanwhile" in page and "Nobody has time" in page
    assert (
        second.post("/strategy/answers/Q-P10", {"base": "1", "value": "teams"}).status_code == 302
    )
    assert newest().document.answers["Q-P9"].value == "coaches" and newest().number == 3


def test_who_does_not_write_may_not_answer(cast: Cast) -> None:
    for person in (cast.stakeholder, cast.worker, cast.author):
        assert (
            signed_in(person)
            .post("/strategy/answers/Q-P9", {"base": "1", "value": "none"})
            .status_code
            == 403
        )
    assert signed_in(cast.strategist).get("/strategy/answers/Q-NONE").status_code == 404


def test_a_part_that_was_taken_out_meanwhile_is_not_lost_to_its_second_writer(cast: Cast) -> None:
    first, second = signed_in(cast.strategist), signed_in(cast.steward)
    key = DEMO.actions[-1].id
    assert first.post(f"/strategy/parts/actions/{key}/removed", {"base": "1"}).status_code == 302
    posted = {
        "base": "1",
        "title": "Kept after all",
        "kind": "message",
        "owner": "stef@corner.example",
    }
    found = second.post(f"/strategy/parts/actions/{key}", posted)
    page = found.content.decode()
    assert found.status_code == 409 and "Kept after all" in page and "Not there" in page
