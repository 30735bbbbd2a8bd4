"""Every rule about communication, governance and evaluation in both directions: what it sets,
proposes, and rests on.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.pure.strategy_examples import (
    Case,
    action,
    answering,
    answers,
    audience,
    challenge,
    hold,
    measure,
    serving,
    stakeholder,
    strategy,
)
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    Cause,
    Design,
    EvaluationQuestion,
    Expectation,
    Grant,
    Level,
    Limits,
    MeasureGrain,
    Policy,
    Response,
    Right,
    Scale,
    Strategy,
)
from trimtab.strategy.domain.rules import RULES, communication, evaluation, governance

NOTHING = strategy()
PRACTISED = strategy(actions=(action(ActionKind.PRACTICE),))
AIDED = strategy(actions=(action(ActionKind.SUPPORT),))
TOLD = strategy(actions=(action(ActionKind.MESSAGE),))


def compared(kind: ActionKind = ActionKind.PRACTICE, **expects: Any) -> Action:
    """An action with an expectation: before and after, unless said otherwise."""
    given: dict[str, Any] = {
        "measure": "errors",
        "design": Design.BEFORE_AFTER,
        "at_least": 1.0,
        "by": dt.date(2027, 3, 1),
        "response": Response.RETIRE,
        "assumption": "It is forgotten.",
        **expects,
    }
    return action(kind, expects=Expectation(**given))


def drawn(headcount: int, **expects: Any) -> Strategy:
    """Half of an audience goes without, by lot."""
    return serving(
        audience(headcount=headcount),
        actions=(compared(design=Design.RANDOMISED, holdout=0.5, **expects),),
    )


def granting(question: str = "helps", grain: str = "unit", **parts: Any) -> Strategy:
    """Managers see figures, for a question that is asked."""
    asked = (EvaluationQuestion(id="helps", asks="Does it help?", decision="Go on or stop"),)
    return strategy(
        questions=asked,
        grants=(
            Grant(id="figures", role="manager", data="measures", grain=grain, question=question),
        ),
        **parts,
    )


def risky(cost: Level) -> Strategy:
    """An aid for something where errors cost this much."""
    return strategy(
        challenges=(challenge(Cause.CANNOT_FIND, cost_of_error=cost),),
        actions=(action(ActionKind.SUPPORT, challenge="labels"),),
    )


SHARES = measure(scale=Scale.PROPORTION, baseline=0.2)
COMMUNICATION = (
    Case(
        "R-C1", answering(Q_C3="promised"), answering(Q_C3="active"), {"rollout.reach": "a pilot"}
    ),
    Case(
        "R-C2",
        answering(Q_C4="executive"),
        NOTHING,
        {
            "messages.sender_of_why": "a member of the board",
            "messages.sender_of_change": "the direct manager",
            "messages.sender_of_how": "learning and development",
        },
    ),
    Case(
        "R-C2",
        answering(Q_C4="peer"),
        NOTHING,
        {
            "messages.sender_of_why": "colleagues",
            "messages.sender_of_change": "the direct manager",
            "messages.sender_of_how": "colleagues",
        },
        about="when colleagues are believed",
    ),
    Case(
        "R-C3",
        answering(Q_C2="burned"),
        answering(Q_C2="tired"),
        {"support.first": True, "rollout.first_fix_weeks": 2},
    ),
    Case(
        "R-C4",
        answering(Q_C1="expectation"),
        answering(Q_C1="tool"),
        {"messages.how_waits_for_why": True},
    ),
    Case("R-C5", answering(Q_C10=4), answering(Q_C10=2), {"messages.per_week": 1}),
    Case(
        "R-C6",
        strategy(actions=(compared(ActionKind.MESSAGE, at_least=0.1),)),
        strategy(actions=(compared(ActionKind.MESSAGE, at_least=0.01),)),
    ),
    Case(
        "R-C7",
        answering(Q_C9="public"),
        answering(Q_C9="team"),
        {"messages.public_ranking": False, "messages.team_goals": True},
    ),
    Case(
        "R-C8",
        PRACTISED,
        strategy(
            actions=(action(ActionKind.PRACTICE),),
            answers=answers(Q_C7="Help desk 4400, in an hour."),
        ),
        {"support.named_help": True},
    ),
    Case(
        "R-C9",
        answering(Q_C8="pilot"),
        answering(Q_C8="big-bang"),
        {"messages.success_each_wave": True},
    ),
    Case(
        "R-C10",
        answering(Q_C8="waves"),
        answering(Q_C8="pilot"),
        {"rollout.random_order": True, "evaluation.unit_of_chance": "waves"},
    ),
    Case(
        "R-C11",
        answering(Q_G4="agreed"),
        answering(Q_G4="none"),
        {"messages.joint_announcement": True},
    ),
    Case("R-C12", strategy(actions=(compared(),)), PRACTISED, {"messages.correction_days": 10}),
    Case(
        "R-C13",
        answering(Q_P12="Rosa Amadi."),
        answering(Q_P12=""),
        {"messages.you_said_we_did": True},
        ("you-said-we-did",),
    ),
)

GOVERNANCE = (
    Case(
        "R-G1",
        answering(Q_G5="consent"),
        answering(Q_G5="agreement"),
        {"data.consent_as_basis": False},
    ),
    Case(
        "R-G2",
        answering(Q_G4="present"),
        answering(Q_G4="agreed"),
        {"data.mode": "without individual views", "data.manager_view": "groups"},
    ),
    Case(
        "R-G3",
        answering(Q_G6="never"),
        answering(Q_G6="agreed"),
        {"data.for_appraisal": "never", "data.manager_view": "groups", "data.access_log": True},
    ),
    Case(
        "R-G4",
        answering(Q_G6="regulated"),
        answering(Q_G6="never"),
        {"data.for_appraisal": "pass and date only", "data.separate_record": True},
    ),
    Case("R-G5", granting(grain="person"), granting(), {"data.impact_assessment": True}),
    Case(
        "R-G5",
        serving(audience(headcount=6000)),
        serving(audience(headcount=400)),
        {"data.impact_assessment": True},
        about="for very many",
    ),
    Case(
        "R-G5",
        answering(Q_G12=("assessment-due",)),
        answering(Q_G12=("assessment-due", "assessment-done")),
        {"data.impact_assessment": True},
        about="when it is due",
    ),
    Case(
        "R-G6",
        granting("nobody-asks"),
        granting(),
        {"data.linked_to_question": True},
        ("grants/figures",),
    ),
    Case(
        "R-G7",
        strategy(measures=(measure(grain=MeasureGrain.PERSON),)),
        strategy(measures=(measure(grain=MeasureGrain.UNIT),)),
        {"data.erasure": True},
    ),
    Case("R-G8", answering(Q_G7=365), NOTHING, {"data.retention_days": 365}),
    Case("R-G9", answering(Q_G8=180), NOTHING, {"decisions.content_review_days": 180}),
    Case(
        "R-G9",
        risky(Level.HIGH),
        risky(Level.MEDIUM),
        {"decisions.content_review_days": 90, "decisions.second_verifier": True},
        about="where an error is costly",
    ),
    Case("R-G10", answering(Q_G3="hold"), NOTHING, {"decisions.on_silence": "hold"}),
    Case(
        "R-G11",
        strategy(
            rights=(
                Right(decision="content", approver="author"),
                Right(decision="content", approver="steward"),
            )
        ),
        strategy(rights=(Right(decision="content", approver="author"),)),
        {"decisions.single_approver": True},
    ),
    Case(
        "R-G12",
        strategy(
            stakeholders=(stakeholder(can_block=True),), answers=answers(Q_G11="Mika knows IT.")
        ),
        strategy(stakeholders=(stakeholder(can_block=True, owner="mika@shop.example"),)),
        {"decisions.borrow_trust": True},
    ),
    Case("R-G13", answering(Q_G10="monthly"), NOTHING, {"decisions.look_days": 30}),
    Case("R-G14", granting(), NOTHING, {"data.subscriptions": True}),
    Case("R-G15", PRACTISED, AIDED, {"data.own_view": True}),
)

EVALUATION = (
    Case(
        "R-E1",
        strategy(questions=(EvaluationQuestion(id="q", asks="Nice to know?", decision=""),)),
        strategy(questions=(EvaluationQuestion(id="q", asks="Does it help?", decision="Stop"),)),
        {"evaluation.decisions_only": True},
        ("questions/q",),
    ),
    Case(
        "R-E2",
        strategy(actions=(compared(),)),
        drawn(400),
        {"evaluation.says_changed_only": ("Do practice",)},
    ),
    Case("R-E3", answering(Q_E2=5), answering(Q_E2=3), {"evaluation.delay_days": 7}),
    Case(
        "R-E3",
        answering(Q_E2=7, Q_E8=60),
        answering(Q_E8=60),
        {"evaluation.delay_days": 60},
        about="with a delay of its own",
    ),
    Case("R-E4", AIDED, TOLD, {"support.success": True}),
    Case("R-E4", PRACTISED, TOLD, {"evaluation.held_out": True}, about="for practice"),
    Case("R-E5", drawn(40), drawn(400), {"evaluation.by_words/tills": True}),
    Case(
        "R-E6",
        answering(Q_E5="clusters"),
        answering(Q_E5="randomised"),
        {"evaluation.unit_of_chance": "teams"},
    ),
    Case(
        "R-E7",
        strategy(actions=(compared(design=Design.RANDOMISED),), answers=answers(Q_G10="weekly")),
        strategy(actions=(compared(design=Design.RANDOMISED),), answers=answers(Q_G10="quarterly")),
        {"evaluation.stop_rule_ahead": True},
    ),
    Case(
        "R-E8",
        strategy(measures=(measure(source="Self-report in a survey"),)),
        strategy(measures=(measure(source="Counted"),)),
        {"evaluation.opinions_only": ("Wrong labels",)},
        ("measures/errors/tier",),
    ),
    Case(
        "R-E9",
        answering(Q_E9=("stress",)),
        answering(Q_E9=("none",)),
        {"evaluation.guardrails": ("stress",)},
    ),
    Case(
        "R-E9",
        strategy(
            answers=answers(Q_E9=("fairness",)),
            policy=Policy(statement="s", will_not=("n",), limits=Limits(min_cell=9)),
        ),
        NOTHING,
        {"evaluation.guardrails": ("differences between groups",), "data.min_cell": 9},
        about="between groups",
    ),
    Case(
        "R-E10",
        answering(Q_E12="yes-nobody"),
        answering(Q_E12="no"),
        {"evaluation.value_as_range": True},
    ),
    Case("R-E11", strategy(actions=(compared(),)), PRACTISED, {"evaluation.null_corrects": True}),
    Case("R-E12", answering(Q_E2=7), answering(Q_E2=6), {"evaluation.look_at_surroundings": True}),
    Case("R-E13", AIDED, TOLD, {"evaluation.success_cases": True}),
    Case(
        "R-E14",
        strategy(actions=(compared(at_least=5.0),), measures=(measure(baseline=6.0),)),
        strategy(actions=(compared(at_least=2.0),), measures=(measure(baseline=6.0),)),
        {},
        ("actions/do-practice/expects/at_least",),
    ),
    Case(
        "R-E14",
        strategy(actions=(compared(at_least=0.4),), measures=(SHARES,)),
        strategy(actions=(compared(at_least=0.2),), measures=(SHARES,)),
        {},
        ("actions/do-practice/expects/at_least",),
        "for shares",
    ),
)
CASES = (*COMMUNICATION, *GOVERNANCE, *EVALUATION)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_rule_fires_on_its_answers_sets_what_it_says_and_is_silent_without(case: Case) -> None:
    hold(case)


def test_no_rule_of_these_areas_goes_without_a_case() -> None:
    written = {rule.code for area in (communication, governance, evaluation) for rule in area.RULES}
    assert written == {case.code for case in CASES}


def test_every_rule_has_one_code_of_its_own() -> None:
    codes = [rule.code for rule in RULES]
    assert len(codes) == len(set(codes)) >= 79
