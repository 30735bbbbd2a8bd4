"""The embedded PostgreSQL: one cluster in the data folder, reached by a private socket and by
nothing else."""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from trimtab.config.keeping.programs import binaries
from trimtab.console import private, roles, unprivileged, whose
from trimtab.console.private import User
from trimtab.console.problems import MachineTrouble

DATABASE = roles.DATABASE
LEAST_FREE_BYTES = 200 * 1024 * 1024
START_SECONDS = 60
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "2GB",
    "random_page_cost": "1.1",
    "log_min_messages": "warning",
}


def version() -> int:
    """The major version of the embedded server."""
    said = subprocess.run(
        [binaries() / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    return int(said.split()[2].split(".")[0])


@dataclass(frozen=True)
class Cluster:
    """A cluster in a data folder. `unsafe_fast` trades durability for speed, for tests alone; with
    it, or with `creates_databases`, its role may make further databases."""

    data: Path
    unsafe_fast: bool = False
    creates_databases: bool = False

    @property
    def folder(self) -> Path:
        """Where the server keeps its files."""
        return self.data / "postgres"

    @property
    def socket(self) -> Path:
        """The folder of the server's socket. Raises Trouble before the first start."""
        found = private.known_socket_folder(self.data, _user())
        if found is None:
            raise MachineTrouble(f"The database in {self.data} does not run.")
        return found

    @property
    def url(self) -> str:
        """The address for DATABASE_URL, with the password of the one role that is let in. Raises
        Trouble before the first start."""
        return f"postgres://{roles.ROLE}:{quote(roles.password(self.data))}@/{DATABASE}?host={self.socket}"

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the server, creating the cluster on the first start; returns its process once it
        takes connections.

        A server left over from a killed start on this very folder is stopped first. Raises Trouble
        with one sentence; no data are touched then.
        """
        self._check()
        user = _user()
        with self._alone():
            socket = private.socket_folder(self.data, user)
            is_new = not (self.folder / "PG_VERSION").exists()
            if is_new:
                self._create(user)
            self._stop_leftover(socket)
            roles.settle(
                self.data,
                self.folder,
                user,
                is_new=is_new,
                say=self._say,
                creates_databases=self.creates_databases or self.unsafe_fast,
            )
            log = (self.data / "postgres.log").open("ab")
            with self._program(
                "postgres", *self._settings({**SETTINGS, "unix_socket_directories": str(socket)})
            ) as given:
                process = subprocess.Popen(
                    **given,
                    stdout=log,
                    stderr=log,
                    stdin=subprocess.DEVNULL,
                    start_new_session=True,
                )
            self._wait(process)
        return process

    def running(self) -> bool:
        """Whether a server answers on the socket."""
        socket = private.known_socket_folder(self.data, _user())
        command = [
            str(binaries() / "pg_isready"),
            "-q",
            "-h",
            str(socket),
            "-U",
            roles.ROLE,
            "-d",
            DATABASE,
        ]
        return socket is not None and subprocess.run(command, check=False).returncode == 0

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else starts a server in this folder meanwhile."""
        number = os.open(self.data / "starting", os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW, 0o600)
        with os.fdopen(number) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _settings(self, settings: dict[str, str]) -> list[str]:
        if self.unsafe_fast:
            settings = {
                **settings,
                "fsync": "off",
                "synchronous_commit": "off",
                "full_page_writes": "off",
            }
        return [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]

    def _check(self) -> None:
        written = self.folder / "PG_VERSION"
        if written.exists() and (found := written.read_text().strip()) != str(version()):
            raise MachineTrouble(
                f"{self.folder} holds data of PostgreSQL {found}, and this is {version()}. "
                "Export with the version that wrote them, or choose another folder with "
                "TRIMTAB_DATA."
            )
        if shutil.disk_usage(self.data).free < LEAST_FREE_BYTES:
            raise MachineTrouble(
                f"There is no space left for {self.data}: {LEAST_FREE_BYTES // 2**20} MB are "
                "needed."
            )

    def _create(self, user: User) -> None:
        half = self.data / "postgres.new"
        shutil.rmtree(half, ignore_errors=True)
        private.own(half, user)
        options = ["-U", "postgres", "--auth=reject", "-E", "UTF8", "--locale=C.UTF-8"]
        if self.unsafe_fast:
            options.append("--no-sync")
        with self._program("initdb", *options, folder=half) as given:
            done = subprocess.run(**given, capture_output=True, text=True, check=False)
        if done.returncode:
            raise MachineTrouble(
                f"The database could not be created in {half}: "
                f"{done.stderr.strip().splitlines()[-1]}"
            )
        half.rename(self.folder)

    def _say(self, database: str, commands: Iterable[str]) -> str:
        """Says commands to a server in single-user mode; returns what it wrote about them."""
        with self._program("postgres", *self._settings({}), database, first="--single") as given:
            lines = "".join(f"{command}\n" for command in commands)
            done = subprocess.run(**given, input=lines, capture_output=True, text=True, check=False)
        return str(done.stderr)

    @contextmanager
    def _program(
        self, program: str, *arguments: str, first: str = "", folder: Path | None = None
    ) -> Iterator[dict[str, Any]]:
        """How a program of the server is run on its folder: by this user, or where this is root, by
        one without any of root's rights, who need not be able to enter the folders above."""
        path, place = binaries() / program, folder or self.folder
        leading = [first] if first else []
        if os.geteuid() != 0:
            yield {"args": [str(path), *leading, "-D", str(place), *arguments]}
            return
        user = _user()
        self._reachable(path, user)
        try:
            private.own(place, user)
            with private.opened(place) as number:
                shim = [
                    sys.executable,
                    "-P",
                    "-m",
                    unprivileged.__name__,
                    str(user.uid),
                    str(user.gid),
                    str(number),
                ]
                command = [*shim, str(path), *leading, "-D", "/proc/self/cwd", *arguments]
                yield {"args": command, "pass_fds": (number,)}
        except OSError as error:
            raise MachineTrouble(
                f"{place} is not the server's own folder ({error.strerror}); nothing was started."
            ) from error

    def _reachable(self, program: Path, user: User) -> None:
        closed = unprivileged.closed_above(program, user)
        if closed and not Path("/proc/self/ns/mnt").exists():
            raise MachineTrouble(
                f"PostgreSQL does not run as root, and {pwd.getpwuid(user.uid).pw_name} may not "
                f"enter {closed}. "
                "Start Trimtab as an ordinary user, or install it where everybody may look."
            )

    def _stop_leftover(self, socket: Path) -> None:
        for pid in whose.servers(self.folder):
            stop(pid)
        whose.forget_server(self.folder)
        # Nobody works in the folder any more. A killed server that nobody has waited for still
        # counts as alive to the next one.
        if not (self.folder / "postmaster.pid").exists():
            for left in socket.glob(".s.PGSQL.*"):
                left.unlink(missing_ok=True)

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                last = (
                    (self.data / "postgres.log")
                    .read_text(errors="replace")
                    .strip()
                    .splitlines()[-1:]
                )
                raise MachineTrouble(
                    f"The database did not start: {' '.join(last)} (see "
                    f"{self.data / 'postgres.log'})"
                )
            if self.running():
                return
            time.sleep(0.05)
        raise MachineTrouble(
            f"The database did not answer within {START_SECONDS} seconds; see "
            f"{self.data / 'postgres.log'}."
        )


def _user() -> User:
    """Whom the server runs as: this user, or where this is root, a user that owns nothing else."""
    if os.geteuid() != 0:
        return User(os.geteuid(), os.getegid())
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
            return User(found.pw_uid, found.pw_gid)
        except KeyError:
            continue
    raise MachineTrouble(
        "PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as."
    )


def stop(pid: int) -> None:
    """Stops a server: fast shutdown, which loses nothing; after 20 seconds at once, which loses
    nothing either."""
    for sent in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        try:
            os.kill(pid, sent)
        except ProcessLookupError:
            return
        until = time.monotonic() + 20
        while time.monotonic() < until:
            if not _alive(pid):
                return
            time.sleep(0.05)


def _alive(pid: int) -> bool:
    with suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
