"""What is to be proved, and what it is compared with (X2, X8, X12)."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import say
from trimtab.strategy.domain.coherence.areas.running import running
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, setting
from trimtab.strategy.domain.document import (
    ActionKind,
    Design,
    Strategy,
)
from trimtab.strategy.domain.rules.rule import when


def _no_comparison(document: Strategy) -> Iterator[FindingAt]:
    compared = {one.expects.measure for one in document.actions if one.expects}
    for one in document.measures:
        if (
            one.tier >= 8
            and one.target is not None
            and one.baseline is None
            and one.id not in compared
        ):
            yield FindingAt(
                f"measures/{one.id}",
                say(
                    "'{name}' is a result of the business with neither baseline nor comparison.",
                    name=one.name,
                ),
                say("Collect a baseline before the start, or claim less."),
                setting(say("Claim use at work, not results"), f"measures/{one.id}/tier", 7),
            )


def _waves(document: Strategy) -> Iterator[FindingAt]:
    if when("Q-C8", "waves")(document):
        for one in running(document, ActionKind.PRACTICE):
            if one.expects and one.expects.design is Design.RANDOMISED:
                yield FindingAt(
                    f"actions/{one.id}/expects/design",
                    say("It is rolled out in waves, and compared by lot among persons."),
                    say("Draw the waves by lot and compare those, or start everybody at once."),
                )


def _quiz(document: Strategy) -> Iterator[FindingAt]:
    words = ("quiz", "test score", "questions answered")
    measures = {one.id: one for one in document.measures}
    for one in running(document, ActionKind.SUPPORT):
        measure = measures.get(one.expects.measure) if one.expects else None
        if measure and any(word in f"{measure.name} {measure.unit}".lower() for word in words):
            yield FindingAt(
                f"actions/{one.id}/expects/measure",
                say("'{title}' is help, and is judged by a quiz.", title=one.title),
                say("Judge help by tasks done right, time, or questions unanswered."),
            )


CHECKS = (
    Check(
        "X2",
        Severity.ERROR,
        say("Business result without a comparison"),
        "Thalheimer 2018",
        say(
            "A figure of the business moves for many reasons. Without a start value or a "
            "comparison none of them can be told apart."
        ),
        _no_comparison,
    ),
    Check(
        "X8",
        Severity.WARNING,
        say("Waves and a lot among persons"),
        "Hemming et al. 2015",
        say(
            "When the start differs by team, chance among persons compares teams with teams. "
            "Draw the order of the waves instead."
        ),
        _waves,
        ("Q-C8",),
    ),
    Check(
        "X12",
        Severity.WARNING,
        say("Help judged by a quiz"),
        "R-E4",
        say(
            "An aid is there so that one need not know. A quiz measures the opposite of what was "
            "bought."
        ),
        _quiz,
    ),
)
