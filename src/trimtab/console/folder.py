"""The data folder: who may use it, its secret, and the lock that keeps two starts apart."""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trimtab.console.problems import MachineTrouble


def prepare(data: Path) -> None:
    """Makes the folder, for its owner alone. Raises Trouble when it cannot be written."""
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = data / ".probe"
        probe.write_text("")
        probe.unlink()
    except OSError as error:
        raise MachineTrouble(
            f"The folder {data} cannot be written ({error.strerror}). Choose another with "
            "TRIMTAB_DATA."
        ) from error


def secret_key(data: Path) -> str:
    """The installation's secret, made on the first start; readable by the owner alone. Raises
    Trouble when it is gone while the database is there: a new one would end all links to people who
    were asked, and secrets of other systems could not be read."""
    path = data / "secret-key"
    if not path.exists() and (data / "postgres" / "PG_VERSION").exists():
        raise MachineTrouble(
            f"The secret of this installation is missing: {path}. Put it back from the backup. "
            "Without one: "
            f"write a new one into it (openssl rand -hex 32 > {path}); links to people who were "
            "asked are dead then, and secrets of other systems "
            "are entered again."
        )
    try:
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()


@contextmanager
def locked(data: Path) -> Iterator[None]:
    """Holds the folder for this process. Raises Trouble when another start holds it."""
    with os.fdopen(
        os.open(data / "lock", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600), "r+"
    ) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            pid = file.read().strip() or "unknown"
            raise MachineTrouble(
                f"Trimtab runs on {data} already (process {pid}). Stop that one first, or choose "
                "another folder."
            ) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
