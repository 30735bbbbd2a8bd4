"""One sitting: the questions that were promised when it began, in their order.

Those that were missed come once more at the end. Pure.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PlannedQuestion:
    """A question of a sitting: which wording of it, and the programme that asks it."""

    version_id: UUID
    programme: str


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """The first answer to a question in a sitting."""

    review_id: UUID
    correct: bool
    score: float
    response: Any


@dataclass(frozen=True, slots=True)
class QuestionTurn:
    """Whose turn it is: the question at `place` (from 0), for the first time or once more."""

    place: int
    again: bool = False


@dataclass(frozen=True, slots=True)
class Sitting:
    """A sitting as it stands.

    `given` and `again` are by the question's wording; `again` says whether it was right the second
    time.
    """

    id: UUID
    started_at: dt.datetime
    planned: tuple[PlannedQuestion, ...]
    given: Mapping[UUID, FirstAnswer]
    again: Mapping[UUID, bool]

    @property
    def of(self) -> int:
        """How many questions were promised; it never changes."""
        return len(self.planned)

    @property
    def missed(self) -> tuple[int, ...]:
        """The places of the questions whose first answer was not right."""
        answers = [self.given.get(question.version_id) for question in self.planned]
        return tuple(
            place
            for place, answer in enumerate(answers)
            if answer is not None and not answer.correct
        )

    @property
    def answered(self) -> int:
        """How many of the promised questions were answered."""
        return sum(question.version_id in self.given for question in self.planned)

    @property
    def right(self) -> int:
        """How many were right at the first answer."""
        return self.answered - len(self.missed)

    @property
    def waiting(self) -> tuple[QuestionTurn, ...]:
        """What is still to come: questions not yet answered, then those missed that did not come once more."""
        first = tuple(
            QuestionTurn(place)
            for place, question in enumerate(self.planned)
            if question.version_id not in self.given
        )
        missed = tuple(
            QuestionTurn(place, again=True)
            for place in self.missed
            if self.planned[place].version_id not in self.again
        )
        return first + missed

    @property
    def turn(self) -> QuestionTurn | None:
        """What comes next; None when the sitting is over."""
        return next(iter(self.waiting), None)


def first_answers(
    planned: Sequence[PlannedQuestion], answers: Sequence[tuple[UUID, FirstAnswer]]
) -> dict[UUID, FirstAnswer]:
    """The first answer to each planned question among answers in order of time, by wording."""
    asked = {question.version_id for question in planned}
    first: dict[UUID, FirstAnswer] = {}
    for version_id, answer in answers:
        if version_id in asked:
            first.setdefault(version_id, answer)
    return first
