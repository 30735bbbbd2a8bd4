"""The settings of support."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import Setting, on, together

SETTINGS = (
    Setting(
        "support.entries",
        pattern("Help is reached by: {value}."),
        ("search",),
        together,
        "support",
        True,
    ),
    Setting(
        "support.index_existing",
        pattern("The knowledge base is indexed, with an owner and a date of checking."),
        False,
        on,
        "support",
    ),
    Setting(
        "support.first", pattern("Help at work comes first, practice after."), False, on, "people"
    ),
    Setting(
        "support.answers_cite",
        pattern("Answers by machine come from verified aids, and cite them."),
        False,
        on,
        "support",
    ),
    Setting(
        "support.named_help",
        pattern("A named person helps, with a promised time."),
        False,
        on,
        "people",
    ),
    Setting(
        "support.success",
        pattern("Judged by task success, time to answer and open questions, never by a quiz."),
        False,
        on,
        "evaluation",
    ),
    Setting(
        "support.gates",
        pattern("Each aid gives advice where and when the work is done."),
        False,
        on,
        "people",
    ),
    Setting(
        "support.open_without_sign_in",
        pattern("Aids about no person open without signing in."),
        False,
        on,
        "support",
        True,
    ),
)
