"""The stakeholder map: who has power and interest, how each stands, what each needs, and who talks
to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.kernel.said import Said, capital, say, say_in, say_n, sentences
from trimtab.papers.blocks import Block, Figure, Heading, Items, Paper, Paragraph, Tone
from trimtab.pictures import Corners, Mark, Shape, grid
from trimtab.strategy.domain.called import called
from trimtab.strategy.domain.citing import judged_in
from trimtab.strategy.domain.document import Stakeholder, Stance, Strategy
from trimtab.strategy.domain.papers import words
from trimtab.strategy.domain.papers.words import Known

SHAPES = {
    Stance.AGAINST: Shape.CROSS,
    Stance.SCEPTICAL: Shape.DIAMOND,
    Stance.NEUTRAL: Shape.RING,
    Stance.SUPPORTIVE: Shape.DISC,
    Stance.CHAMPION: Shape.STAR,
}
SAID = {
    Shape.CROSS: say_in("a shape", "cross"),
    Shape.DIAMOND: say_in("a shape", "diamond"),
    Shape.RING: say_in("a shape", "ring"),
    Shape.DISC: say_in("a shape", "disc"),
    Shape.STAR: say_in("a shape", "star"),
}
CORNERS = (say("Keep content"), say("Keep close"), say("Watch"), say("Keep informed"))
APART = say(
    "Power, interest and where each of them stands are in the stakeholder map, which those "
    "who write the strategy read."
)
NONE = say("No stakeholders are named yet. Name those whose support or consent the strategy needs.")


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "stakeholders",
        say("Stakeholder map"),
        say(
            "Whose support or consent the strategy needs, where they stand, and how each is "
            "engaged."
        ),
        tuple(blocks(document, known)),
        wide=True,
    )


def blocks(document: Strategy, known: Known, level: int = 2) -> Iterator[Block]:
    """The picture, those who can stop it, and a table of all; `level` is that of the headings.

    Where it was withheld how they stand, only who they are and who talks to them.
    """
    if not judged_in(document):
        yield Paragraph(APART, Tone.QUIET)
        rows = ((one.name, known.person(one.owner)) for one in document.stakeholders)
        head = (say("Who"), say("Who talks to them"))
        yield from words.table(say("Stakeholders"), head, rows, NONE, (1, 1))
        return
    if document.stakeholders:
        yield picture(document, known)
        used = [
            stance
            for stance in Stance
            if any(one.stance is stance for one in document.stakeholders)
        ]
        legend = words.listed(
            say("{name}: {value}", name=SAID[SHAPES[stance]], value=called(stance))
            for stance in used
        )
        yield Paragraph(
            say(
                "Shapes: {legend}. Power and interest run from 1 to 5 (Mendelow 1991).",
                legend=legend,
            )
        )
        yield Heading(say("Who can stop it"), level)
        yield from _blocking(document)
        yield Heading(say("Everybody"), level)
    yield from table(document, known)


def picture(document: Strategy, known: Known) -> Figure:
    """Power against interest, with the stance of each as a shape and a word."""
    described = sentences(*map(_described, document.stakeholders))
    marks = [
        Mark(
            one.name,
            one.interest,
            one.power,
            SHAPES[one.stance],
            known.words(called(one.stance)),
        )
        for one in document.stakeholders
    ]
    caption = say_n(
        "{count} stakeholder by power and interest",
        "{count} stakeholders by power and interest",
        len(marks),
    )
    drawn = grid(
        title=known.words(caption),
        description=known.words(described),
        marks=marks,
        across=known.words(say("Interest")),
        up=known.words(say("Power")),
        corners=Corners(*map(known.words, CORNERS)),
    )
    return Figure(caption, described, drawn)


def _described(one: Stakeholder) -> Said:
    return say(
        "{name}: power {power}, interest {interest}, {stance}.",
        name=one.name,
        power=one.power,
        interest=one.interest,
        stance=called(one.stance),
    )


def _blocking(document: Strategy) -> Iterator[Block]:
    found = [one for one in document.stakeholders if one.can_block]
    if not found:
        yield Paragraph(say("Nobody alone."))
        return
    yield Items(tuple(map(_who_can_stop_it, found)))


def _who_can_stop_it(one: Stakeholder) -> Said:
    who = say("{name}, {stance}.", name=one.name, stance=called(one.stance))
    return sentences(who, words.stopped(one.needs)) if one.needs.strip() else who


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """Everybody as a table, the most powerful first."""
    ordered = sorted(document.stakeholders, key=lambda one: (-one.power, -one.interest))
    yield from words.table(
        say("Stakeholders, the most powerful first"),
        (
            say("Who"),
            say("Power and interest"),
            say("Stands"),
            say("Needs"),
            say("How they are engaged"),
            say("Who talks to them"),
        ),
        (_row(one, known) for one in ordered),
        NONE,
        (4, 3, 3, 6, 6, 4),
    )


def _row(one: Stakeholder, known: Known) -> tuple[str, ...]:
    stance = called(one.stance)
    if one.can_block:
        stance = say("{stance}; can stop it", stance=stance)
    return (
        one.name,
        say("Power {power}, interest {interest}", power=one.power, interest=one.interest),
        capital(stance),
        one.needs or capital(words.OPEN),
        one.engagement or capital(words.OPEN),
        known.person(one.owner),
    )
