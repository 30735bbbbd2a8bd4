"""The stage of `tests.browser.stage` in a database of its own, which the test's connection leads to as long as it is wanted."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
from django.conf import settings
from django.db import connection
from django.test import override_settings
from psycopg import sql

from tests.browser.stage import set_stage
from tests.cast import Cast
from tests.streets.xapi_server import Server, database_url, supervised
from trimtab import clock
from trimtab.courses import api as courses

CONTENT = "https://content.corner.example"


@contextmanager
def stage(media: Path) -> Iterator[Cast]:
    """A copy of the test's database with the whole stage in it; packages lie in `media`."""
    name, before, played_at = (
        f"staged_{uuid4().hex}",
        connection.settings_dict["NAME"],
        courses.content_home(),
    )
    connection.close()
    _copy(before, name)
    connection.settings_dict["NAME"] = name
    courses.play_at(CONTENT)
    try:
        with override_settings(MEDIA_ROOT=media / "media"):
            yield set_stage(clock.now())
    finally:
        courses.play_at(played_at)
        connection.close()
        connection.settings_dict["NAME"] = before
        _administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def served(data: Path) -> Iterator[str]:
    """Two web processes over the stage, with the test's secret; the address of their pages."""
    os.environ["TRIMTAB_SECRET_KEY"] = settings.SECRET_KEY
    try:
        with supervised(data, database_url(), ("", ""), processes=2) as server:
            yield pages_of(server)
    finally:
        del os.environ["TRIMTAB_SECRET_KEY"]


def pages_of(server: Server) -> str:
    """Where pages are: 127.0.0.1 is the host that packages are played at."""
    return f"http://localhost:{urlsplit(server.address).port}"


def _copy(source: str, name: str) -> None:
    others = sql.SQL(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"
    ).format(source)
    _administer(others)
    _administer(
        sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
            sql.Identifier(name), sql.Identifier(source)
        )
    )


def _administer(query: sql.Composed) -> None:
    with psycopg.connect(
        urlsplit(database_url())._replace(path="/postgres").geturl(), autocommit=True
    ) as server:
        server.execute(query)
