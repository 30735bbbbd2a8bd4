"""What stands on the pages of those who run the installation: backups that were made, and one that
was not."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from trimtab.jobs import api as jobs
from trimtab.jobs.api import BackupKind, BackupMade, BackupState
from trimtab.kernel.said import say

FOLDER = "/srv/trimtab/backups/trimtab"


def keep(now: dt.datetime) -> None:
    """The schedule of a worker, and three nights."""
    jobs.schedule(zone=ZoneInfo("UTC"), now=now)
    good = BackupMade(
        BackupKind.NIGHTLY,
        BackupState.CHECKED,
        f"{FOLDER}-20261125T030000Z.backup",
        size=48_300_000,
        tables=91,
        rows=1_204_551,
        is_sealed=True,
    )
    failed = BackupMade(
        BackupKind.NIGHTLY,
        BackupState.FAILED,
        problem=say("This sealed backup is not whole, or it was changed."),
    )
    upgrade = BackupMade(
        BackupKind.UPGRADE,
        BackupState.NOT_CHECKED,
        f"{FOLDER}-20261126T101500Z-before-upgrade.backup",
        size=48_900_000,
        tables=91,
        rows=1_204_700,
        problem=say("It was asked for without a check."),
    )
    for ago, made in ((34, good), (20, upgrade), (5, failed)):
        jobs.note_backup(made=made, seconds=74.0, now=now - dt.timedelta(hours=ago))
