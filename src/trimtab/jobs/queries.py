"""What is asked about jobs."""

from __future__ import annotations

import datetime as dt

from trimtab.jobs.domain.catalogue import JOBS, JobName
from trimtab.jobs.domain.rows import JobRow, RunRow
from trimtab.jobs.models import JobRun, ScheduledJob
from trimtab.kernel import paging
from trimtab.kernel.paging import Page

PAGE_SIZE = 50


def jobs() -> list[JobRow]:
    """Every job of the catalogue that has been scheduled, in the catalogue's order."""
    rows = {row.name: row for row in ScheduledJob.objects.filter(name__in=list(JOBS))}
    return [_job(rows[name]) for name in JOBS if name in rows]


def runs(
    *, name: JobName | None, only_failed: bool, page: int = 1, size: int = PAGE_SIZE
) -> Page[RunRow]:
    """A page of the runs that did something or failed, the newest first, of one job or of all."""
    query = JobRun.objects.filter(name__in=[name] if name else list(JOBS)).order_by(
        "-started_at", "-id"
    )
    if only_failed:
        query = query.exclude(problem="")
    cut = paging.cut(query.count(), number=page, size=size)
    return cut.page(
        RunRow(
            JobName(row.name), row.started_at, row.seconds, row.counts, row.problem, row.reference
        )
        for row in query[cut.window]
    )


def unwell(now: dt.datetime) -> list[JobRow]:
    """The jobs that somebody should look at."""
    return [row for row in jobs() if row.is_unwell(now)]


def unfinished(now: dt.datetime) -> int:
    """How many jobs are due, wait for a worker, or run."""
    return sum(row.due_at <= now or row.queued_at is not None or row.is_running for row in jobs())


def is_due(now: dt.datetime) -> bool:
    """Whether a job is due that nobody has queued yet."""
    return ScheduledJob.objects.filter(name__in=list(JOBS), due_at__lte=now).exists()


def _job(row: ScheduledJob) -> JobRow:
    return JobRow(
        JobName(row.name),
        row.due_at,
        row.queued_at,
        row.started_at,
        row.finished_at,
        row.seconds,
        row.counts,
        row.failures,
        row.problem,
        row.reference,
    )
