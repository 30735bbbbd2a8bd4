"""What content costs those who write it and keep it right, and what all of it costs in hours and
money.
"""

from __future__ import annotations

from dataclasses import dataclass

from trimtab.forecast.domain.assumptions import AssumptionKey, Assumptions
from trimtab.kernel.errors import NotEstimable
from trimtab.kernel.said import say
from trimtab.strategy.values import (
    DAYS_BETWEEN_CHECKS,
    Action,
    ActionKind,
    ActionState,
    Strategy,
    hours_needed,
    number,
)

CONTENT = (ActionKind.PRACTICE, ActionKind.SUPPORT)


@dataclass(frozen=True, slots=True)
class Effort:
    """Hours of authors and checkers: `pieces` in all, `to_write` of them not there yet; hours to
    write these (low, usual, high), hours a month to keep all of them right, and the hours a month
    that were given (Q-D10).
    """

    pieces: int | NotEstimable
    to_write: int | NotEstimable
    writing: tuple[float, float, float] | NotEstimable
    keeping: float | NotEstimable
    capacity: float | NotEstimable

    @property
    def fits(self) -> bool | None:
        """Whether keeping leaves room within the hours that were given; None when that is not
        known.
        """
        if isinstance(self.keeping, NotEstimable) or isinstance(self.capacity, NotEstimable):
            return None
        return self.keeping <= self.capacity

    @property
    def months(self) -> tuple[float, float, float] | NotEstimable:
        """Months until all is written, beside keeping what is there (low, usual, high)."""
        for each in (self.writing, self.keeping, self.capacity):
            if isinstance(each, NotEstimable):
                return each
        assert (
            isinstance(self.writing, tuple)
            and isinstance(self.keeping, float)
            and isinstance(self.capacity, float)
        )
        left = self.capacity - self.keeping
        if left <= 0:
            return NotEstimable(
                say(
                    "Keeping what there is takes all the hours that authors have, so nothing "
                    "new is ever written."
                )
            )
        low, usual, high = self.writing
        return low / left, usual / left, high / left


@dataclass(frozen=True, slots=True)
class Cost:
    """What it takes over the whole time: hours of those who practise (low, mean, high), hours of
    authors, and money (low, mean, high).
    """

    learners_hours: tuple[float, float, float] | NotEstimable
    authors_hours: tuple[float, float, float] | NotEstimable
    money: tuple[float, float, float] | NotEstimable


def content_actions(document: Strategy) -> list[Action]:
    """The running actions that hold questions or aids."""
    return [
        action
        for action in document.actions
        if action.kind in CONTENT and action.state is ActionState.RUNNING
    ]


def pieces_of(action: Action, assumptions: Assumptions) -> int | NotEstimable:
    """How many questions or aids an action holds once it is complete: what it says, or what is
    there by now if that is more.
    """
    pieces = max(action.pieces, assumptions.written.get(action.id, 0))
    return pieces or NotEstimable(
        say("'{title}' does not say how many questions or aids it will hold.", title=action.title)
    )


def effort(document: Strategy, assumptions: Assumptions) -> Effort:
    """Hours of authors and checkers under a document."""
    hours = number(document, "Q-D10")
    capacity = (
        NotEstimable(say("Nobody has said how many hours a month authors have (Q-D10)."))
        if hours is None
        else hours
    )
    known = [pieces_of(action, assumptions) for action in content_actions(document)]
    for each in known:
        if isinstance(each, NotEstimable):
            return Effort(each, each, each, each, capacity)
    pieces = sum(each for each in known if isinstance(each, int))
    to_write = pieces - sum(
        min(assumptions.written.get(action.id, 0), action.pieces or pieces)
        for action in content_actions(document)
    )
    low, usual, high = assumptions.range(AssumptionKey.HOURS_A_PIECE)
    return Effort(
        pieces,
        max(to_write, 0),
        (max(to_write, 0) * low, max(to_write, 0) * usual, max(to_write, 0) * high),
        hours_needed(pieces, number(document, "Q-G8") or DAYS_BETWEEN_CHECKS),
        capacity,
    )


def cost(
    learners: tuple[float, float, float] | NotEstimable,
    work: Effort,
    weeks: int,
    assumptions: Assumptions,
) -> Cost:
    """Hours and money over so many weeks; money is known once somebody says what an hour costs."""
    authors = _authors(work, weeks)
    rate = assumptions.value(AssumptionKey.COST_AN_HOUR)
    for each in (learners, authors):
        if isinstance(each, NotEstimable):
            return Cost(learners, authors, each)
    if rate is None:
        nobody = NotEstimable(say("Nobody has said what an hour of work costs."))
        return Cost(learners, authors, nobody)
    assert isinstance(learners, tuple) and isinstance(authors, tuple)
    low, usual, high = (rate * (one + other) for one, other in zip(learners, authors, strict=True))
    return Cost(learners, authors, (low, usual, high))


def _authors(work: Effort, weeks: int) -> tuple[float, float, float] | NotEstimable:
    if isinstance(work.writing, NotEstimable):
        return work.writing
    if isinstance(work.keeping, NotEstimable):
        return work.keeping
    keeping = work.keeping * weeks / (365.25 / 12 / 7)
    low, usual, high = work.writing
    return low + keeping, usual + keeping, high + keeping
