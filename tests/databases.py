"""Databases of a test run: one is migrated, once, and every other is a copy of it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict

from trimtab.config.keeping import archive
from trimtab.config.keeping.programs import run

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "trimtab"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "trimtab-tests"
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
            _fill(begun)
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


def _fill(name: str) -> None:
    """Brings the tables in: as an earlier run left them, where nothing that makes them has changed
    since; a clean checkout always migrates.
    """
    kept = CACHE / f"{_origin()}.dump"
    connection = conninfo_to_dict(address(name))
    if kept.exists():
        archive.fill(kept, connection)
        return
    _migrate(name)
    CACHE.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        dump = Path(folder) / "dump"
        run("pg_dump", connection, "--format=custom", "--compress=0", f"--file={dump}")
        dump.rename(kept)


def _origin() -> str:
    """A digest of what makes the tables: migrations, what of the product they import, which apps
    there are, and packages with migrations of their own.
    """
    migrations = sorted(SOURCE.glob("*/migrations/*.py"))
    imported = {
        SOURCE.joinpath(*name.split(".")[1:]).with_suffix(".py")
        for path in migrations
        for name in re.findall(r"^(?:from|import) (trimtab[\w.]+)", path.read_text(), re.MULTILINE)
    }
    others = [SOURCE / "config/settings.py", ROOT / "requirements-dev.lock"]
    digest = hashlib.sha256()
    for path in (*migrations, *sorted(path for path in imported if path.exists()), *others):
        digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:32]


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
