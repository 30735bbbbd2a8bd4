"""Databases of a test run: one is migrated, once, and every other is a copy of it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).parents[1]
TEMPLATE = "TRIMTAB_TEST_TEMPLATE"
_LOCK = 7_240_311


def clone(name: str) -> None:
    """Makes a database `name`, in the place of one that is there already, with all tables of the
    product and nothing in them."""
    with _server() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [_LOCK])
        template = os.environ[TEMPLATE]
        if not server.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [template]
        ).fetchone():
            begun = f"{template}_begun"
            drop(begun)
            _say(server, "CREATE DATABASE {}", begun)
            _migrate(begun)
            _say(server, "ALTER DATABASE {} RENAME TO {}", begun, template)
        drop(name)
        _say(server, "CREATE DATABASE {} TEMPLATE {}", name, template)


def drop(name: str) -> None:
    """Drops a database, whoever uses it, if it is there."""
    with _server() as server:
        _say(server, "DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


@contextmanager
def used(name: str) -> Iterator[None]:
    """Django works in a database of that name."""
    from django.conf import settings
    from django.db import connection

    before = connection.settings_dict["NAME"]
    _use(name)
    try:
        yield
    finally:
        _use(before)
    assert settings.DATABASES["default"]["NAME"] == before


def address(name: str) -> str:
    """The address of a database of that name, for DATABASE_URL."""
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _use(name: str) -> None:
    from django.conf import settings
    from django.db import connection

    connection.close()
    settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name


def _migrate(name: str) -> None:
    """In a process of its own: a browser's driver keeps an event loop, beside which Django does not
    work."""
    environment = {
        **os.environ,
        "DATABASE_URL": address(name),
        "DJANGO_SETTINGS_MODULE": "trimtab.config.settings",
    }
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(
        command, cwd=ROOT, env={**environment, "PYTHONPATH": str(ROOT / "src")}, check=True
    )


def _say(server: psycopg.Connection, statement: str, *names: str) -> None:
    server.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _server() -> psycopg.Connection:
    return psycopg.connect(address("postgres"), autocommit=True)
