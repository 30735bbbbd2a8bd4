"""Everything that runs says why, down to the diagnosis; every answer says what rests on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from trimtab.strategy.domain.changes import resources
from trimtab.strategy.domain.codec import load_yaml
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.tracing import chain, rests_on, words

DEMO = Path(__file__).parents[2] / "src/trimtab/demo/content/strategy.yaml"


@pytest.fixture(scope="module")
def demo() -> Strategy:
    return load_yaml(DEMO.read_text()).document


def test_a_programme_leads_through_action_policy_and_advice_down_to_the_challenge(
    demo: Strategy,
) -> None:
    programme = plan(demo).programmes[0]
    kinds = [step.kind for step in chain(demo, programme.because)]
    assert (
        kinds[:2] == ["actions", "policy"]
        and kinds[-1] == "challenges"
        and "recommendations" in kinds
    )


def test_every_resource_of_the_plan_has_a_chain_in_words(demo: Strategy) -> None:
    for (kind, key), one in resources(plan(demo)).items():
        steps = chain(demo, one.because, getattr(one, "rules", ()))
        assert steps and all(step.says for step in steps), (kind, key)


def test_what_rests_on_an_answer_is_what_cites_it(demo: Strategy) -> None:
    resting = rests_on(demo, "answers/Q-P7")
    assert "R-P10" in {one.code for one in resting.recommendations}
    assert not rests_on(demo, "answers/Q-NONE").recommendations


def test_what_rests_on_a_challenge_runs_because_of_it(demo: Strategy) -> None:
    runs = rests_on(demo, f"challenges/{demo.challenges[0].id}").runs
    assert ("programme", "practise-food-safety") in {(kind, key) for kind, key, _title in runs}


def test_places_are_said_in_the_words_of_the_options(demo: Strategy) -> None:
    assert words(demo, "answers/Q-P9") == "What do managers do for it? They pick it up each week"
    assert words(demo, "answers/Q-Z1") == "" and words(demo, "actions/gone") == ""
