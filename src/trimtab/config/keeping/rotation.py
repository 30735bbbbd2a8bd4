"""The folder of backups: names that say when each was made, and which make way for newer ones."""

from __future__ import annotations

import datetime as dt
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from trimtab.jobs import api as jobs
from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import as_written, say

BEFORE_UPGRADE = "before-upgrade"
UPGRADES_KEPT = 3
_STALE_SECONDS = 24 * 3600
_STAMP = "%Y%m%dT%H%M%SZ"
_NAME = re.compile(rf"trimtab-(\d{{8}}T\d{{6}}Z)(-{BEFORE_UPGRADE})?\.backup")


def new_path(folder: Path, *, now: dt.datetime, before_upgrade: bool = False) -> Path:
    """Where a backup made now goes; its folder is there then, for its owner alone. Raises
    Trouble."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise MachineTrouble(
            say(
                "The folder of backups {folder} cannot be made: {words}.",
                folder=as_written(str(folder)),
                words=as_written(error.strerror or type(error).__name__),
            )
        ) from error
    end = f"-{BEFORE_UPGRADE}" if before_upgrade else ""
    return folder / f"trimtab-{now.astimezone(dt.UTC).strftime(_STAMP)}{end}.backup"


def rotate(folder: Path, *, days: int, weeks: int, zone: ZoneInfo) -> list[Path]:
    """Takes away the backups that make way for newer ones, and returns them. Of those before
    upgrades the newest three stay; what is called otherwise is left alone."""
    nightly = {made: path for made, path, is_upgrade in _backups(folder) if not is_upgrade}
    upgrades = {made: path for made, path, is_upgrade in _backups(folder) if is_upgrade}
    stay = jobs.kept(nightly, days=days, weeks=weeks, zone=zone)
    going = [path for made, path in nightly.items() if made not in stay]
    going += [upgrades[made] for made in sorted(upgrades, reverse=True)[UPGRADES_KEPT:]]
    for path in going:
        path.unlink(missing_ok=True)
    _clear_leftovers(folder)
    return going


def _clear_leftovers(folder: Path) -> None:
    """Takes away what a killed process left half-written more than a day ago."""
    for path in folder.glob(".trimtab-*"):
        if time.time() - path.lstat().st_mtime < _STALE_SECONDS:  # noqa: TID251  files carry the machine's time
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _backups(folder: Path) -> Iterator[tuple[dt.datetime, Path, bool]]:
    for name in sorted(os.listdir(folder)):
        named = _NAME.fullmatch(name)
        if named and (folder / name).is_file():
            made = dt.datetime.strptime(named[1], _STAMP).replace(tzinfo=dt.UTC)
            yield made, folder / name, bool(named[2])
