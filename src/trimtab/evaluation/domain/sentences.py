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
from trimtab.kernel.said import Between, Said, joined, say, sentences
from trimtab.science.stats.effects import Effect


def sentence(expected: Expected, judged: Judged, until: dt.date | None) -> Said:
    """A verdict for people.

    `until` is the day of the last figure that was compared, None without any.
    """
    seen = finding(expected, judged.effect, until) if judged.effect else None
    rules, effect = rules_of(expected.design), judged.effect
    match judged.verdict:
        case Verdict.NOT_DUE:
            will = say(
                "'{title}' will be judged on {day}.", title=expected.title, day=day(expected.by)
            )
            return sentences(will, *_so_far(expected, judged, seen))
        case Verdict.WAITING:
            waits = say(
                "'{title}' was to be judged on {day}, and waits for the figures up to that day: "
                "{missing}",
                title=expected.title,
                day=day(expected.by),
                missing=judged.reason,
            )
            return sentences(waits, *_so_far(expected, judged, seen))
        case Verdict.ON_TRACK:
            is_reached = effect is not None and effect.low >= expected.at_least
            ends = say("that is reached") if is_reached else say("that is not ruled out")
            return _told(rules.worked(expected), seen, _asked(expected), ends)
        case Verdict.OFF_TRACK:
            failed = rules.failed(expected, some=effect is not None and effect.low > 0)
            return _told(failed, seen, _asked(expected), say("that is ruled out"))
        case Verdict.CANNOT_TELL:
            return _cannot_tell(expected, judged, seen)
        case _:
            assert_never(judged.verdict)


def finding(expected: Expected, better: Effect, until: dt.date | None) -> Said:
    """What was seen, with everything that belongs to a figure, as a sentence without a subject."""
    raw, amount = towards_better(better, expected.sign), expected.amount
    rules = rules_of(expected.design)
    interval = say("95 % interval {interval}", interval=amount.between(raw.low, raw.high))
    sizes = rules.sizes(expected, raw)
    return say(
        "{difference} {than} ({details}). {better}",
        difference=amount.said(raw.estimate),
        than=rules.than(expected),
        details=joined((interval, sizes, *_span(expected.since, until)), Between.SEMICOLON),
        better=amount.better,
    )


def _span(since: dt.date | None, until: dt.date | None) -> tuple[Said, ...]:
    """Of which days the figures are; nothing without any."""
    if until is None:
        return ()
    if since is None:
        return (say("figures to {until}", until=until),)
    return (say("figures from {since} to {until}", since=since, until=until),)


def _told(claim: Said, seen: Said | None, asked: Said, ends: Said) -> Said:
    return say(
        "{claim}: {seen} {asked}; {ends}.", claim=claim, seen=seen or "", asked=asked, ends=ends
    )


def _so_far(expected: Expected, judged: Judged, seen: Said | None) -> tuple[Said, ...]:
    if seen is not None:
        least = _least(expected)
        asked = say(
            "Expected by {day}, on average over that time, is at least {least}",
            day=day(expected.by),
            least=least,
        )
        so_far = say(
            "So far, and this is no verdict, '{measure}': {seen} {asked}.",
            measure=expected.measure,
            seen=seen,
            asked=asked,
        )
        return (so_far,)
    if judged.verdict is Verdict.NOT_DUE:
        return (say("Nothing can be compared so far. {reason}", reason=judged.reason),)
    return ()


def _asked(expected: Expected) -> Said:
    return say(
        "Expected by {day}, on average over that time, was at least {least}",
        day=day(expected.by),
        least=_least(expected),
    )


def _least(expected: Expected) -> Said:
    return expected.amount.towards_better(expected.at_least)


def _cannot_tell(expected: Expected, judged: Judged, seen: Said | None) -> Said:
    whether = say(
        "It cannot be told whether '{title}' did what was expected of '{measure}' by {day}",
        title=expected.title,
        measure=expected.measure,
        day=day(expected.by),
    )
    if seen is None:
        return say("{whether}. {reason}", whether=whether, reason=judged.reason)
    told = _told(
        whether,
        seen,
        _asked(expected),
        say("neither that nor no effect at all is ruled out"),
    )
    could = say(
        "An effect of {least} or larger would have been seen with four chances in five.",
        least=expected.amount.towards_better(judged.detectable or 0.0, exactly=False),
    )
    return sentences(told, could, *((judged.reason,) if judged.reason else ()))
