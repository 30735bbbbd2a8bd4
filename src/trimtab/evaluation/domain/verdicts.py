"""What a comparison says about an expectation. Pure; it never says more than the design allows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from trimtab.kernel.errors import NotEstimable
from trimtab.science.stats.effects import Effect
from trimtab.science.stats.power import detectable_difference


class Verdict(StrEnum):
    """On track, off track, or cannot tell yet."""

    ON_TRACK = "on-track"
    OFF_TRACK = "off-track"
    CANNOT_TELL_YET = "cannot-tell-yet"


class Design(StrEnum):
    """How an effect is estimated (the strategy's words)."""

    RANDOMISED = "randomised"
    BEFORE_AFTER = "before-after"


@dataclass(frozen=True, slots=True)
class Expected:
    """What was expected: at least so much in the better direction (`sign` +1 for higher, -1 for lower), in `unit`, by a day."""

    title: str
    measure: str
    unit: str
    design: Design
    at_least: float
    sign: int
    by: dt.date


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with its effect in the better direction (None when it cannot be estimated), and a sentence for people."""

    verdict: Verdict
    effect: Effect | None
    detectable: float | None
    sentence: str


def towards_better(effect: Effect, sign: int) -> Effect:
    """The effect with positive numbers for the better direction."""
    if sign > 0:
        return effect
    return Effect(
        -effect.estimate, -effect.high, -effect.low, effect.n_treated, effect.n_control, effect.standard_error
    )


def judge(expected: Expected, effect: Effect, today: dt.date) -> Judged:
    """Holds an effect (treated less control, or after less before) against what was expected.

    On track: the whole interval lies on the better side and the expected effect is not excluded. Off track: the expected effect is
    excluded. Anything else: cannot tell yet.
    """
    better = towards_better(effect, expected.sign)
    detectable = detectable_difference(better.standard_error)
    if better.high < expected.at_least:
        return Judged(Verdict.OFF_TRACK, better, detectable, _off_track(expected, better))
    if better.low > 0:
        return Judged(Verdict.ON_TRACK, better, detectable, _on_track(expected, better))
    return Judged(Verdict.CANNOT_TELL_YET, better, detectable, _unclear(expected, better, detectable, today))


def unknown(reason: NotEstimable | str) -> Judged:
    """Nothing can be estimated, and why."""
    said = reason.reason if isinstance(reason, NotEstimable) else reason
    return Judged(Verdict.CANNOT_TELL_YET, None, None, f"Cannot tell yet. {said}")


def claim(design: Design) -> str:
    """The strongest word that a design allows (R-E2)."""
    match design:
        case Design.RANDOMISED:
            return "caused"
        case Design.BEFORE_AFTER:
            return "changed"


def _figures(expected: Expected, effect: Effect) -> str:
    return f"{said(effect.estimate)} {expected.unit} (95 % interval {said(effect.low)} to {said(effect.high)})"


def said(value: float) -> str:
    """A difference in words: with its sign (a minus, not a hyphen) and no more digits than it deserves."""
    return f"{value:+.2g}".replace("-", "\u2212") if abs(value) < 100 else f"{value:+,.0f}".replace("-", "\u2212")


def _on_track(expected: Expected, effect: Effect) -> str:
    match expected.design:
        case Design.RANDOMISED:
            return (
                f"'{expected.title}' caused an improvement of '{expected.measure}': {_figures(expected, effect)}, "
                f"{effect.n_treated} people against {effect.n_control} by lot."
            )
        case Design.BEFORE_AFTER:
            return (
                f"'{expected.measure}' changed for the better after '{expected.title}' began: {_figures(expected, effect)}. "
                "Other things may have changed too."
            )


def _off_track(expected: Expected, effect: Effect) -> str:
    asked = f"at least {expected.at_least:g} {expected.unit} was expected"
    match expected.design:
        case Design.RANDOMISED:
            return (
                f"'{expected.title}' did not bring what was expected of '{expected.measure}': {_figures(expected, effect)}, "
                f"{effect.n_treated} people against {effect.n_control} by lot; {asked}, and that is ruled out."
            )
        case Design.BEFORE_AFTER:
            return (
                f"'{expected.measure}' did not change as expected after '{expected.title}' began: "
                f"{_figures(expected, effect)}; {asked}."
            )


def _unclear(expected: Expected, effect: Effect, detectable: float, today: dt.date) -> str:
    late = " The day by which it should be known has passed." if today > expected.by else ""
    return (
        f"Cannot tell yet whether '{expected.title}' does what was expected of '{expected.measure}': "
        f"{_figures(expected, effect)}. So far an effect of {detectable:.2g} {expected.unit} or more could be seen; "
        f"{expected.at_least:g} is expected.{late}"
    )
