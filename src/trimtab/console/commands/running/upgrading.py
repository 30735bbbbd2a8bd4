"""Bringing an installation to this version: a backup first, then the tables, and the way back."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

import trimtab
from trimtab.console import environment, folder
from trimtab.console.problems import MachineTrouble

if TYPE_CHECKING:
    from trimtab.jobs.api import BackupMade


@click.command("upgrade")
def upgrade_command() -> None:
    """Bring the tables up to this version of Trimtab: a backup is made and checked first, and the
    way back is told. Stop Trimtab before. Exit code 3 when something went wrong."""
    data, is_served = environment.data_folder(), bool(os.environ.get("DATABASE_URL"))
    folder.prepare(data)
    with folder.locked(data), environment.database(migrated=False):
        if is_served:
            _require_stopped()
        count = _waiting()
        if not count:
            click.echo(f"The tables are those of Trimtab {trimtab.__version__} already.")
            return
        made = _backed_up()
        _migrate(made, count)
    click.echo(f"The tables are those of Trimtab {trimtab.__version__} now. Start it as before.")
    _tell_way_back(made)


def _require_stopped() -> None:
    """Raises Trouble while a worker lives on another machine, or in another folder."""
    from django.db import connection

    from trimtab.config import health, pulse

    if "procrastinate_workers" not in connection.introspection.table_names():
        return
    silent = pulse.silence()
    if silent is not None and silent <= health.SILENT_SECONDS:
        raise MachineTrouble(
            f"A worker reported {silent:.0f} seconds ago. Stop Trimtab everywhere, wait for "
            f"{health.SILENT_SECONDS} seconds, and try again; nothing was changed."
        )


def _waiting() -> int:
    """How many migrations this version has that the tables have not. Raises Trouble for tables of a
    newer version."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from trimtab.config.keeping import making

    known = making.known_tables()
    newer = [part for part, name in making.tables().items() if name > known.get(part, "~")]
    if newer:
        raise MachineTrouble(
            f"The tables are of a newer Trimtab than this one, {trimtab.__version__} "
            f"({', '.join(sorted(newer)[:3])}). Install that one; nothing was changed."
        )
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _backed_up() -> BackupMade:
    """A backup that was made and checked now."""
    from trimtab import clock
    from trimtab.config import env
    from trimtab.config.keeping import making, rotation
    from trimtab.jobs.api import BackupKind

    path = rotation.new_path(env.BACKUP_FOLDER, now=clock.now(), before_upgrade=True)
    click.echo("Making a backup first …", err=True)
    made = making.make(path, kind=BackupKind.UPGRADE, passphrase=env.BACKUP_PASSPHRASE)
    said = f"all {made.tables} tables compared" if made.is_checked else made.problem
    click.echo(f"{path} holds everything as it was ({made.size / 2**20:,.1f} MB; {said}).")
    return made


def _migrate(made: BackupMade, count: int) -> None:
    from trimtab.config.keeping import making

    is_noted = making.knows_of_backups()
    click.echo(f"Bringing the tables up to date, in {count} steps …", err=True)
    try:
        environment.migrate()
    except Exception as error:
        _tell_way_back(made)
        raise MachineTrouble(
            f"The tables could not be brought up to date ({type(error).__name__}: {error}). Go back "
            "as was said."
        ) from error
    if not is_noted:
        making.note(made)


def _tell_way_back(made: BackupMade) -> None:
    """How to go back to the version before, with the command to copy."""
    click.echo(
        "To go back: stop Trimtab, restore this backup into an empty folder (and an empty database, "
        "where DATABASE_URL is set) as below, install the version that you had before, and start "
        "it with that folder."
    )
    click.echo(f"  TRIMTAB_DATA=/an/empty/folder trimtab restore --as-it-was {made.file}")
