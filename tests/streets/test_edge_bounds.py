"""The bounds themselves: who gives way, who gets more time, and that every page that takes a file has one."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import trimtab
from trimtab.config import env
from trimtab.config.edge import admission, arriving, space
from trimtab.config.edge.arriving import Arrivals, NoRoom
from trimtab.config.edge.bounds import PLAYERS, UNITS, UPLOADS
from trimtab.gateway.xapi.wire import Busy, TooLarge, TooSlow
from trimtab.kernel.errors import Refusal

KIB = 1024
Receive = Callable[[], Awaitable[dict[str, Any]]]


def scope(
    address: str = "203.0.113.9", size: int | None = None, method: str = "POST"
) -> dict[str, Any]:
    headers = [] if size is None else [(b"content-length", str(size).encode())]
    return {
        "type": "http",
        "method": method,
        "path": "/packages",
        "client": (address, 1),
        "headers": headers,
    }


def pieces(*sizes: int, pause: float = 0.0, ends: bool = True) -> Receive:
    """Content in pieces, with a pause before each; without an end the last one is waited for."""
    left = list(sizes)

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(pause)
        if not left:
            await asyncio.sleep(60)
        return {
            "type": "http.request",
            "body": bytes(left.pop(0)),
            "more_body": bool(left) or not ends,
        }

    return receive


async def take(arrivals: Arrivals, receive: Receive, **about: Any) -> int | type[Refusal]:
    """The size of what arrived, or the class of the refusal."""
    try:
        async with arrivals.content(scope(**about), receive) as (content, size):
            assert len(content.read()) == size
            return size
    except Refusal as fault:
        return type(fault)


@pytest.fixture(autouse=True)
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second for the content, and everybody may send ten megabytes."""

    async def most_of(found: Any) -> int:
        return 10 * KIB * KIB

    monkeypatch.setattr(env, "REQUEST_SECONDS", 0.5)
    monkeypatch.setattr(admission, "most_of", most_of)


def test_who_sends_gets_more_time_and_who_stops_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arriving, "LEAST_PER_SECOND", 100)

    async def scene() -> list[Any]:
        arrivals = Arrivals()
        steady, silent = pieces(*[20] * 10, pause=0.1), pieces(20, ends=False)
        return [*await asyncio.gather(take(arrivals, steady), take(arrivals, silent))]

    assert asyncio.run(scene()) == [200, TooSlow]


@pytest.mark.parametrize(
    ("bound", "most"), [("MOST_OF_AN_ADDRESS", 2), ("MOST_PENDING", 3), ("MOST_BYTES", 100)]
)
def test_whoever_waits_longest_gives_way(
    monkeypatch: pytest.MonkeyPatch, bound: str, most: int
) -> None:
    monkeypatch.setattr(env, "REQUEST_SECONDS", 5.0)
    monkeypatch.setattr(arriving, bound, most)

    async def scene() -> list[Any]:
        arrivals = Arrivals()
        other = asyncio.create_task(take(arrivals, pieces(30, ends=False), address="198.51.100.7"))
        await asyncio.sleep(0.02)
        slow = []
        for _ in range(2):
            slow.append(asyncio.create_task(take(arrivals, pieces(30, ends=False))))
            await asyncio.sleep(0.02)
        quick = await take(arrivals, pieces(30))
        await asyncio.sleep(0.02)
        states = [one.done() and one.result() for one in (other, *slow)]
        for one in (other, *slow):
            one.cancel()
        return [quick, *states]

    gone = {"MOST_OF_AN_ADDRESS": [30, False, TooSlow, False]}.get(
        bound, [30, TooSlow, False, False]
    )
    assert asyncio.run(scene()) == gone


def test_what_is_large_lies_in_files_of_which_an_address_has_few(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(arriving, "IN_MEMORY", 50 * KIB)
    monkeypatch.setattr(arriving, "MOST_FILES_OF_AN_ADDRESS", 1)

    async def scene() -> list[Any]:
        arrivals = Arrivals()
        async with arrivals.content(scope(size=200 * KIB), pieces(100 * KIB, 100 * KIB)) as (
            content,
            size,
        ):
            assert not hasattr(content, "getvalue") and len(content.read()) == size == 200 * KIB
            second = await take(arrivals, pieces(100 * KIB))
        return [second, await take(arrivals, pieces(100 * KIB))]

    assert asyncio.run(scene()) == [Busy, 100 * KIB]


def test_nothing_is_taken_that_would_fill_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(space, "free", lambda: env.DISK_RESERVE + 3 * KIB * KIB)

    async def scene() -> list[Any]:
        arrivals = Arrivals()
        told = await take(arrivals, pieces(0), size=5 * KIB * KIB)
        untold = await take(arrivals, pieces(*[256 * KIB] * 30))
        return [told, untold, await take(arrivals, pieces(2_000))]

    assert asyncio.run(scene()) == [NoRoom, NoRoom, 2_000]


def test_content_past_the_bound_and_content_of_a_get_are_not_read() -> None:
    async def scene() -> list[Any]:
        arrivals = Arrivals()
        large = await take(arrivals, pieces(11 * KIB * KIB))
        return [large, await take(arrivals, pieces(ends=False), method="GET", size=10**12)]

    assert asyncio.run(scene()) == [TooLarge, 0]


def patterns(found: list[URLPattern | URLResolver], prefix: str = "") -> dict[str, Any]:
    """Every named address and its view."""
    views: dict[str, Any] = {}
    for one in found:
        if isinstance(one, URLResolver):
            views |= patterns(
                one.url_patterns, f"{prefix}{one.namespace}:" if one.namespace else prefix
            )
        elif one.name:
            views[prefix + one.name] = one.callback
    return views


def test_every_page_that_takes_a_file_has_a_bound_and_every_bound_a_page() -> None:
    views = patterns(get_resolver().url_patterns)
    assert not [name for name in (*UPLOADS, *UNITS, *PLAYERS) if name not in views]
    source = Path(trimtab.__file__).parent
    takes = {
        ".".join(("trimtab", *path.relative_to(source).with_suffix("").parts))
        for path in source.rglob("*.py")
        if "request.FILES" in path.read_text() and "config" not in path.parts
    }
    assert takes == {views[name].__module__ for name in UPLOADS}, (
        "name the page in config/edge/bounds.py"
    )
