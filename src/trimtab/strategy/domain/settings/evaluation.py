"""The settings of evaluation."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import (
    Setting,
    highest,
    lowest,
    on,
    strictest,
    together,
)

SETTINGS = (
    Setting(
        "evaluation.highest_tier",
        pattern("No claim above tier {value} (LTEM)."),
        8,
        lowest,
        "evaluation",
    ),
    Setting(
        "evaluation.delay_days",
        pattern("Remembering is measured after {value} days or more."),
        0,
        highest,
        "evaluation",
    ),
    Setting(
        "evaluation.says_changed_only",
        pattern("Said to have 'changed', never 'caused': {value}."),
        (),
        together,
        "evaluation",
    ),
    Setting(
        "evaluation.held_out",
        pattern("Some questions are kept for the test and never practised."),
        False,
        on,
        "people",
    ),
    Setting(
        "evaluation.opinions_only",
        pattern("Counts as an opinion, whatever it says: {value}."),
        (),
        together,
        "evaluation",
    ),
    Setting(
        "evaluation.unit_of_chance",
        pattern("Chance decides for: {value}."),
        "persons",
        strictest("persons", "teams", "waves"),
        "evaluation",
    ),
    Setting(
        "evaluation.stop_rule_ahead",
        pattern("Looking early follows a rule named ahead."),
        False,
        on,
        "evaluation",
    ),
    Setting(
        "evaluation.success_cases",
        pattern("Five best and five worst cases are heard each quarter."),
        False,
        on,
        "people",
    ),
    Setting(
        "evaluation.by_words",
        pattern("Evaluated by talks and cases, not by figures."),
        False,
        on,
        "people",
        True,
    ),
    Setting(
        "evaluation.value_as_range",
        pattern("Money is told as a range, valued by its owner, learners' time included."),
        False,
        on,
        "people",
    ),
    Setting(
        "evaluation.null_corrects",
        pattern("A clear null leads to a correction, not to another measurement."),
        False,
        on,
        "evaluation",
    ),
    Setting(
        "evaluation.look_at_surroundings",
        pattern("When learning rises and work does not, the surroundings are looked at first."),
        False,
        on,
        "people",
    ),
    Setting(
        "evaluation.decisions_only",
        pattern("A question that informs no decision is dropped."),
        False,
        on,
        "people",
    ),
    Setting(
        "evaluation.guardrails", pattern("Harms are watched: {value}."), (), together, "people"
    ),
    Setting(
        "evaluation.no_claim_on",
        pattern("Nothing is claimed before a first value is known of: {value}."),
        (),
        together,
        "evaluation",
    ),
    Setting(
        "evaluation.taking_part_is_no_target",
        pattern("Taking part is a signal, never a target."),
        False,
        on,
        "evaluation",
    ),
)
