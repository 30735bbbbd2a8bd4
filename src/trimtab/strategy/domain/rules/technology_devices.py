"""From what people hold in their hands, whose it is, how it is connected, and what is at hand at
the moment of work.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import pattern, say
from trimtab.strategy.domain.circumstances import AtHand, Connectivity, Device, WorkSetting
from trimtab.strategy.domain.document import Audience, Strategy
from trimtab.strategy.domain.rules.rule import (
    Advised,
    Rule,
    Strength,
    for_audiences,
    sets_for,
    when,
)
from trimtab.strategy.domain.settings import Sets

KAWAMOTO = "Kawamoto et al. 2005, BMJ 330:765: help that comes where and when the work is done"
OWN_DEVICES = "WP29 Opinion 2/2017 on data processing at work; Cal. Labor Code § 2802"

R_T1 = Rule(
    "R-T1",
    Strength.SHOULD,
    "Quinn 2023: provided devices rather than people's own",
    for_audiences(
        lambda one: one.device is Device.PROVIDED,
        ("device",),
        pattern(
            "{name}: the organisation gave them devices, so those are used and not their own, in "
            "working hours, with notices as IT lays down."
        ),
        Sets("delivery.device", "provided device"),
        Sets("delivery.window", "working hours"),
        Sets("delivery.notices", "by IT policy"),
    ),
    ("Q-P1", "Q-T1"),
)

R_T2 = Rule(
    "R-T2",
    Strength.MUST,
    OWN_DEVICES,
    for_audiences(
        lambda one: one.device is Device.OWN,
        ("device",),
        pattern(
            "{name}: own phones, so nothing is managed or installed, notices come by choice and "
            "never in the evening, the data used is paid for, "
            "and there is an equal way without a phone."
        ),
        Sets("delivery.device", "own device by choice"),
        Sets("delivery.notices", "by choice"),
        Sets("delivery.device_management", False),
        Sets("delivery.app_required", False),
        Sets("delivery.place_and_contacts", False),
        Sets("delivery.personal_apart", True),
        Sets("delivery.costs_paid", True),
        Sets("delivery.equal_way_without_phone", True),
        Sets("messages.quiet_from", "18:00"),
        Sets("messages.quiet_until", "07:00"),
    ),
    ("Q-P1", "Q-T1"),
)

R_T3 = Rule(
    "R-T3",
    Strength.SHOULD,
    "EDPB Guidelines 05/2020 on consent",
    for_audiences(
        lambda one: one.device is Device.OWN,
        ("device",),
        pattern(
            "{name}: to say yes to notices is a choice, not the lawful basis for keeping data. "
            "The two are recorded apart."
        ),
        Sets("delivery.choice_apart", True),
    ),
    ("Q-P1", "Q-T1"),
)

R_T4 = Rule(
    "R-T4",
    Strength.MUST,
    "learningequality/kolibri, issues 8175 and 11336: several learners on one device",
    for_audiences(
        lambda one: one.device is Device.SHARED,
        ("device",),
        pattern(
            "{name}: shared devices, so another person takes over within seconds, signs out by "
            "doing nothing, and leaves nothing behind."
        ),
        Sets("delivery.device", "shared device"),
        Sets("delivery.notices", "none"),
        Sets("delivery.sign_in", "badge or code"),
        Sets("delivery.switch_seconds", 5),
        Sets("delivery.sign_out_seconds", 60),
        Sets("delivery.leaves_nothing", True),
        Sets("practice.streaks", False),
    ),
    ("Q-P1", "Q-T1"),
)

R_T5 = Rule(
    "R-T5",
    Strength.MUST,
    "Feyerke 2013, Designing Offline-First Web Apps",
    for_audiences(
        lambda one: one.connectivity is not Connectivity.ALWAYS,
        ("connectivity",),
        pattern(
            "{name}: not always connected, so questions, aids and answers are kept on the "
            "device, and people see when it was last in step."
        ),
        Sets("practice.offline", True),
        Sets("delivery.sync_shown", True),
    ),
    ("Q-P1", "Q-T3"),
)


def _at_a_computer(one: Audience) -> bool:
    return one.at_hand is AtHand.COMPUTER or (
        one.at_hand is AtHand.BOTH and one.setting in {WorkSetting.DESK, WorkSetting.HOME}
    )


def _at_computers(document: Strategy) -> Iterator[Advised]:
    chats = when("Q-T4", "chat")(document)
    for one in filter(_at_a_computer, document.audiences):
        at = f"audiences/{one.id}"
        entries = (
            "search",
            "side panel of the browser",
            *(("command in the team chat",) if chats else ()),
        )
        yield Advised(
            at,
            say(
                "{name}: at a computer, so help stands beside the work and in the team chat, and "
                "practice comes as a digest.",
                name=one.name,
            )
            if chats
            else say(
                "{name}: at a computer, so help stands beside the work, and practice comes as a "
                "digest.",
                name=one.name,
            ),
            (f"{at}/setting", f"{at}/at_hand", *(("answers/Q-T4",) if chats else ())),
            sets_for(
                one,
                Sets("support.entries", entries),
                Sets("practice.arrives_as", "a digest that fits the calendar"),
            ),
        )


R_T6 = Rule("R-T6", Strength.SHOULD, KAWAMOTO, _at_computers, ("Q-P1", "Q-P2", "Q-T2", "Q-T4"))


def _on_the_move(one: Audience) -> bool:
    moving = {WorkSetting.MOBILE, WorkSetting.FRONTLINE, WorkSetting.CLINICAL, WorkSetting.FIELD}
    return one.at_hand is AtHand.MOBILE or (
        one.setting in moving and one.at_hand is not AtHand.COMPUTER
    )


R_T7 = Rule(
    "R-T7",
    Strength.SHOULD,
    KAWAMOTO,
    for_audiences(
        _on_the_move,
        ("setting", "at_hand"),
        pattern(
            "{name}: on the move, so a code at the place of work opens the aid without signing "
            "in, and practice comes one question at a time."
        ),
        Sets("support.entries", ("code at the place of work", "search")),
        Sets("support.open_without_sign_in", True),
        Sets("practice.arrives_as", "one question at a time"),
    ),
    ("Q-P1", "Q-P2", "Q-T2"),
)
