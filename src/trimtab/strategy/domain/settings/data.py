"""The settings of data."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import Setting, highest, lowest, off, on, strictest

SETTINGS = (
    Setting(
        "data.min_cell", pattern("Groups below {value} are not shown."), 5, highest, "governance"
    ),
    Setting(
        "data.manager_view",
        pattern("Managers see: {value}."),
        "persons",
        strictest("persons", "groups", "nothing"),
        "governance",
    ),
    Setting(
        "data.mode",
        pattern("Evidence is kept: {value}."),
        "pseudonymous",
        strictest("pseudonymous", "without individual views"),
        "governance",
    ),
    Setting(
        "data.consent_as_basis", pattern("Consent may be the lawful basis."), True, off, "people"
    ),
    Setting(
        "data.for_appraisal",
        pattern("Used for appraisal: {value}."),
        "by agreement",
        strictest("by agreement", "pass and date only", "never"),
        "governance",
    ),
    Setting(
        "data.separate_record",
        pattern("Pass and date are recorded apart from practice."),
        False,
        on,
        "people",
    ),
    Setting(
        "data.access_log",
        pattern("Everybody sees who looked at their data."),
        False,
        on,
        "governance",
    ),
    Setting(
        "data.own_view",
        pattern("Everybody sees all that is held about them, and why they got what they got."),
        False,
        on,
        "governance",
    ),
    Setting(
        "data.retention_days",
        pattern(
            "Answers, searches, messages, documents, sign-ins and statements are kept {value} "
            "days; sums stay."
        ),
        730,
        lowest,
        "lrs",
    ),
    Setting(
        "data.impact_assessment",
        pattern("A data-protection impact assessment comes before the start."),
        False,
        on,
        "people",
    ),
    Setting(
        "data.linked_to_question",
        pattern("A field that serves no question is not collected."),
        False,
        on,
        "lrs",
    ),
    Setting(
        "data.erasure",
        pattern("Erasing a person destroys the link and the free text; sums stay."),
        False,
        on,
        "lrs",
    ),
    Setting(
        "data.completions_elsewhere",
        pattern("Completions stay in the learning management system."),
        False,
        on,
        "people",
    ),
    Setting(
        "data.statements",
        pattern("Evidence is published as xAPI with a profile."),
        False,
        on,
        "lrs",
    ),
    Setting(
        "data.subscriptions",
        pattern("Figures are sent to those who decide, and end when three go unread."),
        False,
        on,
        "people",
    ),
    Setting("data.machine_scoring", pattern("Machines may score people."), True, off, "people"),
    Setting(
        "data.never_collected_said",
        pattern("What is never collected is published."),
        False,
        on,
        "governance",
    ),
    Setting(
        "data.evidence_goes",
        pattern("Evidence is {value}."),
        "kept here",
        strictest(
            "kept here", "kept here and open to export", "kept here and passed to the record store"
        ),
        "lrs",
    ),
)
