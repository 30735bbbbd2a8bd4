"""Carrying a change of somebody's standing through: the rows, and the statements
that blocks and the course are satisfied."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from trimtab.courses.actions.evidence import TICK, new_key, tell
from trimtab.courses.domain.progress import Satisfied, UnitProgress, newly, satisfied
from trimtab.courses.domain.statements import About, of_satisfaction
from trimtab.courses.models import Registration, UnitStanding
from trimtab.courses.queries.courses import standing


def standings(registration: Registration) -> dict[int, UnitStanding]:
    """The rows of a registration by unit."""
    return {row.unit: row for row in registration.standings.defer("runtime", "answered")}


def stand(registration: Registration, unit: int, after: UnitProgress, now: dt.datetime) -> None:
    """Writes where somebody stands in a unit now; times say when each thing was first so."""
    row, _new = UnitStanding.objects.get_or_create(
        registration=registration, unit=unit, defaults={"started_at": now}
    )
    row.completed_at = (row.completed_at or now) if after.completed else None
    row.passed_at = (row.passed_at or now) if after.passed else None
    row.failed_at = (row.failed_at or now) if after.failed else None
    row.waived_at = (row.waived_at or now) if after.waived else None
    row.score = after.score
    row.save(update_fields=["completed_at", "passed_at", "failed_at", "waived_at", "score"])


def settle(registration: Registration, about: About, *, at: dt.datetime) -> dt.datetime:
    """Says which blocks became satisfied, and whether the course did;
    returns the time after the statements."""
    now_standing: Mapping[int, UnitProgress] = {
        unit: standing(row) for unit, row in standings(registration).items()
    }
    before = Satisfied(
        frozenset(registration.satisfied_blocks), registration.satisfied_at is not None
    )
    after = satisfied(about.course, now_standing)
    fresh = list(newly(about.course, before, after))
    if not fresh:
        return at
    after_all = tell(
        [of_satisfaction(about, part, key=new_key(at), at=at) for part in fresh], at=at
    )
    registration.satisfied_blocks = sorted(before.blocks | after.blocks)
    registration.satisfied_at = registration.satisfied_at or (at if after.course else None)
    registration.save(update_fields=["satisfied_blocks", "satisfied_at"])
    return after_all + TICK
