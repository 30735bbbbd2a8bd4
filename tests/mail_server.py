"""A mail server for tests, in a thread of its own: it takes what it gets, or behaves badly as it is
told to."""

from __future__ import annotations

import asyncio
import threading
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from enum import StrEnum


class Mood(StrEnum):
    """How the server answers."""

    WELL = "well"
    SILENT = "silent"  # takes the connection and says nothing
    SILENT_AT_THE_END = "silent-at-the-end"  # takes the whole message and says nothing
    DROPS_AT_THE_END = "drops-at-the-end"  # takes the whole message and drops the connection
    DROPS_AT_THE_BEGINNING = (
        "drops-at-the-beginning"  # drops the connection when the message should come
    )


@dataclass(frozen=True)
class Mail:
    """A message that the server has said it has; `at` is when, on the monotonic clock."""

    to: str
    content: Message
    at: float

    @property
    def key(self) -> str:
        return str(self.content["Message-ID"])


@dataclass
class MailServer:
    """`taken` holds what it said it has, `seen` whatever came in whole.

    `answers` gives the answer to an address instead of `says`; `slow` is how long it thinks before
    it says that it has a message. With a `password` it wants that one. While `is_away` it drops
    whoever connects.
    """

    port: int = 0
    mood: Mood = Mood.WELL
    slow: Callable[[], float] = lambda: 0.0
    most_a_connection: int = 10_000
    answers: dict[str, str] = field(default_factory=dict)
    taken: list[Mail] = field(default_factory=list)
    seen: list[Mail] = field(default_factory=list)
    connections: int = 0
    says: str = "250 well"
    password: str = ""
    is_away: bool = False

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def times(self) -> Counter[str]:
        """How often each Message-ID came in whole."""
        return Counter(mail.key for mail in self.seen)

    def _lines(self, word: str) -> tuple[str, ...]:
        """What is said to a word that says nothing of a message (AUTH PLAIN: RFC 4616)."""
        if self.password and word.upper().startswith("EHLO"):
            return ("250-test", "250 AUTH PLAIN")
        if word.upper().startswith("AUTH"):
            said = b64decode(word.split()[-1]).decode()
            return ("235 in",) if said.endswith(f"\0{self.password}") else ("535 5.7.8 not in",)
        return ("250 well",)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            if not self.is_away:
                await self._converse(reader, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        async def say(line: str) -> None:
            writer.write(line.encode() + b"\r\n")
            await writer.drain()

        if self.mood is Mood.SILENT:
            await reader.read()
            return
        await say("220 test")
        to, taken, is_greeted = "", 0, False
        while line := await reader.readline():
            word = line.decode("utf-8", "replace").strip()
            is_greeted = is_greeted or word.upper().startswith(("EHLO", "HELO"))
            match word.split(" ")[0].split(":")[0].upper():
                case "DATA" if self.mood is Mood.DROPS_AT_THE_BEGINNING:
                    return
                case "DATA":
                    await say("354 go on")
                    mail = Mail(to, message_from_bytes(await _content(reader)), time.monotonic())
                    self.seen.append(mail)
                    if self.mood is Mood.DROPS_AT_THE_END:
                        return
                    if self.mood is Mood.SILENT_AT_THE_END:
                        await reader.read()
                        return
                    if pause := self.slow():
                        await asyncio.sleep(pause)
                    self.taken.append(mail)
                    taken += 1
                    await say("250 it is here")
                case "MAIL" if not is_greeted or taken >= self.most_a_connection:
                    # As servers that ask who comes (RFC 5321, 4.1.4), and those that have enough.
                    enough = "421 enough for one connection"
                    await say(enough if is_greeted else "503 5.5.1 say first who you are")
                    return
                case "RCPT":
                    to = word.split("<")[1].split(">")[0]
                    await say(self.answers.get(to, self.says))
                case "QUIT":
                    await say("221 bye")
                    return
                case _:
                    await say("\r\n".join(self._lines(word)))


async def _content(reader: asyncio.StreamReader) -> bytes:
    lines = []
    while (line := await reader.readuntil(b"\r\n")) != b".\r\n":
        lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
    return b"".join(lines)


async def _hang_up() -> None:
    """Ends the conversations that somebody has left in the middle."""
    talks = asyncio.all_tasks() - {asyncio.current_task()}
    for talk in talks:
        talk.cancel()
    await asyncio.gather(*talks, return_exceptions=True)


@contextmanager
def serving(server: MailServer) -> Iterator[MailServer]:
    """The server listens on 127.0.0.1 until the end of the block; on its port, or on a free one."""
    loop = asyncio.new_event_loop()
    ready, listening = threading.Event(), []

    async def listen() -> None:
        listening.append(
            await asyncio.start_server(server._talk, "127.0.0.1", server.port, limit=2**24)
        )
        server.port = listening[0].sockets[0].getsockname()[1]
        ready.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(listen())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert ready.wait(10)
    try:
        yield server
    finally:
        loop.call_soon_threadsafe(listening[0].close)
        time.sleep(0.05)
        asyncio.run_coroutine_threadsafe(_hang_up(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
        with suppress(RuntimeError):
            loop.close()
