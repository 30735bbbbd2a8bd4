"""Every rule about people in both directions: what it sets, what it proposes, and what it rests on."""

from __future__ import annotations

import pytest

from tests.pure.strategy_examples import (
    Case,
    answering,
    answers,
    audience,
    fired,
    hold,
    measure,
    serving,
    stakeholder,
    strategy,
)
from trimtab.strategy.domain.document import Limits, Policy, Stance, Strategy
from trimtab.strategy.domain.in_force import in_force
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.rules import RULES, Strength

NOBODY_SPECIAL = serving(audience())


def with_stakeholder(**values: object) -> Strategy:
    return strategy(stakeholders=(stakeholder(**values),))


def watched(**given: object) -> Strategy:
    return strategy(measures=(measure(tier=4),), answers=answers(**given))


CASES = (
    Case(
        "R-P1",
        serving(audience(pay="hourly")),
        NOBODY_SPECIAL,
        {"delivery.window/tills": "in the shift", "practice.counts_as_work/tills": True},
    ),
    Case(
        "R-P2",
        serving(audience(turnover_per_year=1.3)),
        serving(audience(turnover_per_year=0.5)),
        {"practice.first_weeks/tills": True, "practice.horizon_weeks/tills": 40},
    ),
    Case(
        "R-P3",
        serving(audience(expertise="novice")),
        NOBODY_SPECIAL,
        {"practice.begins_with/tills": "example"},
    ),
    Case(
        "R-P3",
        serving(audience(expertise="expert")),
        NOBODY_SPECIAL,
        {"practice.begins_with/tills": "scenario", "practice.test_out/tills": True},
        about="for old hands",
    ),
    Case(
        "R-P4",
        serving(audience(setting="frontline")),
        NOBODY_SPECIAL,
        {
            "practice.session_minutes/tills": 3,
            "practice.one_hand/tills": True,
            "practice.spoken_way/tills": True,
        },
    ),
    Case(
        "R-P4",
        serving(audience(setting="driving")),
        NOBODY_SPECIAL,
        {
            "practice.session_minutes/tills": 3,
            "practice.one_hand/tills": True,
            "practice.spoken_way/tills": True,
            "practice.never_while_driving/tills": True,
        },
        about="at the wheel",
    ),
    Case(
        "R-P5",
        serving(audience(languages=("de", "pl"))),
        NOBODY_SPECIAL,
        {"practice.variants_count_as_one/tills": True, "delivery.compared_by_language/tills": True},
    ),
    Case(
        "R-P5",
        serving(audience(reading="plain")),
        NOBODY_SPECIAL,
        {"practice.variants_count_as_one/tills": True, "practice.plain_words/tills": True},
        about="in plain words",
    ),
    Case(
        "R-P6",
        with_stakeholder(power=5, interest=5),
        with_stakeholder(power=3, interest=3),
        {"decisions.seats": ("Works council",)},
        ("stakeholders/council/engagement",),
    ),
    Case(
        "R-P6",
        with_stakeholder(power=4, interest=1, engagement="Asked first."),
        with_stakeholder(power=3, interest=1),
        {"decisions.told_exceptions": ("Works council",)},
        about="for those with power alone",
    ),
    Case(
        "R-P6",
        strategy(stakeholders=(stakeholder(interest=5),), answers=answers(Q_P12="Rosa Amadi.")),
        with_stakeholder(interest=3),
        {"decisions.heard": ("Works council",)},
        ("stakeholders/council/engagement",),
        "for those with interest alone",
    ),
    Case(
        "R-P7",
        with_stakeholder(can_block=True, stance=Stance.AGAINST),
        with_stakeholder(can_block=True, stance=Stance.SCEPTICAL),
        {"rollout.waits_for": ("Works council",)},
        ("talk-with-council",),
    ),
    Case(
        "R-P8",
        strategy(measures=(measure(),), answers=answers(Q_P9="none")),
        strategy(measures=(measure(),), answers=answers(Q_P9="informed")),
        {"messages.managers_card": True},
        ("managers-card",),
    ),
    Case(
        "R-P8",
        watched(Q_P9="none", Q_E2=8),
        watched(Q_P9="none", Q_E2=5),
        {"messages.managers_card": True},
        ("managers-card",),
        "by the tier wanted",
    ),
    Case(
        "R-P9", answering(Q_P10="experts"), answering(Q_P10="none"), {"messages.peers_first": True}
    ),
    Case(
        "R-P10",
        answering(Q_P7=("useful", "exam")),
        answering(Q_P7=("useful", "time")),
        {
            "practice.alone_view": True,
            "data.manager_view": "groups",
            "data.min_cell": 8,
            "data.never_collected_said": True,
        },
    ),
    Case(
        "R-P11",
        answering(Q_P11="voluntary"),
        answering(Q_P11="expected"),
        {"practice.may_leave": True, "evaluation.taking_part_is_no_target": True},
    ),
    Case(
        "R-P11",
        answering(Q_P11="regulated"),
        answering(Q_P11="expected"),
        {"data.separate_record": True, "messages.claims_free_choice": False},
        about="when law demands it",
    ),
    Case(
        "R-P12",
        serving(
            audience(headcount=7),
            policy=Policy(statement="s", will_not=("n",), limits=Limits(min_cell=8)),
        ),
        serving(
            audience(headcount=8),
            policy=Policy(statement="s", will_not=("n",), limits=Limits(min_cell=8)),
        ),
        {"evaluation.by_words/tills": True},
    ),
    Case(
        "R-P13",
        serving(audience(needs=("screen reader",))),
        NOBODY_SPECIAL,
        {"delivery.access_gate/tills": True},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_fires_on_its_answers_sets_what_it_says_and_is_silent_without(case: Case) -> None:
    hold(case)


def test_every_rule_about_people_has_a_case_and_its_strength() -> None:
    ours = {rule.code: rule.strength for rule in RULES if rule.code.startswith("R-P")}
    assert list(ours) == [f"R-P{n}" for n in range(1, 14)] and set(ours) == {
        case.code for case in CASES
    }
    assert {code for code, strength in ours.items() if strength is Strength.MUST} == {
        "R-P1",
        "R-P7",
        "R-P10",
        "R-P13",
    }


def test_a_rule_about_one_audience_sets_nothing_for_another() -> None:
    document = serving(audience(pay="hourly"), audience(id="office", name="Office"))
    assert {one.audience for one in in_force(document) if one.key == "practice.counts_as_work"} == {
        "tills"
    }


def test_hourly_people_with_provided_devices_get_the_stricter_window() -> None:
    [window] = [
        one for one in in_force(serving(audience(pay="hourly"))) if one.key == "delivery.window"
    ]
    assert (window.value, window.rules) == ("in the shift", ("R-P1",))


def test_the_horizon_is_no_longer_than_people_stay() -> None:
    [one] = fired(serving(audience(turnover_per_year=26.0)), "R-P2")
    assert {each.key: each.value for each in one.sets}["practice.horizon_weeks"] == 4
    [one] = fired(serving(audience(turnover_per_year=0.6)), "R-P2")
    assert {each.key: each.value for each in one.sets}["practice.horizon_weeks"] == 52


def test_who_speaks_for_the_learners_is_named_in_the_panel() -> None:
    document = strategy(
        stakeholders=(stakeholder(interest=5),), answers=answers(Q_P12="Rosa Amadi.")
    )
    [one] = fired(document, "R-P6")
    assert "Rosa Amadi" in one.says and "answers/Q-P12" in one.because
    assert one.patch and "Rosa Amadi" in apply_patch(document, one.patch).stakeholders[0].engagement


def test_who_has_neither_power_nor_interest_is_watched_and_no_more() -> None:
    assert not fired(with_stakeholder(power=3, interest=3), "R-P6")
