"""What a grant opens says until when, and is closed on the day after: the page then says why, and no link leads to it."""

from __future__ import annotations

import datetime as dt
import html

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast, engage
from trimtab import clock
from trimtab.evaluation import api as evaluation
from trimtab.governance import api as governance
from trimtab.people.api import PersonRow

LAST_DAY = dt.datetime(2026, 12, 6, 22, 59, tzinfo=dt.UTC)  # A minute to midnight in Berlin.
DAY_AFTER = LAST_DAY + dt.timedelta(minutes=1)
ENDED = (
    "The view that the strategy granted you ended by itself on 6 December 2026. "
    "Whoever writes the strategy may grant a new one."
)
UNTIL = (
    "You see this until 6 December 2026, as the strategy grants it. Then the view ends by itself."
)


@pytest.fixture
def cast(db: None) -> Cast:
    cast = engage()
    granted = [
        governance.GrantRow(f"{role}-{data}", role, data, "organisation", 90, (), NOW, NOW)
        for role in ("stakeholder", "manager")
        for data in ("results", "measures")
    ]
    governance.match_grants(granted, now=NOW)
    evaluation.match_measures((), now=NOW)
    return cast


def at(monkeypatch: pytest.MonkeyPatch, moment: dt.datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: moment)


def seen(person: PersonRow, address: str) -> tuple[int, str]:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    answer = client.get(address)
    return answer.status_code, html.unescape(answer.content.decode())


@pytest.mark.parametrize("address", ["/results", "/results/measures/queue.csv"])
def test_results_are_open_to_the_end_of_the_last_day_and_closed_from_then_on(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    for person in (cast.stakeholder, cast.manager):
        at(monkeypatch, LAST_DAY)
        status, page = seen(person, address)
        assert status == 200 and (UNTIL in page or address.endswith("csv"))
        at(monkeypatch, DAY_AFTER)
        status, page = seen(person, address)
        assert status == 403 and ENDED in page
    assert seen(cast.strategist, address)[0] == 200


def test_the_part_of_a_stakeholder_says_until_when_and_then_why_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, LAST_DAY)
    assert UNTIL in seen(cast.stakeholder, "/part")[1]
    at(monkeypatch, DAY_AFTER)
    page = seen(cast.stakeholder, "/part")[1]
    assert ENDED in page and "does not share results" not in page


def test_no_link_leads_to_a_view_that_has_ended(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, LAST_DAY)
    assert 'href="/results"' in seen(cast.stakeholder, "/part")[1]
    at(monkeypatch, DAY_AFTER)
    assert 'href="/results"' not in seen(cast.stakeholder, "/part")[1]


def test_everybody_reads_under_me_until_when_others_see_what(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(monkeypatch, LAST_DAY)
    assert "for the whole organisation; until 6 December 2026" in seen(cast.worker, "/me")[1]
    at(monkeypatch, DAY_AFTER)
    assert "6 December 2026" not in seen(cast.worker, "/me")[1]


def test_whoever_was_never_granted_a_view_reads_that(cast: Cast) -> None:
    governance.match_grants((), now=NOW)
    status, page = seen(cast.stakeholder, "/results")
    assert status == 403 and "The strategy grants you no view of results. Ask the steward." in page
