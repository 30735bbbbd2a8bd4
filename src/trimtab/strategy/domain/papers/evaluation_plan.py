"""The evaluation plan: the questions and the decisions they inform, the figures, the comparisons,
and what was agreed beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.papers.blocks import Block, Fact, Facts, Heading, Items, Paper, Paragraph, Tone
from trimtab.strategy.domain.document import Action, Design, Expectation, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known

DESIGNS = {
    Design.RANDOMISED: "By lot: some have it, some go without, and both are compared",
    Design.BEFORE_AFTER: "Before and after, with nothing beside it",
}
CLAIMS = {
    Design.RANDOMISED: "A comparison by lot may say that the action caused a difference.",
    Design.BEFORE_AFTER: "Before and after may say that a figure changed, and no more: something "
    "else may have changed it.",
}


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "evaluation",
        "Evaluation plan",
        "What we want to know, which decision hangs on it, and what we agreed to do before we "
        "saw any figure.",
        tuple(blocks(document, known)),
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """Questions, expectations, figures, and how it is analysed."""
    yield Heading("Questions and the decisions that hang on them")
    yield from questions(document, known)
    yield Heading("What each action must achieve")
    yield from expectations(document, known)
    yield Heading("The figures")
    yield from measures(document, known)
    yield Heading("How it is analysed")
    yield words.facts(
        document,
        ("Q-E2", "How far the evidence reaches"),
        ("Q-E5", "Comparison"),
        ("Q-E6", "Smallest effect that matters"),
        ("Q-E7", "Time until the decision"),
        ("Q-E8", "Must still be remembered after"),
        ("Q-E9", "Harms that are watched"),
        ("Q-E10", "Named in advance, and checked"),
        ("Q-E11", "Stopped, changed or widened"),
        ("Q-E12", "Return in money"),
    )


def questions(document: Strategy, known: Known) -> Iterator[Block]:
    """The evaluation questions as a table."""
    approvers = {one.decision: words.opened(known.role(one.approver)) for one in document.rights}
    yield from words.table(
        "Evaluation questions",
        ("Question", "Decision that hangs on it", "Figure", "Who decides", "By"),
        (
            (
                one.asks,
                one.decision,
                _name(document, one.measure),
                approvers.get(one.decides, words.opened(words.NOBODY)),
                words.day(one.by),
            )
            for one in document.questions
        ),
        "No question is asked yet. A figure that informs no decision need not be collected.",
        (5, 5, 4, 3, 3),
    )


def _name(document: Strategy, key: str) -> str:
    found = words.measure(document, key)
    return found.name if found else key or words.OPEN


def expectations(document: Strategy, known: Known) -> Iterator[Block]:
    """What each running action promises, as facts under its title, and what the designs may
    claim.
    """
    expecting = [(one, one.expects) for one in words.running(document) if one.expects]
    if not expecting:
        yield Paragraph(
            "No action says yet what it should achieve. Until one does, nothing can be judged.",
            Tone.EMPTY,
        )
        return
    for action, expects in expecting:
        yield Heading(action.title, 3)
        yield _expectation(document, action, expects, known)
    designs = [
        design for design in Design if any(expects.design is design for _, expects in expecting)
    ]
    yield Heading("What may be claimed", 3)
    yield Items(tuple(CLAIMS[design] for design in designs))


def _expectation(document: Strategy, action: Action, expects: Expectation, known: Known) -> Facts:
    found = words.measure(document, expects.measure)
    approver = next(
        (one.approver for one in document.rights if one.decision == expects.decides), ""
    )
    apart = f"; {100 * expects.holdout:.3g} % of the group go without" if expects.holdout else ""
    return Facts(
        (
            Fact(
                "We expect",
                f"{_name(document, expects.measure)}: {words.effect(found, expects.at_least)}, "
                f"by {words.day(expects.by)}.",
            ),
            Fact("For", f"{words.audience(document, action.audience)}."),
            Fact("Because we believe", words.stopped(expects.assumption) or f"{words.OPEN}."),
            Fact("Compared", f"{DESIGNS[expects.design]}{apart}. {_counted(action, expects)}"),
            Fact(
                "If it is not so",
                f"{words.RESPONSES[expects.response]}. Decided by: {known.role(approver) if approver else words.NOBODY}.",
            ),
        )
    )


def _counted(action: Action, expects: Expectation) -> str:
    """Which figures are compared, and when they are judged."""
    since = expects.counts_from or action.starts
    first = f"from {words.day(since)}" if since else "from the start"
    return (
        f"Judged once, on {words.day(expects.by)}, from the mean of all figures {first} to "
        f"that day."
    )


def measures(document: Strategy, known: Known) -> Iterator[Block]:
    """The figures as a table."""
    yield from words.table(
        "Figures, with where they come from and whose they are",
        ("Figure", "Of each", "Today", "Target", "Where from", "Whose"),
        (
            (
                f"{one.name} (LTEM tier {one.tier})",
                str(one.grain),
                words.figure(one, one.baseline)
                + (f" ({words.day(one.baseline_on)})" if one.baseline_on else ""),
                words.figure(one, one.target),
                one.source or words.OPEN,
                known.person(one.owner),
            )
            for one in document.measures
        ),
        "No figure is named yet.",
        (5, 2, 4, 3, 5, 3),
    )
