"""Making a backup of this installation: written, checked, written down."""

from __future__ import annotations

import os
import shutil
import time
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import trimtab
from trimtab import clock
from trimtab.config import env
from trimtab.config.keeping import archive, checking, comparing, rotation
from trimtab.config.keeping.environment import settings as settings_of
from trimtab.jobs import api as jobs
from trimtab.jobs.api import BackupKind, BackupMade, BackupState
from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import as_written, say
from trimtab.people import api as people

_MB = 2**20
_TABLE = "jobs_backup"


def nightly() -> BackupMade:
    """Makes the backup of the night, and lets older ones go. Raises Trouble when it is not good;
    the reason is written down."""
    path = rotation.new_path(env.BACKUP_FOLDER, now=clock.now())
    made = make(path, kind=BackupKind.NIGHTLY, passphrase=env.BACKUP_PASSPHRASE)
    organisation = people.organisation()
    zone = ZoneInfo(organisation.time_zone if organisation else "UTC")
    rotation.rotate(env.BACKUP_FOLDER, days=env.BACKUP_DAYS, weeks=env.BACKUP_WEEKS, zone=zone)
    present = [name for name in jobs.kept_files() if Path(name).is_file()]
    jobs.note_kept(present=present, now=clock.now())
    return made


def make(
    target: Path, *, kind: BackupKind, passphrase: str = "", is_checked: bool = True
) -> BackupMade:
    """Writes this installation into a new file, checks it, and writes down what came of it. Raises
    Trouble when it is not good; then the file is gone, and the reason is written down."""
    begun = time.monotonic()
    try:
        made = _made(target, kind=kind, passphrase=passphrase, is_checked=is_checked)
    except MachineTrouble as trouble:
        failed = BackupMade(kind, BackupState.FAILED, str(target), problem=trouble.args[0])
        note(failed, seconds=time.monotonic() - begun)
        raise
    note(made, seconds=time.monotonic() - begun)
    return made


def _made(target: Path, *, kind: BackupKind, passphrase: str, is_checked: bool) -> BackupMade:
    parameters = connection.get_connection_params()
    _require_room(target.parent, is_checked=is_checked)
    manifest = archive.write(
        target,
        env.DATA,
        holdings=archive.Holdings(settings.SECRET_KEY, settings_of(os.environ)),
        about=_about(),
        connection=parameters,
        passphrase=passphrase,
    )
    state, problem = BackupState.CHECKED, ""
    try:
        if is_checked:
            checking.check(target, parameters, passphrase)
        else:
            state, problem = BackupState.NOT_CHECKED, say("It was asked for without a check.")
    except checking.NoScratch as trouble:
        state, problem = BackupState.NOT_CHECKED, trouble.args[0]
    except MachineTrouble:
        target.unlink(missing_ok=True)
        raise
    return BackupMade(
        kind,
        state,
        str(target),
        target.stat().st_size,
        len(manifest.contents),
        comparing.rows(manifest.contents),
        bool(passphrase),
        problem,
    )


def _about() -> archive.Manifest:
    return archive.Manifest(clock.now().isoformat(), trimtab.__version__, _organisation(), tables())


def tables() -> dict[str, str]:
    """The newest migration of each part that is applied."""
    newest: dict[str, str] = {}
    for part, name in MigrationRecorder(connection).applied_migrations():
        newest[part] = max(newest.get(part, ""), name)
    return newest


def known_tables() -> dict[str, str]:
    """The newest migration of each part that this Trimtab knows."""
    newest: dict[str, str] = {}
    for part, name in MigrationLoader(None).disk_migrations:
        newest[part] = max(newest.get(part, ""), name)
    return newest


def _organisation() -> str:
    """The organisation's name; '' where there is none. The tables may be of an earlier version."""
    if "people_organisation" not in connection.introspection.table_names():
        return ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM people_organisation LIMIT 1")
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _require_room(folder: Path, *, is_checked: bool) -> None:
    """Raises Trouble where making and checking would fill the disk: the database's file and the
    whole beside it, and once more with the restored database to check it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        database = int(cursor.fetchone()[0])
    files = archive.size_of_files(env.DATA)
    needed = files + database * (2 if is_checked else 1)
    free = shutil.disk_usage(folder).free
    if free < needed + env.DISK_RESERVE:
        raise MachineTrouble(
            say(
                "{folder} has {free} MB left, and a backup may need {needed} MB beside the "
                "{reserve} MB that must stay free.",
                folder=as_written(str(folder)),
                free=free // _MB,
                needed=needed // _MB,
                reserve=env.DISK_RESERVE // _MB,
            )
        )


def note(made: BackupMade, *, seconds: float = 0.0) -> None:
    """Writes down what came of a backup; nothing where the tables know of none yet."""
    if knows_of_backups():
        jobs.note_backup(made=made, seconds=seconds, now=clock.now())


def knows_of_backups() -> bool:
    """Whether the tables are of a version that writes backups down."""
    return _TABLE in connection.introspection.table_names()
