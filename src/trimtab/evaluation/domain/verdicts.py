"""What a comparison says about an expectation, and when.

Pure; it never says more than the design allows.

An expectation is judged once: at its date, with the figures up to that day. Looking every night and
stopping when it looks bad calls effects that come late off track, and looking until it looks good
calls nothing an effect (Armitage, McPherson & Rowe 1969). Before the date only a rule for looking
early that was named in the plan could judge, and there is none yet: what is seen by then is
described.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.evaluation.domain.expectations import Expected, towards_better
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import Said, as_written, say, say_n
from trimtab.science.stats.effects import Effect
from trimtab.science.stats.power import detectable_difference

NO_REASON = as_written("")


class Verdict(StrEnum):
    """On track or off track, or that it cannot be told; before the date that it is not due, and
    after it that figures are waited for.
    """

    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    CANNOT_TELL = "cannot-tell"
    NOT_DUE = "not-due"
    WAITING = "waiting"

    @classmethod
    def _missing_(cls, value: object) -> Verdict | None:
        """Verdicts are never edited, and once 'cannot tell' was written so."""
        return cls.CANNOT_TELL if value == "cannot-tell-yet" else None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its effect in the better direction (None when it cannot be estimated).

    `is_final`: it is the one verdict about the expectation, and no later night gives another.
    """

    verdict: Verdict
    effect: Effect | None = None
    detectable: float | None = None
    reason: Said = NO_REASON
    is_final: bool = False


def look(
    expected: Expected, effect: Effect | NotEstimable, *, missing: Said, today: dt.date
) -> Judged:
    """What a night says: nothing but what is seen before the date; then, once the figures up to the
    date are there, the verdict.

    `effect` is treated less control, or after less before, from the figures up to the date;
    `missing` says which of them have not come (nothing when all have).
    """
    if today < expected.by:
        return _described(Verdict.NOT_DUE, expected, effect)
    if missing:
        return _described(Verdict.WAITING, expected, effect, missing)
    if isinstance(effect, NotEstimable):
        return Judged(Verdict.CANNOT_TELL, reason=as_written(effect.reason))
    return judge(expected, effect)


def judge(expected: Expected, effect: Effect) -> Judged:
    """Holds an effect at the date against what was expected.

    Off track: the expected effect is excluded. On track: the whole interval lies on the better side
    (for shares, the exact test agrees), and the expected effect is not excluded. Anything else: it
    cannot be told.
    """
    better = towards_better(effect, expected.sign)
    verdict, reason = Verdict.CANNOT_TELL, NO_REASON
    if better.high < expected.at_least:
        verdict = Verdict.OFF_TRACK
    elif better.low > 0 and better.excludes_none():
        verdict = Verdict.ON_TRACK
    elif better.low > 0:
        reason = say(
            "The interval is approximate, and the exact test (Fisher) does not rule out chance."
        )
    return Judged(
        verdict, better, detectable_difference(better.standard_error), reason, is_final=True
    )


def _described(
    verdict: Verdict,
    expected: Expected,
    effect: Effect | NotEstimable,
    reason: Said = NO_REASON,
) -> Judged:
    if isinstance(effect, NotEstimable):
        return Judged(verdict, reason=reason or as_written(effect.reason))
    better = towards_better(effect, expected.sign)
    return Judged(verdict, better, detectable_difference(better.standard_error), reason)


def check_groups(effect: Effect, *, least: int) -> None:
    """Raises NotEstimable when an effect would tell the mean of fewer people than may be shown."""
    if any(0 < size < least for size in (effect.n_treated, effect.n_control)):
        raise NotEstimable(
            say_n(
                "Fewer than {count} person has figures in one of the groups: a mean of so "
                "few is not shown.",
                "Fewer than {count} people have figures in one of the groups: a mean of so "
                "few is not shown.",
                least,
            )
        )
