"""All steps of the first hour, in order, and where somebody stands."""

from __future__ import annotations

from trimtab.kernel.errors import NotFound
from trimtab.strategy import api as strategy
from trimtab.workbench.strategy.beginning import (
    approach,
    causes,
    circumstances,
    deciding,
    diagnosis,
)
from trimtab.workbench.strategy.beginning.step import BeginningStep

STEPS: tuple[BeginningStep, ...] = (
    *diagnosis.STEPS,
    *causes.STEPS,
    *approach.STEPS,
    *circumstances.STEPS,
    *deciding.STEPS,
)


def step_named(key: str) -> BeginningStep:
    """One step. Raises NotFound."""
    for step in STEPS:
        if step.key == key:
            return step
    raise NotFound("strategy.step", "There is no such step.")


def steps(document: strategy.Strategy | None) -> tuple[BeginningStep, ...]:
    """The steps that have a point as the document stands.

    Whoever changes the work is not asked what learners fear.
    """
    return tuple(step for step in STEPS if document is None or step.applies(document))


def around(
    current: BeginningStep, document: strategy.Strategy | None
) -> tuple[BeginningStep | None, BeginningStep | None]:
    """The steps before and after this one; None at either end."""
    asked, at = {step.key for step in steps(document)}, STEPS.index(current)
    before = [step for step in STEPS[:at] if step.key in asked]
    after = [step for step in STEPS[at + 1 :] if step.key in asked]
    return (before[-1] if before else None), (after[0] if after else None)


def first_open(document: strategy.Strategy) -> BeginningStep | None:
    """The first step that is not done yet; None when all are."""
    return next((step for step in steps(document) if not step.done(document)), None)
