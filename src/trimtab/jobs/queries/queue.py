"""The queue behind the jobs, which procrastinate keeps."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection

_COUNTS = "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status"
_WORKERS = """
    SELECT count(*) FILTER (WHERE last_heartbeat > now() - interval '30 seconds')
    FROM procrastinate_workers
"""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """How many jobs wait, are under way, and could not be handed out; how many workers have
    reported within half a minute."""

    waiting: int
    doing: int
    failed: int
    workers: int


def queue() -> QueueRow:
    """How the queue stands."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS)
        counts = dict(cursor.fetchall())
        cursor.execute(_WORKERS)
        workers = cursor.fetchone()[0]
    return QueueRow(counts.get("todo", 0), counts.get("doing", 0), counts.get("failed", 0), workers)
