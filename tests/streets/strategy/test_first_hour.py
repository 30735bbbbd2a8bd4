"""The steps of the first hour: what is not known is said, nobody is led into a dead end.

And nothing that was written is lost.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import msgspec
import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.streets.strategy.test_answering import newest, signed_in
from trimtab.strategy import api as strategy
from trimtab.strategy.api import parts

WHO = {
    "name": "Tills",
    "headcount": "40",
    "setting": "frontline",
    "pay": "hourly",
    "device": "shared",
    "units": ["north"],
}
SEEN = {
    "task": "Take a return",
    "observed": "12 of 60",
    "measure": "Wrong returns",
    "unit": "in 100",
    "baseline": "20",
    "target": "8",
}
FIRST = {"title": "Go and look", "owner": "Mika", "starts": "2026-09-07", "due": "2026-12-01"}


@pytest.fixture
def cast(db: None) -> Cast:
    return engage(NOW)


def send(client: Client, step: str, **values: Any) -> Any:
    """Fills a step in, on the newest revision."""
    row = strategy.latest()
    return client.post(f"/strategy/begin/{step}", {"base": row.number if row else "", **values})


def begun(cast: Cast, *causes: str) -> Client:
    """The diagnosis, with causes."""
    client = signed_in(cast.strategist)
    send(client, "problem", problem="Returns go wrong")
    send(client, "who", **WHO)
    send(client, "seen", **SEEN)
    send(client, "why", causes=causes, evidence_kind="observation", evidence="Seen twice")
    send(
        client,
        "moment",
        frequency="high",
        cost_of_error="medium",
        time_to_look_up="low",
        volatility="low",
    )
    return client


def test_the_group_is_found_by_unit_among_those_who_learn_and_the_problem_names_the_content(
    cast: Cast,
) -> None:
    begun(cast, "forget")
    document = newest().document
    assert document.audiences[0].rule == parts.AudienceRule(units=("north",), roles=("learner",))
    assert document.challenges[0].id == "returns-go-wrong"


def test_that_the_cause_is_not_known_leads_to_finding_out_and_blocks_nothing(cast: Cast) -> None:
    client = begun(cast, "unknown")
    page = client.get("/strategy/begin/approach").content.decode()
    assert "Not yet." in page and "Find out why before anything is made." in page
    send(client, "approach", approach="not-yet", **FIRST)
    document = newest().document
    assert "Q-D4" in {unknown.code for unknown in strategy.unknowns(document)}
    assert "L2" not in {finding.code for finding in strategy.check(document)}
    send(client, "why", causes=["process-wrong"], evidence_kind="data", evidence="Counted")
    assert not strategy.unknowns(newest().document)


def test_a_challenge_without_cause_of_which_nobody_says_that_it_is_unknown_is_still_a_finding(
    cast: Cast,
) -> None:
    client = begun(cast, "forget")
    row = newest()
    without = msgspec.structs.replace(
        row.document, challenges=(msgspec.structs.replace(row.document.challenges[0], causes=()),)
    )
    assert "L2" in {finding.code for finding in strategy.check(without)}
    assert client.get("/strategy/begin/why").status_code == 200


def test_whoever_changes_the_work_is_not_asked_what_learners_fear_nor_for_minutes(
    cast: Cast,
) -> None:
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    limits = client.get("/strategy/begin/limits").content.decode()
    assert "minutes" not in limits.split("<form")[1].lower()
    found = send(client, "limits", statement="We change the work.", will_not="A course")
    assert found.headers["Location"] == "/strategy/begin/Q-G4"
    assert "Q-D9" not in newest().document.answers


def test_an_approver_that_nobody_else_holds_is_refused_where_it_is_chosen(cast: Cast) -> None:
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    found = send(client, "decide", approver="strategist")
    assert found.status_code == 422 and "Nobody but you holds this role" in found.content.decode()
    assert not newest().document.rights
    assert send(client, "decide", approver="steward").headers["Location"] == "/strategy/begin/end"


def test_going_back_shows_the_dates_that_were_given(cast: Cast) -> None:
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    page = client.get("/strategy/begin/approach").content.decode()
    assert 'value="2026-09-07"' in page and 'value="2026-12-01"' in page


def test_what_was_left_for_later_is_listed_at_the_end(cast: Cast) -> None:
    client = begun(cast, "process-wrong")
    page = client.get("/strategy/begin/end").content.decode()
    assert "What you left for later" in page and "/strategy/begin/limits" in page


def test_beginning_anew_with_the_problem_loses_no_other_part(cast: Cast) -> None:
    client = begun(cast, "forget")
    row = newest()
    emptied = msgspec.structs.replace(row.document, challenges=())
    strategy.save_draft(
        document=emptied, by=cast.strategist.id, because="Out", now=NOW, base=row.number
    )
    send(client, "problem", problem="Something else")
    document = newest().document
    assert (
        [challenge.title for challenge in document.challenges] == ["Something else"]
        and document.audiences
        and document.measures
    )


def test_home_leads_a_strategist_to_the_first_strategy_and_a_reviewer_to_what_waits(
    cast: Cast,
) -> None:
    assert "Begin with the first strategy" in signed_in(cast.strategist).get("/").content.decode()
    client = begun(cast, "process-wrong")
    send(client, "approach", approach="neither", **FIRST)
    send(client, "limits", statement="We change the work.", will_not="A course")
    send(client, "decide", approver="steward")
    assert "Go on with the first strategy" in client.get("/").content.decode()
    number = newest().number
    assert "waits for your review" not in signed_in(cast.steward).get("/").content.decode()
    strategy.submit(number=number, by=cast.strategist.id, note="", now=NOW + dt.timedelta(hours=1))
    assert (
        f"Revision {number} of the strategy waits for your review"
        in signed_in(cast.steward).get("/").content.decode()
    )


def test_limits_are_saved_as_the_browser_sends_times(cast: Cast) -> None:
    client = begun(cast, "forget")
    posted = {
        "base": newest().number,
        "statement": "Short practice.",
        "will_not": "A course",
        "limits.minutes_per_week": "6",
        "limits.messages_per_week": "2",
        "limits.quiet_from": "18:30",
        "limits.quiet_until": "07:00",
        "limits.min_cell": "8",
    }
    assert client.post("/strategy/policy", posted).status_code == 302
    assert newest().document.policy.limits.quiet_from == dt.time(18, 30)


def test_going_through_the_hour_again_keeps_what_was_heard_and_what_was_written_elsewhere(
    cast: Cast,
) -> None:
    client = begun(cast, "forget")
    send(client, "approach", approach="both", because="An aid helps, too", **FIRST)
    send(client, "Q-G4", answer="none", because="Asked")
    row = newest()
    heard = (parts.Heard(by="Ana", value="none"),)
    evidence = (parts.Evidence(kind=parts.EvidenceKind.DATA, says="Counted"),)
    answers = {
        "Q-G4": msgspec.structs.replace(
            row.document.answers["Q-G4"], heard=heard, evidence=evidence
        )
    }
    actions = tuple(
        msgspec.structs.replace(action, content=("written-elsewhere",), desired_retention=0.8)
        if action.id == "first-practice"
        else action
        for action in row.document.actions
    )
    document = msgspec.structs.replace(row.document, answers=answers, actions=actions)
    strategy.save_draft(
        document=document, by=cast.strategist.id, because="Elsewhere", now=NOW, base=row.number
    )
    send(client, "Q-G4", answer="agreed", because="Asked again")
    send(client, "approach", approach="both", because="An aid helps, too", **FIRST)
    found = newest().document
    answer, action = (
        found.answers["Q-G4"],
        next(action for action in found.actions if action.id == "first-practice"),
    )
    assert (answer.value, answer.heard, answer.evidence) == ("agreed", heard, evidence)
    assert (action.content, action.desired_retention) == (("written-elsewhere",), 0.8)
