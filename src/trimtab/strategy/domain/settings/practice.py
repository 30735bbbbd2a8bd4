"""The settings of practice."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import Setting, lowest, off, on, strictest

SETTINGS = (
    Setting(
        "practice.minutes_per_week",
        pattern("At most {value} minutes of practice a week."),
        10,
        lowest,
        "practice",
    ),
    Setting(
        "practice.session_minutes",
        pattern("A session lasts at most {value} minutes."),
        5,
        lowest,
        "practice",
        True,
    ),
    Setting(
        "practice.begins_with",
        pattern("New content begins with: {value}."),
        "question",
        strictest("question", "scenario", "example"),
        "people",
        True,
    ),
    Setting(
        "practice.test_out",
        pattern("Who knows it already may show it once and skip it."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "practice.offline",
        pattern("Questions, aids and answers are kept on the device until it is connected."),
        False,
        on,
        "practice",
        True,
    ),
    Setting(
        "practice.never_while_driving",
        pattern("Nothing is asked while somebody drives."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "practice.alone_view",
        pattern("Answers are seen by nobody but the person."),
        False,
        on,
        "practice",
    ),
    Setting(
        "practice.may_leave", pattern("Anybody may leave without a reason."), False, on, "people"
    ),
    Setting(
        "practice.streaks", pattern("Personal streaks are shown."), True, off, "practice", True
    ),
    Setting(
        "practice.first_weeks",
        pattern("Newcomers begin with aids and a first-weeks path."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "practice.horizon_weeks",
        pattern("Content is spaced over at most {value} weeks."),
        52,
        lowest,
        "practice",
        True,
    ),
    Setting(
        "practice.prepared_ahead",
        pattern("Sessions are prepared before the start of a shift."),
        False,
        on,
        "practice",
    ),
    Setting(
        "practice.counts_as_work",
        pattern("Minutes of practice are recorded as work time."),
        False,
        on,
        "practice",
        True,
    ),
    Setting(
        "practice.one_hand",
        pattern("Every question can be answered with one hand."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "practice.spoken_way",
        pattern("There is a way by ear, or a talk before the shift."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "practice.variants_count_as_one",
        pattern("Versions of a question in other words count as one question."),
        False,
        on,
        "library",
        True,
    ),
    Setting(
        "practice.plain_words",
        pattern("Questions and aids are written in plain words."),
        False,
        on,
        "library",
        True,
    ),
    Setting(
        "practice.arrives_as",
        pattern("Practice arrives as: {value}."),
        "a session",
        strictest("a session", "a digest that fits the calendar", "one question at a time"),
        "practice",
        True,
    ),
)
