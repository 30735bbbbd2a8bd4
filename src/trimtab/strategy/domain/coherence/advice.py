"""Findings about how recommendations were taken, and about what nobody knows yet (S4, S5)."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import say
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, setting
from trimtab.strategy.domain.coherence.references import ANY
from trimtab.strategy.domain.document import Standing, Strategy
from trimtab.strategy.domain.in_force import taken
from trimtab.strategy.domain.rules import RULES, Strength, recommend
from trimtab.strategy.domain.unknowns import unknowns

_MUSTS = {rule.code for rule in RULES if rule.strength is Strength.MUST}


def _declined(document: Strategy) -> Iterator[FindingAt]:
    if not any(
        one.standing is Standing.DECLINED and one.rule in _MUSTS for one in document.recommendations
    ):
        return
    for one in recommend(document):
        entry = taken(document, one)
        if one.strength is Strength.MUST and entry and entry.standing is Standing.DECLINED:
            place = f"recommendations/{document.recommendations.index(entry)}/standing"
            yield FindingAt(
                one.place,
                say("{code} was declined and is a must: {says}", code=one.code, says=one.says),
                say("Accept it, alter it, or change the answer it rests on."),
                setting(say("Accept it"), place, Standing.ACCEPTED.value),
            )


def _unfounded(document: Strategy) -> Iterator[FindingAt]:
    for index, one in enumerate(document.recommendations):
        if one.standing is not Standing.ACCEPTED and not one.because.strip():
            yield FindingAt(
                f"recommendations/{index}",
                say(
                    "{rule} was {standing} without a reason.", rule=one.rule, standing=one.standing
                ),
                say("Say why."),
            )


def _without_plan(document: Strategy) -> Iterator[FindingAt]:
    for one in unknowns(document):
        if one.until is None:
            yield FindingAt(
                f"answers/{one.code}",
                say("Nobody knows yet: {asks}", asks=one.asks),
                say("Ask {of}, and say until when.", of=one.of),
            )


CHECKS = (
    Check(
        "S4",
        Severity.ERROR,
        say("A must declined"),
        "The rule's own source",
        say(
            "A must stands for law, safety or a promise. The organisation may change its "
            "answers, not look away."
        ),
        _declined,
        ANY,
    ),
    Check(
        "S5",
        Severity.WARNING,
        say("Declined without a reason"),
        "Decisions with reasons",
        say("Whoever reads it in a year must see why the advice was not followed."),
        _unfounded,
    ),
    Check(
        "S6",
        Severity.NOTE,
        say("Not known, and no date to find out"),
        "Rumelt 2011: a diagnosis says what it does not know",
        say("Not knowing is honest when somebody goes to find out, and drift when nobody does."),
        _without_plan,
        ANY,
    ),
)
