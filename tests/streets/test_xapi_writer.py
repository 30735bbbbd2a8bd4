"""The group-commit writer and the key ring, without a server."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Sequence

import pytest

from trimtab.gateway.xapi.keyring import KeyRing
from trimtab.gateway.xapi.wire import Busy, NotKnown
from trimtab.gateway.xapi.writer import Writer
from trimtab.kernel.errors import Refusal
from trimtab.lrs.api import CredentialRow, Prepared, Scope

ONE = Prepared(())
HEADER = "Basic dTpz"


class Clock:
    """A clock that is moved by hand."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_who_waits_while_the_store_writes_is_written_together() -> None:
    gate, sizes = threading.Event(), []

    def store(requests: Sequence[Prepared]) -> list[Refusal | None]:
        sizes.append(len(requests))
        gate.wait(5)
        return [None] * len(requests)

    async def scene() -> None:
        writer = Writer(store)
        first = asyncio.create_task(writer.put(ONE))
        while not sizes:
            await asyncio.sleep(0.001)
        others = [asyncio.create_task(writer.put(ONE)) for _ in range(9)]
        await asyncio.sleep(0.01)
        assert not any(task.done() for task in (first, *others))
        gate.set()
        await asyncio.gather(first, *others)

    asyncio.run(scene())
    assert sizes == [1, 9]


def test_each_hears_its_own_refusal() -> None:
    def store(requests: Sequence[Prepared]) -> list[Refusal | None]:
        return [
            Refusal("x", str(number)) if number % 2 else None for number in range(len(requests))
        ]

    async def scene() -> list[BaseException | None]:
        writer = Writer(store)
        return await asyncio.gather(*(writer.put(ONE) for _ in range(4)), return_exceptions=True)

    heard = asyncio.run(scene())
    assert [isinstance(answer, Refusal) for answer in heard] == [False, True, False, True]


def test_a_full_queue_and_a_store_that_is_away_say_try_again() -> None:
    gate = threading.Event()

    def store(requests: Sequence[Prepared]) -> list[Refusal | None]:
        gate.wait(5)
        raise ConnectionError

    async def scene() -> list[BaseException | None]:
        writer = Writer(store, most_waiting=2)
        tasks = [asyncio.create_task(writer.put(ONE)) for _ in range(5)]
        await asyncio.sleep(0.05)
        gate.set()
        return await asyncio.gather(*tasks, return_exceptions=True)

    heard = asyncio.run(scene())
    assert all(isinstance(answer, Busy) and answer.status == 503 for answer in heard)
    assert {answer.code for answer in heard if isinstance(answer, Busy)} == {
        "xapi.busy",
        "xapi.away",
    }


def test_a_client_that_leaves_while_it_waits_harms_nobody() -> None:
    gate = threading.Event()

    def store(requests: Sequence[Prepared]) -> list[Refusal | None]:
        gate.wait(5)
        return [None] * len(requests)

    async def scene() -> None:
        writer = Writer(store)
        leaving, staying = (asyncio.create_task(writer.put(ONE)) for _ in range(2))
        await asyncio.sleep(0.01)
        leaving.cancel()
        gate.set()
        await staying

    asyncio.run(scene())


def test_the_store_is_asked_once_in_a_while_for_good_keys_and_bad_ones() -> None:
    clock, asked = Clock(), []
    row: list[CredentialRow | None] = [CredentialRow("u", "x", frozenset({Scope.ALL}))]

    def check(user: str, secret: str) -> CredentialRow | None:
        asked.append((user, secret))
        return row[0]

    ring = KeyRing(check, seconds=3, clock=clock)
    assert ring.remembered(HEADER) is None
    assert ring.find(HEADER) == ring.find(HEADER) == ring.remembered(HEADER) == row[0]
    assert asked == [("u", "s")]
    row[0], clock.now = None, 3.1
    assert ring.remembered(HEADER) is None
    for _ in range(2):
        with pytest.raises(NotKnown):
            ring.find(HEADER)
    assert len(asked) == 2


@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Bearer abc", "Basic dQ==", "Basic /w==", "Basic AHg6eQ=="]
)
def test_a_header_that_cannot_be_read_is_refused(header: str) -> None:
    ring = KeyRing(lambda user, secret: None, seconds=3, clock=Clock())
    with pytest.raises(NotKnown):
        ring.find(header)
