"""One page for executives: the problem, what was decided, what it asks, how we shall know, and who
decides what next.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from trimtab.papers.blocks import Block, Fact, Facts, Heading, Paper, Paragraph, Tone
from trimtab.papers.text import shortened
from trimtab.strategy.domain.citing import judged_in
from trimtab.strategy.domain.document import ActionKind, Challenge, Stance, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.unknowns import unknowns

MOST = 5
CELL = 130
SENTENCE = 420
_NOTHING = "Nothing: nobody who can stop it is against it, and every question is answered."


def write(document: Strategy, known: Known) -> Paper:
    """The paper.

    Long texts are shortened and long lists end in how many more there are: the full strategy has
    them.
    """
    blocks = (
        *_problem(document),
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


def _problem(document: Strategy) -> Iterator[Block]:
    yield Heading("The problem, and our answer")
    rows = [
        (
            shortened(one.title, CELL),
            shortened(one.observed, 150),
            shortened(_because(one), CELL),
            shortened(_answer(document, one), CELL),
        )
        for one in document.challenges[:MOST]
    ]
    yield from words.table(
        f"{words.counted(len(document.challenges), 'challenge', 'challenges')}, in the order of "
        f"the diagnosis",
        ("What is wrong", "What we see", "Why", "What we do"),
        rows,
        "No challenge is described yet. A strategy begins with what is wrong.",
        (3, 4, 3, 4),
    )
    yield from _more(len(document.challenges) - MOST, "challenge")


def _because(one: Challenge) -> str:
    said = words.listed(words.CAUSES[cause] for cause in one.causes)
    return words.opened(said) if said else "The cause is not known yet"


def _answer(document: Strategy, one: Challenge) -> str:
    choice = next(
        (choice for choice in document.policy.choices if choice.challenge == one.id), None
    )
    if choice is None:
        return "Not decided yet"
    return words.APPROACHES[choice.approach] if choice.approach else choice.says


def _more(n: int, noun: str) -> Iterator[Block]:
    if n > 0:
        yield Paragraph(
            f"{words.counted(n, f'more {noun}', f'more {noun}s')} in the full strategy.", Tone.QUIET
        )


def _decided(document: Strategy) -> Iterator[Block]:
    yield Heading("What we decided")
    yield Paragraph(shortened(document.policy.statement, SENTENCE))
    if document.policy.will_not:
        said = " ".join(words.stopped(shortened(one, 110)) for one in document.policy.will_not[:4])
        yield Paragraph(f"What we will not do: {said}")


def _asked(document: Strategy) -> Iterator[Block]:
    yield Heading("What it asks of the organisation")
    limits = plan(document).limits
    groups = [f"{shortened(one.name, 60)} ({one.headcount:,})" for one in document.audiences[:MOST]]
    more = (
        f" and {len(document.audiences) - MOST} more groups"
        if len(document.audiences) > MOST
        else ""
    )
    counts = Counter(one.kind for one in words.running(document))
    runs = words.listed(
        words.counted(counts[kind], *words.KINDS[kind]) for kind in ActionKind if counts[kind]
    )
    work = [
        f"{shortened(one.title, 90)} (by {words.day(one.due)})"
        for one in words.running(document)
        if one.kind is ActionKind.WORK
    ]
    yield Facts(
        (
            Fact(
                "Who is served",
                f"{'; '.join(groups)}{more}. Groups may overlap." if groups else "No group yet.",
            ),
            Fact(
                "Of each person",
                f"At most {limits.minutes_per_week} minutes and {limits.messages_per_week} "
                f"messages a week; "
                f"nothing from {limits.quiet_from:%H:%M} to {limits.quiet_until:%H:%M}.",
            ),
            Fact("What runs", f"{runs}." if runs else "Nothing runs yet."),
            *([Fact("Outside learning", f"{'; '.join(work[:3])}.")] if work else []),
        )
    )


def _evidence(document: Strategy) -> Iterator[Block]:
    yield Heading("How we shall know, and what happens if it does not work")
    rows = []
    for one in words.running(document):
        if one.expects is None:
            continue
        found = words.measure(document, one.expects.measure)
        rows.append(
            (
                shortened(one.title, CELL),
                shortened(found.name if found else one.expects.measure, 80),
                f"{words.figure(found, found.baseline)}; {words.effect(found, one.expects.at_least)}"
                if found
                else "",
                words.day(one.expects.by),
                words.RESPONSES[one.expects.response],
            )
        )
    yield from words.table(
        "What each action must achieve, compared with people or times without it",
        ("Action", "Measured by", "Today, and what we expect", "By", "If not"),
        rows[:MOST],
        "No action says yet what it should achieve. Until one does, nothing can be judged.",
        (4, 3, 4, 2, 3),
    )
    yield from _more(len(rows) - MOST, "expectation")


def _decisions(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading("Who decides, and what is open")
    dated = sorted(
        (one for one in document.questions if one.by), key=lambda one: one.by or dt.date.max
    )
    ahead = "; ".join(f"{words.day(one.by)}: {shortened(one.decision, 90)}" for one in dated[:3])
    rights = "; ".join(
        f"{words.opened(one.decision)}: {known.role(one.approver)}" for one in document.rights[:8]
    )
    yield Facts(
        (
            Fact("Decides", f"{shortened(rights, 330)}." if rights else "Nobody is named yet."),
            Fact("Decisions ahead", f"{ahead}." if ahead else "None has a date yet."),
            Fact(
                "Open",
                " ".join(_open(document))
                or (_NOTHING if judged_in(document) else "Every question is answered."),
            ),
        )
    )


def _open(document: Strategy) -> Iterator[str]:
    """Who is still to be won, and what is still to be answered, a sentence each."""
    to_win = [
        one.name
        for one in document.stakeholders
        if one.can_block and one.stance in {Stance.AGAINST, Stance.SCEPTICAL}
    ]
    if to_win:
        verb = "is" if len(to_win) == 1 else "are"
        yield (
            f"{words.opened(words.listed(shortened(one, 60) for one in to_win[:3]))} can stop "
            f"it and {verb} not convinced yet."
        )
    elif not document.stakeholders:
        yield "No stakeholders are named yet."
    if waiting := len(unknowns(document)):
        yield f"{words.counted(waiting, 'answer is', 'answers are')} still to be found out."
    if missing := len(words.unanswered(document)):
        yield f"{words.counted(missing, 'question has', 'questions have')} no answer yet."
