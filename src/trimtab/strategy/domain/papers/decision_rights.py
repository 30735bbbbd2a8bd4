"""The decision-rights table: who decides what, who is heard before, and what falls under each
right.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import Between, Said, capital, joined, say, sentences
from trimtab.papers.blocks import Block, Fact, Facts, Heading, Paper
from trimtab.strategy.domain.document import Right, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.reviews import RIGHT, approving_role
from trimtab.strategy.domain.spelling import decision_called

MEANS = {
    "content": say("What is practised, which aids there are, and corrections of them"),
    "schedule": say("When people practise and are written to"),
    "data": say("Which figures are collected, and who may see them"),
    "privacy": say("How persons are protected; what is kept and for how long"),
    "money": say("What is spent"),
    "stop": say("Stopping all of it"),
    RIGHT: say("The strategy itself: which revision is in force"),
}


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "decisions",
        say("Decision rights"),
        say(
            "One role approves each kind of decision. Others are heard before. Nobody decides "
            "what they proposed themselves."
        ),
        tuple(blocks(document, known)),
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """The table, the rules for silence and stopping, and which decision comes when."""
    yield from table(document, known)
    yield Heading(say("When nobody answers, and when it stops"))
    yield Facts(
        (
            Fact(
                say("The strategy itself"),
                say(
                    "Approved by {role}, never by its authors alone.",
                    role=known.role(approving_role(document)),
                ),
            ),
            words.fact(document, "Q-G3", say("Silence")),
            words.fact(document, "Q-G9", say("Stopping")),
            words.fact(document, "Q-G10", say("Looked at again")),
            words.fact(document, "Q-P12", say("Who speaks for those concerned")),
        )
    )


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """The rights as a table."""
    yield from words.table(
        say("Who decides what"),
        (
            say("Decision"),
            say("What falls under it"),
            say("One approves"),
            say("Are heard before"),
        ),
        (
            (
                capital(decision_called(one.decision)),
                _under(document, one),
                capital(known.role(one.approver)),
                _heard(one, known),
            )
            for one in document.rights
        ),
        say(
            "No decision right is given yet. Until one is, a strategist approves, and corrections "
            "wait."
        ),
        (2, 6, 4, 4),
    )


def _under(document: Strategy, right: Right) -> Said:
    """What the right is about, and which questions and actions of this strategy it decides."""
    questions = [one.decision for one in document.questions if one.decides == right.decision]
    actions = [
        one.title
        for one in words.running(document)
        if one.expects and one.expects.decides == right.decision
    ]
    under = [MEANS[right.decision]] if right.decision in MEANS else []
    if questions:
        under.append(say("Here: {what}", what=words.apart(questions)))
    if actions:
        under.append(say("If they do not work: {what}", what=words.apart(actions)))
    if not under:
        return say("Nothing of this strategy yet.")
    return sentences(*map(words.stopped, under))


def _heard(right: Right, known: Known) -> Said:
    if not right.consulted:
        return say("Nobody")
    return capital(joined(map(known.role, right.consulted), Between.COMMA))
