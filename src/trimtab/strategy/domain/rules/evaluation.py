"""From the decisions to be taken and the comparison that is possible."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.science.stats.power import detectable_d
from trimtab.strategy.domain.document import Design, Strategy
from trimtab.strategy.domain.rules.rule import Advised, Rule, Strength, answered, simply

_SMALL_ARM = 50


def _decisions(document: Strategy) -> Iterator[Advised]:
    for one in document.questions:
        if not one.decision.strip():
            at = f"questions/{one.id}"
            yield Advised(at, "No decision depends on this question: drop it.", (f"{at}/decision",))


def _claims(document: Strategy) -> Iterator[Advised]:
    for one in document.actions:
        if one.expects and one.expects.design is Design.BEFORE_AFTER:
            at = f"actions/{one.id}/expects/design"
            yield Advised(at, f"'{one.title}' is compared before and after: say 'changed', never 'caused'.", (at,))


def _delay(document: Strategy) -> Iterator[Advised]:
    tier = answered(document, "Q-E2")
    if isinstance(tier, int | float) and tier >= 4 and answered(document, "Q-E8") is None:
        yield Advised("answers/Q-E8", "Measure after a delay of 7 to 30 days or more; right after practice everybody looks good.",
                      ("answers/Q-E2",))  # fmt: skip


def _power(document: Strategy) -> Iterator[Advised]:
    sizes = {one.id: one.headcount for one in document.audiences}
    for one in document.actions:
        expects = one.expects
        if expects is None or expects.design is not Design.RANDOMISED or one.audience not in sizes:
            continue
        smaller = int(sizes[one.audience] * min(expects.holdout, 1 - expects.holdout))
        if smaller < _SMALL_ARM:
            seen = f"only effects above d = {detectable_d(smaller):.2f}" if smaller > 1 else "nothing"
            at = f"actions/{one.id}/expects"
            yield Advised(at, f"The smaller arm of '{one.title}' has {smaller} people and can show {seen}. Widen it, or ask people.",
                          (f"{at}/holdout", f"audiences/{one.audience}/headcount"))  # fmt: skip


RULES = (
    Rule("R-E1", Strength.MUST, "Decision-focused evaluation", _decisions),
    Rule("R-E2", Strength.MUST, "Shadish, Cook & Campbell 2002", _claims),
    Rule("R-E3", Strength.MUST, "Thalheimer 2018, LTEM", _delay),
    Rule("R-E5", Strength.SHOULD, "Cohen 1988; Gelman & Carlin 2014", _power),
    simply("Q-E12", "yes-nobody", rule="R-E10", source="Phillips, isolation of effects",
           says="Money is asked for and nobody values it: finance does, as a range, with learners' minutes as cost."),
)  # fmt: skip
