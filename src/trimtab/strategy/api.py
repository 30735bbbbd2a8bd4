"""The door of the room strategy: what other rooms may say."""

from trimtab.strategy.actions import adopt, answer, save_draft
from trimtab.strategy.domain.catalogue import BY_CODE, QUESTIONS, AnswerKind, Area, Question
from trimtab.strategy.domain.changes import Change, ChangeKind, PlanChange, diff, plan_changes, said
from trimtab.strategy.domain.codec import InvalidDocument, Loaded, dump_yaml, from_json, json_schema, load_yaml, to_json
from trimtab.strategy.domain.coherence import CHECKS, Finding, Severity, check
from trimtab.strategy.domain.document import Action, ActionKind, ActionState, Answer, Strategy, Sureness
from trimtab.strategy.domain.patch import Op, Operation, Patch, apply_patch, patch_from_json, patch_to_json
from trimtab.strategy.domain.plan import Plan
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.report import as_data, as_text, blocks
from trimtab.strategy.domain.revisions import RevisionRow, State
from trimtab.strategy.domain.rules import RULES, Recommendation, Strength, recommend
from trimtab.strategy.queries import Step, current, latest, require_current, revision, revisions, walk

__all__ = [
    "BY_CODE", "CHECKS", "QUESTIONS", "RULES", "Action", "ActionKind", "ActionState", "Answer", "AnswerKind", "Area",
    "Change", "ChangeKind", "Finding", "InvalidDocument", "Loaded", "Op", "Operation", "Patch", "Plan", "PlanChange",
    "Question", "Recommendation", "RevisionRow", "Severity", "State", "Step", "Strategy", "Strength", "Sureness", "adopt",
    "answer", "apply_patch", "as_data", "as_text", "blocks", "check", "current", "diff", "dump_yaml", "from_json",
    "json_schema", "latest", "load_yaml", "patch_from_json", "patch_to_json", "plan", "plan_changes", "recommend",
    "require_current", "revision", "revisions", "said", "save_draft", "to_json", "walk",
]  # fmt: skip
