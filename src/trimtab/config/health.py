"""Is everything well? 200 with JSON when web, database, worker and jobs are, 503 with the reason otherwise."""

from __future__ import annotations

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from trimtab import clock
from trimtab.jobs import api as jobs

SILENT_SECONDS = 30
WELL = "well"
_BEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The state of each part, and the reason of the first that is not well; `unfinished` counts jobs that are due or run."""
    parts = {"web": WELL, "database": WELL, "worker": WELL, "jobs": WELL}
    unfinished: int | None = None
    try:
        parts |= {"worker": worker(), "jobs": overdue()}
        unfinished = jobs.unfinished(clock.now())
    except Error:
        unknown = "unknown without the database"
        parts |= {"database": "does not answer", "worker": unknown, "jobs": unknown}
    well = all(state == WELL for state in parts.values())
    reason = "" if well else next(f"{name}: {state}." for name, state in parts.items() if state != WELL)
    answer = {"well": well, "reason": reason, **parts, "unfinished": unfinished}
    return JsonResponse(answer, status=200 if well else 503)


def worker() -> str:
    """'well', or for how long no worker has reported."""
    with connection.cursor() as cursor:
        cursor.execute(_BEAT)
        silent = cursor.fetchone()[0]
    if silent is None:
        return "has not reported"
    return WELL if silent <= SILENT_SECONDS else f"silent for {silent:.0f} seconds"


def overdue() -> str:
    """'well', or the jobs that somebody should look at, each with how it stands."""
    now = clock.now()
    rows = jobs.unwell(now)
    return ", ".join(f"{row.name} is {row.state(now)}" for row in rows) if rows else WELL
