"""What the document's own words for options are called where the word itself stands: 'frontline',
'sceptical', 'person'; sentences take the phrases of `vocabulary`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from trimtab.kernel.said import Said, say_in
from trimtab.strategy.domain.audiences import Stance
from trimtab.strategy.domain.catalogue.question import Area
from trimtab.strategy.domain.challenges import EvidenceKind
from trimtab.strategy.domain.circumstances import (
    Connectivity,
    Device,
    Expertise,
    Pay,
    Setting,
)
from trimtab.strategy.domain.coherence.finding import Severity
from trimtab.strategy.domain.document import Grain, Standing, Sureness
from trimtab.strategy.domain.rules.rule import Strength

WORDS: Mapping[type[StrEnum], Mapping[str, Said]] = {
    Area: {
        Area.DIAGNOSIS: say_in("an area of questions", "diagnosis"),
        Area.PEOPLE: say_in("an area of questions", "people"),
        Area.TECHNOLOGY: say_in("an area of questions", "technology"),
        Area.COMMUNICATION: say_in("an area of questions", "communication"),
        Area.GOVERNANCE: say_in("an area of questions", "governance"),
        Area.EVALUATION: say_in("an area of questions", "evaluation"),
    },
    Setting: {
        Setting.DESK: say_in("where people work", "desk"),
        Setting.MOBILE: say_in("where people work", "mobile"),
        Setting.FRONTLINE: say_in("where people work", "frontline"),
        Setting.DRIVING: say_in("where people work", "driving"),
        Setting.CLINICAL: say_in("where people work", "clinical"),
        Setting.FIELD: say_in("where people work", "field"),
        Setting.HOME: say_in("where people work", "home"),
    },
    Pay: {
        Pay.HOURLY: say_in("how people are paid", "hourly"),
        Pay.SALARIED: say_in("how people are paid", "salaried"),
        Pay.CONTRACTOR: say_in("how people are paid", "contractor"),
        Pay.VOLUNTEER: say_in("how people are paid", "volunteer"),
    },
    Device: {
        Device.PROVIDED: say_in("a device", "provided"),
        Device.SHARED: say_in("a device", "shared"),
        Device.OWN: say_in("a device", "own"),
        Device.NONE: say_in("a device", "none"),
    },
    Connectivity: {
        Connectivity.ALWAYS: say_in("a connection", "always"),
        Connectivity.INTERMITTENT: say_in("a connection", "intermittent"),
        Connectivity.OFFLINE: say_in("a connection", "offline"),
        Connectivity.METERED: say_in("a connection", "metered"),
    },
    Expertise: {
        Expertise.NOVICE: say_in("what people know", "novice"),
        Expertise.MIXED: say_in("what people know", "mixed"),
        Expertise.EXPERT: say_in("what people know", "expert"),
    },
    Stance: {
        Stance.AGAINST: say_in("of a stakeholder", "against"),
        Stance.SCEPTICAL: say_in("of a stakeholder", "sceptical"),
        Stance.NEUTRAL: say_in("of a stakeholder", "neutral"),
        Stance.SUPPORTIVE: say_in("of a stakeholder", "supportive"),
        Stance.CHAMPION: say_in("of a stakeholder", "champion"),
    },
    EvidenceKind: {
        EvidenceKind.DATA: say_in("a kind of evidence", "data"),
        EvidenceKind.OBSERVATION: say_in("a kind of evidence", "observation"),
        EvidenceKind.INTERVIEW: say_in("a kind of evidence", "interview"),
        EvidenceKind.OPINION: say_in("a kind of evidence", "opinion"),
    },
    Grain: {
        Grain.PERSON: say_in("whom a figure is about", "person"),
        Grain.UNIT: say_in("whom a figure is about", "unit"),
    },
    Sureness: {
        Sureness.HIGH: say_in("how sure somebody is", "high"),
        Sureness.MODERATE: say_in("how sure somebody is", "moderate"),
        Sureness.LOW: say_in("how sure somebody is", "low"),
    },
    Standing: {
        Standing.ACCEPTED: say_in("of a recommendation", "accepted"),
        Standing.ALTERED: say_in("of a recommendation", "altered"),
        Standing.DECLINED: say_in("of a recommendation", "declined"),
    },
    Strength: {
        Strength.MUST: say_in("of a recommendation", "must"),
        Strength.SHOULD: say_in("of a recommendation", "should"),
        Strength.MAY: say_in("of a recommendation", "may"),
    },
    Severity: {
        Severity.ERROR: say_in("of a finding", "error"),
        Severity.WARNING: say_in("of a finding", "warning"),
        Severity.NOTE: say_in("of a finding", "note"),
    },
}


def called(option: StrEnum) -> Said:
    """What an option is called."""
    return WORDS[type(option)][option.value]
