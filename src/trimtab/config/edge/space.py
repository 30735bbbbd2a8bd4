"""Room on the disk: what must stay free, and where content lies while it arrives."""

from __future__ import annotations

import shutil
import tempfile
import time
from contextlib import suppress

from trimtab.config import env

FOLDER = env.DATA / "arriving"
_STALE_SECONDS = 24 * 3600


def free() -> int:
    """The bytes that are free where the data lie."""
    return shutil.disk_usage(env.DATA if env.DATA.is_dir() else env.DATA.anchor).free


def has_room(size: int) -> bool:
    """Whether `size` bytes more leave free what must stay free."""
    return free() - size >= env.DISK_RESERVE


def prepare() -> None:
    """Lets temporary files of this process lie beside the data, for its owner alone, and takes away
    what a killed process left."""
    with suppress(OSError):
        FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
        for left in FOLDER.iterdir():
            if time.time() - left.stat().st_mtime > _STALE_SECONDS:  # noqa: TID251  files carry the machine's time
                left.unlink(missing_ok=True)
        tempfile.tempdir = str(FOLDER)
