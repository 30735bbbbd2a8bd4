"""The full strategy: everything that the document says, in the order in which one would tell it."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import (
    Between,
    Said,
    as_written,
    capital,
    joined,
    listed,
    say,
    say_in,
    say_n,
)
from trimtab.papers.blocks import (
    Block,
    Fact,
    Facts,
    Heading,
    Items,
    Paper,
    PaperTable,
    Paragraph,
    Tone,
)
from trimtab.papers.text import paragraphs
from trimtab.strategy.domain.called import called
from trimtab.strategy.domain.catalogue import QUESTIONS, Area, Question
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Answer,
    Challenge,
    Evidence,
    Strategy,
)
from trimtab.strategy.domain.papers import (
    audiences,
    communication_calendar,
    data_protection,
    decision_rights,
    evaluation_plan,
    stakeholder_map,
    words,
)
from trimtab.strategy.domain.papers.words import KnownNames
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.unknowns import unknowns

GROUPS = {
    ActionKind.PRACTICE: say("Practice"),
    ActionKind.SUPPORT: say("Help at the moment of need"),
    ActionKind.MESSAGE: say("Messages"),
    ActionKind.MEASURE: say("Measurement"),
    ActionKind.WORK: say("Changes outside learning"),
}


def write(document: Strategy, known: KnownNames) -> Paper:
    """The paper."""
    blocks = (
        *_diagnosis(document),
        *_policy(document),
        *_actions(document, known),
        *_people(document, known),
        *_steering(document, known),
        *_answers(document, known),
        *_open(document),
    )
    return Paper("strategy", document.title, document.summary, tuple(blocks))


def _diagnosis(document: Strategy) -> Iterator[Block]:
    yield Heading(say("Diagnosis: what is going on"))
    if not document.challenges:
        yield Paragraph(
            say("No challenge is described yet. A strategy begins with what is wrong."), Tone.EMPTY
        )
    for one in document.challenges:
        yield Heading(one.title, 3)
        for part in paragraphs(one.observed):
            yield Paragraph(part)
        yield Facts(tuple(_challenge(document, one)))


def _challenge(document: Strategy, one: Challenge) -> Iterator[Fact]:
    found = words.measure(document, one.measure)
    causes = words.listed(words.CAUSES[cause] for cause in one.causes)
    audiences = words.listed(words.audience(document, key) for key in one.audiences)
    yield Fact(say("Who"), words.ended(audiences) if one.audiences else words.OPEN)
    yield Fact(say("Task"), words.stopped(one.task) or words.OPEN)
    yield Fact(
        say("Why"),
        words.stopped(capital(causes)) if causes else say("The cause is not known yet."),
    )
    yield Fact(say("The point it turns on"), words.stopped(one.crux) or words.OPEN)
    if one.tried:
        yield Fact(say("Tried before"), words.stopped(one.tried))
    if found:
        yield Fact(
            say("Measured by"),
            say(
                "{measure}: {baseline} today, {target} wanted.",
                measure=found.name,
                baseline=words.figure(found, found.baseline),
                target=words.figure(found, found.target),
            ),
        )
    for at, seen in enumerate(one.evidence, 1):
        name = say("Evidence {number}, {kind}", number=at, kind=called(seen.kind))
        yield Fact(name, _evidence(seen))
    if not one.evidence:
        yield Fact(say("Evidence"), say("None yet: this is a guess."))


def _evidence(seen: Evidence) -> Said:
    """What a piece of evidence says, and where it comes from."""
    source = [as_written(seen.source)] if seen.source else []
    source += [words.day(seen.on)] if seen.on else []
    if not source:
        return as_written(seen.says)
    return say("{text} ({source})", text=seen.says, source=words.apart(source))


def _policy(document: Strategy) -> Iterator[Block]:
    yield Heading(say("Guiding policy: how we deal with it"))
    for part in paragraphs(document.policy.statement):
        yield Paragraph(part)
    yield from words.table(
        say("Choices"),
        (say("Choice"), say("For"), say("Approach"), say("Because")),
        (
            (
                one.says,
                words.challenge(document, one.challenge) if one.challenge else say("the whole"),
                words.APPROACHES[one.approach] if one.approach else words.NOTHING,
                joined(map(words.stopped, one.because), Between.SPACE),
            )
            for one in document.policy.choices
        ),
        say("Nothing is chosen yet."),
        (5, 4, 3, 5),
    )
    yield Heading(say("What we will not do"), 3)
    if document.policy.will_not:
        yield Items(tuple(words.stopped(one) for one in document.policy.will_not))
    else:
        yield Paragraph(
            say("Nothing is excluded yet. A policy that excludes nothing decides nothing."),
            Tone.EMPTY,
        )
    yield Heading(say("Limits that are never exceeded"), 3)
    yield _limits(document)


def _limits(document: Strategy) -> Facts:
    limits = plan(document).limits
    return Facts(
        (
            Fact(
                say("Practice"),
                say_n(
                    "{count} minute a week and person.",
                    "{count} minutes a week and person.",
                    limits.minutes_per_week,
                ),
            ),
            Fact(
                say("Messages"),
                say_n(
                    "{count} a week and person.",
                    "{count} a week and person.",
                    limits.messages_per_week,
                ),
            ),
            Fact(
                say("Quiet"),
                say("From {start} to {end}.", start=limits.quiet_from, end=limits.quiet_until),
            ),
            Fact(
                say("Smallest group shown"),
                say_n("{count} person.", "{count} people.", limits.min_cell),
            ),
        )
    )


def _actions(document: Strategy, known: KnownNames) -> Iterator[Block]:
    yield Heading(say("Actions: what runs"))
    running = words.running(document)
    if not running:
        yield Paragraph(say("Nothing runs yet."), Tone.EMPTY)
    for kind, name in GROUPS.items():
        found = [one for one in running if one.kind is kind]
        if found:
            yield Heading(name, 3)
            yield _action_table(document, kind, found, known)
    retired = [one for one in document.actions if one.state is ActionState.RETIRED]
    if retired:
        yield Heading(say("Stopped, and what we learnt from"), 3)
        yield Items(tuple(one.title for one in retired))


def _action_table(
    document: Strategy, kind: ActionKind, found: list[Action], known: KnownNames
) -> PaperTable:
    """Actions of one kind; whom they are for where any is for somebody."""
    for_whom = any(one.audience for one in found)
    head = (
        say("Action"),
        *((say("For whom"),) if for_whom else ()),
        say("Answers"),
        say("Who"),
        say_in("of a time", "From"),
        say_in("of a time", "Until"),
    )
    rows = tuple(
        (
            _titled(one),
            *((capital(words.audience(document, one.audience)),) if for_whom else ()),
            words.challenge(document, one.challenge),
            known.person(one.owner),
            words.day(one.starts),
            words.day(one.due),
        )
        for one in found
    )
    widths = (6, *((4,) if for_whom else ()), 5, 4, 3, 3)
    return PaperTable(words.kinds(len(found), kind), head, rows, widths)


def _titled(one: Action) -> Said:
    if not one.minutes_per_week:
        return as_written(one.title)
    return say_n(
        "{title} ({count} minute a week)",
        "{title} ({count} minutes a week)",
        one.minutes_per_week,
        title=one.title,
    )


def _people(document: Strategy, known: KnownNames) -> Iterator[Block]:
    yield Heading(say("People: who is served, and whose support it needs"))
    yield from words.table(
        say("Groups that are served; they may overlap"),
        (
            say("Group"),
            say("People"),
            say("Where and how they work"),
            say("What they hold"),
            say("Who belongs to it"),
        ),
        (audiences.row(audience) for audience in document.audiences),
        say("No group is named yet."),
        (5, 2, 5, 4, 5),
    )
    yield from stakeholder_map.blocks(document, known, level=3)


def _steering(document: Strategy, known: KnownNames) -> Iterator[Block]:
    yield Heading(say("Communication: who says what, when"))
    yield from communication_calendar.table(document, known)
    yield Heading(say("Governance: who decides, who sees what"))
    yield from decision_rights.table(document, known)
    yield from data_protection.grants(document, known)
    yield Heading(say("Evaluation: how we shall know"))
    yield from evaluation_plan.questions(document, known)
    yield from evaluation_plan.expectations(document, known)
    yield from evaluation_plan.measures(document, known)


def _answers(document: Strategy, known: KnownNames) -> Iterator[Block]:
    yield Heading(say("What we answered"))
    for area in Area:
        rows = [
            _answer(document, one, answer, known)
            for one in QUESTIONS
            if one.area is area and (answer := document.answers.get(one.code))
        ]
        if rows:
            yield Heading(capital(called(area)), 3)
            yield from words.table(
                say("Answers about {area}", area=called(area)),
                (
                    say("Question"),
                    say_in("to a question", "Answer"),
                    say("Because"),
                    say("Said by"),
                ),
                rows,
                words.NOTHING,
                (5, 6, 4, 4),
            )
    if not document.answers:
        yield Paragraph(say("No question of the catalogue is answered yet."), Tone.EMPTY)


def _answer(
    document: Strategy, question: Question, answer: Answer, known: KnownNames
) -> tuple[str, ...]:
    by, sure = known.person(answer.by), called(answer.sure)
    if answer.on:
        by = listed([by, words.day(answer.on)])
    return (
        say("{code} {question}", code=question.code, question=question.asks),
        words.answered(document, question.code) or say("We do not know yet"),
        answer.because,
        say("{who}; sure: {sure}", who=by, sure=sure),
    )


def _open(document: Strategy) -> Iterator[Block]:
    yield Heading(say("What is open"))
    found, waiting, missing = check(document), unknowns(document), words.unanswered(document)
    if not found:
        yield Paragraph(say("The coherence check found nothing."))
    if missing:
        yield Paragraph(
            say_n(
                "{count} question has no answer yet: {codes}.",
                "{count} questions have no answer yet: {codes}.",
                len(missing),
                codes=listed(missing),
            )
        )
    if waiting:
        yield Items(
            tuple(
                say(
                    "{question} Found out from {whom} by {day} ({code}).",
                    question=one.asks,
                    whom=one.of,
                    day=words.day(one.until),
                    code=one.code,
                )
                for one in waiting
            )
        )
    if found:
        yield from words.table(
            say("Findings of the coherence check"),
            (say("Finding"), say("What"), say("How to mend it")),
            ((listed([one.code, called(one.severity)]), one.says, one.mend) for one in found),
            words.NOTHING,
            (2, 6, 6),
        )
