"""Making Django ready: which database, which secret; and starting the embedded server for the
length of a command."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trimtab.console import folder
from trimtab.console.postgres import Cluster, stop


def data_folder() -> Path:
    """Where the data live: TRIMTAB_DATA, or ./data."""
    return Path(os.environ.get("TRIMTAB_DATA", "./data")).expanduser().resolve()


@contextmanager
def database(*, migrated: bool = True) -> Iterator[None]:
    """Django, connected: to DATABASE_URL, to the embedded server that runs already, or to one
    started for this command. Its tables are brought up to date unless told otherwise. Raises
    Trouble, also when the secret of a folder with a database is gone."""
    data = data_folder()
    folder.prepare(data)
    secret()
    process, is_ours = None, not os.environ.get("DATABASE_URL")
    if is_ours:
        cluster = Cluster(data)
        if not cluster.running():
            process = cluster.start()
        os.environ["DATABASE_URL"] = cluster.url
    try:
        ready()
        if migrated:
            migrate()
        yield
    finally:
        if is_ours:
            # Whoever asks next in this process starts it anew.
            del os.environ["DATABASE_URL"]
        if process is not None:
            from django.db import connections

            connections.close_all()
            stop(process.pid)


def ready() -> None:
    """Sets Django up with the folder's secret."""
    os.environ["TRIMTAB_DATA"] = str(data_folder())
    secret()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trimtab.config.settings")
    import django

    # What is imported stays: looking through it for garbage meanwhile finds none.
    gc.disable()
    try:
        django.setup()
    finally:
        gc.enable()


def secret() -> None:
    """Sees to it that there is a secret: that of the settings, else that of the data folder, made
    on the first start. Raises Trouble."""
    if not any(os.environ.get(name) for name in ("TRIMTAB_SECRET_KEY", "TRIMTAB_SECRET_KEY_FILE")):
        os.environ["TRIMTAB_SECRET_KEY"] = folder.secret_key(data_folder())


def migrate() -> None:
    """Brings the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
