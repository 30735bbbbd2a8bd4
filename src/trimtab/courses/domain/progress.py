"""Where somebody stands in a course, and what that satisfies (cmi5, 9.3.9, 10.2.5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import assert_never

from trimtab.courses.domain.structure import Course, MoveOn


@dataclass(frozen=True, slots=True)
class UnitProgress:
    """What is known about one unit of a registration. `score` is the last one, from -1 to 1."""

    completed: bool = False
    passed: bool = False
    failed: bool = False
    waived: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Satisfied:
    """What is satisfied now: positions of blocks, and whether the course is."""

    blocks: frozenset[int] = frozenset()
    course: bool = False


def is_satisfied(move_on: MoveOn, standing: UnitProgress) -> bool:
    """Whether a unit is satisfied."""
    if standing.waived:
        return True
    match move_on:
        case MoveOn.NOT_APPLICABLE:
            return True
        case MoveOn.COMPLETED:
            return standing.completed
        case MoveOn.PASSED:
            return standing.passed
        case MoveOn.COMPLETED_AND_PASSED:
            return standing.completed and standing.passed
        case MoveOn.COMPLETED_OR_PASSED:
            return standing.completed or standing.passed
    assert_never(move_on)


def satisfied(course: Course, standings: Mapping[int, UnitProgress]) -> Satisfied:
    """What is satisfied: a block, or the course, once all units anywhere below it are."""
    open_units = [
        unit
        for at, unit in enumerate(course.units)
        if not is_satisfied(unit.move_on, standings.get(at, UnitProgress()))
    ]
    unfinished = {block for unit in open_units for block in unit.blocks}
    return Satisfied(frozenset(range(len(course.blocks))) - unfinished, not open_units)


def newly(course: Course, before: Satisfied, after: Satisfied) -> Iterator[int | None]:
    """What became satisfied, the innermost blocks first; None is the course."""
    fresh = after.blocks - before.blocks
    yield from sorted(fresh, key=lambda block: (-len(course.blocks[block].blocks), block))
    if after.course and not before.course:
        yield None
