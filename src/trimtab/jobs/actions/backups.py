"""Writing down what came of backups, and which are kept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from trimtab.jobs.domain.backups import GOOD, BackupMade
from trimtab.jobs.models import Backup
from trimtab.kernel.said import as_written

RECORDS_ARE_KEPT = dt.timedelta(days=400)


def note_backup(*, made: BackupMade, seconds: float, now: dt.datetime) -> None:
    """Writes down what came of making a backup; `seconds` is how long that took."""
    Backup.objects.create(
        made_at=now,
        kind=made.kind,
        state=made.state,
        file=made.file,
        size=made.size,
        tables=made.tables,
        rows=made.rows,
        is_sealed=made.is_sealed,
        is_kept=made.state in GOOD,
        seconds=seconds,
        problem=made.problem or as_written(""),
    )


def note_kept(*, present: Collection[str], now: dt.datetime) -> None:
    """Writes down that of the backups that were kept only these files are there still, and forgets
    what is older than 400 days and gone."""
    rows = Backup.objects.filter(is_kept=True)
    rows.exclude(file__in=present).update(is_kept=False)
    Backup.objects.filter(is_kept=False, made_at__lt=now - RECORDS_ARE_KEPT).delete()
