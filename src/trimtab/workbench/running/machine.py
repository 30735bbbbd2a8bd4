"""What an administrator wants to know of the machine, as plain values; who gathers them is the
composition root (config/machine.py)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from trimtab.jobs.api import BackupRow, JobRow, QueueRow


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """A process of this machine; `memory` in bytes, None where the system does not say it."""

    name: str
    number: int
    memory: int | None


@dataclass(frozen=True, slots=True)
class MailRow:
    """How mail stands: messages and letters that wait for their time, that failed, and of which
    nobody knows whether they went. `piled_up` are due for half an hour, and do not go."""

    is_sent: bool
    waiting: int
    failed: int
    uncertain: int
    piled_up: int


@dataclass(frozen=True, slots=True)
class SlowPage:
    """A page of the last day, how often it was asked for, and the milliseconds under which nineteen
    of twenty answers stayed; None beyond what is counted."""

    name: str
    visits: int
    within: int | None


@dataclass(frozen=True, slots=True)
class MachineRow:
    """The machine at a moment. Sizes are in bytes.

    `parts` is what /healthz says of each part: 'well', or why not. `silent` is for how many seconds
    no worker has reported, None when none ever has. `errors` are those of the last day.
    """

    at: dt.datetime
    parts: Mapping[str, str]
    processes: Sequence[ProcessRow]
    jobs: Sequence[JobRow]
    queue: QueueRow
    silent: float | None
    disk_free: int
    disk_reserve: int
    database_size: int
    connections: int
    mail: MailRow
    targets_left: Sequence[str]
    errors: int
    backup: BackupRow | None
    backup_is_missing: bool
    slow_pages: Sequence[SlowPage] = ()
    versions: Mapping[str, str] = field(default_factory=dict)
