"""Reasons for the person who is reached: the problem first, no codes, and free words stay with
those who write the strategy.
"""

from __future__ import annotations

import re

import msgspec

from tests.pure.strategy_edits import DEMO
from trimtab.kernel.said import say
from trimtab.strategy.domain.changes import resources
from trimtab.strategy.domain.document import Answer
from trimtab.strategy.domain.plainly import PlainReason, ReasonGround, plainly
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.tracing import chain

CODE = re.compile(r"\b[QR]-[A-Z]+\d|\w+/\w+/\w+")


def test_a_programme_is_told_from_the_problem_to_those_who_practise() -> None:
    grounds = [one.ground for one in plainly(DEMO, plan(DEMO).programmes[0].because)]
    assert grounds == sorted(grounds, key=list(ReasonGround).index)
    assert {
        ReasonGround.PROBLEM,
        ReasonGround.DECIDED,
        ReasonGround.DOES,
        ReasonGround.FOR_WHOM,
    } <= set(grounds)


def test_no_reason_of_anything_that_runs_holds_a_code() -> None:
    for one in resources(plan(DEMO)).values():
        for reason in plainly(DEMO, one.because):
            assert not CODE.search(reason.says + reason.asks), reason


def test_a_choice_among_options_is_told_and_free_words_are_not() -> None:
    answers = {
        **DEMO.answers,
        "Q-P9": Answer(value="coaches"),
        "Q-P12": Answer(value="Mx Free Words"),
    }
    document = msgspec.structs.replace(DEMO, answers=answers)
    assert plainly(document, ("answers/Q-P9", "answers/Q-P12")) == (
        PlainReason(
            ReasonGround.KNOWN,
            say("They coach, with figures of their team"),
            say("What do managers do for it?"),
        ),
    )


def test_places_that_are_gone_are_left_out() -> None:
    assert plainly(DEMO, ("actions/gone", "answers/Q-Z1", "digest")) == ()


def test_a_grant_and_a_figure_lead_down_to_the_diagnosis() -> None:
    running = resources(plan(DEMO))
    for name in (("grant", "strategist-results"), ("measure", "chiller-check")):
        kinds = [step.kind for step in chain(DEMO, running[name].because)]
        assert "actions" in kinds and "policy" in kinds and kinds[-1] == "challenges", (name, kinds)
