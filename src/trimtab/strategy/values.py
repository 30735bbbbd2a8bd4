"""The pure door of the room strategy: its document as a value, for code that knows no framework."""

from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.changes import diff, plan_changes
from trimtab.strategy.domain.citing import READERS, for_reader
from trimtab.strategy.domain.codec import InvalidDocument, Loaded, dump_yaml, load_yaml
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Design,
    Direction,
    Measure,
    MeasureGrain,
    Scale,
    Strategy,
    Sureness,
)
from trimtab.strategy.domain.examples import begun
from trimtab.strategy.domain.explaining import codes, explain
from trimtab.strategy.domain.load import DAYS_BETWEEN_CHECKS, hours_needed
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.plan import Evaluation, Programme, RunPlan
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.ready import READY, ready
from trimtab.strategy.domain.report import as_data, as_github, as_sarif, as_text
from trimtab.strategy.domain.rules.rule import number

__all__ = [
    "DAYS_BETWEEN_CHECKS",
    "READERS",
    "READY",
    "Action",
    "ActionKind",
    "ActionState",
    "Amount",
    "Design",
    "Direction",
    "Evaluation",
    "InvalidDocument",
    "Loaded",
    "Measure",
    "MeasureGrain",
    "Op",
    "Operation",
    "Patch",
    "Programme",
    "RunPlan",
    "Scale",
    "Strategy",
    "Sureness",
    "as_data",
    "as_github",
    "as_sarif",
    "as_text",
    "begun",
    "check",
    "codes",
    "diff",
    "dump_yaml",
    "explain",
    "for_reader",
    "hours_needed",
    "load_yaml",
    "number",
    "parts",
    "plan",
    "plan_changes",
    "ready",
]
