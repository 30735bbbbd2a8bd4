"""How this installation stands, for machines: Prometheus' text format 0.0.4, for whoever shows the
token that the settings name (TRIMTAB_METRICS_TOKEN); without such a setting for nobody."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import inf
from typing import TypeAlias

from django.db.utils import Error
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from trimtab.config import env, health, machine
from trimtab.workbench.running.machine import MachineRow

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
Sample: TypeAlias = tuple[Mapping[str, str], float]


@dataclass(frozen=True, slots=True)
class Metric:
    """A metric with its samples; every one is a gauge. `says` is its help."""

    name: str
    says: str
    samples: tuple[Sample, ...]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The page /metrics: 401 without the token. Without a database it says what is known then."""
    if not _has_token(request):
        refused = HttpResponse("This needs the token of TRIMTAB_METRICS_TOKEN.\n", status=401)
        refused["Content-Type"], refused["WWW-Authenticate"] = CONTENT_TYPE, "Bearer"
        return refused
    try:
        metrics = list(of_machine(machine.look()))
    except Error:
        metrics = [_parts(health.parts()[0])]
    return HttpResponse(text(metrics), content_type=CONTENT_TYPE)


def _has_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "").encode()
    wanted = f"Bearer {env.METRICS_TOKEN}".encode()
    return bool(env.METRICS_TOKEN) and hmac.compare_digest(shown, wanted)


def of_machine(row: MachineRow) -> Iterator[Metric]:
    """All metrics, of a machine as it stands."""
    yield _parts(row.parts)
    yield Metric("trimtab_info", "Versions; always 1.", ((row.versions, 1),))
    yield _single("trimtab_disk_free_bytes", "Free where the data lie.", row.disk_free)
    yield _single("trimtab_disk_reserve_bytes", "What must stay free there.", row.disk_reserve)
    yield _single("trimtab_database_size_bytes", "The database on the disk.", row.database_size)
    yield _single("trimtab_database_connections", "Connections to it.", row.connections)
    yield _single("trimtab_errors_last_day", "Errors that nobody foresaw.", row.errors)
    yield _single("trimtab_workers", "Workers that report.", row.queue.workers)
    yield Metric(
        "trimtab_process_memory_bytes",
        "What each process of this machine holds in memory.",
        tuple(({"process": row.name}, row.memory or 0) for row in row.processes),
    )
    yield Metric(
        "trimtab_queue_jobs",
        "Jobs in the queue, by their state.",
        (
            ({"state": "waiting"}, row.queue.waiting),
            ({"state": "doing"}, row.queue.doing),
            ({"state": "failed"}, row.queue.failed),
        ),
    )
    yield Metric(
        "trimtab_messages",
        "Messages and letters, by their state.",
        (
            ({"state": "waiting"}, row.mail.waiting),
            ({"state": "failed"}, row.mail.failed),
            ({"state": "uncertain"}, row.mail.uncertain),
            ({"state": "piled-up"}, row.mail.piled_up),
        ),
    )
    yield _single("trimtab_mail_suppressed", "Addresses that get no mail.", row.mail.suppressed)
    yield Metric(
        "trimtab_slow_page_milliseconds",
        "Under which nineteen of twenty answers of a page stayed in the last day, the slowest.",
        tuple(
            ({"page": page.name}, inf if page.within is None else page.within)
            for page in row.slow_pages
        ),
    )
    yield from _jobs(row)
    yield from _backup(row)


def text(metrics: list[Metric]) -> str:
    """Metrics in Prometheus' text format."""
    return "".join(f"{line}\n" for metric in metrics for line in _lines(metric))


def _lines(metric: Metric) -> Iterator[str]:
    yield f"# HELP {metric.name} {metric.says}"
    yield f"# TYPE {metric.name} gauge"
    for labels, value in metric.samples:
        pairs = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
        number = "+Inf" if value == inf else f"{value:.15g}"
        yield f"{metric.name}{{{pairs}}} {number}" if pairs else f"{metric.name} {number}"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")


def _single(name: str, says: str, value: float) -> Metric:
    return Metric(name, says, (({}, value),))


def _parts(parts: Mapping[str, str]) -> Metric:
    samples = tuple(({"part": name}, float(said == health.WELL)) for name, said in parts.items())
    return Metric("trimtab_well", "Whether a part is well, as /healthz says.", samples)


def _jobs(machine: MachineRow) -> Iterator[Metric]:
    yield Metric(
        "trimtab_job_failures",
        "How often a job has failed in a row.",
        tuple(({"job": row.name}, row.failures) for row in machine.jobs),
    )
    yield Metric(
        "trimtab_job_unwell",
        "Whether a job is overdue or stuck.",
        tuple(({"job": row.name}, float(row.is_unwell(machine.at))) for row in machine.jobs),
    )
    yield Metric(
        "trimtab_job_finished_timestamp_seconds",
        "When a job last ended.",
        tuple(
            ({"job": row.name}, row.finished_at.timestamp())
            for row in machine.jobs
            if row.finished_at
        ),
    )
    yield Metric(
        "trimtab_job_duration_seconds",
        "How long a job last took.",
        tuple(({"job": row.name}, row.seconds) for row in machine.jobs if row.seconds is not None),
    )


def _backup(machine: MachineRow) -> Iterator[Metric]:
    last = machine.backup
    if last is not None:
        made, says = last.made_at.timestamp(), "When the last good backup was made."
        yield _single("trimtab_backup_timestamp_seconds", says, made)
        yield _single("trimtab_backup_size_bytes", "The size of the last good backup.", last.size)
    missing = float(machine.backup_is_missing)
    yield _single("trimtab_backup_missing", "Whether one should have been made by now.", missing)
