"""The change that answers a verdict: what was agreed beforehand, and a strategy that is still one
whole.
"""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from trimtab.evaluation.domain.corrections import correction
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say, worded
from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.changes import ChangeKind, plan_changes, resources
from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.patch import (
    Op,
    Operation,
    Patch,
    apply_patch,
    patch_from_json,
    patch_to_json,
)
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
        sentence=say("It is ruled out."),
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


def test_a_correction_is_kept_with_the_parts_of_its_reasons(demo: parts.Strategy) -> None:
    patch = correction(
        key="practise-shelf-prices",
        response=parts.Response.RETIRE,
        sentence=say("It is ruled out on {day}.", day=dt.date(2026, 11, 22)),
        assumption="A.",
        document=demo,
        today=dt.date(2026, 11, 23),
    )
    again = patch_from_json(json.loads(json.dumps(patch_to_json(patch))))
    assert again == patch and apply_patch(demo, again) == apply_patch(demo, patch)
    for kept in (again.title, *again.because, *(step.because for step in again.operations)):
        assert isinstance(kept, Said) and kept.message and worded(kept) == kept
    assert all(
        type(step.value) is not Said for step in again.operations if isinstance(step.value, str)
    )


def test_a_correction_from_before_reads_as_it_was_written() -> None:
    step = {"op": "set", "place": "title", "value": "A", "because": "It is shorter."}
    patch = patch_from_json({"title": "Shorten", "operations": [step], "because": ["It was long."]})
    assert (patch.title, patch.because) == ("Shorten", ("It was long.",))
    assert patch.operations[0].because == "It is shorter."


@pytest.mark.parametrize(
    "data",
    [
        {"title": {"message": 1, "parts": {}}, "operations": []},
        {"title": {"message": "x"}, "operations": []},
        {"title": "A", "operations": [], "because": [5]},
        {"title": "A", "operations": [], "because": [{"message": "x", "parts": []}]},
        {"title": "A", "operations": [{"because": {"message": "x", "parts": {"a": []}}}]},
    ],
)
def test_what_no_sentence_can_be_is_refused(data: dict[str, Any]) -> None:
    with pytest.raises(Refusal):
        patch_from_json(data)
