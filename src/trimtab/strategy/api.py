"""The door of the room strategy: what other rooms may say."""

from trimtab.strategy.actions import (
    adopt,
    approve,
    asking,
    carry_over,
    comment,
    one_at_a_time,
    request_changes,
    resolve,
    restore,
    save_draft,
    save_settled,
    submit,
)
from trimtab.strategy.domain import document as parts
from trimtab.strategy.domain import papers
from trimtab.strategy.domain.amounts import Amount
from trimtab.strategy.domain.answering import (
    NO_ANSWER,
    NO_FIGURE,
    GivenAnswer,
    GivenEvidence,
    answer,
    with_answer,
)
from trimtab.strategy.domain.called import called
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
from trimtab.strategy.domain.changes import (
    Change,
    PlanChange,
    diff,
    plan_changes,
    resources,
    said,
    titled,
)
from trimtab.strategy.domain.changes import title as resource_title
from trimtab.strategy.domain.citing import (
    WITHHELD,
    for_reader,
    may_read,
    revision_for_reader,
)
from trimtab.strategy.domain.codec import (
    dump_yaml,
    load_yaml,
    to_json,
)
from trimtab.strategy.domain.coherence import Finding, Severity, check
from trimtab.strategy.domain.coherence.headcounts import HEADCOUNT, headcounts, is_far
from trimtab.strategy.domain.comparing import ComparedGroup, compare
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Answer,
    Strategy,
    Sureness,
)
from trimtab.strategy.domain.examples import begun
from trimtab.strategy.domain.in_force import in_force, taken
from trimtab.strategy.domain.merging import Conflict, Conflicted, Side, Written, merge
from trimtab.strategy.domain.numbers import misfits
from trimtab.strategy.domain.patch import (
    Op,
    Operation,
    Patch,
    apply_patch,
    patch_between,
    patch_from_json,
    patch_to_json,
)
from trimtab.strategy.domain.phrases import title_at, value_in_words
from trimtab.strategy.domain.plainly import PlainReason, ReasonGround, plainly
from trimtab.strategy.domain.plan import RunPlan
from trimtab.strategy.domain.planning import plan, tasks
from trimtab.strategy.domain.ready import READY, ReadyStrategy, ready
from trimtab.strategy.domain.reviews import (
    CommentRow,
    ReviewVerdict,
    approvals,
    approving_role,
    may_adopt,
)
from trimtab.strategy.domain.revisions import RevisionHead, RevisionRow, State
from trimtab.strategy.domain.rules import Recommendation, Strength, recommend
from trimtab.strategy.domain.selector import advise
from trimtab.strategy.domain.settings import BY_KEY as SETTINGS_BY_KEY
from trimtab.strategy.domain.tracing import (
    TraceStep,
    chain,
    place_in_words,
    rests_on,
    walk,
    words,
)
from trimtab.strategy.domain.unknowns import unknowns
from trimtab.strategy.domain.vocabulary import option_words
from trimtab.strategy.domain.wording import changes_in_words
from trimtab.strategy.queries import (
    adoptions,
    comments,
    council,
    current,
    held_about,
    in_force_at,
    latest,
    open_comments,
    replies_kept,
    require_current,
    revision,
    revision_heads,
    revisions_naming,
    submission,
    verdicts,
    writers,
)
from trimtab.strategy.queries.evidence import revision_contexts

__all__ = [
    "BY_CODE",
    "HEADCOUNT",
    "NO_ANSWER",
    "NO_FIGURE",
    "QUESTIONS",
    "READY",
    "SETTINGS_BY_KEY",
    "WITHHELD",
    "Action",
    "ActionKind",
    "ActionState",
    "Amount",
    "Answer",
    "AnswerKind",
    "Area",
    "Change",
    "CommentRow",
    "ComparedGroup",
    "Conflict",
    "Conflicted",
    "Finding",
    "GivenAnswer",
    "GivenEvidence",
    "Op",
    "Operation",
    "Patch",
    "PlainReason",
    "PlanChange",
    "Question",
    "ReadyStrategy",
    "ReasonGround",
    "Recommendation",
    "ReviewVerdict",
    "RevisionHead",
    "RevisionRow",
    "RunPlan",
    "Severity",
    "Side",
    "State",
    "Strategy",
    "Strength",
    "Sureness",
    "TraceStep",
    "Written",
    "adopt",
    "adoptions",
    "advise",
    "answer",
    "apply_patch",
    "approvals",
    "approve",
    "approving_role",
    "asked",
    "asking",
    "begun",
    "called",
    "carry_over",
    "chain",
    "changes_in_words",
    "check",
    "code_at",
    "comment",
    "comments",
    "compare",
    "council",
    "current",
    "diff",
    "dump_yaml",
    "for_reader",
    "headcounts",
    "held_about",
    "in_force",
    "in_force_at",
    "is_answered",
    "is_far",
    "latest",
    "load_yaml",
    "may_adopt",
    "may_read",
    "merge",
    "misfits",
    "one_at_a_time",
    "open_comments",
    "option_words",
    "papers",
    "parts",
    "patch_between",
    "patch_from_json",
    "patch_to_json",
    "place_in_words",
    "plainly",
    "plan",
    "plan_changes",
    "ready",
    "recommend",
    "replies_kept",
    "request_changes",
    "require_current",
    "resolve",
    "resource_title",
    "resources",
    "restore",
    "rests_on",
    "revision",
    "revision_contexts",
    "revision_for_reader",
    "revision_heads",
    "revisions_naming",
    "said",
    "save_draft",
    "save_settled",
    "submission",
    "submit",
    "taken",
    "tasks",
    "title_at",
    "titled",
    "to_json",
    "unknowns",
    "value_in_words",
    "verdicts",
    "walk",
    "with_answer",
    "words",
    "writers",
]
