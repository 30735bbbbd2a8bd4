"""The worker: it queues what is due by the product's clock, and runs it.

procrastinate holds the queue, gives each job to one worker at a time, and says which workers are alive. When a job is due is not its
business: it asks the machine's clock, and drops what fell due while nothing ran (docs/decisions/0023).
"""

from __future__ import annotations

import asyncio
import logging
from zoneinfo import ZoneInfo

from django.db import DatabaseError, close_old_connections
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued, ConnectorException, UniqueViolation
from procrastinate.jobs import Status

from trimtab import clock
from trimtab.config.schedule import SCHEDULE
from trimtab.jobs import api as jobs
from trimtab.jobs.api import JobName
from trimtab.people import api as people

log = logging.getLogger("trimtab.worker")

CONCURRENCY = 4
LOOK_SECONDS = 1.0
LOOK_SECONDS_WHEN_REHEARSING = 0.1
BEAT_SECONDS, SILENT_SECONDS = 2.0, 10.0


@app.task(name="trimtab.run")
def run(name: str) -> None:
    """Runs the job of that name; its rows say what came of it."""
    close_old_connections()
    try:
        jobs.run(JobName(name), work=SCHEDULE[JobName(name)], clock=clock.now)
    finally:
        close_old_connections()


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
    """Queues what is due now."""
    close_old_connections()
    held = ProcrastinateJob.objects.filter(status__in=(Status.TODO.value, Status.DOING.value), lock__isnull=False)
    if count := jobs.take_up(held=held.values("lock"), now=clock.now()):
        log.warning("%d jobs were in nobody's hands any more; they run again", count)
    jobs.queue_due(queue=queue, zone=zone(), now=clock.now())


async def work(*, is_rehearsal: bool) -> None:
    """Works until told to stop (SIGINT, SIGTERM). Raises what ends the queue, for the supervisor to start it again."""
    pause = LOOK_SECONDS_WHEN_REHEARSING if is_rehearsal else LOOK_SECONDS
    with app.replace_connector(app.connector.get_worker_connector()) as running:
        async with running.open_async():
            watching = asyncio.create_task(_watch(pause))
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


async def _watch(pause: float) -> None:
    """Looks again and again. Whatever goes wrong is logged, and looking goes on: a database that is away comes back."""
    has_begun = False
    while True:
        try:
            if not has_begun:
                await asyncio.to_thread(begin)
                has_begun = True
            await _take_over()
            await asyncio.to_thread(look)
        except (DatabaseError, ConnectorException) as fault:
            log.warning("the schedule waits for the database: %s", type(fault).__name__)
        except Exception:
            log.exception("the schedule could not be looked at")
        await asyncio.sleep(pause)


async def _take_over() -> None:
    """Queues again what a worker was doing when it died, or lets go of it where the same job waits already: what is left in the state
    'doing' would hold the job's lock for good."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=SILENT_SECONDS):
        log.warning("%s was left behind by a worker; it runs again", job.task_kwargs.get("name"))
        try:
            await app.job_manager.retry_job(job)
        except UniqueViolation:
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=True)
