"""All context rules. Adding one: write it in its area's file with a code and a source; docs/science/strategy-rules.md lists it."""

from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.rules import communication, diagnosis, evaluation, governance, people, technology
from trimtab.strategy.domain.rules.rule import Recommendation, Rule, Strength

RULES: tuple[Rule, ...] = (
    *diagnosis.RULES,
    *people.RULES,
    *technology.RULES,
    *communication.RULES,
    *governance.RULES,
    *evaluation.RULES,
)


def recommend(document: Strategy) -> tuple[Recommendation, ...]:
    """Every recommendation that the answers call for, in the order of the areas."""
    return tuple(
        Recommendation(rule.code, rule.strength, rule.source, one.place, one.says, one.because, one.sets, one.patch)
        for rule in RULES
        for one in rule.fires(document)
    )


__all__ = ["RULES", "Recommendation", "Rule", "Strength", "recommend"]
