"""The communication calendar: what is said to whom, by whom, when; and the days on which results
are told and decided.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from trimtab.kernel.said import Said, as_written, capital, say, say_in, say_n
from trimtab.papers.blocks import Block, Event, Fact, Facts, Heading, Paper, Paragraph
from trimtab.papers.text import paragraphs
from trimtab.strategy.domain.document import Action, ActionKind, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan

IN_APP = say_in("of the way of a message", "in-app")


def write(document: Strategy, known: Known) -> Paper:
    """The paper, with an event for each message that has a day and for each decision that has
    one.
    """
    return Paper(
        "calendar",
        say("Communication calendar"),
        say(
            "Microlearning is a change for people. This is who tells them what, and when they "
            "hear what came of it."
        ),
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
    yield Heading(say("What is said, and when"))
    yield from table(document, known)
    yield _rules(document)
    yield Heading(say("When results are told and decided"))
    yield from words.table(
        say("Decisions with their day"),
        (say("By"), say("Question"), say("What is decided"), say("Who decides")),
        (
            (words.day(one.by), one.asks, one.decision, _approver(document, one.decides, known))
            for one in sorted(document.questions, key=lambda one: one.by or dt.date.max)
        ),
        say("No question of the evaluation is asked yet, so nobody waits for a result."),
        (2, 5, 5, 4),
    )
    yield Heading(say("What people need to hear"))
    yield words.facts(
        document,
        ("Q-C5", say("The reason in one sentence")),
        ("Q-C3", say("The sponsor")),
        ("Q-C7", say("Help in person")),
        ("Q-C12", say("When something did not work")),
    )
    yield from _texts(document)


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """The messages as a table."""
    yield from words.table(
        say("Messages by their first day"),
        (
            say_in("of a time", "From"),
            say_in("of a time", "Until"),
            say("What"),
            say_in("of a message", "To"),
            say("Sender"),
            say("Channel"),
            say("Prepared by"),
        ),
        (
            (
                words.day(one.starts),
                words.day(one.due) if one.due else "",
                one.subject or one.title,
                words.audience(document, one.audience),
                one.sender or words.NOBODY,
                one.channel or IN_APP,
                known.person(one.owner),
            )
            for one in messages(document)
        ),
        say("No message is planned yet. People hear of it first from whoever is quickest."),
        (3, 3, 5, 4, 3, 2, 3),
    )


def _approver(document: Strategy, decision: str, known: Known) -> Said:
    found = (known.role(one.approver) for one in document.rights if one.decision == decision)
    return capital(next(found, words.NOBODY))


def _rules(document: Strategy) -> Facts:
    limits = plan(document).limits
    return Facts(
        (
            Fact(
                say("Never more than"),
                say_n(
                    "{count} message to a person in a week, ours all together.",
                    "{count} messages to a person in a week, ours all together.",
                    limits.messages_per_week,
                ),
            ),
            Fact(
                say("Quiet"),
                say(
                    "From {start} to {end}, in each person's own time.",
                    start=limits.quiet_from,
                    end=limits.quiet_until,
                ),
            ),
            words.fact(document, "Q-T4", say("What people read already")),
            words.fact(document, "Q-C4", say("Whom people believe")),
        )
    )


def _texts(document: Strategy) -> Iterator[Block]:
    found = [one for one in messages(document) if one.text.strip()]
    if found:
        yield Heading(say("The messages in full"))
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
            say(
                "To: {audience}. From: {sender}. Channel: {channel}. {text}",
                audience=words.audience(document, one.audience),
                sender=as_written(one.sender) if one.sender else words.NOBODY,
                channel=as_written(one.channel) if one.channel else IN_APP,
                text=one.text,
            ),
            dt.datetime.combine(one.starts, at),
        )
        for one in messages(document)
        if one.starts
    ]
    decided = [
        Event(
            f"decision-{one.id}",
            say("Decision: {what}", what=one.decision),
            say(
                "{question} Figure: {measure}.",
                question=one.asks,
                measure=as_written(one.measure) if one.measure else words.OPEN,
            ),
            one.by,
        )
        for one in document.questions
        if one.by
    ]
    return (*told, *decided)
