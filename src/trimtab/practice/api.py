"""The door of the room practice: what other rooms may say."""

from trimtab.practice.actions.forgetting import forget_free_text, forget_old_answers
from trimtab.practice.actions.objections import object_to, settle_objection
from trimtab.practice.actions.programmes import (
    forget_enrolments,
    match_programmes,
    refresh_enrolments,
)
from trimtab.practice.actions.remembering import Rebuilt, rebuild_memory
from trimtab.practice.actions.reviewing import review_many
from trimtab.practice.actions.sittings import answer, begin
from trimtab.practice.domain.arms import Arm, assign
from trimtab.practice.domain.rows import (
    Answered,
    Practised,
    ProgrammeRow,
    QuestionRow,
    Reach,
    ReadyItem,
    ReviewReceipt,
    TodayRow,
)
from trimtab.practice.domain.sitting import QuestionTurn, Sitting
from trimtab.practice.queries.answers import (
    answers_given,
    answers_kept,
    item_statistics,
    old_answers,
    practised_by_unit,
    who_practised,
)
from trimtab.practice.queries.held import held_about
from trimtab.practice.queries.memories import who_remembers
from trimtab.practice.queries.objections import has_objected, objections
from trimtab.practice.queries.programmes import arms, lots, practising, programmes, reached
from trimtab.practice.queries.ready import ready_many
from trimtab.practice.queries.sittings import question, receipt, sitting, summary
from trimtab.practice.queries.today import today

__all__ = [
    "Answered",
    "Arm",
    "Practised",
    "ProgrammeRow",
    "QuestionRow",
    "QuestionTurn",
    "Reach",
    "ReadyItem",
    "Rebuilt",
    "ReviewReceipt",
    "Sitting",
    "TodayRow",
    "answer",
    "answers_given",
    "answers_kept",
    "arms",
    "assign",
    "begin",
    "forget_enrolments",
    "forget_free_text",
    "forget_old_answers",
    "has_objected",
    "held_about",
    "item_statistics",
    "lots",
    "match_programmes",
    "object_to",
    "objections",
    "old_answers",
    "practised_by_unit",
    "practising",
    "programmes",
    "question",
    "reached",
    "ready_many",
    "rebuild_memory",
    "receipt",
    "refresh_enrolments",
    "review_many",
    "settle_objection",
    "sitting",
    "summary",
    "today",
    "who_practised",
    "who_remembers",
]
