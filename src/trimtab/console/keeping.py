"""A whole installation in one file, and back: the database, the secret, the files of packages.

The database is read first, in one snapshot; files of packages are only ever added beside it, so
whatever it names is in the file too.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from trimtab.console.postgres import binaries
from trimtab.console.problems import Trouble

FORMAT = "trimtab-backup 1"
MANIFEST, DUMP, SECRET = "manifest.json", "database.dump", "secret-key"
# What lies in the data folder beside the database and its log, and cannot be made again.
FOLDERS = ("media", "sources")
FILES = ("clock",)
_LARGEST_MANIFEST = 1024 * 1024
_LIBPQ = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `tables` is the newest migration of each part; `dump` the
    SHA-256 of the database's file."""

    made_at: str
    version: str
    organisation: str
    tables: Mapping[str, str]
    dump: str
    files: int


def backup(
    target: Path, data: Path, *, secret: str, about: Manifest, connection: Mapping[str, object]
) -> Manifest:
    """Writes everything into a new file that its owner alone may read; returns what it says of
    itself. Raises Trouble; then there is no such file."""
    if target.exists():
        raise Trouble(f"{target} is there already. A backup goes into a new file.")
    half = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".trimtab-backup-", dir=target.parent) as scratch:
            dump = Path(scratch) / DUMP
            _run(
                "pg_dump",
                connection,
                "--format=custom",
                "--no-owner",
                "--no-privileges",
                f"--file={dump}",
            )
            paths = list(_files(data))
            made = Manifest(
                about.made_at,
                about.version,
                about.organisation,
                about.tables,
                _digest(dump),
                len(paths),
            )
            number = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(number, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
                said = {
                    "format": FORMAT,
                    **{name: getattr(made, name) for name in Manifest.__slots__},
                }
                _add_text(archive, MANIFEST, json.dumps(said, indent=1, ensure_ascii=False))
                _add_text(archive, SECRET, secret)
                archive.add(dump, DUMP)
                for path in paths:
                    archive.add(path, str(path.relative_to(data)), recursive=False)
                file.flush()
                os.fsync(number)
        # A link, unlike a renaming, replaces nothing that came meanwhile.
        os.link(half, target)
    except OSError as error:
        raise Trouble(
            f"The backup could not be written to {target}: {error.strerror}. There is none now."
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return made


def read(source: Path) -> Manifest:
    """What a backup says of itself. Raises Trouble for anything else."""
    with _archive(source) as archive:
        first = archive.next()
        file = (
            archive.extractfile(first)
            if first and first.name == MANIFEST and first.isreg()
            else None
        )
        if first is None or file is None or first.size > _LARGEST_MANIFEST:
            raise _no_backup(source)
        try:
            said = json.loads(file.read())
            if said.pop("format") != FORMAT:
                raise _no_backup(source)
            return Manifest(**said)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            raise _no_backup(source) from error


def unpack(source: Path, data: Path) -> None:
    """Writes what is in a backup into an empty folder, the database's file as `database.dump`.
    Raises Trouble when it is broken."""
    expected, count = read(source), 0
    with _archive(source) as archive:
        for member in archive:
            top = member.name.split("/", 1)[0]
            if not member.isreg() or (
                member.name not in (MANIFEST, DUMP, SECRET, *FILES) and top not in FOLDERS
            ):
                raise _no_backup(source)
            count += top in FOLDERS or member.name in FILES
            member.mode, member.uid, member.gid = 0o600, os.geteuid(), os.getegid()
            archive.extract(member, data, filter="data")
    is_there = all((data / name).exists() for name in (DUMP, SECRET))
    if not is_there or count != expected.files or _digest(data / DUMP) != expected.dump:
        raise Trouble(f"{source} is not whole: nothing was restored from it.")
    (data / MANIFEST).unlink()


def fill(dump: Path, connection: Mapping[str, object]) -> None:
    """Fills an empty database: all of it, or nothing. Raises Trouble."""
    _run(
        "pg_restore",
        connection,
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--single-transaction",
        "--exit-on-error",
        f"--dbname={connection['dbname']}",
        str(dump),
    )


def is_empty(data: Path) -> bool:
    """Whether nothing lies in the folder, or it is not there."""
    return not data.exists() or not any(data.iterdir())


def clear(data: Path) -> None:
    """Takes away what a restore that failed has written into an empty folder."""
    for path in data.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def _files(data: Path) -> Iterator[Path]:
    """Plain files that go along; links do not, they may lead anywhere."""
    for name in FILES:
        if (data / name).is_file() and not (data / name).is_symlink():
            yield data / name
    for name in FOLDERS:
        if not (data / name).is_symlink():
            for folder, _folders, names in os.walk(data / name):
                yield from (
                    path
                    for entry in sorted(names)
                    if (path := Path(folder) / entry).is_file() and not path.is_symlink()
                )


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    with tempfile.TemporaryFile() as file:
        file.write(text.encode())
        file.seek(0)
        member = tarfile.TarInfo(name)
        member.size, member.mode = len(text.encode()), 0o600
        archive.addfile(member, file)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _archive(source: Path) -> Iterator[tarfile.TarFile]:
    try:
        with tarfile.open(source, mode="r:") as archive:
            yield archive
    except FileNotFoundError as error:
        raise Trouble(f"There is no file {source}.") from error
    except (tarfile.TarError, OSError) as error:
        raise Trouble(f"{source} cannot be read as a backup: {error}.") from error


def _no_backup(source: Path) -> Trouble:
    return Trouble(f"{source} is no backup of Trimtab, or one of a newer version.")


def _run(program: str, connection: Mapping[str, object], *options: str) -> None:
    """Runs a program of PostgreSQL; address and password travel in its environment, where nobody
    else reads them."""
    said = {
        _LIBPQ[name]: str(value) for name, value in connection.items() if name in _LIBPQ and value
    }
    command = [str(binaries() / program), "--no-password", *options]
    done = subprocess.run(
        command, env={**os.environ, **said}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        wrong = [
            line for line in done.stderr.splitlines() if "error" in line.lower()
        ] or done.stderr.splitlines()
        raise Trouble(f"{program} said: {(wrong or ['nothing'])[0][:300]}")
