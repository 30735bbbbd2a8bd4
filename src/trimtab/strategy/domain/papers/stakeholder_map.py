"""The stakeholder map: who has power and interest, how each stands, what each needs, and who talks
to them.
"""

from __future__ import annotations

from collections.abc import Iterator

from trimtab.papers.blocks import Block, Figure, Heading, Items, Paper, Paragraph, Tone
from trimtab.pictures import Corners, Mark, Shape, grid
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
    Shape.CROSS: "cross",
    Shape.DIAMOND: "diamond",
    Shape.RING: "ring",
    Shape.DISC: "disc",
    Shape.STAR: "star",
}
CORNERS = Corners("Keep content", "Keep close", "Watch", "Keep informed")
APART = (
    "Power, interest and where each of them stands are in the stakeholder map, which those "
    "who write the strategy read."
)
NONE = "No stakeholders are named yet. Name those whose support or consent the strategy needs."


def write(document: Strategy, known: Known) -> Paper:
    """The paper."""
    return Paper(
        "stakeholders",
        "Stakeholder map",
        "Whose support or consent the strategy needs, where they stand, and how each is engaged.",
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
        yield from words.table("Stakeholders", ("Who", "Who talks to them"), rows, NONE, (1, 1))
        return
    if document.stakeholders:
        yield picture(document)
        used = [
            stance
            for stance in Stance
            if any(one.stance is stance for one in document.stakeholders)
        ]
        legend = words.listed(f"{SAID[SHAPES[stance]]}: {stance}" for stance in used)
        yield Paragraph(f"Shapes: {legend}. Power and interest run from 1 to 5 (Mendelow 1991).")
        yield Heading("Who can stop it", level)
        yield from _blocking(document)
        yield Heading("Everybody", level)
    yield from table(document, known)


def picture(document: Strategy) -> Figure:
    """Power against interest, with the stance of each as a shape and a word."""
    described = " ".join(
        f"{words.stopped(f'{one.name}: power {one.power}, interest {one.interest}, {one.stance}')}"
        for one in document.stakeholders
    )
    marks = [
        Mark(one.name, one.interest, one.power, SHAPES[one.stance], str(one.stance))
        for one in document.stakeholders
    ]
    caption = f"{words.counted(len(marks), 'stakeholder', 'stakeholders')} by power and interest"
    drawn = grid(
        title=caption,
        description=described,
        marks=marks,
        across="Interest",
        up="Power",
        corners=CORNERS,
    )
    return Figure(caption, described, drawn)


def _blocking(document: Strategy) -> Iterator[Block]:
    found = [one for one in document.stakeholders if one.can_block]
    if not found:
        yield Paragraph("Nobody alone.")
        return
    yield Items(tuple(words.stopped(f"{one.name}, {one.stance}. {one.needs}") for one in found))


def table(document: Strategy, known: Known) -> Iterator[Block]:
    """Everybody as a table, the most powerful first."""
    ordered = sorted(document.stakeholders, key=lambda one: (-one.power, -one.interest))
    yield from words.table(
        "Stakeholders, the most powerful first",
        (
            "Who",
            "Power and interest",
            "Stands",
            "Needs",
            "How they are engaged",
            "Who talks to them",
        ),
        (_row(one, known) for one in ordered),
        NONE,
        (4, 3, 3, 6, 6, 4),
    )


def _row(one: Stakeholder, known: Known) -> tuple[str, ...]:
    stance = words.opened(f"{one.stance}; can stop it" if one.can_block else str(one.stance))
    return (
        one.name,
        f"Power {one.power}, interest {one.interest}",
        stance,
        one.needs or words.opened(words.OPEN),
        one.engagement or words.opened(words.OPEN),
        known.person(one.owner),
    )
