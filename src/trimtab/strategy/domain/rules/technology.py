"""From devices, channels and policies."""

from __future__ import annotations

from trimtab.strategy.domain.circumstances import Connectivity, Device, Setting
from trimtab.strategy.domain.rules.rule import Rule, Strength, for_audiences, simply

RULES = (
    Rule("R-T1", Strength.SHOULD, "Quinn 2023: provided devices rather than people's own", for_audiences(
        lambda one: one.device is Device.PROVIDED, ("device",),
        "{name}: devices of the organisation, so use those, in working hours, by its rules for notices.")),
    Rule("R-T2", Strength.MUST, "WP29 Opinion 2/2017 on data processing at work", for_audiences(
        lambda one: one.device is Device.OWN, ("device",),
        "{name}: own phones, so no management, no app, notices only by choice, quiet hours on, and an equal way without a phone.")),
    Rule("R-T4", Strength.MUST, "Shared-device faults reported for learning platforms", for_audiences(
        lambda one: one.device is Device.SHARED, ("device",),
        "{name}: shared devices, so change of person in seconds, signed out by itself, nothing left behind.")),
    Rule("R-T5", Strength.MUST, "Offline-first practice", for_audiences(
        lambda one: one.connectivity is not Connectivity.ALWAYS, ("connectivity",),
        "{name}: not always connected, so questions, aids and answers are kept on the device until they are.")),
    Rule("R-T6", Strength.SHOULD, "Kawamoto et al. 2005 (BMJ 330:765)", for_audiences(
        lambda one: one.setting is Setting.DESK, ("setting",),
        "{name}: at a desk, so help comes where they work, practice in a digest.")),
    Rule("R-T7", Strength.SHOULD, "Kawamoto et al. 2005 (BMJ 330:765)", for_audiences(
        lambda one: one.setting in {Setting.MOBILE, Setting.FRONTLINE, Setting.FIELD}, ("setting",),
        "{name}: on their feet, so a code at the place of work opens the aid.")),
    simply("Q-T5", "lms", rule="R-T9", source="System of record",
           says="The learning management system stays the place of completions; nothing is enrolled twice."),
    simply("Q-T5", "knowledge-base", rule="R-T10", source="Single source",
           says="Index the knowledge base and add owner and date of checking, rather than copying it."),
    simply("Q-T12", "scoring", rule="R-T13", strength=Strength.MUST, source="Regulation (EU) 2024/1689, annex III",
           says="Scoring people by machine: a person decides and it is written down, or rules instead."),
    simply("Q-T11", "pending", "not-asked", rule="R-T15", strength=Strength.MUST, source="Policy gate",
           says="IT and HR have not approved: what depends on it does not start."),
)  # fmt: skip
