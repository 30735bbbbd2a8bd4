"""A backup of the whole installation, and its restoration into an empty folder."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

import trimtab
from trimtab.config.keeping import archive
from trimtab.config.keeping.environment import settings as settings_of
from trimtab.console import environment, folder
from trimtab.console.problems import MachineTrouble

_ASKED_AS = "TRIMTAB_BACKUP_PASSPHRASE"


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--encrypt",
    is_flag=True,
    help=f"Seal it with a passphrase: that of {_ASKED_AS}, or it is asked for.",
)
@click.option(
    "--check/--no-check",
    "is_checked",
    default=True,
    help="Restore it into a scratch database and compare every table (default), or do not.",
)
def backup_command(file: Path, encrypt: bool, is_checked: bool) -> None:
    """Write the whole installation into FILE: database, secret, files of packages and sources,
    settings. It may run meanwhile. Exit code 3 when the backup is not good; then there is no FILE.

    Whoever has FILE has everything; it is made for its owner alone.
    """
    target = file.absolute()
    if not target.parent.is_dir():
        raise MachineTrouble(f"There is no folder {target.parent}.")
    passphrase = _passphrase(confirmed=True) if encrypt else ""
    with environment.database(migrated=False):
        from trimtab.config.keeping import making
        from trimtab.jobs.api import BackupKind

        made = making.make(
            target, kind=BackupKind.COMMAND, passphrase=passphrase, is_checked=is_checked
        )
    size = made.size / 2**20
    click.echo(f"{target} holds the whole installation ({size:,.1f} MB).")
    if made.is_checked:
        click.echo(
            f"It was restored into a scratch database: all {made.tables} tables with {made.rows:,} "
            "rows are the same."
        )
    elif is_checked:
        click.echo(made.problem)
    click.echo(
        "Keep its passphrase elsewhere: without it nobody reads the file, we neither."
        if made.is_sealed
        else "Keep it where nobody else reads it: the secret is in it."
    )


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--as-it-was",
    is_flag=True,
    help="Leave the tables as they were, for the earlier Trimtab that wrote them.",
)
def restore_command(file: Path, as_it_was: bool) -> None:
    """Restore FILE into the data folder (TRIMTAB_DATA), which must be empty; nothing else is
    touched. Every table is compared with what stood in it.

    Do not start it while the original runs: both would send messages and records.
    """
    passphrase = _passphrase() if archive.needs_passphrase(file) else ""
    made, data = archive.read(file, passphrase), environment.data_folder()
    if not archive.is_empty(data):
        raise MachineTrouble(
            f"{data} is not empty. Name an empty folder with TRIMTAB_DATA; nothing was changed."
        )
    folder.prepare(data)
    room = shutil.disk_usage(data).free
    if room < 3 * file.stat().st_size:
        raise MachineTrouble(
            f"{data} has {room / 2**20:,.0f} MB left, and the backup needs about three times its "
            "size."
        )
    try:
        archive.unpack(file, data, passphrase)
        _check_secret(data)
        with environment.database(migrated=False):
            _fill(data, made, as_it_was=as_it_was)
    except BaseException:
        archive.clear(data)
        raise
    click.echo(
        f"{made.organisation or 'An empty installation'}, as it was at {made.made_at}, is in "
        f"{data}."
    )
    if made.contents:
        click.echo(f"All {len(made.contents)} tables are the same as then.")
    _tell_settings(data)
    click.echo(
        "Start it when the original does not run any more: both would send messages and records."
    )


def _passphrase(*, confirmed: bool = False) -> str:
    """That of the environment, or of the file that it names; else it is asked for."""
    if named := os.environ.get(f"{_ASKED_AS}_FILE"):
        return Path(named).read_text().strip()
    return os.environ.get(_ASKED_AS) or str(
        click.prompt("Passphrase", hide_input=True, confirmation_prompt=confirmed)
    )


def _check_secret(data: Path) -> None:
    named = os.environ.get("TRIMTAB_SECRET_KEY_FILE")
    given = Path(named).read_text() if named else os.environ.get("TRIMTAB_SECRET_KEY", "")
    if given and given.strip() != folder.secret_key(data):
        raise MachineTrouble(
            "TRIMTAB_SECRET_KEY is another secret than that of the backup. Take the setting away, "
            "or correct it."
        )


def _fill(data: Path, made: archive.Manifest, *, as_it_was: bool) -> None:
    from django.db import connection

    from trimtab.config.keeping import checking, making

    known = making.known_tables()
    newer = {part for part, name in made.tables.items() if name > known.get(part, "")}
    if newer:
        raise MachineTrouble(
            f"The backup was made by a newer Trimtab ({made.version}; this is "
            f"{trimtab.__version__}). Restore it with that one."
        )
    if connection.introspection.table_names():
        raise MachineTrouble(
            "The database of DATABASE_URL is not empty. Name an empty one; nothing was changed."
        )
    archive.fill(data / archive.DUMP, connection.get_connection_params())
    (data / archive.DUMP).unlink()
    checking.compare(made, connection.get_connection_params())
    connection.close()
    if not as_it_was:
        environment.migrate()


def _tell_settings(data: Path) -> None:
    """Names the settings that the original ran with and this environment has not."""
    path = data / archive.SETTINGS
    if not path.exists():
        return
    here = archive.settings_text(settings_of(os.environ)).splitlines()
    other = [line for line in path.read_text().splitlines() if line not in here]
    names = ", ".join(line.split("=", 1)[0] for line in other if "=" in line)
    if names:
        click.echo(f"It ran with other settings ({names}): see {path}.")
