"""Root steps down: where the data folder belongs to a user, everything that is started on it
becomes that user first."""

from __future__ import annotations

import os
import pwd
import sys
from contextlib import suppress
from pathlib import Path

import trimtab
from trimtab.console import environment, unprivileged
from trimtab.console.private import User
from trimtab.console.problems import MachineTrouble


def step_down() -> None:
    """Turns this process, if it is root's, into the owner of the data folder, without any
    capability, before it does anything. A folder of root's own, or none yet, changes nothing.
    Raises Trouble where the owner cannot reach the program or the folder."""
    if os.geteuid() != 0:
        return
    data = environment.data_folder()
    try:
        found = data.stat()
    except OSError:
        return
    if found.st_uid == 0:
        return
    user = User(found.st_uid, found.st_gid)
    os.environ["TRIMTAB_DATA"] = str(data)
    try:
        unprivileged.show(_needed(data), user)
        unprivileged.become(user)
    except OSError as error:
        raise MachineTrouble(
            f"{data} belongs to user {user.uid}, and root cannot become that user here "
            f"({error.strerror}). Start Trimtab as that user."
        ) from error
    # Files of root's home are none of theirs, and libraries look there.
    os.environ["HOME"] = str(data)
    with suppress(KeyError):
        os.environ["USER"] = os.environ["LOGNAME"] = pwd.getpwuid(user.uid).pw_name


def _needed(data: Path) -> list[Path]:
    """The folders without which nothing runs: the data, and what Python loads from."""
    loaded = (sys.prefix, sys.base_prefix, *sys.path)
    folders = (
        data,
        *(Path(place).resolve() for place in loaded if place),
        Path(trimtab.__file__).resolve().parent,
    )
    return [folder for folder in folders if folder.is_dir()]
