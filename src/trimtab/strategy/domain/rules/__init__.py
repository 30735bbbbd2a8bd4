"""All context rules.

Adding one: write it in its area's file with a code and a source; docs/science/strategy-rules.md
lists it.
"""

from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.rules import (
    communication,
    diagnosis,
    evaluation,
    governance,
    people,
    technology,
)
from trimtab.strategy.domain.rules.rule import Advised, Recommendation, Rule, Strength
from trimtab.strategy.domain.unknowns import sureness

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
        _recommendation(document, rule, one) for rule in RULES for one in rule.fires(document)
    )


def _recommendation(document: Strategy, rule: Rule, one: Advised) -> Recommendation:
    return Recommendation(
        rule.code,
        rule.strength,
        rule.source,
        one.place,
        one.says,
        one.because,
        one.sets,
        one.patch,
        sureness(document, one.because, rule.reads),
    )


__all__ = ["RULES", "Recommendation", "Rule", "Strength", "recommend"]
