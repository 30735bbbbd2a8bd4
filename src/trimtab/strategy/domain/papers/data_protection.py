"""The data-protection sheet: what is collected, for which question, on which basis, for how long,
and who sees it.

What an organisation collects is what its strategy names: measures, and the records that its
practice, job aids and messages leave (`RECORDS`, after the tables that keep them). Regulation (EU)
2016/679, articles 5, 6, 13 and 30, ask for these columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.kernel.said import Said, as_written, capital, say, say_n
from trimtab.papers.blocks import Block, Fact, Facts, Heading, Items, Paper, Paragraph, Tone
from trimtab.people.values import role_words
from trimtab.strategy.domain.called import called
from trimtab.strategy.domain.document import ActionKind, Grain, Grant, Measure, Strategy
from trimtab.strategy.domain.in_force import in_force
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan
from trimtab.strategy.domain.spelling import data_called, grain_called

SAID = frozenset({"data.min_cell", "data.retention_days", "data.own_view"})
ALWAYS = (
    say("The evidence store knows people by a pseudonym, never by name or address."),
    say(
        "Everybody sees under Me what is known about them, who may see it, and can take all of it "
        "along."
    ),
    say("Figures of groups that are smaller than the smallest group are not shown."),
)
NO_QUESTION = say("No question names it: it should not be collected")
STRATEGIST = "strategist"


@dataclass(frozen=True, slots=True)
class Records:
    """What the platform writes down when actions of a kind run, what for, under which names grants
    give it, who sees it anyway, and what of it stays with the person when the time is over.
    """

    kind: ActionKind
    name: Said
    says: Said
    purpose: Said
    granted_as: tuple[str, ...]
    seen: Said
    stays: Said


RECORDS = (
    Records(
        ActionKind.PRACTICE,
        say("Answers to practice questions"),
        say("which question, the answer, right or not, seconds, when"),
        say("To choose what a person is asked next"),
        ("practice", "items"),
        say("the person"),
        say("right or not, seconds and when"),
    ),
    Records(
        ActionKind.SUPPORT,
        say("Searches and job aids opened"),
        say("the words, what was found, whether it helped, when"),
        say("To find what nobody has written down yet"),
        ("lookups",),
        say("nobody by name"),
        say("whether it helped and when"),
    ),
    Records(
        ActionKind.MESSAGE,
        say("Messages"),
        say("what was sent to whom and why, when, whether it was read"),
        say("To send nothing twice and never too much"),
        (),
        say("the person; administrators, stewards and strategists"),
        say("what kind of message and when"),
    ),
)
PEOPLE = (
    say("People (name, e-mail address, unit, roles, language, and what groups are made of)"),
    say("To sign in and to be served"),
)
EVIDENCE = (
    say(
        "Evidence (statements under a pseudonym, what courses and programs keep, when somebody "
        "last signed in)"
    ),
    say("To see whether it works"),
)
UNTIL_ERASED = say("Until the person is erased")
# What goes into the sheet in short, by the code of its question.
IN_SHORT = (
    ("Q-G5", say("Lawful basis")),
    ("Q-G4", say("Staff representation")),
    ("Q-G6", say("Appraisal, pay, discipline")),
    ("Q-G7", say("Kept for")),
    ("Q-T9", say("Where data are kept")),
    ("Q-G12", say("Others who handle data")),
    ("Q-T12", say("Help by machines")),
    ("Q-C11", say("How people are told")),
)


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "data-protection",
        say("Data protection"),
        say(
            "What is collected, for which question, on which basis, for how long, and who sees it."
        ),
        tuple(blocks(document, known)),
        wide=True,
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """In short, what is collected, who may see what, what the platform does, what was agreed, and
    what is never done.
    """
    yield Heading(say("In short"))
    yield _short(document, known)
    yield Heading(say("What is collected"))
    yield from collected(document)
    yield Heading(say("Who may see what"))
    yield from grants(document, known)
    yield Heading(say("What the platform does in any case"))
    yield Items(ALWAYS)
    yield Heading(say("What was agreed"))
    yield from _agreed(document)
    if document.policy.will_not:
        yield Heading(say("What we will not do"))
        yield Items(tuple(words.stopped(one) for one in document.policy.will_not))
    yield Paragraph(
        say(
            "This sheet says what the strategy lays down: the times are those that were agreed. "
            "Whether it is lawful in your country is for counsel to check."
        ),
        Tone.QUIET,
    )


def _short(document: Strategy, known: Known) -> Facts:
    keeper = next((one.approver for one in document.rights if one.decision == "privacy"), "")
    return Facts(
        (
            Fact(
                say("Answers for it"),
                words.stopped(capital(known.role(keeper)))
                if keeper
                else say("Nobody yet. Give somebody the right named privacy."),
            ),
            *(words.fact(document, code, name) for code, name in IN_SHORT),
            Fact(
                say("Smallest group shown"),
                say_n(
                    "{count} person. Figures of smaller groups are not shown.",
                    "{count} people. Figures of smaller groups are not shown.",
                    plan(document).limits.min_cell,
                ),
            ),
        )
    )


def collected(document: Strategy) -> Iterator[Block]:
    """Each kind of data with question, basis, time and readers."""
    kinds = {one.kind for one in words.running(document)}
    basis = words.answered(document, "Q-G5") or words.OPEN
    people = say("The person; administrators, stewards and strategists")
    unnamed = say("The person; administrators and stewards, without names")
    rows = [
        (*PEOPLE, basis, UNTIL_ERASED, people),
        *([(*EVIDENCE, basis, _kept(document), unnamed)] if kinds else []),
        *(_records(document, one, basis) for one in RECORDS if one.kind in kinds),
        *(_measure(document, one, basis) for one in document.measures),
    ]
    yield from words.table(
        say("Data, each with the question that it answers"),
        (
            say("What"),
            say("For which question"),
            say("Basis"),
            say("Kept"),
            say("Seen by"),
        ),
        rows,
        words.NOTHING,
        (6, 6, 3, 3, 5),
    )


def _kept(document: Strategy) -> Said:
    return words.answered(document, "Q-G7") or words.OPEN


def _records(document: Strategy, one: Records, basis: Said) -> tuple[Said, ...]:
    granted = [grant for grant in document.grants if grant.data in one.granted_as]
    purpose = words.apart([one.purpose, *_questions(document, granted)])
    seen = words.apart([one.seen, *_readers(granted)])
    times = kept = _kept(document)
    if kept != words.OPEN:
        times = say("{time}; {what}: until the person is erased", time=kept, what=one.stays)
    what = say("{name} ({what})", name=one.name, what=one.says)
    return what, purpose, basis, times, capital(seen)


def _measure(document: Strategy, one: Measure, basis: Said) -> tuple[Said, ...]:
    """A figure: of persons it has a basis and a time; of units there is no person behind it.

    A grant opens a class of data and not one figure, and strategists see results in any case: so
    all who see it are named.
    """
    asked = [question.asks for question in document.questions if question.measure == one.id]
    granted = [grant for grant in document.grants if grant.data in {"measures", "results"}]
    seen = _readers(granted)
    if all(grant.role != STRATEGIST for grant in granted):
        seen = [role_words(STRATEGIST), *seen]
    about_persons = one.grain is Grain.PERSON
    return (
        say(
            "{name} ({unit}, of each {grain}; from: {source})",
            name=one.name,
            unit=one.unit,
            grain=called(one.grain),
            source=as_written(one.source) if one.source else words.OPEN,
        ),
        words.apart(asked) if asked else NO_QUESTION,
        basis if about_persons else say("Not about persons"),
        UNTIL_ERASED if about_persons else say("No limit"),
        capital(words.apart(seen)),
    )


def _questions(document: Strategy, granted: list[Grant]) -> list[str]:
    asks = {one.id: one.asks for one in document.questions}
    return list(dict.fromkeys(asks[grant.question] for grant in granted if grant.question in asks))


def _readers(granted: list[Grant]) -> list[Said]:
    readers = (
        say("{role} (by {grain})", role=role_words(one.role), grain=grain_called(one.grain))
        for one in granted
    )
    return list(dict.fromkeys(readers))


def grants(document: Strategy, known: Known) -> Iterator[Block]:
    """The data grants as a table."""
    asks = {one.id: one.asks for one in document.questions}
    yield from words.table(
        say("Data grants, each for a question"),
        (
            say("Who"),
            say("Sees"),
            say("For each"),
            say("For which question"),
            say("For how long"),
        ),
        (
            (
                capital(known.role(one.role)),
                data_called(one.data),
                grain_called(one.grain),
                asks.get(one.question, one.question or NO_QUESTION),
                say_n("{count} day", "{count} days", one.days),
            )
            for one in document.grants
        ),
        say("No data grant is given yet: nobody but those named above sees anything."),
        (4, 3, 3, 7, 2),
    )


def _agreed(document: Strategy) -> Iterator[Block]:
    """What answers set about data; not everything of it is kept by the platform, so it is said as
    agreed and not as done.
    """
    found = tuple(
        one.sentence
        for one in in_force(document)
        if one.key.startswith("data.") and one.key not in SAID
    )
    if found:
        yield Items(found)
        return
    yield Paragraph(say("No answer sets anything about data yet."), Tone.EMPTY)
