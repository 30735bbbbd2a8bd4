"""Keeping attempts: each commit or statement that brings a result
goes to the attempt it belongs to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from trimtab.courses.domain.attempts import AttemptOutcome, AttemptTurn, Grading, stands, turn
from trimtab.courses.domain.progress import UnitProgress
from trimtab.courses.models import Attempt, Package, Registration, UnitStanding
from trimtab.courses.queries.courses import outcome, standing
from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say


def attempts_of(row: UnitStanding) -> list[Attempt]:
    """The attempts at a unit in their order."""
    return list(row.attempts.order_by("number"))


def attempt(
    row: UnitStanding,
    attempts: Sequence[Attempt],
    came: AttemptOutcome,
    *,
    session_id: UUID,
    raw: Mapping[str, float],
    now: dt.datetime,
) -> tuple[int, AttemptTurn | None]:
    """Notes what a unit came to; returns the number of the attempt (0:
    none), and what is new, if anything."""
    last = attempts[-1] if attempts else None
    this_turn = turn(
        [outcome(earlier) for earlier in attempts],
        came,
        goes_on=last is not None and last.session == session_id,
    )
    if this_turn is None:
        return (last.number if last and last.session == session_id else 0), None
    kept = last
    if kept is None or this_turn.begins:
        kept = Attempt(standing=row, number=(last.number if last else 0) + 1, began_at=now)
    if raw and (kept.score is None or this_turn.outcome.score != kept.score):
        kept.raw = dict(raw)
    kept.completed, kept.passed, kept.score = (
        this_turn.outcome.completed,
        this_turn.outcome.passed,
        this_turn.outcome.score,
    )
    kept.session = session_id
    kept.save()
    return kept.number, this_turn


def standing_after(
    registration: Registration, before: UnitProgress, attempts: Sequence[Attempt]
) -> UnitProgress:
    """Where somebody stands after these attempts, by the package's rule."""
    return stands(
        before, [outcome(attempt) for attempt in attempts], Grading(registration.package.grading)
    )


def grade_by(*, package_id: UUID, rule: str) -> None:
    """Sets which score of several attempts counts, for everybody who takes the course.
    Raises NotFound, or Refusal for no such rule."""
    if rule not in set(Grading):
        raise Refusal(
            "courses.grading",
            say("The highest, the first, the last or the average score counts."),
            "grading",
        )
    if not Package.objects.filter(id=package_id).update(grading=rule):
        raise NotFound("courses.package", say("There is no such course."))
    rows = UnitStanding.objects.filter(registration__package=package_id).prefetch_related(
        "attempts"
    )
    changed = []
    for row in rows.defer("runtime", "answered"):
        several = sorted(row.attempts.all(), key=lambda attempt: attempt.number)
        score = stands(
            standing(row), [outcome(attempt) for attempt in several], Grading(rule)
        ).score
        if score != row.score:
            row.score = score
            changed.append(row)
    UnitStanding.objects.bulk_update(changed, ["score"], batch_size=1_000)
