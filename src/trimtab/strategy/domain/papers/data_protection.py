"""The data-protection sheet: what is collected, for which question, on which basis, for how long,
and who sees it.

What an organisation collects is what its strategy names: measures, and the records that its
practice, job aids and messages leave (`RECORDS`, after the tables that keep them). Regulation (EU)
2016/679, articles 5, 6, 13 and 30, ask for these columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trimtab.papers.blocks import Block, Fact, Facts, Heading, Items, Paper, Paragraph, Tone
from trimtab.strategy.domain.document import ActionKind, Grain, Grant, Measure, Strategy
from trimtab.strategy.domain.in_force import in_force
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known
from trimtab.strategy.domain.planning import plan

SAID = frozenset({"data.min_cell", "data.retention_days", "data.own_view"})
ALWAYS = (
    "The evidence store knows people by a pseudonym, never by name or address.",
    "Everybody sees under Me what is known about them, who may see it, and can take all of it "
    "along.",
    "Figures of groups that are smaller than the smallest group are not shown.",
)
NO_QUESTION = "No question names it: it should not be collected"


@dataclass(frozen=True, slots=True)
class Records:
    """What the platform writes down when actions of a kind run, what for, under which names grants
    give it, who sees it anyway, and what of it stays with the person when the time is over.
    """

    kind: ActionKind
    name: str
    says: str
    purpose: str
    granted_as: tuple[str, ...]
    seen: str
    stays: str


RECORDS = (
    Records(
        ActionKind.PRACTICE,
        "Answers to practice questions",
        "which question, the answer, right or not, seconds, when",
        "To choose what a person is asked next",
        ("practice", "items"),
        "the person",
        "right or not, seconds and when",
    ),
    Records(
        ActionKind.SUPPORT,
        "Searches and job aids opened",
        "the words, what was found, whether it helped, when",
        "To find what nobody has written down yet",
        ("lookups",),
        "nobody by name",
        "whether it helped and when",
    ),
    Records(
        ActionKind.MESSAGE,
        "Messages",
        "what was sent to whom and why, when, whether it was read",
        "To send nothing twice and never too much",
        (),
        "the person; administrators, stewards and strategists",
        "what kind of message and when",
    ),
)
PEOPLE = (
    "People (name, e-mail address, unit, roles, language, and what groups are made of)",
    "To sign in and to be served",
)
EVIDENCE = (
    "Evidence (statements under a pseudonym, what courses and programs keep, when somebody last "
    "signed in)",
    "To see whether it works",
)
UNTIL_ERASED = "Until the person is erased"


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "data-protection",
        "Data protection",
        "What is collected, for which question, on which basis, for how long, and who sees it.",
        tuple(blocks(document, known)),
        wide=True,
    )


def blocks(document: Strategy, known: Known) -> Iterator[Block]:
    """In short, what is collected, who may see what, what the platform does, what was agreed, and
    what is never done.
    """
    yield Heading("In short")
    yield _short(document, known)
    yield Heading("What is collected")
    yield from collected(document)
    yield Heading("Who may see what")
    yield from grants(document, known)
    yield Heading("What the platform does in any case")
    yield Items(ALWAYS)
    yield Heading("What was agreed")
    yield from _agreed(document)
    if document.policy.will_not:
        yield Heading("What we will not do")
        yield Items(tuple(words.stopped(one) for one in document.policy.will_not))
    yield Paragraph(
        "This sheet says what the strategy lays down: the times are those that were agreed. "
        "Whether it is lawful in your country "
        "is for counsel to check.",
        Tone.QUIET,
    )


def _short(document: Strategy, known: Known) -> Facts:
    keeper = next((one.approver for one in document.rights if one.decision == "privacy"), "")
    named = (
        ("Q-G5", "Lawful basis"),
        ("Q-G4", "Staff representation"),
        ("Q-G6", "Appraisal, pay, discipline"),
        ("Q-G7", "Kept for"),
        ("Q-T9", "Where data are kept"),
        ("Q-G12", "Others who handle data"),
        ("Q-T12", "Help by machines"),
        ("Q-C11", "How people are told"),
    )
    return Facts(
        (
            Fact(
                "Answers for it",
                words.stopped(words.opened(known.role(keeper)))
                if keeper
                else "Nobody yet. Give somebody the right named privacy.",
            ),
            *(words.fact(document, code, name) for code, name in named),
            Fact(
                "Smallest group shown",
                f"{plan(document).limits.min_cell} people. Figures of smaller groups are not "
                f"shown.",
            ),
        )
    )


def collected(document: Strategy) -> Iterator[Block]:
    """Each kind of data with question, basis, time and readers."""
    kinds = {one.kind for one in words.running(document)}
    basis = words.answered(document, "Q-G5") or words.OPEN
    rows = [
        (*PEOPLE, basis, UNTIL_ERASED, "The person; administrators, stewards and strategists"),
        *(
            [
                (
                    *EVIDENCE,
                    basis,
                    _kept(document),
                    "The person; administrators and stewards, without names",
                )
            ]
            if kinds
            else []
        ),
        *(_records(document, one, basis) for one in RECORDS if one.kind in kinds),
        *(_measure(document, one, basis) for one in document.measures),
    ]
    yield from words.table(
        "Data, each with the question that it answers",
        ("What", "For which question", "Basis", "Kept", "Seen by"),
        rows,
        "",
        (6, 6, 3, 3, 5),
    )


def _kept(document: Strategy) -> str:
    return words.answered(document, "Q-G7") or words.OPEN


def _records(document: Strategy, one: Records, basis: str) -> tuple[str, ...]:
    granted = [grant for grant in document.grants if grant.data in one.granted_as]
    purpose = "; ".join([one.purpose, *_questions(document, granted)])
    seen = "; ".join([one.seen, *_readers(granted)])
    kept = _kept(document)
    times = kept if kept == words.OPEN else f"{kept}; {one.stays}: until the person is erased"
    return (f"{one.name} ({one.says})", purpose, basis, times, words.opened(seen))


def _measure(document: Strategy, one: Measure, basis: str) -> tuple[str, ...]:
    """A figure: of persons it has a basis and a time; of units there is no person behind it.

    A grant opens a class of data and not one figure, and strategists see results in any case: so
    all who see it are named.
    """
    asked = [question for question in document.questions if question.measure == one.id]
    readers = _readers(
        [grant for grant in document.grants if grant.data in {"measures", "results"}]
    )
    seen = (
        readers
        if any(reader.startswith("strategist ") for reader in readers)
        else ["strategist", *readers]
    )
    about_persons = one.grain is Grain.PERSON
    what = f"{one.name} ({one.unit}, of each {one.grain}; from: {one.source or words.OPEN})"
    return (
        what,
        "; ".join(question.asks for question in asked) or NO_QUESTION,
        basis if about_persons else "Not about persons",
        UNTIL_ERASED if about_persons else "No limit",
        words.opened("; ".join(seen)),
    )


def _questions(document: Strategy, granted: list[Grant]) -> list[str]:
    asks = {one.id: one.asks for one in document.questions}
    return list(dict.fromkeys(asks[grant.question] for grant in granted if grant.question in asks))


def _readers(granted: list[Grant]) -> list[str]:
    return list(dict.fromkeys(f"{one.role} (by {one.grain})" for one in granted))


def grants(document: Strategy, known: Known) -> Iterator[Block]:
    """The data grants as a table."""
    asks = {one.id: one.asks for one in document.questions}
    yield from words.table(
        "Data grants, each for a question",
        ("Who", "Sees", "For each", "For which question", "For how long"),
        (
            (
                words.opened(known.role(one.role)),
                one.data,
                one.grain,
                asks.get(one.question, one.question or NO_QUESTION),
                f"{one.days} days",
            )
            for one in document.grants
        ),
        "No data grant is given yet: nobody but those named above sees anything.",
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
    yield (
        Items(found) if found else Paragraph("No answer sets anything about data yet.", Tone.EMPTY)
    )
