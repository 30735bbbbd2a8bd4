"""The settings of decisions."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import Setting, lowest, on, strictest, together

SETTINGS = (
    Setting(
        "decisions.on_silence",
        pattern("Silence after the deadline means: {value}."),
        "consent",
        strictest("consent", "escalate", "hold"),
        "strategy",
    ),
    Setting("decisions.look_days", pattern("Looked at every {value} days."), 92, lowest, "people"),
    Setting(
        "decisions.single_approver",
        pattern("One person approves each kind of decision."),
        False,
        on,
        "governance",
    ),
    Setting(
        "decisions.borrow_trust",
        pattern("A trusted colleague opens the door to a blocking function first."),
        False,
        on,
        "people",
    ),
    Setting(
        "decisions.content_review_days",
        pattern("Content is verified every {value} days."),
        365,
        lowest,
        "library",
    ),
    Setting(
        "decisions.second_verifier",
        pattern("Somebody other than the author verifies."),
        False,
        on,
        "library",
    ),
    Setting(
        "decisions.seats",
        pattern("Sit where decisions are taken: {value}."),
        (),
        together,
        "people",
    ),
    Setting(
        "decisions.told_exceptions",
        pattern("Get one page when something is out of line: {value}."),
        (),
        together,
        "people",
    ),
    Setting(
        "decisions.heard",
        pattern("Are heard in a panel and get an answer: {value}."),
        (),
        together,
        "people",
    ),
)
