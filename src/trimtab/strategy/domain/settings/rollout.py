"""The settings of rollout."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import Setting, lowest, off, on, strictest, together

SETTINGS = (
    Setting(
        "rollout.reach",
        pattern("Begins with: {value}."),
        "everybody",
        strictest("everybody", "waves", "a pilot"),
        "people",
    ),
    Setting(
        "rollout.random_order",
        pattern("The order of the waves is drawn by lot."),
        False,
        on,
        "evaluation",
    ),
    Setting(
        "rollout.first_fix_weeks",
        pattern("The first mended fault is shown within {value} weeks."),
        8,
        lowest,
        "people",
    ),
    Setting(
        "rollout.scope",
        pattern("Content is cut to what the released time and the authors can carry."),
        False,
        on,
        "people",
    ),
    Setting("rollout.learning_only", pattern("Learning alone is the answer."), True, off, "people"),
    Setting(
        "rollout.at_once",
        pattern("At most {value} challenges are taken on at a time."),
        9,
        lowest,
        "strategy",
    ),
    Setting(
        "rollout.waits_for", pattern("Starts after talks with: {value}."), (), together, "people"
    ),
    Setting(
        "rollout.hypotheses",
        pattern("Called a guess until it is checked: {value}."),
        (),
        together,
        "strategy",
    ),
)
