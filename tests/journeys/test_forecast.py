"""The forecast for an organisation: with its own people, content and figures, and its page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.cast import NOW, Cast
from tests.journeys.test_course_correction import STRATEGY, WEEKS
from trimtab.evaluation import api as evaluation
from trimtab.forecast.api import (
    AssumptionKey,
    ForecastOutcome,
    PracticeOutlook,
    forecast_here,
    matters_here,
)
from trimtab.forecast.queries import assumptions_here, population_here
from trimtab.journeys import adoption
from trimtab.kernel.errors import NotEstimable
from trimtab.library import api as library
from trimtab.people import api as people
from trimtab.people.api import PersonRow
from trimtab.strategy import api as strategy

pytestmark = pytest.mark.django_db
ITEM = "- {{key: l{n}, kind: single-choice, tags: [labels], stem: 'Question {n}?', options: [{{text: a, correct: true}}, {{text: b}}]}}\n"


@pytest.fixture
def document(cast: Cast) -> strategy.Strategy:
    found = strategy.load_yaml(STRATEGY).document
    draft = strategy.save_draft(document=found, by=None, because="First", now=NOW)
    adoption.adopt(number=draft.number, by=None, now=NOW)
    return found


def hire(count: int) -> list[PersonRow]:
    specs = [
        people.PersonSpec(
            email=f"h{n}@corner.example",
            name=f"H{n}",
            unit="north",
            attributes={"job": "hanger"},
            time_zone="Europe/Berlin",
        )
        for n in range(count)
    ]
    people.match_people(specs, now=NOW)
    return [row for spec in specs if (row := people.person_by_email(spec.email))]


def client_of(person: PersonRow) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.get(id=person.id))
    return client


def test_head_counts_stand_in_until_the_people_are_there(document: strategy.Strategy) -> None:
    before = population_here(document)
    assert before.people("hangers") == 300 and not before.counted
    hire(25)
    after = population_here(document)
    assert after.people("hangers") == 25 and after.counted and after.time_zone == "Europe/Berlin"


def test_practice_can_be_told_once_questions_are_written(
    document: strategy.Strategy, cast: Cast
) -> None:
    told, _ = forecast_here(document, {}, figures=True)
    assert isinstance(told.audiences[0].practising, NotEstimable)
    assert matters_here(document, {}, figures=True)[0].outcome is ForecastOutcome.SMALLEST
    done = library.import_items(
        text="".join(ITEM.format(n=n) for n in range(12)),
        form=library.ItemFormat.YAML,
        by=None,
        now=NOW,
    )
    assert not done.problems
    told, assumptions = forecast_here(document, {}, figures=True)
    assert assumptions.written == {"practise-labels": 12}
    assert isinstance(told.audiences[0].practising, PracticeOutlook) and told.effort.to_write == 0
    assert matters_here(document, {}, figures=True)[0].outcome is ForecastOutcome.RECALL


def test_figures_say_what_will_be_seen_and_small_groups_say_nothing(
    document: strategy.Strategy,
) -> None:
    hangers = hire(30)
    days = [NOW.date() - dt.timedelta(weeks=week) for week in range(WEEKS)]
    lines = [
        f"wrong-labels,{row.email},{day},{5 + n % 3 + 0.5 * (at % 2)}"
        for n, row in enumerate(hangers)
        for at, day in enumerate(days)
    ]
    done = evaluation.import_measures(
        csv_text="\n".join(["measure,subject,when,value", *lines]), now=NOW
    )
    assert not done.problems
    spread = assumptions_here(document, {}, figures=True).spreads["wrong-labels"]
    assert spread.subjects == 30 and 0.7 < spread.sd < 1.0 and 4 < spread.figures_a_month < 6
    assert evaluation.spreads(min_cell=31) == {}
    told, _ = forecast_here(document, {}, figures=True)
    assert told.seen[0].at_the_end is not None and not told.seen[0].standardised
    hidden, _ = forecast_here(document, {}, figures=False)
    assert hidden.seen[0].standardised


def test_the_page_answers_first_takes_assumptions_and_says_what_is_wrong_with_them(
    document: strategy.Strategy, cast: Cast
) -> None:
    client = client_of(cast.strategist)
    page = client.get("/strategy/forecast").content.decode()
    assert (
        "does not say how many questions" in page
        and "What was not known" not in page.split("<h1>")[0]
    )
    part = client.get("/strategy/forecast?part=figures&cost_an_hour=30").content.decode()
    assert "<html" not in part and "data-headline" in part and "cost_an_hour=30" in part
    wrong = client.get("/strategy/forecast?takes_part=7&units=many").content.decode()
    assert "from 0.2 to 1" in wrong and "a number is needed" in wrong
    assert "what can be seen of" in client.get("/strategy/forecast?part=matters").content.decode()
    assert client.get("/strategy/forecast?revision=99").status_code == 404
    assert client_of(cast.worker).get("/strategy/forecast").status_code == 403
    assert "forecast?revision=1" in client.get("/strategy/draft").content.decode()


def test_a_forecast_of_the_same_question_is_remembered(document: strategy.Strategy) -> None:
    one, _ = forecast_here(document, {AssumptionKey.TAKES_PART: 0.6}, figures=True)
    same, _ = forecast_here(document, {AssumptionKey.TAKES_PART: 0.6}, figures=True)
    other, _ = forecast_here(document, {AssumptionKey.TAKES_PART: 0.7}, figures=True)
    assert one is same and one is not other


def test_without_a_strategy_the_page_says_how_to_begin(cast: Cast) -> None:
    assert "begin" in client_of(cast.strategist).get("/strategy/forecast").content.decode().lower()
