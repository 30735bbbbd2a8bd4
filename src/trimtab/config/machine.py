"""How this installation stands at a moment, gathered for the page of its administrators and for
/metrics."""

from __future__ import annotations

import json
import platform
from collections import Counter
from contextlib import suppress
from pathlib import Path

import django
from django.db import connection

import trimtab
from trimtab import clock, errors
from trimtab.config import env, health, page_times, pulse
from trimtab.config.edge import space
from trimtab.config.keeping import planning
from trimtab.jobs import api as jobs
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.messaging.api import MessageState, Post
from trimtab.workbench.running.machine import MachineRow, MailRow, ProcessRow

PROCESSES = "processes.json"
_DATABASE = """
    SELECT pg_database_size(current_database()),
        (SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()),
        current_setting('server_version')
"""


def look() -> MachineRow:
    """How everything stands now. Raises Error without a database."""
    now = clock.now()
    parts, _unfinished = health.parts()
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        size, connections, server = cursor.fetchone()
    return MachineRow(
        at=now,
        parts=parts,
        processes=processes(env.DATA),
        jobs=jobs.jobs(),
        queue=jobs.queue(),
        silent=pulse.silence(),
        disk_free=space.free(),
        disk_reserve=env.DISK_RESERVE,
        database_size=size,
        connections=connections,
        mail=_mail(),
        targets_left=lrs.targets_left_waiting(now),
        errors=errors.lately(env.DATA, now=now),
        backup=jobs.last_good_backup(),
        backup_is_missing=planning.is_missing(now),
        slow_pages=page_times.slowest(now),
        versions={
            "trimtab": trimtab.__version__,
            "python": platform.python_version(),
            "django": django.__version__,
            "postgresql": server,
        },
    )


def processes(data: Path) -> list[ProcessRow]:
    """The processes that `trimtab run` started in this folder, as far as they are there; none where
    each part runs by itself."""
    try:
        noted = json.loads((data / PROCESSES).read_text())
    except (OSError, ValueError):
        return []
    rows = [ProcessRow(name, number, _memory(number)) for name, number in noted.items()]
    return [row for row in rows if Path(f"/proc/{row.number}").exists() or not _has_proc()]


def _memory(number: int) -> int | None:
    """The bytes that a process holds in memory, as Linux says it."""
    with suppress(OSError, ValueError, StopIteration):
        lines = Path(f"/proc/{number}/status").read_text().splitlines()
        held = next(line for line in lines if line.startswith("VmRSS:"))
        return int(held.split()[1]) * 1024
    return None


def _has_proc() -> bool:
    return Path("/proc/self").exists()


def _mail() -> MailRow:
    counts: Counter[MessageState] = Counter()
    for post in Post:
        counts.update(messaging.outbox_counts(post).by_state)
    is_sent = messaging.sends_mail()
    return MailRow(
        is_sent,
        counts[MessageState.WAITING],
        counts[MessageState.FAILED],
        counts[MessageState.UNCERTAIN],
        messaging.piled_up(now=clock.now(), sends_letters=is_sent),
    )
