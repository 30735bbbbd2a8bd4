"""The diagnosis: what is not as it should be, for whom, why, and how we know."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from trimtab.strategy.domain.part import Part


class EvidenceKind(StrEnum):
    """Where evidence comes from; `opinion` alone makes a diagnosis a hypothesis (R-D4)."""

    DATA = "data"
    OBSERVATION = "observation"
    INTERVIEW = "interview"
    OPINION = "opinion"


class Cause(StrEnum):
    """Why a thing is not done as it should be (Q-D4). The last four are not mended by learning."""

    DO_NOT_KNOW = "do-not-know"
    CANNOT_DO_YET = "cannot-do-yet"
    FORGET = "forget"
    CANNOT_FIND = "cannot-find"
    DO_NOT_BELIEVE = "do-not-believe"
    NO_TOOLS_OR_TIME = "no-tools-or-time"
    NOT_REWARDED = "not-rewarded"
    PROCESS_WRONG = "process-wrong"


NOT_LEARNING = frozenset(
    {Cause.DO_NOT_BELIEVE, Cause.NO_TOOLS_OR_TIME, Cause.NOT_REWARDED, Cause.PROCESS_WRONG}
)


class Approach(StrEnum):
    """The answer of the approach selector for a challenge."""

    SPACED_LEARNING = "spaced-learning"
    PERFORMANCE_SUPPORT = "performance-support"
    BOTH = "both"
    NOT_YET = "not-yet"
    NEITHER = "neither"


class Level(StrEnum):
    """A coarse amount, for frequency, cost of error and the like."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Evidence(Part, frozen=True, kw_only=True):
    """Something seen, measured or said that supports a challenge or a cause."""

    kind: EvidenceKind
    says: str
    source: str = ""
    on: dt.date | None = None


class Challenge(Part, frozen=True, kw_only=True):
    """One thing that is not as it should be: who, doing what, what is seen, and why.

    Of the task: how often it is done, what an error costs, whether there is time to look it up, how
    often the right way changes, how arbitrary its details are, how complex it is, and how easily
    cases are taken for each other.
    """

    id: str
    title: str
    audiences: tuple[str, ...]
    task: str
    observed: str
    causes: tuple[Cause, ...]
    evidence: tuple[Evidence, ...] = ()
    measure: str = ""
    crux: str = ""
    frequency: Level = Level.MEDIUM
    cost_of_error: Level = Level.MEDIUM
    time_to_look_up: Level = Level.MEDIUM
    volatility: Level = Level.LOW
    arbitrary: Level = Level.LOW
    complexity: Level = Level.MEDIUM
    confusable: Level = Level.LOW
    tried: str = ""
