"""What the room tells others about its jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from trimtab.jobs.domain.catalogue import JOBS, JobName

FAILURES_THAT_WORRY = 3


class JobState(StrEnum):
    """How a job stands."""

    WAITING = "waiting"
    QUEUED = "queued"
    RUNNING = "running"
    FAILING = "failing"
    OVERDUE = "overdue"
    STUCK = "stuck"


UNWELL = frozenset({JobState.OVERDUE, JobState.STUCK})


@dataclass(frozen=True, slots=True)
class JobRow:
    """A job as it stands. Times are aware; `seconds` is how long the last whole run took, `counts` what it did, by code."""

    name: JobName
    due_at: dt.datetime
    queued_at: dt.datetime | None
    started_at: dt.datetime | None
    finished_at: dt.datetime | None
    seconds: float | None
    counts: Mapping[str, int]
    failures: int
    problem: str
    reference: str

    @property
    def is_running(self) -> bool:
        """Whether a run has begun and has not ended."""
        return self.started_at is not None and (
            self.finished_at is None or self.finished_at < self.started_at
        )

    def state(self, now: dt.datetime) -> JobState:
        """How the job stands at `now`."""
        job = JOBS[self.name]
        if self.queued_at is not None:
            return JobState.OVERDUE if now - self.queued_at > job.grace else JobState.QUEUED
        if now - self.due_at > job.grace:
            return JobState.OVERDUE
        if self.is_running and self.started_at is not None:
            return JobState.STUCK if now - self.started_at > job.longest else JobState.RUNNING
        return JobState.FAILING if self.failures else JobState.WAITING

    def is_unwell(self, now: dt.datetime) -> bool:
        """Whether somebody should look: overdue, stuck, or failed three times in a row."""
        return self.state(now) in UNWELL or self.failures >= FAILURES_THAT_WORRY


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run that did something or failed."""

    name: JobName
    started_at: dt.datetime
    seconds: float
    counts: Mapping[str, int]
    problem: str
    reference: str
