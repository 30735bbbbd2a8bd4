"""Is everything well? 200 with JSON when web, worker and database are, 503 with the reason otherwise."""

from __future__ import annotations

from django.db import connection
from django.db.utils import Error
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

SILENT_SECONDS = 30
_BEAT = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The state of each part, and the reason of the first that is not well."""
    parts = {"web": "well", "database": "well", "worker": "well"}
    try:
        with connection.cursor() as cursor:
            cursor.execute(_BEAT)
            silent = cursor.fetchone()[0]
        if silent is None or silent > SILENT_SECONDS:
            parts["worker"] = "has not reported" if silent is None else f"has been silent for {silent:.0f} seconds"
    except Error:
        parts |= {"database": "does not answer", "worker": "unknown without the database"}
    well = all(state == "well" for state in parts.values())
    reason = "" if well else next(f"The {name} {state}." for name, state in parts.items() if state != "well")
    return JsonResponse({"well": well, "reason": reason, **parts}, status=200 if well else 503)
