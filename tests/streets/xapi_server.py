"""The real server on a free port, over the test's database, as a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from uuid import uuid4

import httpx
import psycopg
from django.db import connection
from psycopg import sql

from tests.cast import NOW
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope

HEADERS = {"X-Experience-API-Version": "1.0.3"}
STATEMENTS = "/xapi/statements"


@dataclass(frozen=True)
class Server:
    """Where it answers, its process, and a key for everything."""

    address: str
    process: subprocess.Popen[bytes]
    key: tuple[str, str]

    def client(self, key: tuple[str, str] | None = None, **headers: str) -> httpx.Client:
        return httpx.Client(
            base_url=self.address, auth=key or self.key, headers={**HEADERS, **headers}, timeout=20
        )


@contextmanager
def keyed() -> Iterator[tuple[str, str]]:
    """A key for everything; leaves the database without statements."""
    try:
        yield lrs.add_credential(name="everything", scopes=[Scope.ALL], now=NOW)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "TRUNCATE lrs_statement, lrs_related, lrs_statementid, lrs_voiding, lrs_credential"
            )
            cursor.execute(
                "TRUNCATE lrs_document, lrs_reference, lrs_attachment, lrs_attachmentuse"
            )


@contextmanager
def running() -> Iterator[Server]:
    """Starts the server and leaves the database without statements."""
    with keyed() as key:
        port = _free_port()
        process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "uvicorn",
                "trimtab.config.asgi:application",
                "--port",
                str(port),
                "--log-level",
                "warning",
            ],
            env={**os.environ, "DATABASE_URL": database_url(), "TRIMTAB_PORT": str(port)},
        )
        server = Server(f"http://127.0.0.1:{port}", process, key)
        try:
            _wait(server)
            yield server
        finally:
            process.terminate()
            process.wait(10)


@contextmanager
def supervised(
    folder: Path, url: str, key: tuple[str, str], processes: int = 1
) -> Iterator[Server]:
    """Web processes as `trimtab web` starts them, with their data in
    `folder`, over the database at `url`."""
    port = _free_port()
    given = {"DATABASE_URL": url, "TRIMTAB_DATA": str(folder), "TRIMTAB_PORT": str(port)}
    process = subprocess.Popen(
        [sys.executable, "-m", "trimtab", "web", "--host", "127.0.0.1"],
        env={**os.environ, **given, "TRIMTAB_WEB_PROCESSES": str(processes)},
    )
    server = Server(f"http://127.0.0.1:{port}", process, key)
    try:
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(30)


@contextmanager
def elsewhere(folder: Path) -> Iterator[Server]:
    """Another installation: a server with a database of its own."""
    there = urlsplit(database_url())._replace(path=f"/elsewhere_{uuid4().hex}").geturl()
    name = sql.Identifier(urlsplit(there).path[1:])
    with psycopg.connect(database_url(), autocommit=True) as ours:
        ours.execute(sql.SQL("CREATE DATABASE {}").format(name))
        try:
            given = {**os.environ, "DATABASE_URL": there, "TRIMTAB_DATA": str(folder)}
            command = ["-m", "trimtab", "lrs", "credential", "add", "Us", "--scope", "all", "--env"]
            done = subprocess.run(
                [sys.executable, *command], env=given, capture_output=True, text=True, check=True
            )
            key = dict(line.split("=", 1) for line in done.stdout.split())
            with supervised(folder, there, (key["LRS_USER"], key["LRS_PASS"])) as server:
                yield server
        finally:
            ours.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def database_url() -> str:
    """The address of the database that the test uses."""
    given: dict[str, Any] = connection.settings_dict
    where = {"host": given["HOST"], "port": given["PORT"], **given.get("OPTIONS", {})}
    query = urlencode({name: where[name] for name in ("host", "port") if where[name]})
    return f"postgres://{quote(given['USER'])}:{quote(given['PASSWORD'])}@/{given['NAME']}?{query}"


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def _wait(server: Server) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        assert server.process.poll() is None, "the server ended"
        try:
            httpx.get(f"{server.address}/xapi/about")
            return
        except httpx.TransportError:
            time.sleep(0.05)
    raise AssertionError("the server does not answer")
