"""One page for executives: the problem, what was decided, what it asks, how we shall know, and who
decides what next.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from trimtab.kernel.said import Said, as_written, capital, figure, say, say_n, sentences
from trimtab.papers.blocks import Block, Fact, Facts, Heading, Paper, Paragraph, Tone
from trimtab.papers.text import shortened
from trimtab.strategy.domain.citing import judged_in
from trimtab.strategy.domain.document import ActionKind, Challenge, Stance, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.spelling import decision_called
from trimtab.strategy.domain.unknowns import unknowns

MOST = 5
CELL = 130
SENTENCE = 420
_NOTHING = say("Nothing: nobody who can stop it is against it, and every question is answered.")


def write(document: Strategy, known: Known) -> Paper:
    """The paper.

    Long texts are shortened and long lists end in how many more there are: the full strategy has
    them.
    """
    blocks = (
        *_problem(document, known),
        *_decided(document),
        *_asked(document),
        *_evidence(document),
        *_decisions(document, known),
    )
    return Paper(
        "one-page",
        shortened(document.title, 120),
        shortened(document.summary, SENTENCE),
        tuple(blocks),
        one_page=True,
    )


def _problem(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading(say("The problem, and our answer"))
    rows = [
        (
            shortened(one.title, CELL),
            shortened(one.observed, 150),
            known.shortened(_because(one), CELL),
            known.shortened(_answer(document, one), CELL),
        )
        for one in document.challenges[:MOST]
    ]
    yield from words.table(
        say_n(
            "{count} challenge, in the order of the diagnosis",
            "{count} challenges, in the order of the diagnosis",
            len(document.challenges),
        ),
        (say("What is wrong"), say("What we see"), say("Why"), say("What we do")),
        rows,
        say("No challenge is described yet. A strategy begins with what is wrong."),
        (3, 4, 3, 4),
    )
    if (more := len(document.challenges) - MOST) > 0:
        yield Paragraph(
            say_n(
                "{count} more challenge in the full strategy.",
                "{count} more challenges in the full strategy.",
                more,
            ),
            Tone.QUIET,
        )


def _because(one: Challenge) -> Said:
    if not one.causes:
        return say("The cause is not known yet")
    return capital(words.listed(words.CAUSES[cause] for cause in one.causes))


def _answer(document: Strategy, one: Challenge) -> Said:
    choice = next(
        (choice for choice in document.policy.choices if choice.challenge == one.id), None
    )
    if choice is None:
        return say("Not decided yet")
    return words.APPROACHES[choice.approach] if choice.approach else as_written(choice.says)


def _decided(document: Strategy) -> Iterator[Block]:
    yield Heading(say("What we decided"))
    yield Paragraph(shortened(document.policy.statement, SENTENCE))
    if document.policy.will_not:
        excluded = (words.stopped(shortened(one, 110)) for one in document.policy.will_not[:4])
        yield Paragraph(say("What we will not do: {what}", what=sentences(*excluded)))


def _asked(document: Strategy) -> Iterator[Block]:
    yield Heading(say("What it asks of the organisation"))
    limits = plan(document).limits
    counts = Counter(one.kind for one in words.running(document))
    runs = [words.kinds(counts[kind], kind) for kind in ActionKind if counts[kind]]
    work = [
        say("{title} (by {day})", title=shortened(one.title, 90), day=words.day(one.due))
        for one in words.running(document)
        if one.kind is ActionKind.WORK
    ]
    outside = [Fact(say("Outside learning"), words.ended(words.apart(work[:3])))] if work else []
    yield Facts(
        (
            Fact(say("Who is served"), _served(document)),
            Fact(
                say("Of each person"),
                say(
                    "At most {minutes} and {messages} a week; nothing from {start} to {end}.",
                    minutes=say_n("{count} minute", "{count} minutes", limits.minutes_per_week),
                    messages=words.messages(limits.messages_per_week),
                    start=limits.quiet_from,
                    end=limits.quiet_until,
                ),
            ),
            Fact(
                say("What runs"),
                words.ended(words.listed(runs)) if runs else say("Nothing runs yet."),
            ),
            *outside,
        )
    )


def _served(document: Strategy) -> Said:
    groups = [
        say("{name} ({people})", name=shortened(one.name, 60), people=figure(one.headcount, ","))
        for one in document.audiences[:MOST]
    ]
    if not groups:
        return say("No group yet.")
    more = len(document.audiences) - MOST
    if more <= 0:
        return say("{groups}. Groups may overlap.", groups=words.apart(groups))
    return say_n(
        "{groups} and {count} more group. Groups may overlap.",
        "{groups} and {count} more groups. Groups may overlap.",
        more,
        groups=words.apart(groups),
    )


def _evidence(document: Strategy) -> Iterator[Block]:
    yield Heading(say("How we shall know, and what happens if it does not work"))
    rows = []
    for one in words.running(document):
        if one.expects is None:
            continue
        found = words.measure(document, one.expects.measure)
        expected = words.effect(found, one.expects.at_least)
        rows.append(
            (
                shortened(one.title, CELL),
                shortened(found.name if found else one.expects.measure, 80),
                words.apart([words.figure(found, found.baseline), expected]) if found else "",
                words.day(one.expects.by),
                words.RESPONSES[one.expects.response],
            )
        )
    yield from words.table(
        say("What each action must achieve, compared with people or times without it"),
        (
            say("Action"),
            say("Measured by"),
            say("Today, and what we expect"),
            say("By"),
            say("If not"),
        ),
        rows[:MOST],
        say("No action says yet what it should achieve. Until one does, nothing can be judged."),
        (4, 3, 4, 2, 3),
    )
    if (more := len(rows) - MOST) > 0:
        yield Paragraph(
            say_n(
                "{count} more expectation in the full strategy.",
                "{count} more expectations in the full strategy.",
                more,
            ),
            Tone.QUIET,
        )


def _decisions(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading(say("Who decides, and what is open"))
    dated = sorted(
        (one for one in document.questions if one.by), key=lambda one: one.by or dt.date.max
    )
    ahead = [
        say("{name}: {value}", name=words.day(one.by), value=shortened(one.decision, 90))
        for one in dated[:3]
    ]
    rights = words.apart(
        say(
            "{name}: {value}",
            name=capital(decision_called(one.decision)),
            value=known.role(one.approver),
        )
        for one in document.rights[:8]
    )
    decides = words.ended(known.shortened(rights, 330)) if rights else say("Nobody is named yet.")
    still_open = list(_open(document))
    answered = _NOTHING if judged_in(document) else say("Every question is answered.")
    yield Facts(
        (
            Fact(say("Decides"), decides),
            Fact(
                say("Decisions ahead"),
                words.ended(words.apart(ahead)) if ahead else say("None has a date yet."),
            ),
            Fact(say("Open"), sentences(*still_open) if still_open else answered),
        )
    )


def _open(document: Strategy) -> Iterator[Said]:
    """Who is still to be won, and what is still to be answered, a sentence each."""
    to_win = [
        one.name
        for one in document.stakeholders
        if one.can_block and one.stance in {Stance.AGAINST, Stance.SCEPTICAL}
    ]
    if to_win:
        yield say_n(
            "{names} can stop it and is not convinced yet.",
            "{names} can stop it and are not convinced yet.",
            len(to_win),
            names=capital(words.listed(shortened(one, 60) for one in to_win[:3])),
        )
    elif not document.stakeholders:
        yield say("No stakeholders are named yet.")
    if waiting := len(unknowns(document)):
        yield say_n(
            "{count} answer is still to be found out.",
            "{count} answers are still to be found out.",
            waiting,
        )
    if missing := len(words.unanswered(document)):
        yield say_n(
            "{count} question has no answer yet.",
            "{count} questions have no answer yet.",
            missing,
        )
