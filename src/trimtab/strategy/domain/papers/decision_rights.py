"""The decision-rights table: who decides what, who is heard before, and what falls under each
right.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.papers.blocks import Block, Fact, Facts, Heading, Paper
from trimtab.strategy.domain.document import Right, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.reviews import RIGHT, approving_role

MEANS = {
    "content": "What is practised, which aids there are, and corrections of them",
    "schedule": "When people practise and are written to",
    "data": "Which figures are collected, and who may see them",
    "privacy": "How persons are protected; what is kept and for how long",
    "money": "What is spent",
    "stop": "Stopping all of it",
    RIGHT: "The strategy itself: which revision is in force",
}


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "decisions",
        "Decision rights",
        "One role approves each kind of decision. Others are heard before. Nobody decides what "
        "they proposed themselves.",
        tuple(blocks(document, known)),
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """The table, the rules for silence and stopping, and which decision comes when."""
    yield from table(document, known)
    yield Heading("When nobody answers, and when it stops")
    yield Facts(
        (
            Fact(
                "The strategy itself",
                f"Approved by {known.role(approving_role(document))}, never by its authors alone.",
            ),
            words.fact(document, "Q-G3", "Silence"),
            words.fact(document, "Q-G9", "Stopping"),
            words.fact(document, "Q-G10", "Looked at again"),
            words.fact(document, "Q-P12", "Who speaks for those concerned"),
        )
    )


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """The rights as a table."""
    yield from words.table(
        "Who decides what",
        ("Decision", "What falls under it", "One approves", "Are heard before"),
        (
            (
                words.opened(one.decision),
                _under(document, one),
                words.opened(known.role(one.approver)),
                _heard(one, known),
            )
            for one in document.rights
        ),
        "No decision right is given yet. Until one is, a strategist approves, and corrections "
        "wait.",
        (2, 6, 4, 4),
    )


def _under(document: Strategy, right: Right) -> str:
    """What the right is about, and which questions and actions of this strategy it decides."""
    questions = [one.decision for one in document.questions if one.decides == right.decision]
    actions = [
        one.title
        for one in words.running(document)
        if one.expects and one.expects.decides == right.decision
    ]
    said = [MEANS.get(right.decision, "")]
    said += [f"Here: {'; '.join(questions)}"] if questions else []
    said += [f"If they do not work: {'; '.join(actions)}"] if actions else []
    return " ".join(words.stopped(one) for one in said if one) or "Nothing of this strategy yet."


def _heard(right: Right, known: Known) -> str:
    return words.opened(", ".join(known.role(one) for one in right.consulted) or "nobody")
