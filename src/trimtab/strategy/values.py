"""The pure door of the room strategy: its document as a value, for code that knows no framework."""

from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Design,
    Direction,
    Grain,
    Measure,
    Scale,
    Strategy,
    Sureness,
)
from trimtab.strategy.domain.load import DAYS_BETWEEN_CHECKS, hours_needed
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.plan import Evaluation, Plan, Programme
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.rules.rule import number

__all__ = [
    "DAYS_BETWEEN_CHECKS",
    "Action",
    "ActionKind",
    "ActionState",
    "Amount",
    "Design",
    "Direction",
    "Evaluation",
    "Grain",
    "Measure",
    "Op",
    "Operation",
    "Patch",
    "Plan",
    "Programme",
    "Scale",
    "Strategy",
    "Sureness",
    "hours_needed",
    "number",
    "parts",
    "plan",
]
