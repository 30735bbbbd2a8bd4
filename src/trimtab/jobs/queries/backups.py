"""What is known of backups."""

from __future__ import annotations

import datetime as dt

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from trimtab.jobs.domain.backups import GOOD, BackupKind, BackupRow, BackupState, is_overdue
from trimtab.jobs.models import Backup

MOST = 100
_BEGAN = ("jobs", "0002_backups")


def backups() -> list[BackupRow]:
    """The last hundred backups, failed ones too, the newest first."""
    return [_row(backup) for backup in Backup.objects.order_by("-made_at", "-id")[:MOST]]


def last_good_backup() -> BackupRow | None:
    """The newest one that did not fail."""
    backup = Backup.objects.filter(state__in=GOOD).order_by("-made_at", "-id").first()
    return _row(backup) if backup else None


def kept_files() -> list[str]:
    """The files of backups that were there when they were last looked for."""
    return list(Backup.objects.filter(is_kept=True).values_list("file", flat=True))


def backup_is_overdue(now: dt.datetime) -> bool:
    """Whether there should have been a good backup by now. An installation that is new, or that
    knows of backups since yesterday, has two days."""
    last = last_good_backup()
    return is_overdue(last.made_at if last else None, since=_began() or now, now=now)


def _began() -> dt.datetime | None:
    """When this installation began to know of backups."""
    app, name = _BEGAN
    began = MigrationRecorder(connection).migration_qs.filter(app=app, name=name).first()
    return began.applied if began else None


def _row(backup: Backup) -> BackupRow:
    return BackupRow(
        backup.made_at,
        BackupKind(backup.kind),
        BackupState(backup.state),
        backup.file,
        backup.size,
        backup.tables,
        backup.rows,
        backup.is_sealed,
        backup.is_kept,
        backup.seconds,
        backup.problem,
    )
