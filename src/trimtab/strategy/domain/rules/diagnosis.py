"""From the diagnosis: which approach, and how sure."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.strategy.domain.document import NOT_LEARNING, Cause, Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength
from trimtab.strategy.domain.selector import advise, is_hypothesis

_MOST_CHALLENGES = 4


def _not_learning(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        if one.causes and set(one.causes) <= NOT_LEARNING:
            at = f"challenges/{one.id}"
            yield Advised(
                at, f"'{one.title}' is not mended by learning. Give it an action with an owner outside learning.",
                (f"{at}/causes",))  # fmt: skip


def _approach(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        advice = advise(one)
        yield Advised(
            f"challenges/{one.id}", f"For '{one.title}': {advice.approach}. {' '.join(advice.because)}", advice.places)  # fmt: skip


def _beliefs(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        if Cause.DO_NOT_BELIEVE in one.causes:
            at = f"challenges/{one.id}"
            yield Advised(at, "Who does not believe in it needs a reason from somebody they trust, not training.",
                          (f"{at}/causes",))  # fmt: skip


def _baseline(document: Strategy) -> Iterator[Advised]:
    for one in document.measures:
        if one.baseline is None and one.tier > 5:
            at = f"measures/{one.id}"
            yield Advised(at, f"Collect a baseline of '{one.name}' before anything starts; without it no change can be claimed.",
                          (f"{at}/baseline",))  # fmt: skip


def _hypotheses(document: Strategy) -> Iterator[Advised]:
    for one in document.challenges:
        if is_hypothesis(one):
            at = f"challenges/{one.id}"
            yield Advised(at, f"'{one.title}' rests on opinion alone. Call it a hypothesis and look within 30 days.",
                          (f"{at}/evidence",))  # fmt: skip


def _focus(document: Strategy) -> Iterator[Advised]:
    if len(document.challenges) > _MOST_CHALLENGES:
        yield Advised("challenges", "Fewer challenges at a time: three or four are already many.", ("challenges",))


SCM = "Brinkerhoff, Success Case Method; Thalheimer; Quinn 2023"
RULES = (
    Rule("R-D1", Strength.SHOULD, SCM, _not_learning),
    Rule("R-D2", Strength.SHOULD, "Quinn 2023; Gottfredson & Mosher 2011", _approach),
    Rule("R-D2b", Strength.SHOULD, "ADKAR: desire before knowledge", _beliefs),
    Rule("R-D3", Strength.MUST, "Shadish, Cook & Campbell 2002", _baseline),
    Rule("R-D4", Strength.SHOULD, "Rumelt 2011", _hypotheses),
    Rule("R-D8", Strength.SHOULD, "Rumelt 2011: focus", _focus),
)
