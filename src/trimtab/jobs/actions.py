"""Queueing what is due, running it, and writing down what came of it."""

from __future__ import annotations

import datetime as dt
import logging
import time
from collections.abc import Callable, Iterable, Mapping
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Least

from trimtab import errors
from trimtab.jobs.domain.catalogue import FIRST_PAUSE, JOBS, JobName, pause
from trimtab.jobs.models import JobRun, ScheduledJob
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import say

log = logging.getLogger("trimtab.jobs")

Counts = Mapping[str, int]
Work = Callable[[], Counts]
Clock = Callable[[], dt.datetime]
Queue = Callable[[JobName], None]
RUNS_ARE_KEPT = dt.timedelta(days=90)


def schedule(*, zone: ZoneInfo, now: dt.datetime) -> None:
    """Makes a row for each job of the catalogue that has none, due at its next time, and forgets those that are no more."""
    ScheduledJob.objects.exclude(name__in=list(JOBS)).delete()
    rows = [
        ScheduledJob(name=name, due_at=job.rhythm.next_after(now, zone))
        for name, job in JOBS.items()
    ]
    ScheduledJob.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def queue_due(*, queue: Queue, zone: ZoneInfo, now: dt.datetime) -> list[JobName]:
    """Hands every job that is due to `queue`, in the order in which they fell due, and says when each is due next; returns their names.

    A job whose time has passed several times, because nothing ran meanwhile, is queued once. None is ever due later than its next time
    from `now` on, so that a clock that was wrong and is put right holds nothing up. Several workers may call this at once.
    """
    rows = ScheduledJob.objects.select_for_update(skip_locked=True).filter(name__in=list(JOBS))
    changed, due = [], []
    for row in rows.order_by("due_at", "name"):
        name, next_at = JobName(row.name), JOBS[JobName(row.name)].rhythm.next_after(now, zone)
        if row.due_at <= now:
            due.append(name)
            if row.queued_at is None:
                row.queued_at = now
                queue(name)
        elif row.due_at <= next_at:
            continue
        row.due_at = next_at
        changed.append(row)
    ScheduledJob.objects.bulk_update(changed, ["queued_at", "due_at"])
    return due


def run(name: JobName, *, work: Work, clock: Clock) -> None:
    """Runs a job and writes down how it went. A failure is logged with a reference, and the job is due again after a pause that grows.

    Whatever `work` raises is a failure of the job and not of the worker.
    """
    started = clock()
    ScheduledJob.objects.filter(name=name).update(queued_at=None, started_at=started)
    begun = time.monotonic()
    try:
        counts = {code: count for code, count in work().items() if count}
    except Exception as fault:
        _failed(name, fault, started=started, seconds=time.monotonic() - begun, now=clock())
    else:
        _done(name, counts, started=started, seconds=time.monotonic() - begun, now=clock())


def take_up(*, held: Iterable[str], now: dt.datetime) -> int:
    """Makes due within a minute what was queued or had begun and is in nobody's hands any more; returns how many jobs that were.

    `held` are the names that the queue holds (a query, or names). A job whose database went away while it ran can write down neither that it
    is done nor that it failed: without this it would stand there as running until its next regular time, and a night would be lost.
    """
    has_begun = Q(started_at__isnull=False) & (
        Q(finished_at=None) | Q(finished_at__lt=F("started_at"))
    )
    lost = ScheduledJob.objects.filter(Q(queued_at__isnull=False) | has_begun).exclude(
        name__in=held
    )
    return lost.update(
        queued_at=None,
        started_at=F("finished_at"),
        due_at=Least(F("due_at"), Value(now + FIRST_PAUSE)),
    )


def run_soon(*, name: JobName, now: dt.datetime) -> None:
    """Makes a job due now, for somebody who has mended what was wrong. Raises Refusal when it is not scheduled."""
    if not ScheduledJob.objects.filter(name=name).update(due_at=now):
        raise Refusal(
            "no-such-job",
            say("This job is not scheduled; has the worker ever been started?"),
            "name",
        )


def tidy(*, now: dt.datetime) -> int:
    """Forgets runs that are older than 90 days; returns how many."""
    return JobRun.objects.filter(started_at__lt=now - RUNS_ARE_KEPT).delete()[0]


def _done(
    name: JobName, counts: Counts, *, started: dt.datetime, seconds: float, now: dt.datetime
) -> None:
    ScheduledJob.objects.filter(name=name).update(
        finished_at=now, seconds=seconds, counts=counts, failures=0, problem="", reference=""
    )
    if counts:
        JobRun.objects.create(name=name, started_at=started, seconds=seconds, counts=counts)
        log.info("%s: %s", name, ", ".join(f"{count} {code}" for code, count in counts.items()))


@transaction.atomic
def _failed(
    name: JobName, fault: Exception, *, started: dt.datetime, seconds: float, now: dt.datetime
) -> None:
    reference = errors.note(fault, where=f"job {name}")
    row = ScheduledJob.objects.select_for_update().get(name=name)
    problem = type(fault).__name__
    row.finished_at, row.seconds, row.problem, row.reference = now, seconds, problem, reference
    row.failures += 1
    row.due_at = min(row.due_at, now + pause(row.failures))
    row.save()
    JobRun.objects.create(
        name=name, started_at=started, seconds=seconds, problem=problem, reference=reference
    )
