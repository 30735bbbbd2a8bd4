"""What evaluation gives to others."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from trimtab.evaluation.domain.designs import rules_of
from trimtab.evaluation.domain.series import By
from trimtab.evaluation.domain.verdicts import Verdict
from trimtab.kernel.said import Said, as_written, say
from trimtab.strategy.values import Amount, Design, Direction, Grain, Scale, parts


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """A measure with how much is held of it."""

    key: str
    name: str
    unit: str
    scale: Scale
    grain: Grain
    direction: Direction
    baseline: float | None
    target: float | None
    values: int
    latest: dt.date | None


@dataclass(frozen=True, slots=True)
class Comparison:
    """A comparison that runs, from its first day to the day of its last verdict."""

    title: str
    starts: dt.date
    by: dt.date


@dataclass(frozen=True, slots=True)
class VerdictRow:
    """A verdict about an action (`key`).

    Effects are in the better direction and the measure's unit; None where unknown. `runs`: the
    action is still compared.
    """

    key: str
    title: str
    measure: str
    measure_name: str
    unit: str
    scale: Scale
    direction: Direction
    runs: bool
    design: Design
    verdict: Verdict
    sentence: Said
    estimate: float | None
    low: float | None
    high: float | None
    detectable: float | None
    at_least: float
    by: dt.date
    decides: str
    response: parts.Response
    assumption: str
    n_treated: int
    n_control: int
    at: dt.datetime
    because: tuple[str, ...]

    @property
    def ended(self) -> bool:
        """Whether the action no longer runs: what was learnt stays."""
        return not self.runs

    @property
    def shown_by(self) -> By:
        """What the measure's series is split by where people look at the verdict."""
        return rules_of(self.design).SHOWN_BY

    @property
    def amount(self) -> Amount:
        """How differences of the measure are said."""
        return Amount.named(self.unit, self.scale, self.direction)

    @property
    def said(self) -> Said:
        """The effect with its unit and its way; nothing where it is unknown."""
        if self.estimate is None:
            return as_written("")
        return self.amount.said(self.estimate if self.amount.more_is_better else -self.estimate)


@dataclass(frozen=True, slots=True)
class MeasureProblem:
    """What is wrong in an import of measures: line (the head is line 1), column, sentence."""

    line: int
    column: str
    sentence: Said

    def __str__(self) -> str:
        return str(self.said)

    @property
    def said(self) -> Said:
        """The sentence with its place."""
        if not self.column:
            return say("line {line}: {sentence}", line=self.line, sentence=self.sentence)
        return say(
            "line {line}, column {column}: {sentence}",
            line=self.line,
            column=self.column,
            sentence=self.sentence,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure as it was read; `line` is where it stood, `subject` an e-mail address or a unit's
    code in lower case.
    """

    line: int
    measure: str
    subject: str
    when: dt.date
    value: float


@dataclass(frozen=True, slots=True)
class Stored:
    """What storing figures did; `revised` ones keep the earlier one."""

    added: int = 0
    revised: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class MeasureImport:
    """What an import did; with any problem, nothing was imported.

    `revised` figures keep the earlier one, `left_out` ones are of subjects that nobody here is, and
    `oddities` are sentences of the checks.
    """

    added: int = 0
    revised: int = 0
    unchanged: int = 0
    problems: tuple[MeasureProblem, ...] = ()
    left_out: int = 0
    oddities: tuple[Said, ...] = ()
