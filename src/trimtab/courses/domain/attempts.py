"""Attempts at a unit: when one begins, what of it is worth a statement, and which score counts
(docs/decisions/0035-evidence-of-courses.md).

An attempt is a try that has a result: a score, completed, passed or failed. It goes on over
sessions until it is judged or completed. What comes after that and differs is the next one, so that
a worse try neither replaces a better one nor goes unseen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import assert_never

from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.domain.words import CourseVerb


class Grading(StrEnum):
    """Which score of several attempts counts."""

    HIGHEST = "highest"
    FIRST = "first"
    LAST = "last"
    AVERAGE = "average"


@dataclass(frozen=True, slots=True)
class AttemptOutcome:
    """What an attempt has come to: `score` is from -1 to 1; None is not known."""

    completed: bool = False
    passed: bool | None = None
    score: float | None = None

    @property
    def is_judged(self) -> bool:
        """Whether it says more than a score on the way."""
        return self.completed or self.passed is not None


@dataclass(frozen=True, slots=True)
class AttemptTurn:
    """What a commit makes of the attempts: the outcome of the attempt that it belongs to,
    whether that one begins with it, and the verbs that are news."""

    outcome: AttemptOutcome
    begins: bool
    verbs: tuple[CourseVerb, ...]


def turn(
    before: Sequence[AttemptOutcome], now: AttemptOutcome, *, goes_on: bool
) -> AttemptTurn | None:
    """What a commit with the outcome `now` means after the attempts
    `before`; None when it says nothing new.

    `goes_on` says that the last attempt had something from this very session.
    """
    if now == AttemptOutcome():
        return None
    last = before[-1] if before else None
    if last and (
        not last.is_judged or (goes_on and not (last.passed is True and now.passed is False))
    ):
        after = _on(last, now)
        return AttemptTurn(after, begins=False, verbs=_news(last, after)) if after != last else None
    if not _is_other(before, now):
        return None
    return AttemptTurn(now, begins=True, verbs=_news(AttemptOutcome(), now))


def _on(last: AttemptOutcome, now: AttemptOutcome) -> AttemptOutcome:
    """The attempt after more of it: what was passed and completed stays so, and so
    does the better score of what was passed."""
    score = last.score if now.score is None else now.score
    if last.passed and last.score is not None and score is not None:
        score = max(score, last.score)
    passed = last.passed if last.passed or now.passed is None else now.passed
    return AttemptOutcome(last.completed or now.completed, passed, score)


def _is_other(before: Sequence[AttemptOutcome], now: AttemptOutcome) -> bool:
    """Whether an outcome is none of those that a unit was given to find again."""
    if now.is_judged:
        return now not in before
    return now.score not in {earlier.score for earlier in before}


def _news(before: AttemptOutcome, after: AttemptOutcome) -> tuple[CourseVerb, ...]:
    verbs = []
    if after.passed is not before.passed and after.passed is not None:
        verbs.append(CourseVerb.PASSED if after.passed else CourseVerb.FAILED)
    if after.completed and not before.completed:
        verbs.append(CourseVerb.COMPLETED)
    return tuple(verbs)


def stands(
    before: UnitProgress, attempts: Sequence[AttemptOutcome], grading: Grading
) -> UnitProgress:
    """Where somebody stands after these attempts. What was passed or completed stays so,
    whichever score counts; what was completed and failed does not count as completed."""
    passed = before.passed or any(attempt.passed for attempt in attempts)
    failed = before.failed or any(attempt.passed is False for attempt in attempts)
    completed = before.completed or any(
        attempt.completed and attempt.passed is not False for attempt in attempts
    )
    scores = [attempt.score for attempt in attempts if attempt.score is not None]
    return replace(
        before,
        completed=completed,
        passed=passed,
        failed=failed and not passed,
        score=graded(scores, grading, before.score),
    )


def graded(
    scores: Sequence[float], grading: Grading, otherwise: float | None = None
) -> float | None:
    """The score that counts, of the attempts' scores in their order;
    `otherwise` where there is none."""
    if not scores:
        return otherwise
    match grading:
        case Grading.HIGHEST:
            return max(scores)
        case Grading.FIRST:
            return scores[0]
        case Grading.LAST:
            return scores[-1]
        case Grading.AVERAGE:
            return sum(scores) / len(scores)
    assert_never(grading)


def best(attempts: Sequence[AttemptOutcome]) -> int | None:
    """The position of the attempt that a unit finds again: the better one, and of
    equal ones the last. None without any."""
    ranks = [
        (
            attempt.passed is True,
            attempt.completed,
            attempt.score if attempt.score is not None else -2.0,
        )
        for attempt in attempts
    ]
    return max(range(len(ranks)), key=lambda at: (ranks[at], at)) if ranks else None
