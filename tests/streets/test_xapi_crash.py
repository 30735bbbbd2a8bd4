"""Acknowledged means stored: the server is killed under load, again and again."""

from __future__ import annotations

import itertools
import json
import threading
import time
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.rooms.test_lrs_statements import said
from tests.streets.xapi_server import STATEMENTS, Server, running
from trimtab.lrs import api as lrs

KILLS = 2
BATCH = 20


def _post(server: Server, sent: list[list[str]], acknowledged: list[list[str]]) -> None:
    with server.client() as client:
        for _ in itertools.count():
            batch = [said(id=str(uuid4())) for _ in range(BATCH)]
            ids = [statement["id"] for statement in batch]
            sent.append(ids)
            try:
                answer = client.post(STATEMENTS, json=batch)
            except httpx.TransportError:
                return
            assert answer.status_code == 200
            acknowledged.append(ids)


@pytest.mark.slow
def test_after_kill_every_acknowledged_statement_is_there_once_and_no_batch_in_part(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    for kill in range(KILLS):
        sent: list[list[str]] = []
        acknowledged: list[list[str]] = []
        with django_db_blocker.unblock(), running() as server:
            threads = [
                threading.Thread(target=_post, args=(server, sent, acknowledged)) for _ in range(4)
            ]
            for thread in threads:
                thread.start()
            until = time.monotonic() + 30
            while len(acknowledged) < 10 and time.monotonic() < until:
                time.sleep(0.01)
            time.sleep(0.17 * kill)
            server.process.kill()
            for thread in threads:
                thread.join(10)
            stored = _stored()
        assert acknowledged and all(set(ids) <= stored for ids in acknowledged)
        assert all(len(stored & set(ids)) in (0, BATCH) for ids in sent)
        assert len(stored) <= sum(len(ids) for ids in sent)


def _stored() -> set[str]:
    """The ids in the store, page by page; waits for what the killed
    server's database connection still ends."""
    time.sleep(0.3)
    found: set[str] = set()
    after = None
    while True:
        page = lrs.page(lrs.Filters(limit=5000, after=after))
        found |= {json.loads(text)["id"] for text in page.texts}
        after = page.next
        if after is None:
            return found
