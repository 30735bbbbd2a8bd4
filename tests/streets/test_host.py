"""What the product may do on its machine, and what it never touches: the embedded server from the inside and from the outside."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from trimtab.console import private, whose
from trimtab.console.postgres import Cluster, stop
from trimtab.console.private import User

NOBODY = 65534
OLD_THINGS = [
    "CREATE EXTENSION pg_trgm",
    "CREATE TYPE mood AS ENUM ('good')",
    "CREATE TABLE kept (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, number serial, mood mood)",
    "CREATE TABLE months (day date) PARTITION BY RANGE (day)",
    "CREATE VIEW seen AS SELECT * FROM kept",
    "CREATE FUNCTION guard() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "INSERT INTO kept (mood) VALUES ('good')",
]


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Cluster, int]]:
    """A server in a folder that an earlier version made: its superuser owned everything and was let in without a password."""
    found = Cluster(tmp_path_factory.mktemp("older"), unsafe_fast=True)
    with found._program(
        "initdb", "-U", "postgres", "--auth=trust", "--no-sync", "--locale=C.UTF-8", "-E", "UTF8"
    ) as given:
        private.own(found.folder, private.User(*_server_user()))
        subprocess.run(**given, check=True, capture_output=True)
    assert "ERROR" not in found._say("postgres", ["CREATE DATABASE trimtab"]) + found._say(
        "trimtab", OLD_THINGS
    )
    process = found.start()
    yield found, process.pid
    stop(process.pid)
    shutil.rmtree(found.socket)


def _server_user() -> User:
    from trimtab.console import postgres

    return postgres._user()


@pytest.mark.parametrize(
    "query",
    [
        "SELECT pg_read_file('/etc/passwd')",
        "SELECT pg_ls_dir('.')",
        "COPY (SELECT 1) TO PROGRAM 'true'",
        "COPY (SELECT 1) TO '/tmp/x'",
        "CREATE TABLE x (t text); COPY x FROM '/etc/passwd'",
        "ALTER SYSTEM SET log_min_messages = 'debug1'",
        "CREATE ROLE other SUPERUSER",
        "SELECT lo_import('/etc/passwd')",
        "SET ROLE postgres",
        "LOAD '/tmp/x.so'",
    ],
)
def test_what_the_application_asks_the_database_reaches_nothing_of_the_machine(
    cluster: tuple[Cluster, int], query: str
) -> None:
    with psycopg.connect(cluster[0].url, autocommit=True) as connection:
        assert connection.execute("SHOW is_superuser").fetchone() == ("off",)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(query)


def test_a_folder_of_an_earlier_version_is_changed_over_with_all_that_is_in_it(
    cluster: tuple[Cluster, int],
) -> None:
    with psycopg.connect(cluster[0].url) as connection:
        for change in (
            "ALTER TABLE kept ADD COLUMN more int",
            "ALTER TYPE mood ADD VALUE 'bad'",
            "DROP VIEW seen",
            "DROP FUNCTION guard()",
            "CREATE TABLE month PARTITION OF months FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')",
            "ALTER SEQUENCE kept_number_seq RESTART",
            "CREATE EXTENSION IF NOT EXISTS pg_trgm",
            "SELECT similarity('a', 'b')",
            "CREATE SCHEMA other",
        ):
            connection.execute(change)
        assert connection.execute("SELECT mood::text FROM kept").fetchall() == [("good",)]


@pytest.mark.parametrize("user", ["postgres", "trimtab", "root"])
def test_nobody_comes_in_without_the_password_and_the_superuser_not_at_all(
    cluster: tuple[Cluster, int], user: str
) -> None:
    for password in ("", "password=wrong") + (
        ("password=" + (cluster[0].data / "database-password").read_text(),)
        if user != "trimtab"
        else ()
    ):
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(f"host={cluster[0].socket} dbname=trimtab user={user} {password}")
    modes = {
        name: (cluster[0].data / name).stat().st_mode & 0o077
        for name in ("database-password", "postgres", "socket-folder")
    }
    assert set(modes.values()) == {0} and cluster[0].socket.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to leave behind")
def test_started_as_root_the_server_has_none_of_roots_rights(cluster: tuple[Cluster, int]) -> None:
    for pid in whose.servers(cluster[0].folder):
        said = dict(
            line.split(":", 1) for line in Path(f"/proc/{pid}/status").read_text().splitlines()
        )
        assert {
            said[name].strip() for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")
        } == {"0" * 16}
        assert "0" not in said["Uid"].split() + said["Gid"].split() and not said["Groups"].split()
        assert said["NoNewPrivs"].strip() == "1"


def test_a_copy_of_a_live_folder_is_a_server_of_its_own(
    cluster: tuple[Cluster, int], tmp_path: Path
) -> None:
    original, pid = cluster
    subprocess.run(["cp", "-a", original.data, tmp_path / "copy"], check=True)
    copy = Cluster(tmp_path / "copy", unsafe_fast=True)
    assert not copy.running()
    process = copy.start()
    try:
        assert copy.socket != original.socket and pid in whose.servers(original.folder)
        assert process.pid in whose.servers(copy.folder)
        for one in (copy, original):
            with psycopg.connect(one.url) as connection:
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
    finally:
        stop(process.pid)
    assert original.running()
    shutil.rmtree(copy.socket)


def test_nothing_that_lies_where_the_socket_was_is_followed_or_given_away(tmp_path: Path) -> None:
    data, victim, user = tmp_path / "data", tmp_path / "victim", _server_user()
    data.mkdir()
    victim.mkdir(mode=0o755)
    first = private.socket_folder(data, user)
    assert private.socket_folder(data, user) == first == private.known_socket_folder(data, user)
    first.rmdir()
    first.symlink_to(victim)
    assert private.known_socket_folder(data, user) is None
    second = private.socket_folder(data, user)
    found = victim.stat()
    assert second != first and (found.st_uid, found.st_mode & 0o777) == (os.geteuid(), 0o755)
    first.unlink()
    second.rmdir()
    with pytest.raises(OSError, match="postgres"):
        (data / "postgres").symlink_to(victim)
        private.own(data / "postgres", user)


def test_a_note_of_processes_is_not_believed_where_they_work_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "postmaster.pid").write_text(f"{os.getpid()}\n{tmp_path}\n")
    with subprocess.Popen(["sleep", "60"], cwd=tmp_path) as other:
        assert whose.servers(tmp_path) == [] and whose.children(tmp_path) == []
        other.kill()
    whose.forget_server(tmp_path)
    assert not (tmp_path / "postmaster.pid").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can step down")
def test_root_becomes_the_owner_of_the_data_folder_before_anything_else() -> None:
    """Also where Python lies below a folder that only root may enter."""
    data = Path(tempfile.mkdtemp(prefix="trimtab-owned-"))
    try:
        os.chown(data, NOBODY, NOBODY)
        told = (
            "from trimtab.console import stepping; stepping.step_down(); import os, pathlib, sqlite3; "
            "pathlib.Path(os.environ['TRIMTAB_DATA'], 'made').touch(); print(os.getresuid(), os.getgroups()); "
            "print([line for line in open('/proc/self/status') if line.startswith(('CapEff', 'CapBnd'))]); open('/etc/shadow')"
        )
        done = subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, "TRIMTAB_DATA": str(data)},
            cwd="/",
            capture_output=True,
            text=True,
        )
        assert (
            str((NOBODY,) * 3) in done.stdout
            and " []" in done.stdout
            and done.stdout.count("0" * 16) == 2
        ), done.stderr
        assert "PermissionError" in done.stderr and (data / "made").stat().st_uid == NOBODY
    finally:
        shutil.rmtree(data)
