"""No transaction is open, and nothing locked, while a message is handed over: PostgreSQL says so."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from django.db import connection, connections, transaction

from tests import databases
from tests.cast import NOW
from trimtab.channels.memory import MemoryChannel
from trimtab.kernel.channels import ChannelName
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.actions.handing_over import AT_ONCE
from trimtab.messaging.api import Mark, MessageState, NewLetter, OpenChannel, Outgoing
from trimtab.people import api as people

NAME = "trimtab_outside_transactions"
MESSAGES = AT_ONCE + 10
_OTHERS = """
SELECT count(*) FILTER (WHERE xact_start IS NOT NULL), count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_LOCKS = """
SELECT count(*) FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class Sight:
    """What PostgreSQL says while a channel is asked, and which states the rows have for others."""

    open_transactions: int
    sessions: int
    locks: int
    states: dict[str, int]
    marked: int


@dataclass
class Looking(MemoryChannel):
    """Asks PostgreSQL, by a connection of its own, whenever the worker calls it."""

    server: psycopg.Connection[Any] | None = None
    table: str = "messaging_message"
    sights: list[Sight] = field(default_factory=list)

    def look(self) -> None:
        assert self.server is not None
        [[open_transactions, sessions]] = self.server.execute(_OTHERS).fetchall()
        [[locks]] = self.server.execute(_LOCKS).fetchall()
        states = self.server.execute(
            f"SELECT state, count(*) FROM {self.table} GROUP BY state"
        ).fetchall()
        [[marked]] = self.server.execute(
            f"SELECT count(*) FROM {self.table} "
            "WHERE handing_over_at IS NOT NULL AND state = 'sending'"
        ).fetchall()
        self.sights.append(Sight(open_transactions, sessions, locks, dict(states), marked))

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        self.look()
        yield self

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        self.look()
        handing_over()
        self.look()
        self.delivered.append(message)


@pytest.fixture
def committed(django_db_setup: None, django_db_blocker: Any) -> Iterator[psycopg.Connection[Any]]:
    """A database of its own where what is written is committed, and a second way into it."""
    with django_db_blocker.unblock():
        databases.clone(NAME)
        try:
            with databases.used(NAME):
                server = psycopg.connect(databases.address(NAME), autocommit=True)
                with server:
                    yield server
                connections.close_all()
        finally:
            databases.drop(NAME)


def seen(channel: Looking) -> list[Sight]:
    """What was seen; that nothing was open or locked at any time."""
    assert channel.sights
    for sight in channel.sights:
        assert sight.sessions > 0, "the worker's own session is among those that are looked at"
        assert sight.open_transactions == 0 and sight.locks == 0, sight
    return channel.sights


def check(sights: list[Sight]) -> None:
    """At most a batch is claimed, each message is marked before and settled after it goes."""
    assert max(sight.states.get("sending", 0) for sight in sights) == AT_ONCE
    opened, *each = sights[: 1 + 2 * AT_ONCE]
    assert opened.states == {"sending": AT_ONCE, "waiting": MESSAGES - AT_ONCE}
    for number, (before, after) in enumerate(zip(each[::2], each[1::2], strict=True)):
        assert before.states.get("sent", 0) == after.states.get("sent", 0) == number
        assert (before.marked, after.marked) == (0, 1)


def test_messages_leave_outside_every_transaction(committed: psycopg.Connection[Any]) -> None:
    people.create_organisation(
        name="Corner", time_zone="Europe/Berlin", language="en", simulated=False, now=NOW
    )
    rows = "".join(f"p{n}@corner.example,P {n}\n" for n in range(MESSAGES))
    people.import_people(csv_text=f"email,name\n{rows}", by=None, now=NOW)
    ids = people.ids_by_email(f"p{n}@corner.example" for n in range(MESSAGES))
    messaging.queue(
        person_ids=ids.values(),
        key="k",
        subject=as_written("S"),
        body=as_written("B"),
        why=as_written("W"),
        channel=ChannelName.EMAIL,
        now=NOW,
    )
    channel = Looking(server=committed)
    done = messaging.deliver_due(now=NOW, channels={ChannelName.EMAIL: channel})
    assert done.sent == len(channel.delivered) == MESSAGES
    check(seen(channel))


def test_letters_leave_outside_every_transaction(committed: psycopg.Connection[Any]) -> None:
    letters = [
        NewLetter(
            f"l{n}",
            f"outside{n}@else.example",
            "O",
            as_written("S"),
            as_written("B"),
            as_written("W"),
        )
        for n in range(MESSAGES)
    ]
    messaging.write_letters(letters, now=NOW)
    channel = Looking(server=committed, table="messaging_letter")
    assert messaging.deliver_letters(now=NOW, channel=channel, time_zone="UTC") == MESSAGES
    check(seen(channel))
    states = messaging.letter_states(letter.key for letter in letters)
    assert set(states.values()) == {MessageState.SENT}


def test_a_worker_that_holds_a_transaction_would_be_seen(
    committed: psycopg.Connection[Any],
) -> None:
    messaging.write_letters(
        [NewLetter("l", "o@else.example", "O", as_written("S"), as_written("B"), as_written("W"))],
        now=NOW,
    )
    channel = Looking(server=committed, table="messaging_letter")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM messaging_letter FOR UPDATE")
        channel.look()
    assert channel.sights[0].open_transactions == 1 and channel.sights[0].locks > 0
