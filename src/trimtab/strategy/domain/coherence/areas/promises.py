"""What people were promised, and what is looked at (X3, X4, X7, X10, X14)."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import say
from trimtab.strategy.domain.coherence.areas.running import running
from trimtab.strategy.domain.coherence.finding import Check, FindingAt, Severity, removing, setting
from trimtab.strategy.domain.document import (
    ActionKind,
    Strategy,
)
from trimtab.strategy.domain.patch import Op, Operation, Patch
from trimtab.strategy.domain.rules.rule import when

_TRUST = ("nobody sees", "no one sees", "not watched", "trust")


def _trust(document: Strategy) -> Iterator[FindingAt]:
    views = [one for one in document.grants if one.role == "manager" and one.grain == "person"]
    for one in running(document, ActionKind.MESSAGE):
        if views and any(word in one.text.lower() for word in _TRUST):
            place = f"grants/{views[0].id}/grain"
            yield FindingAt(
                place,
                say("'{title}' promises privacy, and managers see persons.", title=one.title),
                say("Let managers see units, or change the message."),
                setting(say("Let managers see units"), place, "unit"),
            )
            return


def _works_council(document: Strategy) -> Iterator[FindingAt]:
    if when("Q-G4", "present")(document):
        for one in document.grants:
            if one.grain == "person":
                yield FindingAt(
                    f"grants/{one.id}",
                    say("Persons are analysed, and the works council has not agreed."),
                    say("Analyse groups until there is an agreement."),
                    setting(say("Analyse units"), f"grants/{one.id}/grain", "unit"),
                )


def _voluntary(document: Strategy) -> Iterator[FindingAt]:
    if when("Q-P11", "mandatory", "regulated")(document):
        for one in running(document, ActionKind.MESSAGE):
            if "voluntary" in one.text.lower():
                yield FindingAt(
                    f"actions/{one.id}/text",
                    say("'{title}' says voluntary, and it is mandatory.", title=one.title),
                    say("Choose one and say it."),
                )


def _coaching(document: Strategy) -> Iterator[FindingAt]:
    if when("Q-P9", "coaches")(document) and not any(
        one.role == "manager" for one in document.grants
    ):
        yield FindingAt(
            "grants",
            say("Managers are to coach with figures, and get none."),
            say("Grant them figures of their unit, with the small-group limit."),
            _figures(document),
        )


def _figures(document: Strategy) -> Patch | None:
    """Figures of the unit for managers, for the first question that has a measure; None without
    one.
    """
    question = next((one.id for one in document.questions if one.measure), "")
    grant = {
        "id": "managers-unit-figures",
        "role": "manager",
        "data": "measures",
        "grain": "unit",
        "question": question,
    }
    operation = Operation(op=Op.ADD, place="grants", value=grant)
    return (
        Patch(title=say("Grant figures of the unit"), operations=(operation,)) if question else None
    )


def _promised(document: Strategy) -> Iterator[FindingAt]:
    asked = {one.id: one for one in document.questions}
    for one in document.grants:
        question = asked.get(one.question)
        if question and not question.measure:
            yield FindingAt(
                f"grants/{one.id}",
                say(
                    "Data are promised to the {role}, and nothing is collected for '{asks}'.",
                    role=one.role,
                    asks=question.asks,
                ),
                say("Collect it, or take the promise back."),
                removing(say("Take the promise back"), f"grants/{one.id}"),
            )


CHECKS = (
    Check(
        "X3",
        Severity.ERROR,
        say("Promised trust, personal views"),
        "R-P10",
        say("A promise that the platform itself breaks ends honest answers for years."),
        _trust,
    ),
    Check(
        "X4",
        Severity.ERROR,
        say("Persons analysed without agreement"),
        "BetrVG § 87(1) no. 6",
        say(
            "A system that can watch persons needs the works council's consent first, in Germany "
            "by law."
        ),
        _works_council,
        ("Q-G4",),
    ),
    Check(
        "X7",
        Severity.WARNING,
        say("Mandatory and voluntary at once"),
        "R-P11",
        say("People notice, and believe the next message less."),
        _voluntary,
        ("Q-P11",),
    ),
    Check(
        "X10",
        Severity.WARNING,
        say("Coaching without figures"),
        "R-P8",
        say("Who is asked to coach without seeing how the team does can only repeat slogans."),
        _coaching,
        ("Q-P9",),
    ),
    Check(
        "X14",
        Severity.WARNING,
        say("Data promised, not collected"),
        "R-G6",
        say("Who is promised a figure that is never collected stops reading the others."),
        _promised,
    ),
)
