"""The approach selector dares every answer, says what it rests on, and proposes what it takes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.pure.strategy_examples import (
    action,
    audience,
    challenge,
    exists,
    facing,
    fired,
    measure,
    serving,
)
from trimtab.strategy.domain.circumstances import AtHand, Device, Expertise, Need, WorkSetting
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import (
    NOT_LEARNING,
    ActionKind,
    Approach,
    Cause,
    Level,
    Policy,
    Strategy,
)
from trimtab.strategy.domain.patch import apply_patch
from trimtab.strategy.domain.selector import Advice, advise

LOW, MEDIUM, HIGH = Level
SPACED, SUPPORT, BOTH, NOT_YET, NEITHER = Approach

SITUATIONS: list[tuple[str, tuple[Cause, ...], dict[str, Any], dict[str, Any], Approach, str]] = [
    (
        "a rare task with time to look",
        (Cause.FORGET,),
        {"frequency": LOW},
        {},
        SUPPORT,
        "challenges/labels/frequency",
    ),
    (
        "a task done daily that rarely changes",
        (Cause.FORGET,),
        {"frequency": HIGH},
        {},
        SPACED,
        "challenges/labels/frequency",
    ),
    (
        "no time to look it up",
        (Cause.FORGET,),
        {"time_to_look_up": LOW},
        {},
        SPACED,
        "challenges/labels/time_to_look_up",
    ),
    (
        "no time, and an error harms",
        (Cause.FORGET,),
        {"time_to_look_up": LOW, "cost_of_error": HIGH},
        {},
        BOTH,
        "challenges/labels/cost_of_error",
    ),
    (
        "prices that change weekly",
        (Cause.DO_NOT_KNOW,),
        {"volatility": HIGH},
        {},
        SUPPORT,
        "challenges/labels/volatility",
    ),
    (
        "long numbers without a system",
        (Cause.FORGET,),
        {"arbitrary": HIGH},
        {},
        SUPPORT,
        "challenges/labels/arbitrary",
    ),
    (
        "cases that look alike",
        (Cause.FORGET,),
        {"confusable": HIGH, "volatility": HIGH},
        {},
        BOTH,
        "challenges/labels/confusable",
    ),
    (
        "an answer that nobody finds",
        (Cause.CANNOT_FIND,),
        {},
        {},
        SUPPORT,
        "challenges/labels/causes",
    ),
    (
        "both hands are full",
        (Cause.FORGET,),
        {"frequency": LOW},
        {"at_hand": AtHand.HANDS_BUSY},
        SPACED,
        "audiences/tills/at_hand",
    ),
    (
        "at the wheel",
        (Cause.FORGET,),
        {"frequency": LOW},
        {"setting": WorkSetting.DRIVING},
        SPACED,
        "audiences/tills/setting",
    ),
    (
        "without any device",
        (Cause.FORGET,),
        {"volatility": HIGH},
        {"device": Device.NONE},
        SPACED,
        "audiences/tills/device",
    ),
    (
        "a complex skill used rarely",
        (Cause.FORGET,),
        {"complexity": HIGH, "frequency": LOW},
        {},
        BOTH,
        "challenges/labels/complexity",
    ),
    (
        "a large field for newcomers",
        (Cause.DO_NOT_KNOW,),
        {"complexity": HIGH},
        {"expertise": Expertise.NOVICE},
        NOT_YET,
        "audiences/tills/expertise",
    ),
    (
        "the same field for old hands",
        (Cause.DO_NOT_KNOW,),
        {"complexity": HIGH},
        {"expertise": Expertise.EXPERT},
        SPACED,
        "challenges/labels/frequency",
    ),
    (
        "faults to be sought",
        (Cause.FORGET,),
        {"complexity": HIGH},
        {"moments": (Need.SOLVE,)},
        BOTH,
        "audiences/tills/moments",
    ),
    (
        "a new way from Monday",
        (Cause.FORGET,),
        {"volatility": MEDIUM},
        {"moments": (Need.CHANGE,)},
        BOTH,
        "audiences/tills/moments",
    ),
    (
        "a skill that is not there",
        (Cause.CANNOT_DO_YET,),
        {},
        {},
        NOT_YET,
        "challenges/labels/causes",
    ),
    ("no cause named", (), {}, {}, NOT_YET, "challenges/labels/causes"),
    (
        "a wrong process",
        (Cause.PROCESS_WRONG, Cause.NO_TOOLS_OR_TIME),
        {},
        {},
        NEITHER,
        "challenges/labels/causes",
    ),
    ("no reason to do it", (Cause.DO_NOT_BELIEVE,), {}, {}, NEITHER, "challenges/labels/causes"),
]


def advice_on(document: Strategy) -> Advice:
    return advise(document.challenges[0], document.audiences)


def situation(causes: tuple[Cause, ...], task: dict[str, Any], people: dict[str, Any]) -> Strategy:
    return facing(challenge(*causes, **task), audiences=(audience(**people),))


@pytest.mark.parametrize(
    ("about", "causes", "task", "people", "approach", "place"),
    SITUATIONS,
    ids=[one[0] for one in SITUATIONS],
)
def test_a_situation_gets_its_approach_and_the_answer_that_made_it_so(
    about: str,
    causes: tuple[Cause, ...],
    task: dict[str, Any],
    people: dict[str, Any],
    approach: Approach,
    place: str,
) -> None:
    document = situation(causes, task, people)
    advice = advice_on(document)
    assert advice.approach is approach and advice.because
    assert place in advice.places and all(exists(document, one) for one in advice.places)


LEVERS: dict[str, dict[str, Level]] = {
    "frequency": {},
    "time_to_look_up": {"volatility": HIGH},
    "volatility": {},
    "arbitrary": {},
    "cost_of_error": {},
    "confusable": {"volatility": HIGH},
    "complexity": {"frequency": LOW},
}


@pytest.mark.parametrize("field", LEVERS)
def test_every_variable_of_the_task_can_change_the_answer(field: str) -> None:
    one, other = (
        advise(challenge(Cause.FORGET, **{**LEVERS[field], field: value})).approach
        for value in (LOW, HIGH)
    )
    assert one is not other


levels = st.sampled_from(Level)
tasks = st.fixed_dictionaries(
    {
        name: levels
        for name in (
            "frequency",
            "cost_of_error",
            "time_to_look_up",
            "volatility",
            "arbitrary",
            "complexity",
            "confusable",
        )
    }
)
people = st.fixed_dictionaries(
    {
        "setting": st.sampled_from(WorkSetting),
        "device": st.sampled_from(Device),
        "at_hand": st.sampled_from(AtHand),
        "expertise": st.sampled_from(Expertise),
        "moments": st.lists(st.sampled_from(Need), unique=True).map(tuple),
    }
)
causes = st.lists(st.sampled_from(Cause), unique=True).map(tuple)


@given(causes, tasks, people)
def test_any_challenge_gets_an_answer_with_reasons_that_stand_in_the_document(
    causes: tuple[Cause, ...], task: dict[str, Any], people: dict[str, Any]
) -> None:
    document = situation(causes, task, people)
    advice = advice_on(document)
    assert advice.because and advice.places and all(exists(document, one) for one in advice.places)
    assert (advice.approach is NEITHER) == bool(causes and set(causes) <= NOT_LEARNING)


@given(causes, tasks, people)
def test_what_is_proposed_is_proposed_once_and_is_a_document(
    causes: tuple[Cause, ...], task: dict[str, Any], people: dict[str, Any]
) -> None:
    document = situation(causes, task, people)
    [one] = fired(document, "R-D2")
    assert one.patch
    after = apply_patch(document, one.patch)
    [again] = fired(after, "R-D2")
    assert again.patch is None
    assert after.policy.choices[0].approach is advice_on(document).approach
    assert not [found for found in check(after) if found.code in {"S1", "S2"}]


def proposed(document: Strategy) -> Strategy:
    [one] = fired(document, "R-D2")
    assert one.patch
    return apply_patch(document, one.patch)


def test_neither_proposes_work_whose_owner_is_outside_learning() -> None:
    document = facing(
        challenge(Cause.PROCESS_WRONG, measure="errors"),
        measures=(measure(owner="operations@shop.example"),),
    )
    [work] = proposed(document).actions
    assert (work.kind, work.owner, work.challenge, work.choice) == (
        ActionKind.WORK,
        "operations@shop.example",
        "labels",
        "choice-labels",
    )


def test_without_an_owner_of_the_figure_the_check_asks_for_one() -> None:
    after = proposed(facing(challenge(Cause.PROCESS_WRONG)))
    assert after.actions[0].owner == "" and "L9" in {one.code for one in check(after)}


@pytest.mark.parametrize(
    ("causes", "kinds"),
    [
        ((Cause.FORGET,), [ActionKind.PRACTICE]),
        ((Cause.CANNOT_FIND,), [ActionKind.SUPPORT]),
        ((Cause.FORGET, Cause.CANNOT_FIND), [ActionKind.PRACTICE, ActionKind.SUPPORT]),
        ((Cause.CANNOT_DO_YET,), [ActionKind.WORK]),
        ((), [ActionKind.WORK]),
    ],
)
def test_each_approach_proposes_the_actions_it_takes(
    causes: tuple[Cause, ...], kinds: list[ActionKind]
) -> None:
    assert [one.kind for one in proposed(facing(challenge(*causes))).actions] == kinds


def test_what_runs_already_is_not_proposed_and_another_choice_is_put_right() -> None:
    runs = action(ActionKind.PRACTICE, challenge="labels")
    after = proposed(facing(challenge(Cause.FORGET, Cause.CANNOT_FIND), actions=(runs,)))
    assert [one.kind for one in after.actions] == [ActionKind.PRACTICE, ActionKind.SUPPORT]
    changed = proposed(
        facing(challenge(Cause.CANNOT_FIND), actions=after.actions, policy=after.policy)
    )
    assert [one.approach for one in changed.policy.choices] == [SUPPORT]


def test_each_audience_of_a_challenge_gets_an_action_of_its_own() -> None:
    office = audience(id="office", name="Office")
    document = serving(
        audience(), office, challenges=(challenge(Cause.FORGET, audiences=("tills", "office")),)
    )
    assert [(one.audience, one.title) for one in proposed(document).actions] == [
        ("tills", "Practise: Labels are wrong (Till staff)"),
        ("office", "Practise: Labels are wrong (Office)"),
    ]


def test_only_the_people_it_concerns_are_looked_at() -> None:
    drivers = audience(id="drivers", name="Drivers", setting="driving")
    document = serving(
        audience(),
        drivers,
        challenges=(challenge(Cause.FORGET, frequency=LOW),),
        policy=Policy(statement="s"),
    )
    assert advice_on(document).approach is SUPPORT
