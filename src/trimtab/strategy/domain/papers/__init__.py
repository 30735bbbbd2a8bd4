"""The papers that people expect of a strategy: what each is for, who reads it, and the pure
function that writes it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from trimtab.kernel.errors import NotAllowed, NotFound
from trimtab.kernel.said import Said, listed, say
from trimtab.papers.blocks import Paper
from trimtab.strategy.domain.citing import judged_in
from trimtab.strategy.domain.document import Strategy
from trimtab.strategy.domain.papers import (
    communication_calendar,
    data_protection,
    decision_rights,
    evaluation_plan,
    full_strategy,
    one_page,
    stakeholder_map,
)
from trimtab.strategy.domain.papers.words import KnownNames


@dataclass(frozen=True, slots=True)
class PaperKind:
    """One paper: its name in addresses and files, its title, what it is for, who reads it, and what
    writes it.

    `is_apart`: it is for those who write the strategy alone.
    """

    name: str
    title: Said
    purpose: Said
    readers: Said
    write: Callable[[Strategy, KnownNames], Paper]
    dated: bool = False
    is_apart: bool = False


KINDS = (
    PaperKind(
        "one-page",
        say("One page for executives"),
        say("The problem, the decision, what it asks, and how you will know."),
        say("Executives and sponsors"),
        one_page.write,
    ),
    PaperKind(
        "strategy",
        say("The full strategy"),
        say("Everything the strategy says, from the diagnosis to the last answer."),
        say("Whoever works on it or approves it"),
        full_strategy.write,
    ),
    PaperKind(
        "stakeholders",
        say("Stakeholder map"),
        say("Who has power and interest, where they stand, and who talks to them."),
        say("Those who write the strategy; not for the wall"),
        stakeholder_map.write,
        is_apart=True,
    ),
    PaperKind(
        "calendar",
        say("Communication calendar"),
        say("Who tells whom what, and on which day."),
        say("Senders, managers, internal communication"),
        communication_calendar.write,
        dated=True,
    ),
    PaperKind(
        "decisions",
        say("Decision rights"),
        say("Who decides what, who is heard, and what silence means."),
        say("Everybody who decides or is heard"),
        decision_rights.write,
    ),
    PaperKind(
        "evaluation",
        say("Evaluation plan"),
        say("The questions, the figures, the comparisons, and what was agreed beforehand."),
        say("Analysts, sponsors, those who decide"),
        evaluation_plan.write,
    ),
    PaperKind(
        "data-protection",
        say("Data-protection sheet"),
        say("What is collected, for which question, how long, and who sees it."),
        say("Data protection officer, works council, everybody"),
        data_protection.write,
    ),
)
BY_NAME = {one.name: one for one in KINDS}


def kind_named(name: str) -> PaperKind:
    """The kind of paper with this name. Raises NotFound that says which there are."""
    if name not in BY_NAME:
        raise NotFound(
            "strategy.no-paper",
            say(
                "There is no paper named '{name}'. There are: {names}.",
                name=name,
                names=listed(BY_NAME),
            ),
        )
    return BY_NAME[name]


def check_reader(kind: PaperKind, document: Strategy) -> None:
    """Raises NotAllowed for a paper that is apart when what it says was withheld from whoever asks
    for it.
    """
    if kind.is_apart and not judged_in(document):
        sentence = say(
            "How stakeholders stand is for those who write the strategy: strategists and stewards."
        )
        raise NotAllowed("strategy.paper-apart", sentence)


def write(name: str, document: Strategy, known: KnownNames) -> Paper:
    """One paper of a strategy. Raises NotFound for a name that is none."""
    return kind_named(name).write(document, known)


__all__ = ["BY_NAME", "KINDS", "KnownNames", "PaperKind", "check_reader", "kind_named", "write"]
