"""All steps of the first hour, in order, and where somebody stands."""

from __future__ import annotations

from trimtab.kernel.errors import NotFound
from trimtab.strategy import api as strategy
from trimtab.workbench.beginning import decision, diagnosis
from trimtab.workbench.beginning.step import Step

STEPS: tuple[Step, ...] = (*diagnosis.STEPS, *decision.STEPS)


def step(key: str) -> Step:
    """One step. Raises NotFound."""
    for one in STEPS:
        if one.key == key:
            return one
    raise NotFound("strategy.step", "There is no such step.")


def after(key: str) -> Step | None:
    """The step that follows; None at the end."""
    at = [one.key for one in STEPS].index(key)
    return STEPS[at + 1] if at + 1 < len(STEPS) else None


def first_open(document: strategy.Strategy) -> Step | None:
    """The first step that is not done yet; None when all are."""
    return next((one for one in STEPS if not one.done(document)), None)
