"""A backup of the whole installation, and its restoration into an empty folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

import trimtab
from trimtab.console import environment, folder, keeping
from trimtab.console.problems import Trouble


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_command(file: Path) -> None:
    """Write the whole installation into FILE: database, secret, files of packages and sources. It
    may run meanwhile.

    Whoever has FILE has everything; it is made for its owner alone. Settings of the environment are
    not in it.
    """
    target = file.absolute()
    if not target.parent.is_dir():
        raise Trouble(f"There is no folder {target.parent}.")
    with environment.database():
        from django.conf import settings
        from django.db import connection

        from trimtab import clock
        from trimtab.people import api as people

        organisation = people.organisation()
        about = keeping.Manifest(
            clock.now().isoformat(),
            trimtab.__version__,
            organisation.name if organisation else "",
            _tables(),
            "",
            0,
        )
        made = keeping.backup(
            target,
            environment.data_folder(),
            secret=settings.SECRET_KEY,
            about=about,
            connection=connection.get_connection_params(),
        )
    size = target.stat().st_size / 2**20
    click.echo(
        f"{target} holds the whole installation ({size:,.1f} MB, {made.files:,} files beside the "
        "database)."
    )
    click.echo(
        "Keep it where nobody else reads it: the secret is in it. Settings of the environment are "
        "not."
    )


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def restore_command(file: Path) -> None:
    """Restore FILE into the data folder (TRIMTAB_DATA), which must be empty; nothing else is
    touched.

    Do not start it while the original runs: both would send messages and records.
    """
    made, data = keeping.read(file), environment.data_folder()
    if not keeping.is_empty(data):
        raise Trouble(
            f"{data} is not empty. Name an empty folder with TRIMTAB_DATA; nothing was changed."
        )
    folder.prepare(data)
    room = shutil.disk_usage(data).free
    if room < 3 * file.stat().st_size:
        raise Trouble(
            f"{data} has {room / 2**20:,.0f} MB left, and the backup needs about three times its "
            "size."
        )
    try:
        keeping.unpack(file, data)
        _check_secret(data)
        with environment.database(migrated=False):
            _fill(data, made)
    except BaseException:
        keeping.clear(data)
        raise
    click.echo(
        f"{made.organisation or 'An empty installation'}, as it was at {made.made_at}, is in "
        f"{data}."
    )
    click.echo(
        "Start it when the original does not run any more: both would send messages and records."
    )


def _check_secret(data: Path) -> None:
    named = os.environ.get("TRIMTAB_SECRET_KEY_FILE")
    given = Path(named).read_text() if named else os.environ.get("TRIMTAB_SECRET_KEY", "")
    if given and given.strip() != folder.secret_key(data):
        raise Trouble(
            "TRIMTAB_SECRET_KEY is another secret than that of the backup. Take the setting away, "
            "or correct it."
        )


def _fill(data: Path, made: keeping.Manifest) -> None:
    from django.db import connection

    newer = {part for part, name in made.tables.items() if name > _known().get(part, "")}
    if newer:
        raise Trouble(
            f"The backup was made by a newer Trimtab ({made.version}; this is "
            f"{trimtab.__version__}). Restore it with that one."
        )
    if connection.introspection.table_names():
        raise Trouble(
            "The database of DATABASE_URL is not empty. Name an empty one; nothing was changed."
        )
    keeping.fill(data / keeping.DUMP, connection.get_connection_params())
    (data / keeping.DUMP).unlink()
    connection.close()
    environment.migrate()


def _tables() -> dict[str, str]:
    """The newest migration of each part that is applied."""
    from django.db import connection
    from django.db.migrations.recorder import MigrationRecorder

    found: dict[str, str] = {}
    for part, name in MigrationRecorder(connection).applied_migrations():
        found[part] = max(found.get(part, ""), name)
    return found


def _known() -> dict[str, str]:
    """The newest migration of each part that this Trimtab knows."""
    from django.db.migrations.loader import MigrationLoader

    found: dict[str, str] = {}
    for part, name in MigrationLoader(None).disk_migrations:
        found[part] = max(found.get(part, ""), name)
    return found
