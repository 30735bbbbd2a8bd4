"""The door of the room practice: what other rooms may say."""

from trimtab.practice.actions import (
    match_programmes,
    rebuild_memory,
    refresh_enrolments,
    review,
    review_many,
)
from trimtab.practice.bulk import ready_many
from trimtab.practice.domain.arms import Arm, assign
from trimtab.practice.domain.rows import (
    Answered,
    ItemStatistics,
    Practised,
    ProgrammeRow,
    QuestionRow,
    Ready,
    Retention,
    ReviewReceipt,
    TodayRow,
)
from trimtab.practice.domain.today import week_start
from trimtab.practice.forgetting import answers_kept, forget_free_text, forget_old_answers, old_answers
from trimtab.practice.queries import (
    arms,
    cap_minutes,
    held_about,
    item_statistics,
    lots,
    next_question,
    practised_by_unit,
    practising,
    programmes,
    retention,
    reviews_of,
    today,
    who_practised,
)

__all__ = [
    "Answered",
    "Arm",
    "ItemStatistics",
    "Practised",
    "ProgrammeRow",
    "QuestionRow",
    "Ready",
    "Retention",
    "ReviewReceipt",
    "TodayRow",
    "answers_kept",
    "arms",
    "assign",
    "cap_minutes",
    "forget_free_text",
    "forget_old_answers",
    "held_about",
    "item_statistics",
    "lots",
    "match_programmes",
    "next_question",
    "old_answers",
    "practised_by_unit",
    "practising",
    "programmes",
    "ready_many",
    "rebuild_memory",
    "refresh_enrolments",
    "retention",
    "review",
    "review_many",
    "reviews_of",
    "today",
    "week_start",
    "who_practised",
]
