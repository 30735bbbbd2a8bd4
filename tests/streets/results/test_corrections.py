"""A correction on the pages: before its day, while it waits, and after it was decided."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import pytest
from django.test import Client

from tests.cast import NOW, PASSWORD, Cast, engage
from tests.journeys.test_course_correction import LATER, STRATEGY, figures
from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.governance.api import DecisionChoice
from trimtab.journeys import adoption, course_correction
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.strategy import api as strategy

pytestmark = pytest.mark.django_db
PLAN = (
    STRATEGY
    + "grants:\n- {id: g, role: stakeholder, data: results, grain: organisation, "
    + "question: q, days: 90}\n"
)


@pytest.fixture
def cast(monkeypatch: pytest.MonkeyPatch) -> Cast:
    cast = engage(password=PASSWORD)
    rows = "".join(f"h{n}@corner.example,Hanger {n},north,learner,hanger\n" for n in range(300))
    people.import_people(csv_text="email,name,unit,roles,attribute:job\n" + rows, by=None, now=NOW)
    items = "- {key: label, kind: flashcard, front: Q, back: A, tags: [labels]}\n"
    library.import_items(text=items, form=library.ItemFormat.YAML, by=None, now=NOW)
    draft = strategy.save_draft(
        document=strategy.load_yaml(PLAN).document, by=cast.strategist.id, because="first", now=NOW
    )
    adoption.adopt(number=draft.number, by=cast.stakeholder, now=NOW)
    monkeypatch.setattr(clock, "now", lambda: LATER)
    return cast


@pytest.fixture
def hangers(cast: Cast) -> list[people.PersonRow]:
    return [people.person(key) for key in people.members_by_audience(["hangers"])["hangers"]]


def page(email: str, address: str) -> str:
    client = Client()
    assert client.login(username=email, password=PASSWORD)
    answer = client.get(address)
    assert answer.status_code == 200, address
    return re.sub(
        r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().partition("<main")[2])
    ).replace("&#x27;", "'")


def test_before_its_date_pages_say_when_it_is_judged_and_call_nothing_off_track(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers, weeks=3), now=NOW + dt.timedelta(weeks=3))
    course_correction.nightly(now=NOW + dt.timedelta(weeks=3))
    for email, address in (
        (cast.strategist.email, "/strategy"),
        (cast.strategist.email, "/results"),
        (cast.stakeholder.email, "/part"),
    ):
        seen = page(email, address)
        assert (
            "will be judged on 2 November 2026" in seen
            and "off track" not in seen
            and "on track" not in seen
        ), address
    [key] = [measure.key for measure in evaluation.measures() if measure.values]
    client = Client()
    assert client.login(username=cast.strategist.email, password=PASSWORD)
    rows = list(
        csv.DictReader(io.StringIO(client.get(f"/results/measures/{key}.csv").content.decode()))
    )
    assert {row["group"] for row in rows} == {"practice", "holdout"} and all(
        row["n"] and row["low"] for row in rows
    )
    assert "It runs; the next action is judged on 2 November 2026" in page(
        cast.strategist.email, "/strategy"
    )
    assert "fewer" in page(cast.stakeholder.email, "/part") and "95 % interval" in page(
        cast.stakeholder.email, "/part"
    )


def test_a_decided_correction_says_what_was_decided_and_no_page_speaks_of_what_has_ended(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    address = f"/corrections/{proposal.id}"
    assert "1 action is off track" in page(cast.strategist.email, "/strategy")
    waiting = page(cast.strategist.email, address)
    course_correction.decide(
        proposal_id=proposal.id,
        by=cast.stakeholder,
        choice=DecisionChoice.APPROVE,
        reason="Clear.",
        now=LATER,
    )
    for number in range(2):
        # As it was decided, also when another revision has come since.
        decided = page(cast.strategist.email, address)
        assert "What was decided" in decided and "Compared with revision 1." in decided
        assert "changed to 'has ended'" in decided
        assert decided.count("New action") == waiting.count("New action") == 2
        if number == 0:
            text = strategy.dump_yaml(strategy.require_current().document).replace(
                "Right labels", "Other title"
            )
            other = strategy.save_draft(
                document=strategy.load_yaml(text).document, by=None, because="", now=LATER
            )
            adoption.adopt(number=other.number, by=None, now=LATER)
    for effect in (
        "Practise labels is retired",
        "Find and change what in the work stands behind this: Labels are wrong is created",
    ):
        assert effect in waiting and effect in decided
    seen = page(cast.strategist.email, "/strategy")
    assert "off track" not in seen.partition("Diagnosis")[0] and "ended" in seen
    policy = seen.partition("Policy")[2].partition("Actions")[0]
    assert (
        "No learning for 'Labels are wrong': 'Practise labels' did not bring what was expected"
        in policy
    )
    task = page(cast.manager.email, "/")
    assert "Find and change what in the work stands behind this: Labels are wrong" in task


def test_a_declined_correction_shows_what_was_proposed(
    cast: Cast, hangers: list[people.PersonRow]
) -> None:
    evaluation.import_measures(csv_text=figures(hangers), now=LATER)
    [proposal] = course_correction.nightly(now=LATER).proposals
    course_correction.decide(
        proposal_id=proposal.id,
        by=cast.stakeholder,
        choice=DecisionChoice.DECLINE,
        reason="Wait.",
        now=LATER,
    )
    seen = page(cast.strategist.email, f"/corrections/{proposal.id}")
    assert (
        "What was proposed" in seen
        and "changed to 'has ended'" in seen
        and "What it would have changed" in seen
    )
    assert governance.proposal(proposal.id).decision is not None
