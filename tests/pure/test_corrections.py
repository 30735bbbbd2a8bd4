"""The change that answers a verdict: what was agreed beforehand, and a strategy that is still one
whole.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from trimtab.evaluation.domain.corrections import correction
from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.changes import ChangeKind, plan_changes, resources
from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.patch import Op, Operation, Patch, apply_patch
from trimtab.strategy.domain.planning import because, plan
from trimtab.strategy.domain.tracing import chain

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"


@pytest.fixture(scope="module")
def demo() -> parts.Strategy:
    return load_yaml(DEMO.read_text()).document


@pytest.mark.parametrize("response", list(parts.Response))
@pytest.mark.parametrize("key", ["practise-shelf-prices", "practise-food-safety", "aids-returns"])
def test_a_correction_leaves_the_strategy_coherent_and_its_policy_true(
    demo: parts.Strategy, key: str, response: parts.Response
) -> None:
    patch = correction(
        key=key,
        response=response,
        sentence="It is ruled out.",
        assumption="A.",
        document=demo,
        today=dt.date(2026, 11, 23),
    )
    after = apply_patch(demo, patch)
    assert check(after) == ()
    action = next(one for one in after.actions if one.id == key)
    choice = next(one for one in after.policy.choices if one.id == action.choice)
    challenge = next(one for one in after.challenges if one.id == action.challenge)
    running = [
        one
        for one in after.actions
        if one.choice == choice.id and one.state is parts.ActionState.RUNNING
    ]
    kinds = {one.kind for one in running}
    practises, helps = parts.ActionKind.PRACTICE in kinds, parts.ActionKind.SUPPORT in kinds
    wanted = {
        (True, True): "both",
        (True, False): "spaced-learning",
        (False, True): "performance-support",
    }
    none = "neither" if response is parts.Response.SWITCH_TO_WORK else "not-yet"
    assert choice.approach == wanted.get((practises, helps), none)
    assert challenge.tried.endswith("It is ruled out.")
    [look] = [one for one in running if one.id == f"{key}-causes"]
    assert (
        look.owner == "strategist@greenbasket.example"
        and look.due
        and challenge.title in look.title
    )
    if not (practises or helps):
        assert not any(one.kind is parts.ActionKind.MESSAGE for one in running)
        rules = " ".join(
            step.says
            for step in chain(after, because(after, look))
            if step.kind == "recommendations"
        )
        assert "spaced learning" not in rules and "performance support" not in rules


def test_what_merely_has_new_reasons_is_no_change_of_what_runs(demo: parts.Strategy) -> None:
    place = "actions/practise-shelf-prices/state"
    after = apply_patch(
        demo, Patch(title="Stop", operations=(Operation(op=Op.SET, place=place, value="retired"),))
    )
    before, now = resources(plan(demo)), resources(plan(after))
    rested = [name for name in before if name in now and before[name] != now[name]]
    assert len(rested) > 2
    assert {one.kind for one in plan_changes(plan(demo), plan(after))} == {ChangeKind.REMOVED}
