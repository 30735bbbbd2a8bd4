"""The door of the room strategy: what other rooms may say."""

from trimtab.strategy.actions import adopt, answer, save_draft
from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain.catalogue import (
    BY_CODE,
    QUESTIONS,
    AnswerKind,
    Area,
    Question,
    asked,
    code_at,
    is_answered,
)
from trimtab.strategy.domain.changes import Change, ChangeKind, PlanChange, diff, plan_changes, said
from trimtab.strategy.domain.codec import InvalidDocument, Loaded, dump_yaml, from_json, json_schema, load_yaml, to_json
from trimtab.strategy.domain.coherence import CHECKS, Finding, Severity, check
from trimtab.strategy.domain.document import Action, ActionKind, ActionState, Answer, Strategy, Sureness
from trimtab.strategy.domain.explaining import explain
from trimtab.strategy.domain.in_force import InForce, holds, in_force, taken
from trimtab.strategy.domain.patch import Op, Operation, Patch, apply_patch, patch_from_json, patch_to_json
from trimtab.strategy.domain.plan import Plan
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.report import as_data, as_text, blocks
from trimtab.strategy.domain.revisions import RevisionRow, State
from trimtab.strategy.domain.rules import RULES, Recommendation, Strength, recommend
from trimtab.strategy.domain.selector import advise
from trimtab.strategy.domain.settings import BY_KEY as SETTINGS_BY_KEY
from trimtab.strategy.domain.tracing import Resting, Step, chain, rests_on, said_answer, walk, words
from trimtab.strategy.domain.unknowns import Unknown, unknowns
from trimtab.strategy.queries import current, latest, require_current, revision, revisions

__all__ = [
    "BY_CODE",
    "CHECKS",
    "QUESTIONS",
    "RULES",
    "SETTINGS_BY_KEY",
    "Action",
    "ActionKind",
    "ActionState",
    "Answer",
    "AnswerKind",
    "Area",
    "Change",
    "ChangeKind",
    "Finding",
    "InForce",
    "InvalidDocument",
    "Loaded",
    "Op",
    "Operation",
    "Patch",
    "Plan",
    "PlanChange",
    "Question",
    "Recommendation",
    "Resting",
    "RevisionRow",
    "Severity",
    "State",
    "Step",
    "Strategy",
    "Strength",
    "Sureness",
    "Unknown",
    "adopt",
    "advise",
    "answer",
    "apply_patch",
    "as_data",
    "as_text",
    "asked",
    "blocks",
    "chain",
    "check",
    "code_at",
    "current",
    "diff",
    "dump_yaml",
    "explain",
    "from_json",
    "holds",
    "in_force",
    "is_answered",
    "json_schema",
    "latest",
    "load_yaml",
    "parts",
    "patch_from_json",
    "patch_to_json",
    "plan",
    "plan_changes",
    "recommend",
    "require_current",
    "rests_on",
    "revision",
    "revisions",
    "said",
    "said_answer",
    "save_draft",
    "taken",
    "to_json",
    "unknowns",
    "walk",
    "words",
]  # fmt: skip
