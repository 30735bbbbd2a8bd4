"""How effects are estimated: each design is a folder that says everything about itself
(`design.DesignRules`).

A new design is a member of the strategy's `Design`, a folder here and its line below. Nothing else
in the room asks which design it is.
"""

from __future__ import annotations

from typing import assert_never

from trimtab.evaluation.domain.designs import before_after, randomised
from trimtab.evaluation.domain.designs.design import DesignRules
from trimtab.strategy.values import Design


def rules_of(design: Design) -> DesignRules:
    """What a design says of itself."""
    match design:
        case Design.RANDOMISED:
            return randomised
        case Design.BEFORE_AFTER:
            return before_after
        case _:
            assert_never(design)


def every_design() -> list[DesignRules]:
    """The rules of all designs, in the strategy's order."""
    return [rules_of(design) for design in Design]
