"""The strategy document as a value: diagnosis, answers, guiding policy, actions, measures.

One immutable value, read and compared by pure functions (codec, check, recommend, plan, diff). On
disk it is YAML, in the database JSON; both carry exactly this shape. Field names are the keys of
the file. Parts refer to each other by `id`, a short slug that is unique within its list.

Kernel after Richard Rumelt, Good Strategy/Bad Strategy (2011): diagnosis, guiding policy, coherent
actions.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from trimtab.strategy.domain.audiences import Audience as Audience
from trimtab.strategy.domain.audiences import AudienceRule as AudienceRule
from trimtab.strategy.domain.audiences import Stakeholder as Stakeholder
from trimtab.strategy.domain.audiences import Stance as Stance
from trimtab.strategy.domain.challenges import NOT_LEARNING as NOT_LEARNING
from trimtab.strategy.domain.challenges import Approach as Approach
from trimtab.strategy.domain.challenges import Cause as Cause
from trimtab.strategy.domain.challenges import Challenge as Challenge
from trimtab.strategy.domain.challenges import Evidence as Evidence
from trimtab.strategy.domain.challenges import EvidenceKind as EvidenceKind
from trimtab.strategy.domain.challenges import Level as Level
from trimtab.strategy.domain.part import Part as Part

FORMAT = 1


class Sureness(StrEnum):
    """How sure the person who answered is."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class Heard(Part, frozen=True, kw_only=True):
    """What somebody who was asked said; the answer that rests on it says how the difference was
    settled.

    `handed_by` is who handed the link over through which it came: somebody else than the one who is
    cited had it in hand.
    """

    by: str
    value: str | int | float | bool | tuple[str, ...] | None = None
    sure: Sureness = Sureness.MODERATE
    on: dt.date | None = None
    because: str = ""
    handed_by: str = ""


class FindOut(Part, frozen=True, kw_only=True):
    """How an answer that nobody knows yet is found out: from whom, and until when."""

    of: str = ""
    until: dt.date | None = None


class Answer(Part, frozen=True, kw_only=True):
    """An answer to one question of the catalogue; `value` None is 'we do not know yet' and becomes
    an action to find out.
    """

    value: str | int | float | bool | tuple[str, ...] | None = None
    by: str = ""
    on: dt.date | None = None
    sure: Sureness = Sureness.MODERATE
    because: str = ""
    evidence: tuple[Evidence, ...] = ()
    heard: tuple[Heard, ...] = ()
    find_out: FindOut | None = None


class Limits(Part, frozen=True, kw_only=True):
    """What the platform never exceeds.

    Minutes and messages are per person and week; times are the person's local time.
    """

    minutes_per_week: int = 10
    messages_per_week: int = 3
    quiet_from: dt.time = dt.time(20, 0)
    quiet_until: dt.time = dt.time(7, 0)
    min_cell: int = 8


class Choice(Part, frozen=True, kw_only=True):
    """A choice of the guiding policy: for a challenge an approach, with the mechanisms that make it
    possible.
    """

    id: str
    says: str
    challenge: str = ""
    approach: Approach | None = None
    channels: tuple[str, ...] = ()
    because: tuple[str, ...] = ()


class Policy(Part, frozen=True, kw_only=True):
    """How we deal with the challenges, and what we will not do."""

    statement: str
    choices: tuple[Choice, ...] = ()
    will_not: tuple[str, ...] = ()
    limits: Limits = Limits()


class ActionKind(StrEnum):
    """What an action makes the platform run; `work` is done by people outside it."""

    PRACTICE = "practice"
    SUPPORT = "support"
    MESSAGE = "message"
    MEASURE = "measure"
    WORK = "work"


class ActionState(StrEnum):
    """Whether an action runs. A retired action stays in the document: it is what we learnt."""

    RUNNING = "running"
    RETIRED = "retired"


class Design(StrEnum):
    """How an effect is estimated; the design bounds what may be claimed (R-E2)."""

    RANDOMISED = "randomised"
    BEFORE_AFTER = "before-after"


class Direction(StrEnum):
    """Which way is better for a measure."""

    HIGHER = "higher"
    LOWER = "lower"


class Response(StrEnum):
    """What was agreed beforehand to do when an action turns out off track."""

    RETIRE = "retire"
    SWITCH_TO_SUPPORT = "switch-to-support"
    SWITCH_TO_WORK = "switch-to-work"
    REVISE_DIAGNOSIS = "revise-diagnosis"


class Expectation(Part, frozen=True, kw_only=True):
    """What would make us change course: the effect on a measure that we expect by a date, and the
    agreed response.

    `at_least` is in the unit of the measure, positive in its better direction; for a proportion it
    is in percentage points divided by 100 (0.05 is five points). It is held against the mean of all
    figures from the start of the action to `by`, or from the day `counts_from` where the effect
    needs time to come. `decides` names a decision right.
    """

    measure: str
    design: Design
    at_least: float
    by: dt.date
    response: Response
    assumption: str
    decides: str = "content"
    holdout: float = 0.0
    counts_from: dt.date | None = None


class Action(Part, frozen=True, kw_only=True):
    """A step that carries the policy out (kind, for whom, with what content), with one owner and a
    date.

    `pieces` says how many questions or aids it holds once it is complete; 0 is not said.
    """

    id: str
    title: str
    kind: ActionKind
    challenge: str = ""
    choice: str = ""
    audience: str = ""
    owner: str = ""
    starts: dt.date | None = None
    due: dt.date | None = None
    state: ActionState = ActionState.RUNNING
    content: tuple[str, ...] = ()
    pieces: int = 0
    minutes_per_week: int = 0
    desired_retention: float = 0.9
    channel: str = ""
    sender: str = ""
    subject: str = ""
    text: str = ""
    expects: Expectation | None = None


class Scale(StrEnum):
    """What the values of a measure are."""

    MEAN = "mean"
    PROPORTION = "proportion"


class MeasureGrain(StrEnum):
    """What one row of a measure is about."""

    PERSON = "person"
    UNIT = "unit"


class Measure(Part, frozen=True, kw_only=True):
    """A figure that answers a question: unit, source, owner, baseline and target (Q-D2, Q-E3)."""

    id: str
    name: str
    unit: str
    scale: Scale = Scale.MEAN
    grain: MeasureGrain = MeasureGrain.PERSON
    direction: Direction = Direction.HIGHER
    source: str = ""
    owner: str = ""
    baseline: float | None = None
    baseline_on: dt.date | None = None
    target: float | None = None
    tier: int = 7
    purpose: str = ""


class EvaluationQuestion(Part, frozen=True, kw_only=True):
    """An evaluation question with the decision that it informs (Q-E1)."""

    id: str
    asks: str
    decision: str
    measure: str = ""
    decides: str = ""
    by: dt.date | None = None


class Right(Part, frozen=True, kw_only=True):
    """Who decides one kind of thing: exactly one approving role (Q-G1; DACI)."""

    decision: str
    approver: str
    consulted: tuple[str, ...] = ()


class Grant(Part, frozen=True, kw_only=True):
    """Which data a role may see, at which grain, for which evaluation question (Q-G2, R-G6)."""

    id: str
    role: str
    data: str
    grain: str
    question: str
    days: int = 365


class Standing(StrEnum):
    """How a recommendation was taken."""

    ACCEPTED = "accepted"
    ALTERED = "altered"
    DECLINED = "declined"


class AdviceTaken(Part, frozen=True, kw_only=True):
    """How a recommendation (by rule code, at its place) was taken, by whom and why.

    `sets` are the settings, by key, that an altered recommendation sets instead of its own.
    """

    rule: str
    place: str = ""
    standing: Standing
    sets: dict[str, bool | int | str | tuple[str, ...]] = {}
    because: str = ""
    by: str = ""


class Strategy(Part, frozen=True, kw_only=True):
    """The whole document. `trimtab` is the format's version."""

    trimtab: int = FORMAT
    organisation: str
    title: str
    summary: str = ""
    horizon_weeks: int = 26
    answers: dict[str, Answer] = {}
    audiences: tuple[Audience, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    challenges: tuple[Challenge, ...] = ()
    policy: Policy
    actions: tuple[Action, ...] = ()
    measures: tuple[Measure, ...] = ()
    questions: tuple[EvaluationQuestion, ...] = ()
    rights: tuple[Right, ...] = ()
    grants: tuple[Grant, ...] = ()
    recommendations: tuple[AdviceTaken, ...] = ()
