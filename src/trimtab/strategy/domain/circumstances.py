"""The words that describe an audience: where it works, how it is paid, what it holds, how it is
connected.
"""

from __future__ import annotations

from enum import StrEnum


class WorkSetting(StrEnum):
    """Where an audience works (Q-P2)."""

    DESK = "desk"
    MOBILE = "mobile"
    FRONTLINE = "frontline"
    DRIVING = "driving"
    CLINICAL = "clinical"
    FIELD = "field"
    HOME = "home"


class Pay(StrEnum):
    """How an audience is paid (Q-P3); hourly pay confines learning to paid time (R-P1)."""

    HOURLY = "hourly"
    SALARIED = "salaried"
    CONTRACTOR = "contractor"
    VOLUNTEER = "volunteer"


class Device(StrEnum):
    """What an audience holds in its hands (Q-T1)."""

    PROVIDED = "provided"
    SHARED = "shared"
    OWN = "own"
    NONE = "none"


class Connectivity(StrEnum):
    """How an audience is connected (Q-T3)."""

    ALWAYS = "always"
    INTERMITTENT = "intermittent"
    OFFLINE = "offline"
    METERED = "metered"


class AtHand(StrEnum):
    """What is at hand at the moment of work (Q-T2)."""

    COMPUTER = "computer"
    MOBILE = "mobile"
    BOTH = "both"
    HANDS_BUSY = "hands-busy"


class Expertise(StrEnum):
    """What an audience already knows (Q-P5)."""

    NOVICE = "novice"
    MIXED = "mixed"
    EXPERT = "expert"


class Reading(StrEnum):
    """How an audience reads (Q-P4)."""

    PLAIN = "plain"
    USUAL = "usual"
    SPECIALIST = "specialist"


class Need(StrEnum):
    """The moments at which an audience needs help (Q-P6; the five moments of need of Gottfredson &
    Mosher 2011).
    """

    NEW = "new"
    MORE = "more"
    APPLY = "apply"
    SOLVE = "solve"
    CHANGE = "change"
