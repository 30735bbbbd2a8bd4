"""What was found, in sentences: each figure with how many it is of, its unit, which way, and its interval; and never more than is known."""

from __future__ import annotations

import datetime as dt

from trimtab.evaluation.domain.verdicts import Design, Expected, Judged, Verdict, towards_better
from trimtab.science.stats.effects import Effect


def sentence(expected: Expected, judged: Judged, until: dt.date | None) -> str:
    """A verdict for people. `until` is the day of the last figure that was compared, None without any."""
    found = finding(expected, judged.effect, until) if judged.effect else ""
    match judged.verdict:
        case Verdict.NOT_DUE:
            return f"'{expected.title}' will be judged on {day(expected.by)}.{_so_far(expected, judged, found)}"
        case Verdict.WAITING:
            when = f"'{expected.title}' was to be judged on {day(expected.by)}"
            return f"{when}, and waits for the figures up to that day: {judged.reason}{_so_far(expected, judged, found)}"
        case Verdict.ON_TRACK:
            return f"{_worked(expected)}: {found} {_asked(expected)}; {_reached(expected, judged.effect)}."
        case Verdict.OFF_TRACK:
            return f"{_failed(expected, judged.effect)}: {found} {_asked(expected)}; that is ruled out."
        case Verdict.CANNOT_TELL:
            whether = (
                f"It cannot be told whether '{expected.title}' did what was expected of '{expected.measure}' by "
                f"{day(expected.by)}"
            )
            return (
                f"{whether}: {found} {_undecided(expected, judged)}"
                if found
                else f"{whether}. {judged.reason}"
            )


def finding(expected: Expected, better: Effect, until: dt.date | None) -> str:
    """What was seen, with everything that belongs to a figure, as a sentence without a subject."""
    raw = towards_better(better, expected.sign)
    amount = expected.amount
    seen, interval = amount.said(raw.estimate), amount.between(raw.low, raw.high)
    since = f" from {day(expected.since)}" if expected.since else ""
    span = f"; figures{since} to {day(until)}" if until else ""
    match expected.design:
        case Design.RANDOMISED:
            sizes = f"{raw.n_treated:,} {expected.subjects} with it and {raw.n_control:,} without it, by lot"
            return f"{seen} with it than without it (95 % interval {interval}; {sizes}{span}). {amount.better}"
        case Design.BEFORE_AFTER:
            began = f" it began on {day(expected.starts)}" if expected.starts else " it began"
            sizes = f"{raw.n_treated:,} {expected.subjects} with figures before and after"
            return f"{seen} since{began} than before (95 % interval {interval}; {sizes}{span}). {amount.better}"


def _so_far(expected: Expected, judged: Judged, found: str) -> str:
    if found:
        return f" So far, and this is no verdict, '{expected.measure}': {found} {_asked(expected, 'is')}."
    return (
        f" Nothing can be compared so far. {judged.reason}"
        if judged.verdict is Verdict.NOT_DUE
        else ""
    )


def _asked(expected: Expected, verb: str = "was") -> str:
    least = expected.amount.towards_better(expected.at_least)
    return f"Expected by {day(expected.by)}, on average over that time, {verb} at least {least}"


def _worked(expected: Expected) -> str:
    match expected.design:
        case Design.RANDOMISED:
            return f"'{expected.title}' caused a change of '{expected.measure}' for the better"
        case Design.BEFORE_AFTER:
            return (
                f"'{expected.measure}' changed for the better after '{expected.title}' began (other things may have "
                "changed too)"
            )


def _failed(expected: Expected, better: Effect | None) -> str:
    some = better is not None and better.low > 0
    match expected.design:
        case Design.RANDOMISED:
            what = (
                "brought less than was expected of"
                if some
                else "did not bring what was expected of"
            )
            return f"'{expected.title}' {what} '{expected.measure}'"
        case Design.BEFORE_AFTER:
            what = "changed less than was expected" if some else "did not change as expected"
            return f"'{expected.measure}' {what} after '{expected.title}' began"


def _reached(expected: Expected, better: Effect | None) -> str:
    return (
        "that is reached" if better and better.low >= expected.at_least else "that is not ruled out"
    )


def _undecided(expected: Expected, judged: Judged) -> str:
    could = expected.amount.towards_better(judged.detectable or 0.0, exactly=False)
    return (
        f"{_asked(expected)}; neither that nor no effect at all is ruled out. An effect of {could} or larger would have "
        f"been seen with four chances in five. {judged.reason}"
    ).rstrip()


def day(one: dt.date | None) -> str:
    """A day as people write it."""
    return f"{one.day} {one:%B %Y}" if one else "a day that nobody has named"
