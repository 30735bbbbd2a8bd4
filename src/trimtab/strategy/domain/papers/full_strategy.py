"""The full strategy: everything that the document says, in the order in which one would tell it."""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.papers.blocks import Block, Fact, Facts, Heading, Items, Paper, Paragraph, Table, Tone
from trimtab.papers.text import paragraphs
from trimtab.strategy.domain.catalogue import QUESTIONS, Area
from trimtab.strategy.domain.coherence import check
from trimtab.strategy.domain.document import (
    Action,
    ActionKind,
    ActionState,
    Audience,
    AudienceRule,
    Challenge,
    Strategy,
)
from trimtab.strategy.domain.papers import (
    communication_calendar,
    data_protection,
    decision_rights,
    evaluation_plan,
    stakeholder_map,
    words,
)
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.unknowns import unknowns

GROUPS = {
    ActionKind.PRACTICE: "Practice",
    ActionKind.SUPPORT: "Help at the moment of need",
    ActionKind.MESSAGE: "Messages",
    ActionKind.MEASURE: "Measurement",
    ActionKind.WORK: "Changes outside learning",
}


def write(document: Strategy, known: Known) -> Paper:
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
    yield Heading("Diagnosis: what is going on")
    if not document.challenges:
        yield Paragraph(
            "No challenge is described yet. A strategy begins with what is wrong.", Tone.EMPTY
        )
    for one in document.challenges:
        yield Heading(one.title, 3)
        for part in paragraphs(one.observed):
            yield Paragraph(part)
        yield Facts(tuple(_challenge(document, one)))


def _challenge(document: Strategy, one: Challenge) -> Iterator[Fact]:
    found = words.measure(document, one.measure)
    causes = words.listed(words.CAUSES[cause] for cause in one.causes)
    yield Fact(
        "Who",
        f"{words.listed(words.audience(document, key) for key in one.audiences)}."
        if one.audiences
        else words.OPEN,
    )
    yield Fact("Task", words.stopped(one.task) or words.OPEN)
    yield Fact(
        "Why", words.stopped(words.opened(causes)) if causes else "The cause is not known yet."
    )
    yield Fact("The point it turns on", words.stopped(one.crux) or words.OPEN)
    if one.tried:
        yield Fact("Tried before", words.stopped(one.tried))
    if found:
        yield Fact(
            "Measured by",
            f"{found.name}: {words.figure(found, found.baseline)} today, {words.figure(found, found.target)} "
            f"wanted.",
        )
    for at, seen in enumerate(one.evidence, 1):
        source = f" ({'; '.join(part for part in (seen.source, words.day(seen.on) if seen.on else '') if part)})"
        yield Fact(f"Evidence {at}, {seen.kind}", f"{seen.says}{source if len(source) > 3 else ''}")
    if not one.evidence:
        yield Fact("Evidence", "None yet: this is a guess.")


def _policy(document: Strategy) -> Iterator[Block]:
    yield Heading("Guiding policy: how we deal with it")
    for part in paragraphs(document.policy.statement):
        yield Paragraph(part)
    yield from words.table(
        "Choices",
        ("Choice", "For", "Approach", "Because"),
        (
            (
                one.says,
                words.challenge(document, one.challenge) if one.challenge else "the whole",
                words.APPROACHES[one.approach] if one.approach else "",
                " ".join(words.stopped(reason) for reason in one.because),
            )
            for one in document.policy.choices
        ),
        "Nothing is chosen yet.",
        (5, 4, 3, 5),
    )
    yield Heading("What we will not do", 3)
    if document.policy.will_not:
        yield Items(tuple(words.stopped(one) for one in document.policy.will_not))
    else:
        yield Paragraph(
            "Nothing is excluded yet. A policy that excludes nothing decides nothing.", Tone.EMPTY
        )
    limits = plan(document).limits
    yield Heading("Limits that are never exceeded", 3)
    yield Facts(
        (
            Fact("Practice", f"{limits.minutes_per_week} minutes a week and person."),
            Fact("Messages", f"{limits.messages_per_week} a week and person."),
            Fact("Quiet", f"From {limits.quiet_from:%H:%M} to {limits.quiet_until:%H:%M}."),
            Fact("Smallest group shown", f"{limits.min_cell} people."),
        )
    )


def _actions(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading("Actions: what runs")
    running = words.running(document)
    if not running:
        yield Paragraph("Nothing runs yet.", Tone.EMPTY)
    for kind, name in GROUPS.items():
        found = [one for one in running if one.kind is kind]
        if found:
            yield Heading(name, 3)
            yield _action_table(document, kind, found, known)
    retired = [one for one in document.actions if one.state is ActionState.RETIRED]
    if retired:
        yield Heading("Stopped, and what we learnt from", 3)
        yield Items(tuple(one.title for one in retired))


def _action_table(document: Strategy, kind: ActionKind, found: list[Action], known: Known) -> Table:
    """Actions of one kind; whom they are for where any is for somebody."""
    for_whom = any(one.audience for one in found)
    head = ("Action", *(("For whom",) if for_whom else ()), "Answers", "Who", "From", "Until")
    rows = tuple(
        (
            f"{one.title} ({one.minutes_per_week} minutes a week)"
            if one.minutes_per_week
            else one.title,
            *((words.opened(words.audience(document, one.audience)),) if for_whom else ()),
            words.challenge(document, one.challenge),
            known.person(one.owner),
            words.day(one.starts),
            words.day(one.due),
        )
        for one in found
    )
    caption = words.opened(words.counted(len(found), *words.KINDS[kind]))
    return Table(caption, head, rows, (6, *((4,) if for_whom else ()), 5, 4, 3, 3))


def _people(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading("People: who is served, and whose support it needs")
    yield from words.table(
        "Groups that are served; they may overlap",
        ("Group", "People", "Where and how they work", "What they hold", "Who belongs to it"),
        (_audience(one) for one in document.audiences),
        "No group is named yet.",
        (5, 2, 5, 4, 5),
    )
    yield from stakeholder_map.blocks(document, known, level=3)


def _audience(one: Audience) -> tuple[str, ...]:
    leaving = (
        f"; {100 * one.turnover_per_year:.3g} % leave in a year" if one.turnover_per_year else ""
    )
    needs = f". Needs: {', '.join(one.needs)}" if one.needs else ""
    return (
        one.name,
        f"{one.headcount:,}",
        f"{words.opened(one.setting)}, {one.pay}, {one.expertise}; languages: {', '.join(one.languages)}{leaving}{needs}",
        f"Device: {one.device}; connected: {one.connectivity}",
        _rule(one.rule),
    )


def _rule(rule: AudienceRule) -> str:
    said = [f"{name}: {' or '.join(values)}" for name, values in rule.attributes.items()]
    said += [f"role: {' or '.join(rule.roles)}"] if rule.roles else []
    said += [f"unit: {' or '.join(rule.units)}"] if rule.units else []
    return words.opened("; ".join(said) or "everybody")


def _steering(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading("Communication: who says what, when")
    yield from communication_calendar.table(document, known)
    yield Heading("Governance: who decides, who sees what")
    yield from decision_rights.table(document, known)
    yield from data_protection.grants(document, known)
    yield Heading("Evaluation: how we shall know")
    yield from evaluation_plan.questions(document, known)
    yield from evaluation_plan.expectations(document, known)
    yield from evaluation_plan.measures(document, known)


def _answers(document: Strategy, known: Known) -> Iterator[Block]:
    yield Heading("What we answered")
    for area in Area:
        rows = []
        for one in QUESTIONS:
            answer = document.answers.get(one.code)
            if one.area is area and answer is not None:
                by = f"{known.person(answer.by)}{f', {words.day(answer.on)}' if answer.on else ''}"
                said = words.answered(document, one.code) or "We do not know yet"
                rows.append(
                    (f"{one.code} {one.asks}", said, answer.because, f"{by}; sure: {answer.sure}")
                )
        if rows:
            yield Heading(area.value.capitalize(), 3)
            yield from words.table(
                f"Answers about {area.value}",
                ("Question", "Answer", "Because", "Said by"),
                rows,
                "",
                (5, 6, 4, 4),
            )
    if not document.answers:
        yield Paragraph("No question of the catalogue is answered yet.", Tone.EMPTY)


def _open(document: Strategy) -> Iterator[Block]:
    yield Heading("What is open")
    found, waiting, missing = check(document), unknowns(document), words.unanswered(document)
    if not found:
        yield Paragraph("The coherence check found nothing.")
    if missing:
        said = ", ".join(missing)
        yield Paragraph(
            f"{words.counted(len(missing), 'question has', 'questions have')} no answer yet: "
            f"{said}."
        )
    if waiting:
        yield Items(
            tuple(
                f"{one.asks} Found out from {one.of} by {words.day(one.until)} ({one.code})."
                for one in waiting
            )
        )
    if found:
        yield from words.table(
            "Findings of the coherence check",
            ("Finding", "What", "How to mend it"),
            ((f"{one.code}, {one.severity}", one.says, one.mend) for one in found),
            "",
            (2, 6, 6),
        )
