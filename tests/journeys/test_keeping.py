"""A backup is made while others write, restored, and every table compared; what is not good is
known as such, and older ones make way."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from psycopg import sql

from tests import databases
from tests.cast import engage
from trimtab import clock
from trimtab.config import env
from trimtab.config.keeping import archive, checking, making, planning, rotation, sealing
from trimtab.config.keeping.sealing import MAGIC
from trimtab.config.schedule import SCHEDULE
from trimtab.jobs import api as jobs
from trimtab.jobs.api import BackupKind, BackupState, JobName
from trimtab.jobs.models import Backup
from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import Said

PASSPHRASE = "correct horse battery"
WRITERS = 3


@pytest.fixture(scope="module")
def drill(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """A database of its own with an organisation in it, in which everything is committed."""
    name = f"drill_{os.getpid()}"
    with django_db_blocker.unblock():
        databases.clone(name)
        with databases.used(name):
            with transaction.atomic():
                engage()
            yield name
    databases.drop(name)


@pytest.fixture(autouse=True)
def data(drill: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with files, a folder of backups, and settings that make them."""
    folder = tmp_path / "data"
    (folder / "media/packages").mkdir(parents=True)
    (folder / "media/packages/index.html").write_text("a package")
    (tmp_path / "there").mkdir()
    monkeypatch.setattr(env, "DATA", folder)
    monkeypatch.setattr(env, "BACKUP_FOLDER", tmp_path / "backups")
    monkeypatch.setattr(env, "BACKUP_NIGHTLY", True)
    monkeypatch.setattr(env, "DISK_RESERVE", 0)
    monkeypatch.setattr(sealing, "COST", 14)
    Backup.objects.all().delete()
    return folder


def write_until(stop: threading.Event, number: int, done: list[int]) -> None:
    """One row into each of two tables in a transaction, again and again; `done` counts what was
    committed."""
    with psycopg.connect(databases.address(connection.settings_dict["NAME"])) as writer:
        while not stop.is_set():
            key = f"{number}-{done[number]}"
            run = "INSERT INTO jobs_jobrun (name, started_at, seconds, counts, problem, reference)"
            writer.execute(f"{run} VALUES (%s, now(), 1.5, '{{}}', '', '')", [key])
            writer.execute("INSERT INTO config_sending (key, at) VALUES (%s, now())", [key])
            writer.commit()
            done[number] += 1


@contextmanager
def busy() -> Iterator[list[int]]:
    """Several write at once; yields how often each has committed."""
    stop, done = threading.Event(), [0] * WRITERS
    threads = [
        threading.Thread(target=write_until, args=(stop, number, done)) for number in range(WRITERS)
    ]
    for thread in threads:
        thread.start()
    try:
        yield done
    finally:
        stop.set()
        for thread in threads:
            thread.join()


@contextmanager
def restored(file: Path, place: Path, passphrase: str = "") -> Iterator[psycopg.Connection[Any]]:
    """What came back, in a database of its own."""
    name = f"{connection.settings_dict['NAME']}_back"
    databases.drop(name)
    with psycopg.connect(databases.address("postgres"), autocommit=True) as server:
        server.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name))
        )
    made = archive.unpack(file, place, passphrase)
    parameters = {**connection.get_connection_params(), "dbname": name}
    archive.fill(place / archive.DUMP, parameters)
    checking.compare(made, parameters)
    with psycopg.connect(databases.address(name)) as reader:
        yield reader
    databases.drop(name)


def everything(reader: psycopg.Connection[Any]) -> dict[str, list[Any]]:
    """Every row of every table, in an order of their own."""
    named = reader.execute(
        "SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    return {
        name: sorted(row[0] for row in reader.execute(f"SELECT t::text FROM {name} t"))
        for (name,) in named.fetchall()
    }


def test_a_backup_under_load_has_one_moment_and_what_was_committed_before(
    data: Path, tmp_path: Path
) -> None:
    file = tmp_path / "b.backup"
    with busy() as done:
        while min(done) < 20:
            time.sleep(0.01)
        before = list(done)
        made = making.make(file, kind=BackupKind.COMMAND)
        at_the_end = sum(done)
    assert made.is_checked and made.tables > 50 and at_the_end > sum(before)
    with restored(file, tmp_path / "there") as back:
        runs = [row[0] for row in back.execute("SELECT name FROM jobs_jobrun").fetchall()]
        sent = [row[0] for row in back.execute("SELECT key FROM config_sending").fetchall()]
    assert sorted(runs) == sorted(sent)
    assert {f"{who}-{n}" for who, count in enumerate(before) for n in range(count)} <= set(runs)
    assert (tmp_path / "there/media/packages/index.html").read_text() == "a package"


def test_every_row_of_every_table_comes_back_also_from_a_sealed_one_and_nothing_else_is_left(
    drill: str, tmp_path: Path
) -> None:
    file = tmp_path / "b.backup"
    made = making.make(file, kind=BackupKind.COMMAND, passphrase=PASSPHRASE)
    assert file.read_bytes().startswith(MAGIC) and b"Corner Stores" not in file.read_bytes()
    assert made.is_sealed and file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.backup", "data", "there"]
    with psycopg.connect(databases.address("postgres")) as server:
        left = server.execute(
            "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{drill}%"]
        )
        assert left.fetchall() == [(drill,)]
    with pytest.raises(MachineTrouble, match="sealed"):
        archive.read(file)
    with pytest.raises(MachineTrouble, match="does not open"):
        archive.read(file, "another passphrase")
    Backup.objects.all().delete()
    with (
        restored(file, tmp_path / "there", PASSPHRASE) as back,
        psycopg.connect(databases.address(connection.settings_dict["NAME"])) as original,
    ):
        assert everything(back) == everything(original)


def test_what_came_back_otherwise_is_no_backup_and_the_reason_is_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill, file = archive.fill, tmp_path / "b.backup"

    def lose_a_row(dump: Path, parameters: Any) -> None:
        fill(dump, parameters)
        with psycopg.connect(databases.address(parameters["dbname"])) as scratch:
            scratch.execute("UPDATE people_unit SET name = name || '!' WHERE code = 'north'")

    monkeypatch.setattr(archive, "fill", lose_a_row)
    with pytest.raises(MachineTrouble, match=r"1 of \d+ tables \(public.people_unit\)"):
        making.make(file, kind=BackupKind.COMMAND)
    [row] = jobs.backups()
    assert row.state is BackupState.FAILED and not row.is_kept and not file.exists()
    assert isinstance(row.problem, Said) and "differs" in row.problem
    assert jobs.last_good_backup() is None


def test_where_no_database_may_be_made_one_for_the_purpose_serves_and_else_it_is_said(
    drill: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checking, "_made", lambda owner, name: False)
    made = making.make(tmp_path / "a.backup", kind=BackupKind.COMMAND)
    assert made.state is BackupState.NOT_CHECKED and f"{drill}_check" in made.problem
    assert (tmp_path / "a.backup").exists() and jobs.last_good_backup() is not None
    with psycopg.connect(databases.address("postgres"), autocommit=True) as server:
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(f"{drill}_check")))
    with psycopg.connect(databases.address(f"{drill}_check")) as scratch:
        scratch.execute("CREATE TABLE of_somebody_else AS SELECT 1 AS one")
    made = making.make(tmp_path / "b.backup", kind=BackupKind.COMMAND)
    assert made.state is BackupState.NOT_CHECKED and "something else" in made.problem
    with psycopg.connect(databases.address(f"{drill}_check")) as scratch:
        assert everything(scratch) == {"public.of_somebody_else": ["(1)"]}
        scratch.execute("DROP TABLE of_somebody_else")
    assert making.make(tmp_path / "c.backup", kind=BackupKind.COMMAND).is_checked
    with psycopg.connect(databases.address(f"{drill}_check")) as scratch:
        assert everything(scratch) == {}
        scratch.execute("CREATE TABLE left_by_a_check_that_was_killed (one int)")
    assert making.make(tmp_path / "d.backup", kind=BackupKind.COMMAND).is_checked
    databases.drop(f"{drill}_check")


def test_where_there_is_too_little_room_none_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "DISK_RESERVE", shutil.disk_usage(tmp_path).total)
    with pytest.raises(MachineTrouble, match="must stay free"):
        making.make(tmp_path / "b.backup", kind=BackupKind.COMMAND)
    assert not (tmp_path / "b.backup").exists()
    assert jobs.backups()[0].state is BackupState.FAILED


def test_the_nightly_job_makes_one_and_older_ones_make_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "BACKUP_DAYS", 2)
    monkeypatch.setattr(env, "BACKUP_WEEKS", 0)
    folder, day = tmp_path / "backups", dt.timedelta(days=1)
    older = [rotation.new_path(folder, now=clock.now() - ago * day) for ago in (1, 2, 3)]
    before = [
        rotation.new_path(folder, now=clock.now() - ago * day, before_upgrade=True)
        for ago in (1, 2, 3, 4)
    ]
    for path in (*older, *before, folder / "mine.backup"):
        path.write_text("")
    for path in older:
        made = jobs.BackupMade(BackupKind.NIGHTLY, BackupState.CHECKED, str(path))
        jobs.note_backup(made=made, seconds=1, now=clock.now() - 9 * day)
    counts = SCHEDULE[JobName.BACK_UP]()
    assert counts["backups-made"] == 1 and counts["rows-compared"] > 0
    newest, *rest = jobs.backups()
    assert newest.kind is BackupKind.NIGHTLY and Path(newest.file).stat().st_mode & 0o077 == 0
    kept = {Path(newest.file), older[0], *before[:3], folder / "mine.backup"}
    assert set(folder.iterdir()) == kept and folder.stat().st_mode & 0o077 == 0
    assert {row.file for row in rest if row.is_kept} == {str(older[0])}


def test_none_is_made_where_a_setting_says_so_or_in_a_rehearsal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "REHEARSAL", True)
    assert SCHEDULE[JobName.BACK_UP]() == {} and not planning.is_missing(
        clock.now() + dt.timedelta(days=99)
    )
    monkeypatch.setattr(env, "REHEARSAL", False)
    monkeypatch.setattr(env, "BACKUP_NIGHTLY", False)
    assert SCHEDULE[JobName.BACK_UP]() == {} and not (tmp_path / "backups").exists()
