"""What a comparison says about an expectation, and when. Pure; it never says more than the design allows.

An expectation is judged once: at its date, with the figures up to that day. Looking every night and stopping when it looks bad calls
effects that come late off track, and looking until it looks good calls nothing an effect (Armitage, McPherson & Rowe 1969). Before the
date only a rule for looking early that was named in the plan could judge, and there is none yet: what is seen by then is described.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.effects import Effect
from trimtab.science.stats.power import detectable_difference
from trimtab.strategy.domain.amounts import Amount


class Verdict(StrEnum):
    """On track or off track, or that it cannot be told; before the date that it is not due, and after it that figures are waited for."""

    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    CANNOT_TELL = "cannot-tell"
    NOT_DUE = "not-due"
    WAITING = "waiting"

    @classmethod
    def _missing_(cls, value: object) -> Verdict | None:
        """Verdicts are never edited, and once 'cannot tell' was written so."""
        return cls.CANNOT_TELL if value == "cannot-tell-yet" else None


class Design(StrEnum):
    """How an effect is estimated (the strategy's words)."""

    RANDOMISED = "randomised"
    BEFORE_AFTER = "before-after"


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected: at least so much in the better direction by a day, of a measure whose figures are of `subjects` ('people' or
    'units'). Figures count from the day it `starts` (None: from the first), or from a later one that was named beforehand, to the day
    `by` which it is expected."""

    title: str
    measure: str
    amount: Amount
    subjects: str
    design: Design
    at_least: float
    starts: dt.date | None
    by: dt.date
    counts_from: dt.date | None = None

    @property
    def since(self) -> dt.date | None:
        """The first day whose figures count."""
        return max(filter(None, (self.starts, self.counts_from)), default=None)

    @property
    def sign(self) -> int:
        """+1 where more is better, -1 where less is."""
        return 1 if self.amount.more_is_better else -1


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its effect in the better direction (None when it cannot be estimated). `is_final`: it is the one verdict about the
    expectation, and no later night gives another."""

    verdict: Verdict
    effect: Effect | None = None
    detectable: float | None = None
    reason: str = ""
    is_final: bool = False


def towards_better(effect: Effect, sign: int) -> Effect:
    """The effect with positive numbers for the better direction."""
    if sign > 0:
        return effect
    return Effect(
        -effect.estimate,
        -effect.high,
        -effect.low,
        effect.n_treated,
        effect.n_control,
        effect.standard_error,
        effect.chance,
    )


def look(
    expected: Expected, effect: Effect | NotEstimable, *, missing: str, today: dt.date
) -> Judged:
    """What a night says: nothing but what is seen before the date; then, once the figures up to the date are there, the verdict.

    `effect` is treated less control, or after less before, from the figures up to the date; `missing` says which of them have not come
    ("" when all have).
    """
    if today < expected.by:
        return _described(Verdict.NOT_DUE, expected, effect)
    if missing:
        return _described(Verdict.WAITING, expected, effect, missing)
    if isinstance(effect, NotEstimable):
        return Judged(Verdict.CANNOT_TELL, reason=effect.reason)
    return judge(expected, effect)


def judge(expected: Expected, effect: Effect) -> Judged:
    """Holds an effect at the date against what was expected.

    Off track: the expected effect is excluded. On track: the whole interval lies on the better side (for shares, the exact test agrees),
    and the expected effect is not excluded. Anything else: it cannot be told.
    """
    better = towards_better(effect, expected.sign)
    verdict, reason = Verdict.CANNOT_TELL, ""
    if better.high < expected.at_least:
        verdict = Verdict.OFF_TRACK
    elif better.low > 0 and better.excludes_none():
        verdict = Verdict.ON_TRACK
    elif better.low > 0:
        reason = (
            "The interval is approximate, and the exact test (Fisher) does not rule out chance."
        )
    return Judged(
        verdict, better, detectable_difference(better.standard_error), reason, is_final=True
    )


def _described(
    verdict: Verdict, expected: Expected, effect: Effect | NotEstimable, reason: str = ""
) -> Judged:
    if isinstance(effect, NotEstimable):
        return Judged(verdict, reason=reason or effect.reason)
    better = towards_better(effect, expected.sign)
    return Judged(verdict, better, detectable_difference(better.standard_error), reason)


def claim(design: Design) -> str:
    """The strongest word that a design allows (R-E2)."""
    match design:
        case Design.RANDOMISED:
            return "caused"
        case Design.BEFORE_AFTER:
            return "changed"
