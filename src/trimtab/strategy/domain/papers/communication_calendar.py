"""The communication calendar: what is said to whom, by whom, when; and the days on which results
are told and decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.papers.blocks import Block, Event, Fact, Facts, Heading, Paper, Paragraph
from trimtab.papers.text import paragraphs
from trimtab.strategy.domain.document import Action, ActionKind, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan


def write(document: Strategy, known: Known) -> Paper:
    """The paper, with an event for each message that has a day and for each decision that has
    one.
    """
    return Paper(
        "calendar",
        "Communication calendar",
        "Microlearning is a change for people. This is who tells them what, and when they hear "
        "what came of it.",
        tuple(blocks(document, known)),
        events(document),
        wide=True,
    )


def messages(document: Strategy) -> tuple[Action, ...]:
    """The messages that run, by day; those without a day come last."""
    found = [one for one in words.running(document) if one.kind is ActionKind.MESSAGE]
    return tuple(sorted(found, key=lambda one: one.starts or dt.date.max))


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """What is said when, what holds for all messages, the days of results, and the texts."""
    yield Heading("What is said, and when")
    yield from table(document, known)
    yield _rules(document)
    yield Heading("When results are told and decided")
    yield from words.table(
        "Decisions with their day",
        ("By", "Question", "What is decided", "Who decides"),
        (
            (words.day(one.by), one.asks, one.decision, _approver(document, one.decides, known))
            for one in sorted(document.questions, key=lambda one: one.by or dt.date.max)
        ),
        "No question of the evaluation is asked yet, so nobody waits for a result.",
        (2, 5, 5, 4),
    )
    yield Heading("What people need to hear")
    yield words.facts(
        document,
        ("Q-C5", "The reason in one sentence"),
        ("Q-C3", "The sponsor"),
        ("Q-C7", "Help in person"),
        ("Q-C12", "When something did not work"),
    )
    yield from _texts(document)


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """The messages as a table."""
    yield from words.table(
        "Messages by their first day",
        ("From", "Until", "What", "To", "Sender", "Channel", "Prepared by"),
        (
            (
                words.day(one.starts),
                words.day(one.due) if one.due else "",
                one.subject or one.title,
                words.audience(document, one.audience),
                one.sender or words.NOBODY,
                one.channel or "in-app",
                known.person(one.owner),
            )
            for one in messages(document)
        ),
        "No message is planned yet. People hear of it first from whoever is quickest.",
        (3, 3, 5, 4, 3, 2, 3),
    )


def _approver(document: Strategy, decision: str, known: Known) -> str:
    found = (known.role(one.approver) for one in document.rights if one.decision == decision)
    return words.opened(next(found, words.NOBODY))


def _rules(document: Strategy) -> Facts:
    limits = plan(document).limits
    return Facts(
        (
            Fact(
                "Never more than",
                f"{words.counted(limits.messages_per_week, 'message', 'messages')} to a person "
                f"in a week, ours all together.",
            ),
            Fact(
                "Quiet",
                f"From {limits.quiet_from:%H:%M} to {limits.quiet_until:%H:%M}, in each person's "
                f"own time.",
            ),
            words.fact(document, "Q-T4", "What people read already"),
            words.fact(document, "Q-C4", "Whom people believe"),
        )
    )


def _texts(document: Strategy) -> Iterator[Block]:
    found = [one for one in messages(document) if one.text.strip()]
    if found:
        yield Heading("The messages in full")
    for one in found:
        yield Heading(one.subject or one.title, 3)
        for part in paragraphs(one.text):
            yield Paragraph(part)


def events(document: Strategy) -> tuple[Event, ...]:
    """Messages at the end of the quiet hours of their first day, the earliest that the platform
    sends them; decisions as whole days.
    """
    at = plan(document).limits.quiet_until
    told = [
        Event(
            f"message-{one.id}",
            one.subject or one.title,
            f"To: {words.audience(document, one.audience)}. From: {one.sender or words.NOBODY}. "
            f"Channel: {one.channel or 'in-app'}. {one.text}",
            dt.datetime.combine(one.starts, at),
        )
        for one in messages(document)
        if one.starts
    ]
    decided = [
        Event(
            f"decision-{one.id}",
            f"Decision: {one.decision}",
            f"{one.asks} Figure: {one.measure or words.OPEN}.",
            one.by,
        )
        for one in document.questions
        if one.by
    ]
    return (*told, *decided)
