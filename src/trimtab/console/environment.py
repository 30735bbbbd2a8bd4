"""Making Django ready: which database, which secret; and starting the embedded server for the length of a command."""

from __future__ import annotations

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
def database() -> Iterator[None]:
    """Django, connected: to DATABASE_URL, to the embedded server that runs already, or to one started for this command."""
    data = data_folder()
    folder.prepare(data)
    process, is_ours = None, not os.environ.get("DATABASE_URL")
    if is_ours:
        cluster = Cluster(data)
        if not cluster.running():
            process = cluster.start()
        os.environ["DATABASE_URL"] = cluster.url
    try:
        ready()
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
    data = data_folder()
    os.environ["TRIMTAB_DATA"] = str(data)
    os.environ.setdefault("TRIMTAB_SECRET_KEY", folder.secret_key(data))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trimtab.config.settings")
    import django

    django.setup()


def migrate() -> None:
    """Brings the tables up to date."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
