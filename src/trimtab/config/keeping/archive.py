"""A whole installation in one file, and back: the database, the secret, the files of packages and
sources, the settings.

The database is read first, in one snapshot; files of packages are only ever added beside it, so
whatever it names is in the file too. The manifest comes first, with what stood in each table at the
moment of the snapshot: whoever restores the file compares.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shlex
import shutil
import tarfile
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import IO, TypeAlias

from trimtab.config.keeping import comparing, sealing
from trimtab.config.keeping.programs import Parameters, run
from trimtab.config.keeping.sealing import Opener, Sealer, is_sealed
from trimtab.kernel.errors import MachineTrouble
from trimtab.kernel.said import as_written, say

FORMAT = "trimtab-backup 2"
# The first said nothing of what stood in the tables, and had no settings.
READ = (FORMAT, "trimtab-backup 1")
MANIFEST, DUMP, SECRET = "manifest.json", "database.dump", "secret-key"
SETTINGS = "settings.env"
# What lies in the data folder beside the database and its log, and cannot be made again.
FOLDERS = ("media", "sources")
FILES = ("clock",)
LOCK_SECONDS = 60
_LARGEST_MANIFEST = 1024 * 1024
Sink: TypeAlias = IO[bytes] | Sealer


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `tables` is the newest migration of each part; `dump` the
    SHA-256 of the database's file; `contents` what stood in each table, as in `comparing`."""

    made_at: str
    version: str
    organisation: str
    tables: Mapping[str, str]
    dump: str = ""
    files: int = 0
    contents: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What goes into a backup beside the database and the files of the data folder: the secret, and
    the settings of the environment by name."""

    secret: str
    settings: Mapping[str, str]


def write(
    target: Path,
    data: Path,
    *,
    holdings: Holdings,
    about: Manifest,
    connection: Parameters,
    passphrase: str = "",
) -> Manifest:
    """Writes everything into a new file that its owner alone may read, sealed where there is a
    passphrase; returns what it says of itself. Raises Trouble; then there is no such file."""
    if target.exists():
        raise MachineTrouble(f"{target} is there already. A backup goes into a new file.")
    half = target.with_name(f".{target.name}.part")
    try:
        with tempfile.TemporaryDirectory(prefix=".trimtab-backup-", dir=target.parent) as scratch:
            dump = Path(scratch) / DUMP
            stood = _dumped(dump, connection)
            paths = list(_files(data))
            made = replace(about, dump=_digest(dump), files=len(paths), contents=stood)
            number = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
            with os.fdopen(number, "wb") as file:
                with _sealed(file, passphrase) as sink:
                    _pack(sink, data, paths, dump, made, holdings)
                file.flush()
                os.fsync(number)
        # A link, unlike a renaming, replaces nothing that came meanwhile.
        os.link(half, target)
    except OSError as error:
        raise MachineTrouble(
            say(
                "The backup could not be written to {target}: {words}. There is none now.",
                target=as_written(str(target)),
                words=as_written(error.strerror or type(error).__name__),
            )
        ) from error
    finally:
        half.unlink(missing_ok=True)
    return made


def read(source: Path, passphrase: str = "") -> Manifest:
    """What a backup says of itself. Raises Trouble for anything else."""
    with _archive(source, passphrase, to_its_end=False) as archive:
        return _manifest(archive, source)


def needs_passphrase(source: Path) -> bool:
    """Whether a backup is sealed. Raises Trouble when there is no such file."""
    with _opened(source) as file:
        return is_sealed(file)


def unpack(source: Path, data: Path, passphrase: str = "") -> Manifest:
    """Writes what is in a backup into an empty folder, the database's file as `database.dump`, and
    returns what it says of itself. Raises Trouble when it is broken."""
    count = 0
    with _archive(source, passphrase) as archive:
        expected = _manifest(archive, source)
        while (member := archive.next()) is not None:
            count += _is_file(member, source)
            member.mode, member.uid, member.gid = 0o600, os.geteuid(), os.getegid()
            archive.extract(member, data, filter="data")
    is_there = all((data / name).exists() for name in (DUMP, SECRET))
    if not is_there or count != expected.files or _digest(data / DUMP) != expected.dump:
        raise _not_whole(source)
    return expected


def take_dump(source: Path, dump: Path, passphrase: str = "") -> Manifest:
    """Writes the database's file alone, and reads all the rest of a backup through; returns what it
    says of itself. Raises Trouble when it is broken."""
    count, has_secret = 0, False
    with _archive(source, passphrase) as archive:
        expected = _manifest(archive, source)
        while (member := archive.next()) is not None:
            count += _is_file(member, source)
            has_secret = has_secret or member.name == SECRET
            content = archive.extractfile(member)
            if content is None:
                raise _no_backup(source)
            if member.name != DUMP:
                _drain(content)
                continue
            with dump.open("wb") as sink:
                shutil.copyfileobj(content, sink)
    if not dump.exists() or not has_secret or count != expected.files:
        raise _not_whole(source)
    if _digest(dump) != expected.dump:
        raise _not_whole(source)
    return expected


def fill(dump: Path, connection: Parameters) -> None:
    """Fills an empty database: all of it, or nothing. Raises Trouble."""
    run(
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


def settings_text(settings: Mapping[str, str]) -> str:
    """Settings as a shell reads them, a line each, in order of their names."""
    lines = (f"{name}={shlex.quote(value)}" for name, value in sorted(settings.items()))
    return "".join(f"{line}\n" for line in lines)


def size_of_files(data: Path) -> int:
    """The bytes of the files that go along."""
    return sum(path.stat().st_size for path in _files(data))


def _dumped(dump: Path, connection: Parameters) -> dict[str, str]:
    """Writes the database as it stands at one moment, and returns what stood in its tables then."""
    with comparing.snapshot(connection) as (reader, name):
        run(
            "pg_dump",
            connection,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--snapshot={name}",
            f"--lock-wait-timeout={LOCK_SECONDS * 1000}",
            f"--file={dump}",
        )
        return comparing.contents(reader)


def _pack(
    sink: Sink,
    data: Path,
    paths: list[Path],
    dump: Path,
    made: Manifest,
    holdings: Holdings,
) -> None:
    said = {"format": FORMAT, **{each.name: getattr(made, each.name) for each in fields(made)}}
    with tarfile.open(fileobj=sink, mode="w|") as archive:
        _add_text(archive, MANIFEST, json.dumps(said, indent=1, ensure_ascii=False))
        _add_text(archive, SECRET, holdings.secret)
        _add_text(archive, SETTINGS, settings_text(holdings.settings))
        archive.add(dump, DUMP)
        for path in paths:
            archive.add(path, str(path.relative_to(data)), recursive=False)


@contextmanager
def _sealed(file: IO[bytes], passphrase: str) -> Iterator[Sink]:
    if not passphrase:
        yield file
        return
    sealer = Sealer(file, passphrase, cost=sealing.COST)
    yield sealer
    sealer.finish()


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


def _is_file(member: tarfile.TarInfo, source: Path) -> bool:
    """Whether it is one of the data folder's files, of which the manifest says how many there are.
    Raises Trouble for what belongs into no backup."""
    top = member.name.split("/", 1)[0]
    known = (DUMP, SECRET, SETTINGS, *FILES)
    if not member.isreg() or (member.name not in known and top not in FOLDERS):
        raise _no_backup(source)
    return top in FOLDERS or member.name in FILES


def _manifest(archive: tarfile.TarFile, source: Path) -> Manifest:
    first = archive.next()
    file = (
        archive.extractfile(first) if first and first.name == MANIFEST and first.isreg() else None
    )
    if first is None or file is None or first.size > _LARGEST_MANIFEST:
        raise _no_backup(source)
    try:
        said = json.loads(file.read())
        if said.pop("format") not in READ:
            raise _no_backup(source)
        return Manifest(**said)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise _no_backup(source) from error


def _add_text(archive: tarfile.TarFile, name: str, text: str) -> None:
    content = text.encode()
    member = tarfile.TarInfo(name)
    member.size, member.mode = len(content), 0o600
    archive.addfile(member, io.BytesIO(content))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _drain(content: IO[bytes] | io.BufferedReader) -> None:
    while content.read(1024 * 1024):
        pass


@contextmanager
def _opened(source: Path) -> Iterator[IO[bytes]]:
    try:
        with source.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise MachineTrouble(f"There is no file {source}.") from error


@contextmanager
def _archive(
    source: Path, passphrase: str, *, to_its_end: bool = True
) -> Iterator[tarfile.TarFile]:
    with _opened(source) as file:
        stream: IO[bytes] | io.BufferedReader = file
        if is_sealed(file):
            if not passphrase:
                raise MachineTrouble(say("This backup is sealed: its passphrase is needed."))
            stream = io.BufferedReader(Opener(file, passphrase))
        try:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                yield archive
            # What seals the end is only found genuine by reading to it.
            if to_its_end:
                _drain(stream)
        except (tarfile.TarError, OSError) as error:
            raise MachineTrouble(
                say(
                    "{file} cannot be read as a backup: {words}.",
                    file=as_written(str(source)),
                    words=as_written(str(error)),
                )
            ) from error


def _no_backup(source: Path) -> MachineTrouble:
    return MachineTrouble(f"{source} is no backup of Trimtab, or one of a newer version.")


def _not_whole(source: Path) -> MachineTrouble:
    return MachineTrouble(f"{source} is not whole: nothing was restored from it.")
