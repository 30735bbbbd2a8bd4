"""The forecast: what it says of a small strategy, what it must keep, and what it does not pretend
to know.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pure.strategy_examples import answers, audience, strategy
from trimtab.evaluation.values import Spread
from trimtab.forecast.domain.line import Topic
from trimtab.forecast.domain.outlook import PracticeOutlook
from trimtab.forecast.domain.population import PeopleGroup, Population, from_sets
from trimtab.forecast.domain.seeing import Seen
from trimtab.forecast.values import (
    ASSUMPTIONS,
    AssumptionKey,
    Assumptions,
    Forecast,
    ForecastOutcome,
    ForecastStanding,
    Matters,
    as_data,
    forecast,
    from_headcounts,
    headline,
    lines,
    matters,
)
from trimtab.kernel.errors import NotEstimable, Refusal
from trimtab.messaging.values import Limits, Planned, message_weeks
from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    Design,
    Expectation,
    Grain,
    Measure,
    Question,
    Response,
    Scale,
    Strategy,
)

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"
MONDAY = dt.date(2026, 3, 2)
MEASURE = Measure(
    id="labels", name="Right labels", unit="share", scale=Scale.PROPORTION, baseline=0.5
)
EXPECTS = Expectation(
    measure="labels",
    design=Design.RANDOMISED,
    at_least=0.1,
    by=MONDAY + dt.timedelta(weeks=12),
    response=Response.RETIRE,
    assumption="They forget.",
    holdout=0.5,
)


def practise(**values: Any) -> Action:
    """Twenty questions about labels for till staff, six minutes a week."""
    given = {
        "id": "practise",
        "title": "Practise labels",
        "kind": ActionKind.PRACTICE,
        "audience": "tills",
        "starts": MONDAY,
        "pieces": 20,
        "minutes_per_week": 6,
        **values,
    }
    return Action(**given)


def message(number: int, day: dt.date) -> Action:
    """A message to till staff."""
    return Action(
        id=f"say-{number}",
        title=f"Say {number}",
        kind=ActionKind.MESSAGE,
        audience="tills",
        starts=day,
        channel="in-app",
    )


def small(*actions: Action, headcount: int = 400, **parts: Any) -> Strategy:
    """Till staff who practise, with ten minutes a week and twenty hours of authors a month."""
    given = {
        "audiences": (audience(headcount=headcount),),
        "actions": actions or (practise(),),
        "measures": (MEASURE,),
        "answers": answers(Q_D9=10, Q_D10=20),
        **parts,
    }
    return strategy(**given)


def told(
    document: Strategy,
    assumptions: Assumptions | None = None,
    *,
    seed: int = 1,
    people: int = 120,
    **known: Any,
) -> Forecast:
    population = known.get("population") or from_headcounts(document)
    return forecast(
        document,
        population,
        assumptions or Assumptions(),
        np.random.default_rng(seed),
        people=people,
    )


def practising(found: Forecast, at: int = 0) -> PracticeOutlook:
    one = found.audiences[at].practising
    assert isinstance(one, PracticeOutlook)
    return one


def topics(found: Forecast, topic: Topic) -> list[Any]:
    return [one for one in lines(found) if one.topic is topic]


def test_a_small_strategy_is_told_whole() -> None:
    found = told(small(practise(expects=EXPECTS), headcount=2000))
    one = practising(found)
    assert (found.begins, found.weeks, found.people) == (MONDAY, 26, 2000)
    assert one.people == 1000 and one.promised == 10 and one.planned == 6
    assert 0.4 < one.recall[0].mean < one.recall[-1].mean < 1
    assert all(each.low <= each.mean <= each.high for each in one.recall)
    assert max(one.most_minutes) <= 6 + 0.5
    assert found.effort.keeping == pytest.approx(20 * 0.25 * 30 / 180)
    assert headline(found).startswith("It would hold")


def test_the_same_dice_tell_the_same_and_other_dice_nearly_so() -> None:
    one, same, other = told(small()), told(small()), told(small(), seed=9)
    assert as_data(one) == as_data(same)
    assert practising(one).recall[-1].mean == pytest.approx(
        practising(other).recall[-1].mean, abs=0.05
    )


def test_an_assumption_that_somebody_sets_holds_as_it_is_and_narrows_the_interval() -> None:
    known = Assumptions()
    for key, value in (
        (AssumptionKey.TAKES_PART, 0.7),
        (AssumptionKey.KNOWN_BEFORE, 0.5),
        (AssumptionKey.FORGETTING, 1.0),
        (AssumptionKey.DAYS_A_WEEK, 2.5),
        (AssumptionKey.SECONDS_EACH, 20),
    ):
        known = known.setting(key, value)
    wide, narrow = practising(told(small())).recall[-1], practising(told(small(), known)).recall[-1]
    assert narrow.high - narrow.low < (wide.high - wide.low) / 2
    nobody = practising(
        told(
            small(),
            Assumptions()
            .setting(AssumptionKey.TAKES_PART, 0.2)
            .setting(AssumptionKey.KNOWN_BEFORE, 0.5),
        )
    )
    assert nobody.recall[-1].mean < narrow.mean


@pytest.mark.parametrize("key", AssumptionKey)
def test_what_cannot_be_is_refused_with_its_range(key: AssumptionKey) -> None:
    with pytest.raises(Refusal) as caught:
        Assumptions().setting(key, 1e9)
    assert caught.value.field == key.value and "from" in caught.value.sentence


def test_nothing_is_told_of_practice_without_a_number_of_questions() -> None:
    found = told(small(practise(pieces=0)))
    assert isinstance(found.audiences[0].practising, NotEstimable)
    assert isinstance(found.cost.learners_hours, NotEstimable) and isinstance(
        found.effort.keeping, NotEstimable
    )
    assert any(
        "does not say how many questions" in one.says for one in topics(found, Topic.REMEMBERING)
    )
    written = told(small(practise(pieces=0)), Assumptions(written={"practise": 12}))
    assert practising(written).recall and written.effort.pieces == 12


def test_unknown_hours_and_money_stay_unknown() -> None:
    found = told(small(answers=answers(Q_D9=10)))
    assert isinstance(found.effort.months, NotEstimable) and "Q-D10" in found.effort.months.reason
    assert isinstance(found.cost.money, NotEstimable) and isinstance(
        found.cost.learners_hours, tuple
    )
    priced = told(small(), Assumptions().setting(AssumptionKey.COST_AN_HOUR, 30))
    assert isinstance(priced.cost.money, tuple) and isinstance(priced.cost.learners_hours, tuple)
    assert isinstance(priced.cost.authors_hours, tuple)
    assert priced.cost.money[1] == pytest.approx(
        30 * (priced.cost.learners_hours[1] + priced.cost.authors_hours[1])
    )


def test_a_practice_that_begins_at_no_day_is_counted_from_the_first() -> None:
    found = told(small(practise(starts=None)))
    assert found.begins is None and any(
        "No action says when it starts" in note for note in found.notes
    )
    assert practising(found).minutes[0].mean > 0


def test_a_strategy_without_practice_says_so_and_is_not_an_error() -> None:
    found = told(small(message(1, MONDAY)))
    assert found.audiences[0].practising is None and found.simulated == 0
    assert (
        matters(
            small(message(1, MONDAY)),
            from_headcounts(small()),
            Assumptions(),
            np.random.default_rng(1),
        )
        == ()
    )


def test_minutes_promised_twice_are_reported_where_the_same_people_get_both() -> None:
    document = small(
        practise(),
        practise(id="more", audience="desk", minutes_per_week=8),
        audiences=(audience(headcount=50), audience(id="desk", name="Desk", headcount=50)),
    )
    both = Population((PeopleGroup(frozenset({"tills", "desk"}), 50),), counted=True)
    apart, together = told(document), told(document, population=both)
    assert not practising(apart).overpromised and practising(together).overpromised
    assert [one.standing for one in topics(together, Topic.MINUTES)] == [
        ForecastStanding.BAD,
        ForecastStanding.BAD,
    ]
    assert practising(together).minutes[3].high <= 10.5
    assert any("several audiences" in note for note in apart.notes) and not any(
        "several" in note for note in together.notes
    )


def test_messages_over_the_cap_are_reported_with_their_week() -> None:
    day = MONDAY + dt.timedelta(weeks=2, days=1)
    found = told(small(practise(), *(message(n, day) for n in range(5))))
    one = found.audiences[0].messages
    assert one.written[2] == 5 and one.sent[2] == 3 and one.held[2] == 2
    assert one.sent[3] == 1, "one digest in the week after"
    assert [each.standing for each in topics(found, Topic.MESSAGES)] == [ForecastStanding.BAD]
    assert (
        "17 March" not in topics(found, Topic.MESSAGES)[0].says
        and "16 March 2026" in topics(found, Topic.MESSAGES)[0].says
    )


@settings(deadline=None)
@given(st.lists(st.integers(0, 41), max_size=20), st.integers(0, 5))
def test_no_week_has_more_messages_than_the_cap_and_none_is_lost(days: list[int], cap: int) -> None:
    planned = [Planned(str(n), MONDAY + dt.timedelta(days=day)) for n, day in enumerate(days)]
    found = message_weeks(
        planned, Limits(messages_per_week=cap), monday=MONDAY, weeks=7, time_zone="Europe/Berlin"
    )
    assert max(found.sent) <= cap and sum(found.written) == len(days)
    assert sum(found.held) <= len(days)
    if cap:
        assert sum(found.sent) >= len(days) - sum(found.held)


def seen(document: Strategy, assumptions: Assumptions | None = None) -> Seen:
    return told(document, assumptions, people=50).seen[0]


def test_an_expected_effect_is_seen_in_time_or_not_by_how_many_people_there_are() -> None:
    many, few = (
        seen(small(practise(expects=EXPECTS), headcount=2000)),
        seen(small(practise(expects=EXPECTS), headcount=40)),
    )
    assert many.in_time and many.week is not None and many.week <= many.by_week == 12
    assert few.in_time is False
    assert (
        many.smallest[-1] is not None
        and few.smallest[-1] is not None
        and many.smallest[-1] < few.smallest[-1]
    )


def test_a_mean_without_a_known_spread_is_told_in_standard_deviations_with_the_largest_spread_that_would_do() -> (
    None
):
    mean = msgspec.structs.replace(MEASURE, scale=Scale.MEAN, baseline=6.0, unit="per 100")
    document = small(practise(expects=EXPECTS), measures=(mean,))
    found = seen(document)
    assert found.standardised and found.in_time is None and found.largest_spread
    at_the_limit = Assumptions(spreads={"labels": Spread(found.largest_spread, 400, 1.0)})
    assert seen(document, at_the_limit).at_the_end == pytest.approx(0.1)
    assert seen(document, at_the_limit).week == found.by_week


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"holdout": 0.0}, "Nobody goes without"), ({"measure": "none"}, "no measure")],
)
def test_what_is_compared_with_nothing_is_said_so(changes: dict[str, Any], reason: str) -> None:
    found = seen(small(practise(expects=msgspec.structs.replace(EXPECTS, **changes))))
    assert isinstance(found.unknown, NotEstimable) and reason in found.unknown.reason


def test_figures_about_units_need_the_number_of_units() -> None:
    by_shop = msgspec.structs.replace(MEASURE, grain=Grain.UNIT)
    expects = msgspec.structs.replace(EXPECTS, design=Design.BEFORE_AFTER)
    document = small(practise(expects=expects), measures=(by_shop,))
    found = seen(document)
    assert found.unknown and "how many units" in found.unknown.reason
    assert seen(document, Assumptions().setting(AssumptionKey.UNITS, 12)).largest_spread


def test_a_lot_among_teams_sees_less_than_one_among_persons() -> None:
    document = small(practise(expects=EXPECTS), answers=answers(Q_D9=10, Q_E5="clusters"))
    unknown = seen(document).unknown
    assert unknown and "how many people a team has" in unknown.reason
    teams = seen(document, Assumptions().setting(AssumptionKey.TEAM_SIZE, 10))
    persons = seen(small(practise(expects=EXPECTS)))
    assert teams.at_the_end and persons.at_the_end and teams.at_the_end > persons.at_the_end


def test_a_question_that_no_comparison_answers_is_said_so() -> None:
    asked = (
        Question(id="open", asks="Did it help?", decision="Go on"),
        Question(id="other", asks="Is it cheaper?", decision="Go on", measure="labels"),
    )
    found = told(small(questions=asked))
    assert [bool(one.unknown) for one in found.questions] == [True, True]
    assert [one.standing for one in topics(found, Topic.SEEING)] == [
        ForecastStanding.UNSURE,
        ForecastStanding.UNSURE,
    ]


def mattering(document: Strategy) -> dict[ForecastOutcome, Matters]:
    found = matters(document, from_headcounts(document), Assumptions(), np.random.default_rng(1))
    return {one.outcome: one for one in found}


def test_what_matters_is_sorted_by_how_much_it_moves() -> None:
    found = mattering(small(practise(expects=EXPECTS)))
    assert set(found) == set(ForecastOutcome)
    for one in found.values():
        assert [each.width for each in one.swings] == sorted(
            (each.width for each in one.swings), reverse=True
        )


def test_each_answer_moves_an_outcome_the_way_that_it_must() -> None:
    found = mattering(small(practise(expects=EXPECTS)))
    recall = {str(one.says): one for one in found[ForecastOutcome.RECALL].swings}
    assert (
        recall["People who take part at all"].at_low
        < found[ForecastOutcome.RECALL].usual
        < recall["People who take part at all"].at_high
    )
    months = {one.place or str(one.says): one for one in found[ForecastOutcome.MONTHS].swings}
    assert (
        months["answers/Q-D10"].at_low
        > found[ForecastOutcome.MONTHS].usual
        > months["answers/Q-D10"].at_high
    )
    seen = {str(one.says): one for one in found[ForecastOutcome.SMALLEST].swings}
    assert seen["People who are compared"].at_low > seen["People who are compared"].at_high
    assert (
        seen["Figures that come in about each person or unit"].at_low
        > found[ForecastOutcome.SMALLEST].usual
    )
    assert any(one.place == "answers/Q-D9" for one in found[ForecastOutcome.MINUTES].swings)


def test_an_end_at_which_nothing_is_known_is_left_out_of_what_matters() -> None:
    found = mattering(small(answers=answers(Q_D9=10, Q_D10=0.9)))
    assert "answers/Q-D10" not in {one.place for one in found[ForecastOutcome.MONTHS].swings}


@settings(deadline=None, max_examples=10)
@given(st.integers(1, 9), st.integers(1, 60), st.floats(0, 0.5), st.integers(0, 1000))
def test_any_forecast_stays_within_what_can_be(
    minutes: int, pieces: int, holdout: float, seed: int
) -> None:
    document = small(
        practise(
            minutes_per_week=minutes,
            pieces=pieces,
            expects=msgspec.structs.replace(EXPECTS, holdout=holdout),
        ),
        horizon_weeks=8,
    )
    one = practising(told(document, seed=seed, people=60))
    assert all(0 <= each.low <= each.high <= 1 for each in (*one.recall, *one.met))
    assert all(each.low >= 0 and each.high <= minutes + 2 for each in one.minutes)


def test_counted_people_are_scaled_from_a_sample() -> None:
    sample = [frozenset({"a"})] * 30 + [frozenset({"a", "b"})] * 10 + [frozenset()] * 60
    found = from_sets(sample, total=1000)
    assert found.people("a") == 400 and found.people("b") == 100 and found.counted


def test_every_assumption_names_its_source_and_its_usual_value_lies_in_its_range() -> None:
    for one in ASSUMPTIONS:
        assert one.source and one.low < one.high
        assert one.usual is None or one.low <= one.usual <= one.high


def test_the_demonstration_is_told_with_what_nobody_knows() -> None:
    document = load_yaml(DEMO.read_text()).document
    found = told(document)
    data = as_data(found)
    assert data["headline"] == headline(found) and len(data["audiences"]) == 4
    assert data["questions"][3]["unknown"]["unknown"].startswith("No action says")
    assert [one.standardised for one in found.seen] == [True, True, False]
    assert {one.standing for one in topics(found, Topic.MINUTES)} == {ForecastStanding.GOOD}
