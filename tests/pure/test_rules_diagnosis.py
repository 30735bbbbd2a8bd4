"""Every rule of the diagnosis in both directions: what it sets, what it proposes, and what it rests
on.
"""

from __future__ import annotations

import datetime as dt

import pytest

from tests.pure.strategy_examples import (
    Case,
    action,
    answering,
    answers,
    audience,
    challenge,
    facing,
    fired,
    hold,
    measure,
    serving,
    strategy,
)
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import (
    ActionKind,
    ActionState,
    Cause,
    Evidence,
    EvidenceKind,
    Limits,
    Policy,
    Strategy,
)
from trimtab.strategy.domain.load import hours_needed, minutes_needed, reviews_needed
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules import RULES, Strength

OPINION = (Evidence(kind=EvidenceKind.OPINION, says="I think so", on=dt.date(2026, 3, 1)),)
PRACTICE = action(ActionKind.PRACTICE, minutes_per_week=8)
AIDS = action(ActionKind.SUPPORT, pieces=100)


def without_choice(**parts: object) -> Strategy:
    return strategy(policy=Policy(statement="All of it."), **parts)


def limited(minutes: int, **parts: object) -> Strategy:
    return strategy(
        policy=Policy(statement="s", will_not=("n",), limits=Limits(minutes_per_week=minutes)),
        **parts,
    )


CASES = (
    Case(
        "R-D1",
        facing(challenge(Cause.PROCESS_WRONG)),
        facing(challenge(Cause.FORGET)),
        {"rollout.learning_only": False},
        ("work-labels",),
    ),
    Case(
        "R-D1",
        facing(challenge(Cause.FORGET, Cause.NO_TOOLS_OR_TIME, Cause.NOT_REWARDED)),
        facing(challenge(Cause.FORGET, Cause.DO_NOT_KNOW, Cause.NOT_REWARDED)),
        {"rollout.learning_only": False},
        ("work-labels",),
        "when most causes lie outside learning",
    ),
    Case(
        "R-D2",
        facing(challenge(Cause.CANNOT_FIND)),
        strategy(),
        {},
        ("choice-labels", "support-labels-tills"),
    ),
    Case(
        "R-D2b",
        facing(challenge(Cause.DO_NOT_BELIEVE)),
        facing(challenge(Cause.FORGET)),
        {"messages.how_waits_for_why": True},
        ("say-why-labels",),
    ),
    Case(
        "R-D3",
        strategy(measures=(measure(baseline=None),)),
        strategy(measures=(measure(),)),
        {"evaluation.no_claim_on": ("Wrong labels",), "evaluation.highest_tier": 5},
        ("baseline-errors",),
    ),
    Case(
        "R-D3",
        strategy(measures=(measure(baseline=None), measure(id="waits"))),
        strategy(measures=(measure(baseline=None, tier=4),)),
        {"evaluation.no_claim_on": ("Wrong labels",)},
        ("baseline-errors",),
        "and another figure has one",
    ),
    Case(
        "R-D4",
        facing(challenge(Cause.FORGET, evidence=OPINION)),
        facing(challenge(Cause.FORGET)),
        {"rollout.hypotheses": ("Labels are wrong",)},
        ("check-labels",),
    ),
    Case(
        "R-D5",
        limited(10, answers=answers(Q_D9=6)),
        limited(6, answers=answers(Q_D9=6)),
        {"practice.minutes_per_week": 6, "rollout.scope": True},
        ("policy/limits/minutes_per_week",),
    ),
    Case(
        "R-D5",
        serving(
            audience(),
            actions=(PRACTICE, action(ActionKind.PRACTICE, id="more", minutes_per_week=8)),
            answers=answers(Q_D9=10),
        ),
        serving(audience(), actions=(PRACTICE,), answers=answers(Q_D9=10)),
        {"practice.minutes_per_week": 10, "rollout.scope": True},
        ("actions/do-practice/minutes_per_week", "actions/more/minutes_per_week"),
        "two programmes for one audience",
    ),
    Case(
        "R-D5",
        serving(
            audience(), actions=(action(ActionKind.PRACTICE, pieces=300),), answers=answers(Q_D9=10)
        ),
        serving(
            audience(), actions=(action(ActionKind.PRACTICE, pieces=100),), answers=answers(Q_D9=10)
        ),
        {"practice.minutes_per_week": 10, "rollout.scope": True},
        ("actions/do-practice/pieces",),
        "more questions than minutes",
    ),
    Case(
        "R-D6",
        strategy(actions=(AIDS,), answers=answers(Q_D10=2)),
        strategy(actions=(AIDS,), answers=answers(Q_D10=5)),
        {"rollout.scope": True},
        ("actions/do-support/pieces",),
    ),
    Case(
        "R-D6",
        strategy(actions=(AIDS,), answers=answers(Q_D10=5, Q_G8=90)),
        strategy(actions=(AIDS,), answers=answers(Q_D10=9, Q_G8=90)),
        {"rollout.scope": True},
        ("actions/do-support/pieces",),
        "with checks every 90 days",
    ),
    Case(
        "R-D6",
        strategy(actions=(action(ActionKind.SUPPORT),), answers=answers(Q_D10=0)),
        answering(Q_D10=0),
        {"rollout.scope": True},
        (),
        "when nobody has an hour",
    ),
    Case(
        "R-D7",
        without_choice(answers=answers(Q_D8="No ranking.")),
        strategy(answers=answers(Q_D8="No ranking.")),
        {},
        ("policy/will_not",),
    ),
    Case("R-D7", without_choice(), strategy(), {}, ("answers/Q-D8",), "and nobody asked yet"),
    Case(
        "R-D8",
        facing(*(challenge(Cause.FORGET, id=f"c{n}") for n in range(4))),
        facing(*(challenge(Cause.FORGET, id=f"c{n}") for n in range(3))),
        {"rollout.at_once": 3},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_fires_on_its_answers_sets_what_it_says_and_is_silent_without(case: Case) -> None:
    hold(case)


def test_every_rule_of_the_diagnosis_has_a_case_and_its_strength() -> None:
    ours = {rule.code: rule.strength for rule in RULES if rule.code.startswith("R-D")}
    assert (
        set(ours) == {case.code for case in CASES} == {"R-D2b", *(f"R-D{n}" for n in range(1, 9))}
    )
    assert {code for code, strength in ours.items() if strength is Strength.MUST} == {
        "R-D3",
        "R-D5",
        "R-D6",
    }


def test_what_is_handed_to_others_does_not_count_against_focus() -> None:
    document = facing(
        *(challenge(Cause.FORGET, id=f"c{n}") for n in range(3)),
        challenge(Cause.PROCESS_WRONG, id="rota"),
    )
    assert not fired(document, "R-D8")


def test_a_guess_is_to_be_checked_thirty_days_after_it_was_said() -> None:
    [one] = fired(facing(challenge(Cause.FORGET, evidence=OPINION)), "R-D4")
    assert one.patch and one.patch.operations[0].value["due"] == "2026-03-31"


def test_the_action_outside_learning_goes_to_the_owner_of_the_figure() -> None:
    document = facing(challenge(Cause.PROCESS_WRONG, measure="errors"), measures=(measure(),))
    [one] = fired(document, "R-D1")
    assert one.patch
    [added] = apply_patch(document, one.patch).actions
    assert (added.kind, added.owner, added.challenge) == (
        ActionKind.WORK,
        "ops@shop.example",
        "labels",
    )


def test_an_action_that_runs_already_or_was_stopped_is_not_proposed_again() -> None:
    runs = action(ActionKind.WORK, challenge="labels", audience="")
    assert fired(facing(challenge(Cause.PROCESS_WRONG), actions=(runs,)), "R-D1")[0].patch is None
    stopped = action(
        ActionKind.WORK, id="work-labels", challenge="labels", state=ActionState.RETIRED
    )
    assert (
        fired(facing(challenge(Cause.PROCESS_WRONG), actions=(stopped,)), "R-D1")[0].patch is None
    )


def test_the_released_minutes_become_the_limit_that_runs() -> None:
    limits = plan(limited(10, answers=answers(Q_D9=6))).limits
    assert limits.minutes_per_week == 6 and "answers/Q-D9" in limits.because


def test_after_cutting_to_the_released_time_the_rule_is_content() -> None:
    [case] = [one for one in CASES if one.about == "two programmes for one audience"]
    [one] = fired(case.fires, "R-D5")
    assert one.patch
    after = apply_patch(case.fires, one.patch)
    assert not fired(after, "R-D5") and [each.minutes_per_week for each in after.actions] == [5, 5]


def test_the_load_grows_with_pieces_and_retention_and_falls_with_time() -> None:
    assert reviews_needed(26, 0.95) > reviews_needed(26, 0.9) > reviews_needed(26, 0.8)
    assert (
        minutes_needed(200, 26, 0.9)
        == 2 * minutes_needed(100, 26, 0.9)
        > minutes_needed(100, 52, 0.9) * 2
    )
    assert hours_needed(120, 90) == 2 * hours_needed(120, 180) == 10


def test_an_accepted_proposal_leaves_only_owners_and_dates_to_be_named() -> None:
    document = facing(challenge(Cause.CANNOT_FIND))
    [one] = fired(document, "R-D2")
    assert one.patch
    before = {(each.code, each.place) for each in check(document)}
    new = {
        each.code
        for each in check(apply_patch(document, one.patch))
        if (each.code, each.place) not in before
    }
    assert new <= {"L9", "L10"}
