"""What was found, in sentences: each figure with how many it is of, its unit, which way, and its
interval; and never more than is known.

What a design may claim comes from its folder (`designs`).
"""

from __future__ import annotations

import datetime as dt
from typing import assert_never

from trimtab.evaluation.domain.designs import rules_of
from trimtab.evaluation.domain.expectations import Expected, towards_better
from trimtab.evaluation.domain.verdicts import Judged, Verdict
from trimtab.evaluation.domain.wording import day
from trimtab.science.stats.effects import Effect


def sentence(expected: Expected, judged: Judged, until: dt.date | None) -> str:
    """A verdict for people.

    `until` is the day of the last figure that was compared, None without any.
    """
    seen = finding(expected, judged.effect, until) if judged.effect else ""
    rules, effect = rules_of(expected.design), judged.effect
    match judged.verdict:
        case Verdict.NOT_DUE:
            will = f"'{expected.title}' will be judged on {day(expected.by)}."
            return will + _so_far(expected, judged, seen)
        case Verdict.WAITING:
            was = f"'{expected.title}' was to be judged on {day(expected.by)}"
            waits = f"{was}, and waits for the figures up to that day: {judged.reason}"
            return waits + _so_far(expected, judged, seen)
        case Verdict.ON_TRACK:
            worked = rules.worked(expected)
            return f"{worked}: {seen} {_asked(expected)}; {_reached(expected, effect)}."
        case Verdict.OFF_TRACK:
            failed = rules.failed(expected, some=effect is not None and effect.low > 0)
            return f"{failed}: {seen} {_asked(expected)}; that is ruled out."
        case Verdict.CANNOT_TELL:
            return _cannot_tell(expected, judged, seen)
        case _:
            assert_never(judged.verdict)


def finding(expected: Expected, better: Effect, until: dt.date | None) -> str:
    """What was seen, with everything that belongs to a figure, as a sentence without a subject."""
    raw, amount = towards_better(better, expected.sign), expected.amount
    rules = rules_of(expected.design)
    interval = amount.between(raw.low, raw.high)
    since = f" from {day(expected.since)}" if expected.since else ""
    span = f"; figures{since} to {day(until)}" if until else ""
    in_brackets = f"95 % interval {interval}; {rules.sizes(expected, raw)}{span}"
    return f"{amount.said(raw.estimate)} {rules.than(expected)} ({in_brackets}). {amount.better}"


def _so_far(expected: Expected, judged: Judged, seen: str) -> str:
    if seen:
        asked = _asked(expected, "is")
        return f" So far, and this is no verdict, '{expected.measure}': {seen} {asked}."
    if judged.verdict is Verdict.NOT_DUE:
        return f" Nothing can be compared so far. {judged.reason}"
    return ""


def _asked(expected: Expected, verb: str = "was") -> str:
    least = expected.amount.towards_better(expected.at_least)
    return f"Expected by {day(expected.by)}, on average over that time, {verb} at least {least}"


def _reached(expected: Expected, better: Effect | None) -> str:
    is_reached = better is not None and better.low >= expected.at_least
    return "that is reached" if is_reached else "that is not ruled out"


def _cannot_tell(expected: Expected, judged: Judged, seen: str) -> str:
    whether = (
        f"It cannot be told whether '{expected.title}' did what was expected of "
        f"'{expected.measure}' by {day(expected.by)}"
    )
    if seen:
        return f"{whether}: {seen} {_undecided(expected, judged)}"
    return f"{whether}. {judged.reason}"


def _undecided(expected: Expected, judged: Judged) -> str:
    could = expected.amount.towards_better(judged.detectable or 0.0, exactly=False)
    return (
        f"{_asked(expected)}; neither that nor no effect at all is ruled out. "
        f"An effect of {could} or larger would have been seen with four chances in five. "
        f"{judged.reason}"
    ).rstrip()
