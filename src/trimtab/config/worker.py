"""The worker: it queues what is due by the product's clock, and runs it.

procrastinate holds the queue, gives each job to one worker at a time, and says which workers are
alive. When a job is due is not its business: it asks the machine's clock, and drops what fell due
while nothing ran (docs/decisions/0023).
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.job_context import JobContext
from procrastinate.jobs import Job, Status

from trimtab import clock
from trimtab.config import tracing
from trimtab.config.pulse import Pulse, silence
from trimtab.config.schedule import SCHEDULE
from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName
from trimtab.people import api as people

log = logging.getLogger("trimtab.worker")

CONCURRENCY = 4
LOOK_SECONDS = 1.0
# In a rehearsal the clock may be set at any moment, and somebody waits for what falls due then.
GLANCE_SECONDS = 0.1
BEAT_SECONDS, SILENT_SECONDS = 2.0, 10.0


class Hands:
    """Which of the queue's jobs this process has in its hands, and which the queue believes to be
    there though they are not.

    That is so when the database went away as a job's end was to be written down: the job would be
    held as running for as long as the process lives.
    """

    def __init__(self) -> None:
        self.jobs: set[int] = set()
        self.workers: set[int] = set()
        self._missed: dict[int, float] = {}

    def take(self, job: Job) -> None:
        """A job that the queue has given to this process begins."""
        if job.id is not None and job.worker_id is not None:
            self.jobs.add(job.id)
            self.workers.add(job.worker_id)

    def let_go(self, job: Job) -> None:
        """It has ended."""
        if job.id is not None:
            self.jobs.discard(job.id)

    def dropped(self, doing: Iterable[Job], now: float) -> list[Job]:
        """Of the jobs that the queue says are under way, those given to this process that have not
        been in its hands for ten seconds. `now` is of the monotonic clock."""
        absent = {
            job.id: job
            for job in doing
            if job.id and job.worker_id in self.workers and job.id not in self.jobs
        }
        self._missed = {key: self._missed.get(key, now) for key in absent}
        return [job for key, job in absent.items() if now - self._missed[key] >= SILENT_SECONDS]


HANDS, PULSE = Hands(), Pulse()


@app.task(name="trimtab.run", pass_context=True)
def run(context: JobContext, name: str) -> None:
    """Runs the job of that name; its rows say what came of it."""
    HANDS.take(context.job)
    close_old_connections()
    try:
        with tracing.job(name):
            jobs.run(JobName(name), work=SCHEDULE[JobName(name)], clock=clock.now)
    finally:
        close_old_connections()
        HANDS.let_go(context.job)


def queue(name: JobName) -> None:
    """Puts a job in the queue, unless it waits there already."""
    try:
        run.configure(lock=name, queueing_lock=name).defer(name=str(name))
    except AlreadyEnqueued:
        log.info("%s waits already", name)


def zone() -> ZoneInfo:
    """The organisation's time zone, whose nights are meant."""
    organisation = people.organisation()
    return ZoneInfo(organisation.time_zone if organisation else "UTC")


def begin() -> None:
    """Writes the schedule down."""
    close_old_connections()
    jobs.schedule(zone=zone(), now=clock.now())


def look() -> None:
    """Queues what is due now. While the queue hears nothing of a worker, the pulse is not felt."""
    close_old_connections()
    silent = silence()
    if silent is None or silent <= SILENT_SECONDS:
        PULSE.beat()
    held = ProcrastinateJob.objects.filter(
        status__in=(Status.TODO.value, Status.DOING.value), lock__isnull=False
    )
    if count := jobs.take_up(held=held.values_list("lock", flat=True), now=clock.now()):
        log.warning("%d jobs were in nobody's hands any more; they run again", count)
    jobs.queue_due(queue=queue, zone=zone(), now=clock.now())


async def work(*, is_rehearsal: bool) -> None:
    """Works until told to stop (SIGINT, SIGTERM). Raises what ends the queue, for the supervisor to
    start it again."""
    tracing.TRACING.begin("worker")
    connector = app.connector
    assert isinstance(connector, DjangoConnector), "the queue lies in Django's database"
    with app.replace_connector(connector.get_worker_connector()) as running:
        async with running.open_async():
            PULSE.start()
            watching = asyncio.create_task(_watch(is_rehearsal=is_rehearsal))
            try:
                await running.run_worker_async(
                    concurrency=CONCURRENCY,
                    delete_jobs="successful",
                    update_heartbeat_interval=BEAT_SECONDS,
                    stalled_worker_timeout=SILENT_SECONDS,
                    shutdown_graceful_timeout=5,
                    install_signal_handlers=True,
                )
            finally:
                watching.cancel()


async def _watch(*, is_rehearsal: bool) -> None:
    """Looks again and again. Whatever goes wrong is logged, and looking goes on: a database that is
    away comes back."""
    has_begun = False
    while True:
        try:
            if not has_begun:
                await asyncio.to_thread(begin)
                has_begun = True
            await _take_over()
            await asyncio.to_thread(look)
        except (DatabaseError, ConnectorException) as fault:
            PULSE.beat()
            log.warning("the schedule waits for the database: %s", type(fault).__name__)
        except Exception:
            log.exception("the schedule could not be looked at")
        await _rest(is_rehearsal=is_rehearsal)


async def _rest(*, is_rehearsal: bool) -> None:
    """Sleeps until it is time to look again: a second or, in a rehearsal, as soon as a job is due."""
    if not is_rehearsal:
        await asyncio.sleep(LOOK_SECONDS)
        return
    until = time.monotonic() + LOOK_SECONDS
    while time.monotonic() < until:
        await asyncio.sleep(GLANCE_SECONDS)
        try:
            if await asyncio.to_thread(_is_due):
                return
        except Exception:  # the look that follows meets it too, and says it
            return


def _is_due() -> bool:
    close_old_connections()
    return jobs.is_due(clock.now())


async def _take_over() -> None:
    """Queues again what a worker was doing when it died and what this one has dropped, or lets go
    of it where the same job waits already: what is left in the state 'doing' would hold the job's
    lock for good."""
    stalled = await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS)
    doing = await app.job_manager.list_jobs_async(status=Status.DOING.value)
    for job in [*stalled, *HANDS.dropped(doing, time.monotonic())]:
        log.warning("%s was left behind by a worker; it runs again", job.task_kwargs.get("name"))
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
