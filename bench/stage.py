"""What benchmarks of the record store share: a database of their own, and the real server over
it."""

from __future__ import annotations

import base64
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg


@contextmanager
def server() -> Iterator[None]:
    """DATABASE_URL, or an embedded server with the settings of the product, durable, thrown away at
    the end."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    from trimtab.console.postgres import Cluster, stop

    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as folder:
        cluster = Cluster(Path(folder), creates_databases=True)
        process = cluster.start()
        os.environ["DATABASE_URL"] = cluster.url
        try:
            yield
        finally:
            stop(process.pid)


@contextmanager
def database(name: str, *, keep: bool = False, again: bool = False) -> Iterator[str]:
    """A database of that name with all tables; yields its address. `keep` leaves it, `again` takes
    the one that was left."""
    given = urlsplit(os.environ["DATABASE_URL"])
    with psycopg.connect(urlunsplit(given), autocommit=True) as connection:
        if not again:
            connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
            connection.execute(f"CREATE DATABASE {name}")
        try:
            address = urlunsplit(given._replace(path=f"/{name}"))
            os.environ |= {
                "DATABASE_URL": address,
                "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
            }
            import django
            from django.core.management import call_command

            django.setup()
            call_command("migrate", "lrs", verbosity=0)
            yield address
        finally:
            if not keep:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


@contextmanager
def serving(processes: int) -> Iterator[tuple[int, int]]:
    """The real server over DATABASE_URL; yields its port and the number of its process."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    with tempfile.TemporaryDirectory(prefix="trimtab-bench-") as data:
        environment = {
            **os.environ,
            "TRIMTAB_DATA": data,
            "TRIMTAB_PORT": str(port),
            "TRIMTAB_WEB_PROCESSES": str(processes),
            "PYTHONWARNINGS": "ignore",
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "trimtab", "web", "--host", "127.0.0.1"], env=environment
        )
        try:
            until = time.monotonic() + 60
            while not answers(port, "/xapi/about"):
                assert process.poll() is None and time.monotonic() < until, (
                    "the server does not answer"
                )
                time.sleep(0.1)
            yield port, process.pid
        finally:
            process.terminate()
            process.wait(20)


def answers(port: int, path: str, *, timeout: float = 20) -> bool:
    """Whether the server answers with 200."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        line.request("GET", path)
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


class Processor:
    """The processor time that a server and its database spent, which other work on the machine does
    not change much."""

    def __init__(self, address: str, server: int) -> None:
        self._postmaster, self._server = postmaster(address), server

    def seconds(self) -> float:
        """Since they started; those of processes that have ended count too, as far as somebody
        waited for them."""
        alive = [*children(self._server), *children(self._postmaster)]
        ticks = sum(sum(_ticks(pid)[:2]) for pid in alive) + sum(_ticks(self._postmaster))
        return ticks / os.sysconf("SC_CLK_TCK")


def postmaster(address: str) -> int:
    """The number of the database server's first process: the parent of whoever serves a connection
    (0 when it is on another machine)."""
    with psycopg.connect(address) as connection:
        try:
            return int(
                Path(f"/proc/{connection.info.backend_pid}/stat")
                .read_text()
                .rsplit(")", 1)[1]
                .split()[1]
            )
        except OSError:
            return 0


def _ticks(pid: int) -> list[int]:
    """A process's time (user, system) and that of its ended children (user, system), in ticks
    (proc(5), stat)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return [0, 0, 0, 0]
    return [int(field) for field in fields[11:15]]


def headers(key: tuple[str, str]) -> dict[str, str]:
    """The headers of every request."""
    authorization = "Basic " + base64.b64encode(":".join(key).encode()).decode()
    return {
        "Content-Type": "application/json",
        "X-Experience-API-Version": "1.0.3",
        "Authorization": authorization,
    }


def children(parent: int) -> list[int]:
    """The processes that a process started."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1]) == parent:
                found.append(int(entry.name))
        except (OSError, IndexError):
            continue
    return found
