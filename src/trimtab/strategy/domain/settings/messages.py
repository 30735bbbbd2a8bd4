"""The settings of messages."""

from __future__ import annotations

from trimtab.kernel.said import pattern
from trimtab.strategy.domain.settings.setting import (
    Setting,
    highest,
    lowest,
    off,
    on,
    strictest,
    together,
)

SETTINGS = (
    Setting(
        "messages.quiet_from",
        pattern("Quiet hours start at {value}."),
        "20:00",
        lowest,
        "messaging",
    ),
    Setting(
        "messages.quiet_until",
        pattern("Quiet hours end at {value}."),
        "07:00",
        highest,
        "messaging",
    ),
    Setting(
        "messages.per_week",
        pattern("At most {value} messages a week and person."),
        3,
        lowest,
        "messaging",
    ),
    Setting(
        "messages.channels", pattern("Sent through: {value}."), (), together, "messaging", True
    ),
    Setting(
        "messages.sender_of_why",
        pattern("The reason is told by: {value}."),
        "anybody",
        strictest(
            "anybody",
            "colleagues",
            "learning and development",
            "human resources",
            "the direct manager",
            "the head of the business",
            "a member of the board",
        ),
        "people",
    ),
    Setting(
        "messages.sender_of_change",
        pattern("What changes for the person is told by: {value}."),
        "anybody",
        strictest("anybody", "the direct manager"),
        "people",
    ),
    Setting(
        "messages.sender_of_how",
        pattern("How it is done is told by: {value}."),
        "anybody",
        strictest("anybody", "learning and development", "colleagues"),
        "people",
    ),
    Setting(
        "messages.how_waits_for_why",
        pattern("How to do it is not sent before most know why."),
        False,
        on,
        "people",
    ),
    Setting(
        "messages.spread_minutes",
        pattern("Sends are spread over {value} minutes."),
        0,
        highest,
        "messaging",
    ),
    Setting(
        "messages.public_ranking",
        pattern("A public ranking of persons is shown."),
        True,
        off,
        "practice",
    ),
    Setting(
        "messages.team_goals",
        pattern("Progress is shown as goals of teams."),
        False,
        on,
        "practice",
    ),
    Setting(
        "messages.joint_announcement",
        pattern("Announced together with staff representatives, after agreement."),
        False,
        on,
        "people",
    ),
    Setting(
        "messages.correction_days",
        pattern("A correction is announced within {value} working days."),
        20,
        lowest,
        "people",
    ),
    Setting(
        "messages.success_each_wave",
        pattern("One success story, with consent, is told in each wave."),
        False,
        on,
        "people",
    ),
    Setting(
        "messages.you_said_we_did",
        pattern("What people said is answered: you said, we did."),
        False,
        on,
        "people",
    ),
    Setting(
        "messages.peers_first",
        pattern("Colleagues help each other first; tools come after."),
        False,
        on,
        "people",
    ),
    Setting(
        "messages.managers_card",
        pattern("Managers get a two-minute card each week."),
        False,
        on,
        "messaging",
    ),
    Setting(
        "messages.claims_free_choice",
        pattern("Messages may call it voluntary."),
        True,
        off,
        "people",
    ),
    Setting(
        "messages.one_channel_each",
        pattern("Each kind of message has one channel."),
        False,
        on,
        "messaging",
    ),
)
