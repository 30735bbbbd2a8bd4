"""The evaluation plan: the questions and the decisions they inform, the figures, the comparisons,
and what was agreed beforehand.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import Said, as_written, capital, figure, say
from trimtab.papers.blocks import Block, Fact, Facts, Heading, Items, Paper, Paragraph, Tone
from trimtab.strategy.domain.called import called
from trimtab.strategy.domain.document import Action, Design, Expectation, Measure, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known

DESIGNS = {
    Design.RANDOMISED: say("By lot: some have it, some go without, and both are compared"),
    Design.BEFORE_AFTER: say("Before and after, with nothing beside it"),
}
CLAIMS = {
    Design.RANDOMISED: say("A comparison by lot may say that the action caused a difference."),
    Design.BEFORE_AFTER: say(
        "Before and after may say that a figure changed, and no more: something else may have "
        "changed it."
    ),
}


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "evaluation",
        say("Evaluation plan"),
        say(
            "What we want to know, which decision hangs on it, and what we agreed to do before we "
            "saw any figure."
        ),
        tuple(blocks(document, known)),
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """Questions, expectations, figures, and how it is analysed."""
    yield Heading(say("Questions and the decisions that hang on them"))
    yield from questions(document, known)
    yield Heading(say("What each action must achieve"))
    yield from expectations(document, known)
    yield Heading(say("The figures"))
    yield from measures(document, known)
    yield Heading(say("How it is analysed"))
    yield words.facts(
        document,
        ("Q-E2", say("How far the evidence reaches")),
        ("Q-E5", say("Comparison")),
        ("Q-E6", say("Smallest effect that matters")),
        ("Q-E7", say("Time until the decision")),
        ("Q-E8", say("Must still be remembered after")),
        ("Q-E9", say("Harms that are watched")),
        ("Q-E10", say("Named in advance, and checked")),
        ("Q-E11", say("Stopped, changed or widened")),
        ("Q-E12", say("Return in money")),
    )


def questions(document: Strategy, known: Known) -> Iterator[Block]:
    """The evaluation questions as a table."""
    approvers = {one.decision: capital(known.role(one.approver)) for one in document.rights}
    yield from words.table(
        say("Evaluation questions"),
        (
            say("Question"),
            say("Decision that hangs on it"),
            say("Figure"),
            say("Who decides"),
            say("By"),
        ),
        (
            (
                one.asks,
                one.decision,
                _name(document, one.measure),
                approvers.get(one.decides, words.NOBODY),
                words.day(one.by),
            )
            for one in document.questions
        ),
        say("No question is asked yet. A figure that informs no decision need not be collected."),
        (5, 5, 4, 3, 3),
    )


def _name(document: Strategy, key: str) -> Said:
    found = words.measure(document, key)
    name = found.name if found else key
    return as_written(name) if name else words.OPEN


def expectations(document: Strategy, known: Known) -> Iterator[Block]:
    """What each running action promises, as facts under its title, and what the designs may
    claim.
    """
    expecting = [(one, one.expects) for one in words.running(document) if one.expects]
    if not expecting:
        yield Paragraph(
            say(
                "No action says yet what it should achieve. Until one does, nothing can be judged."
            ),
            Tone.EMPTY,
        )
        return
    for action, expects in expecting:
        yield Heading(action.title, 3)
        yield _expectation(document, action, expects, known)
    designs = [
        design for design in Design if any(expects.design is design for _, expects in expecting)
    ]
    yield Heading(say("What may be claimed"), 3)
    yield Items(tuple(CLAIMS[design] for design in designs))


def _expectation(document: Strategy, action: Action, expects: Expectation, known: Known) -> Facts:
    found = words.measure(document, expects.measure)
    approver = next(
        (one.approver for one in document.rights if one.decision == expects.decides), ""
    )
    return Facts(
        (
            Fact(
                say("We expect"),
                say(
                    "{measure}: {effect}, by {day}.",
                    measure=_name(document, expects.measure),
                    effect=words.effect(found, expects.at_least),
                    day=words.day(expects.by),
                ),
            ),
            Fact(say("For"), words.ended(words.audience(document, action.audience))),
            Fact(
                say("Because we believe"),
                words.stopped(expects.assumption) or words.ended(words.OPEN),
            ),
            Fact(say("Compared"), _compared(action, expects)),
            Fact(
                say("If it is not so"),
                say(
                    "{response}. Decided by: {who}.",
                    response=words.RESPONSES[expects.response],
                    who=known.role(approver) if approver else words.NOBODY,
                ),
            ),
        )
    )


def _compared(action: Action, expects: Expectation) -> Said:
    design, judged = DESIGNS[expects.design], _counted(action, expects)
    if not expects.holdout:
        return say("{design}. {judged}", design=design, judged=judged)
    return say(
        "{design}; {share} % of the group go without. {judged}",
        design=design,
        share=figure(100 * expects.holdout, ".3g"),
        judged=judged,
    )


def _counted(action: Action, expects: Expectation) -> Said:
    """Which figures are compared, and when they are judged."""
    by, since = words.day(expects.by), expects.counts_from or action.starts
    if not since:
        return say(
            "Judged once, on {day}, from the mean of all figures from the start to that day.",
            day=by,
        )
    return say(
        "Judged once, on {day}, from the mean of all figures from {first} to that day.",
        day=by,
        first=words.day(since),
    )


def measures(document: Strategy, known: Known) -> Iterator[Block]:
    """The figures as a table."""
    yield from words.table(
        say("Figures, with where they come from and whose they are"),
        (
            say("Figure"),
            say("Of each"),
            say("Today"),
            say("Target"),
            say("Where from"),
            say("Whose"),
        ),
        (
            (
                say("{measure} (LTEM tier {tier})", measure=one.name, tier=one.tier),
                called(one.grain),
                _today(one),
                words.figure(one, one.target),
                one.source or words.OPEN,
                known.person(one.owner),
            )
            for one in document.measures
        ),
        say("No figure is named yet."),
        (5, 2, 4, 3, 5, 3),
    )


def _today(one: Measure) -> Said:
    value = words.figure(one, one.baseline)
    if not one.baseline_on:
        return value
    return say("{value} ({day})", value=value, day=words.day(one.baseline_on))
