"""Another system on this machine that statements are sent to, and the clock by which they are."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from tests.cast import NOW
from tests.rooms.test_lrs_statements import CLIENT, said
from trimtab.gateway import outgoing
from trimtab.gateway.forwarding import http
from trimtab.gateway.xapi.parts import BodyPart, split
from trimtab.journeys import forwarding
from trimtab.journeys.forwarding import NewTarget
from trimtab.lrs import api as lrs
from trimtab.lrs.api import TargetKind

THIS_MACHINE = outgoing.networks(["127.0.0.1"])
SECRET = "very-secret-indeed"
Answer = Callable[[list[dict[str, Any]]], tuple[int, str, dict[str, str]]]


def well(_statements: list[dict[str, Any]]) -> tuple[int, str, dict[str, str]]:
    return 200, "[]", {}


def parts_of(content_type: str, body: bytes) -> list[BodyPart]:
    """The parts of a request; the statements first."""
    kind, _, boundary = content_type.partition("; boundary=")
    return (
        split(boundary.encode(), body)
        if kind == "multipart/mixed"
        else [BodyPart({"content-type": kind}, body)]
    )


@dataclass
class Receiver:
    """Another system on this machine: it keeps what it took, and answers as it is
    told. `files` came with the last request."""

    address: str
    answer: Answer = well
    taken: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)
    files: list[BodyPart] = field(default_factory=list)

    def ids(self) -> list[str]:
        return [statement["id"] for statement in self.taken]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.requests.append((self.path, dict(self.headers), body))
            first, *found.files = parts_of(self.headers["Content-Type"], body)
            read = json.loads(first.data)
            statements = read if isinstance(read, list) else read["data"]["statements"]
            status, text, headers = found.answer(statements)
            if status == 0:
                self.connection.close()
                return
            if status < 300:
                found.taken.extend(statements)
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(text))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, format: str, *args: object) -> None:
            """Keeps quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}/xapi"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


class Clock:
    """A clock that is moved by hand."""

    now = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def to_lrs(receiver: Receiver, **changes: Any) -> int:
    given = NewTarget(TargetKind.LRS, "Warehouse", receiver.address, "user", SECRET, **changes)
    return forwarding.add(given, by=None, now=NOW)[0]


def stored(count: int = 1, **changes: Any) -> list[str]:
    """Statements that come in one after another; their ids in that order."""
    ids = []
    for n in range(count):
        statement = said(**changes)
        lrs.store([statement], by=CLIENT, now=NOW + dt.timedelta(seconds=n))
        ids.append(statement["id"])
    return ids


def turn(clock: Clock) -> lrs.Forwarded:
    with outgoing.client(THIS_MACHINE) as client:
        return forwarding.forward(
            forwarder=http.forwarder(client), clock=clock, budget=dt.timedelta(seconds=50)
        )
