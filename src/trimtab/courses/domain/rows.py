"""What courses give to others: frozen rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from trimtab.courses.domain.attempts import Grading
from trimtab.courses.domain.sessions import SessionState
from trimtab.courses.domain.structure import Block, CourseKind


class UnitState(StrEnum):
    """Where somebody stands in a unit."""

    NEW = "new"
    STARTED = "started"
    FAILED = "failed"
    DONE = "done"
    WAIVED = "waived"
    FREE = "free"


@dataclass(frozen=True, slots=True)
class AttemptRow:
    """One try at a unit. `score` is from -1 to 1."""

    number: int
    began_at: dt.datetime
    completed: bool
    passed: bool | None
    score: float | None

    @property
    def is_over(self) -> bool:
        """Whether it came to more than a score on the way."""
        return self.completed or self.passed is not None


@dataclass(frozen=True, slots=True)
class CourseUnitRow:
    """A unit as its learner sees it. `score`, from -1 to 1, is the one that counts of
    all attempts; `mastery_score` from 0 to 1."""

    position: int
    title: str
    description: str
    blocks: tuple[int, ...]
    state: UnitState
    score: float | None
    mastery_score: float | None
    own_window: bool
    is_elsewhere: bool
    attempts: tuple[AttemptRow, ...] = ()
    attempt_limit: int | None = None

    @property
    def is_used_up(self) -> bool:
        """Whether its maker allows no further try."""
        return (
            self.attempt_limit is not None
            and sum(attempt.is_over for attempt in self.attempts) >= self.attempt_limit
        )

    @property
    def opens_apart(self) -> bool:
        """Whether it opens beside its course's page: it asks for that, or
        its maker's page may have no way back."""
        return self.own_window or self.is_elsewhere

    @property
    def is_done(self) -> bool:
        """Whether it is satisfied."""
        return self.state in (UnitState.DONE, UnitState.WAIVED, UnitState.FREE)


@dataclass(frozen=True, slots=True)
class CourseRow:
    """A course as its learner sees it. `registration` is None before the first launch."""

    package_id: UUID
    kind: CourseKind
    title: str
    description: str
    units: tuple[CourseUnitRow, ...]
    blocks: tuple[Block, ...]
    registration: UUID | None
    satisfied_at: dt.datetime | None
    is_offered: bool
    grading: Grading = Grading.HIGHEST

    @property
    def done(self) -> int:
        """How many units are satisfied."""
        return sum(unit.is_done for unit in self.units)

    @property
    def is_started(self) -> bool:
        """Whether anything was launched."""
        return self.registration is not None

    @property
    def next(self) -> CourseUnitRow | None:
        """The first unit that is not satisfied; None when all are."""
        return next((unit for unit in self.units if not unit.is_done), None)


@dataclass(frozen=True, slots=True)
class PackageRow:
    """A package as its authors see it. `size` is in bytes, unpacked;
    people are counted by registration."""

    id: UUID
    kind: CourseKind
    title: str
    description: str
    publisher_id: str
    units: int
    files: int
    size: int
    imported_at: dt.datetime
    offered_at: dt.datetime | None
    retired_at: dt.datetime | None
    started: int
    satisfied: int
    grading: Grading = Grading.HIGHEST


@dataclass(frozen=True, slots=True)
class Imported:
    """A package that is here now; `is_new` is False when the very same one was here before."""

    package_id: UUID
    title: str
    kind: CourseKind
    units: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Launch:
    """Where a unit opens, and whether it asks for a window of its own. `frame` is a page
    with the way back around it, '' for none."""

    session_id: UUID
    registration: UUID
    url: str
    own_window: bool
    frame: str = ""


@dataclass(frozen=True, slots=True)
class SessionGrant:
    """What the one use of a fetch address gives: `secret` opens the session until it ends."""

    session_id: UUID
    secret: str


@dataclass(frozen=True, slots=True)
class Stands:
    """Where somebody stands in a unit after what its SCO has just sent. `score`, from -1 to
    1, is the one that counts; `next` is the title of the first other part of the course that
    is still to be done, '' when there is none."""

    state: UnitState
    score: float | None
    counts: bool
    next: str
    is_course_done: bool


@dataclass(frozen=True, slots=True)
class Framed:
    """A unit as the page around it names it."""

    title: str
    package_id: UUID


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session that its credential opened, with what requests are held against."""

    session: SessionState
    package_id: UUID
    person_id: UUID
    unit: int
    kind: CourseKind


@dataclass(frozen=True, slots=True)
class Played:
    """What a SCO is given when it starts: its saved data, and what the manifest says about it."""

    grant: SessionGrant
    kind: CourseKind
    title: str
    url: str
    learner_id: str
    mode: str
    mastery_score: float | None
    launch_data: str
    runtime: Mapping[str, Any] | None
    return_url: str
    completion_threshold: float | None = None
    max_time: str = ""
    time_limit_action: str = ""
    objectives: tuple[str, ...] = ()
