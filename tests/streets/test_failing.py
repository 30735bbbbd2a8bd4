"""Errors that nobody caught: a page that says what happened and a reference, which stands in the log; and a database that is away."""

from __future__ import annotations

import errno
import itertools
import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from django.db import OperationalError, connection
from django.test import Client
from psycopg.errors import DiskFull

from tests.cast import NOW, engage
from tests.streets.xapi_server import HEADERS, database_url, supervised
from trimtab import clock, errors
from trimtab.config import env, health
from trimtab.config.edge import space
from trimtab.console.commands.running import doctor
from trimtab.home.starting import tasks as waiting
from trimtab.lrs import api as lrs
from trimtab.lrs.api import Scope


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log of errors, in a folder of the test's own."""
    handler = errors.Log(tmp_path / errors.FILE)
    handler.setFormatter(errors.Formatter())
    logging.getLogger("trimtab").addHandler(handler)
    yield tmp_path / errors.FILE
    logging.getLogger("trimtab").removeHandler(handler)


@pytest.fixture
def client(db: None) -> Client:
    found = Client(raise_request_exception=False)
    found.force_login(_user(engage().strategist.id))
    return found


def _user(person_id: Any) -> Any:
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=person_id)


def breaks(monkeypatch: pytest.MonkeyPatch, exception: Exception) -> None:
    """From now on the start page raises this."""

    def tasks(*args: object, **kwargs: object) -> None:
        raise exception

    monkeypatch.setattr(waiting, "tasks", tasks)


def test_an_error_has_a_reference_that_stands_in_the_log(
    client: Client, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaks(monkeypatch, KeyError("ana@corner.example"))
    answer = client.get("/?q=illness")
    assert answer.status_code == 500 and answer.headers["Cache-Control"].startswith(
        ("no-store", "private, no-store")
    )
    written = log.read_text()
    reference = written.split()[2].removesuffix(":")
    assert reference in answer.content.decode() and "GET start" in written and "in tasks" in written
    assert (
        "illness" not in written
        and "ana@" not in written
        and "Traceback" not in answer.content.decode()
    )
    told = client.get("/", headers={"Accept": "application/json"}).json()
    assert told["code"] == "http.500" and told["reference"] in log.read_text()


@pytest.mark.parametrize(
    ("raised", "said"),
    [
        (OperationalError("the connection is closed"), "The database does not answer"),
        (OSError(errno.ENOSPC, "No space left on device"), "There is no room left"),
    ],
)
def test_what_passes_by_itself_is_said_so(
    client: Client, log: Path, monkeypatch: pytest.MonkeyPatch, raised: Exception, said: str
) -> None:
    breaks(monkeypatch, raised)
    answer = client.get("/")
    assert (
        answer.status_code == 503
        and answer.headers["Retry-After"]
        and said in answer.content.decode()
    )
    full = OperationalError("could not extend file")
    full.__cause__ = DiskFull("could not extend file")
    breaks(monkeypatch, full)
    assert "could not be saved" in client.get("/").content.decode()
    assert not log.exists() or len(log.read_text().splitlines()) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "accept", "status"),
    [("/nowhere", "text/html", 404), ("/xapi/nowhere", "*/*", 404), ("/cmi5/nowhere", "*/*", 404)],
)
def test_nothing_here_is_a_page_or_json(path: str, accept: str, status: int) -> None:
    engage()
    answer = Client().get(path, headers={"Accept": accept})
    assert answer.status_code == status
    assert ("json" in answer.headers["Content-Type"]) == (path != "/nowhere")


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_told_so_without_its_name() -> None:
    answer = Client(raise_request_exception=False).get("/sign-in", headers={"Host": "evil.example"})
    assert (
        answer.status_code == 400
        and b"cannot be read" in answer.content
        and b"evil" not in answer.content
    )


@pytest.mark.django_db
def test_health_names_a_full_disk_and_a_database_that_keeps_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(env, "DATA", tmp_path)
    assert health.writing() == health.disk() == health.WELL
    monkeypatch.setattr(space, "free", lambda: 7 * 1024 * 1024)
    assert "nearly full: 7 MB are free" in health.disk()
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION READ ONLY")
    assert "ReadOnlySqlTransaction" in health.writing()


def test_the_doctor_counts_the_errors_of_a_day_and_says_where_they_are(
    log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRIMTAB_DATA", str(log.parent))
    assert doctor.LOOKS["errors"]() == f"none in the last day; {log}"
    errors.note(ValueError("x"), where="job deliver")
    assert doctor.LOOKS["errors"]() == f"1 in the last day; {log}"


def test_asking_for_health_writes_once_in_a_while() -> None:
    counted = itertools.count(1)
    look = health.RememberedLook(lambda: str(next(counted)), seconds=60)
    assert {look() for _ in range(100)} == {"1"}


def test_a_disk_that_hangs_lets_nobody_wait_and_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health, "WAITED_SECONDS", 0.01)
    gate = threading.Event()
    look = health.RememberedLook(lambda: str(gate.wait(20)), seconds=0.05)
    assert look() == health.WELL
    assert until(lambda: "nothing has come back" in look())
    gate.set()
    assert until(lambda: look() == "True")


def until(what: Callable[[], bool], seconds: float = 10.0) -> bool:
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.02)
    return what()


class Line:
    """A way to the database that can be cut: a socket in a folder of its own, and what stands behind it."""

    def __init__(self, folder: Path, url: str) -> None:
        parts = urlsplit(url)
        query = {name: value[0] for name, value in parse_qs(parts.query).items()}
        self._behind = f"{query['host']}/.s.PGSQL.{query.get('port') or 5432}"
        self._front, self.is_cut = folder / ".s.PGSQL.5432", False
        self.url = parts._replace(query=f"host={folder}").geturl()
        self._open: list[socket.socket] = []
        self._listens = socket.socket(socket.AF_UNIX)
        self._listens.bind(str(self._front))
        self._listens.listen(100)
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_cut = True
        for one in self._open:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            near, _ = self._listens.accept()
            if self.is_cut:
                near.close()
                continue
            far = socket.socket(socket.AF_UNIX)
            far.connect(self._behind)
            self._open += [near, far]
            for one, other in ((near, far), (far, near)):
                threading.Thread(target=self._pass, args=(one, other), daemon=True).start()

    def _pass(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while part := one.recv(65_536):
                other.sendall(part)
        with suppress(OSError):
            other.shutdown(socket.SHUT_RDWR)


def test_while_the_database_is_away_everybody_hears_503_and_then_all_is_well(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> None:
    data, folder = tmp_path_factory.mktemp("data"), tmp_path_factory.mktemp("s")
    with django_db_blocker.unblock():
        key = lrs.add_credential(name="away", scopes=[Scope.ALL], now=NOW)
        url = database_url()
    line = Line(folder, url)
    try:
        with (
            supervised(data, line.url, key) as server,
            httpx.Client(timeout=20, auth=key, headers=HEADERS, follow_redirects=True) as client,
        ):
            address = server.address.replace("127.0.0.1", "localhost")
            assert client.get(f"{address}/sign-in").status_code == 200
            line.cut()
            for path in ("/sign-in", "/xapi/statements", "/nowhere"):
                began = time.monotonic()
                answer = client.get(address + path)
                assert (answer.status_code, bool(answer.headers["Retry-After"])) == (503, True), (
                    path,
                    answer.text,
                )
                assert time.monotonic() - began < 6
            assert client.get(f"{address}/healthz").json()["database"] == "does not answer"
            assert client.get(f"{address}/static/css/tokens.css").status_code == 200
            line.is_cut = False
            assert client.get(f"{address}/sign-in").status_code == 200
            assert client.get(f"{address}/xapi/statements").status_code == 200
    finally:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("TRUNCATE lrs_credential")
    assert (
        errors.lately(data, now=clock.now())
        == 1
        == len((data / errors.FILE).read_text().splitlines())
    )
