"""All steps of the first hour, in order, and where somebody stands."""

from __future__ import annotations

from trimtab.kernel.errors import NotFound
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.beginning import approach, circumstances, deciding, diagnosis
from trimtab.workbench.strategy.beginning.step import Step

STEPS: tuple[Step, ...] = (*diagnosis.STEPS, *approach.STEPS, *circumstances.STEPS, *deciding.STEPS)


def step(key: str) -> Step:
    """One step. Raises NotFound."""
    for one in STEPS:
        if one.key == key:
            return one
    raise NotFound("strategy.step", "There is no such step.")


def steps(document: strategy.Strategy | None) -> tuple[Step, ...]:
    """The steps that have a point as the document stands: whoever changes the work is not asked what learners fear."""
    return tuple(one for one in STEPS if document is None or one.applies(document))


def around(key: str, document: strategy.Strategy | None) -> tuple[Step | None, Step | None]:
    """The steps before and after this one; None at either end."""
    found, at = steps(document), [one.key for one in STEPS].index(key)
    before = [one for one in found if STEPS.index(one) < at]
    after = [one for one in found if STEPS.index(one) > at]
    return (before[-1] if before else None), (after[0] if after else None)


def first_open(document: strategy.Strategy) -> Step | None:
    """The first step that is not done yet; None when all are."""
    return next((one for one in steps(document) if not one.done(document)), None)
