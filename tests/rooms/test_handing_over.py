"""Mail is sent at most once by itself, whenever the process ends; whatever the mail server does, nothing is lost and all is said."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_string
from itertools import pairwise
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connections
from django.test import override_settings

from tests.cast import NOW, Cast
from tests.mail_server import MailServer, Mood, serving
from trimtab.channels.email.smtp import MailServerChannel
from trimtab.channels.email.writing import Sender
from trimtab.channels.memory import MemoryChannel
from trimtab.kernel.errors import ChannelAway, DeliveryFailed, Refusal
from trimtab.kernel.said import as_written
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.messaging import queries
from trimtab.messaging.actions.handing_over import LEASE
from trimtab.messaging.api import (
    Channel,
    Mark,
    MessageLimits,
    MessageState,
    NewLetter,
    OpenChannel,
    Outgoing,
    Post,
)
from trimtab.messaging.domain.rows import Delivered
from trimtab.messaging.models import Letter, Message

MINUTE = dt.timedelta(minutes=1)
CHANNEL = MailServerChannel(Sender("Trimtab <t@corner.example>"), mail.get_connection)


class Killed(BaseException):
    """What a process does not survive."""


@dataclass
class Dying(MemoryChannel):
    """A channel in which the process ends at a given moment, once."""

    moment: str = ""

    def _dies(self, moment: str) -> None:
        if self.moment == moment:
            self.moment = ""
            raise Killed

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        self._dies("before it is opened")
        yield self

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        self._dies("before it is handed over")
        handing_over()
        self._dies("while it is handed over")
        self.delivered.append(message)
        self._dies("after it was handed over")


@dataclass
class Failing(MemoryChannel):
    """A channel that fails so many times, then delivers."""

    errors: list[Exception] = field(default_factory=list)

    def deliver(self, message: Outgoing, handing_over: Mark) -> None:
        if self.errors:
            raise self.errors.pop(0)
        super().deliver(message, handing_over)


def send(cast: Cast, key: str = "k", *, to: Any = None, **more: Any) -> None:
    messaging.queue(
        person_ids=[(to or cast.worker).id],
        key=key,
        subject=as_written("S"),
        body=as_written("B"),
        why=as_written("Because."),
        channel="email",
        now=NOW,
        **more,
    )


def deliver(channel: Channel, now: dt.datetime = NOW, **more: Any) -> Delivered:
    return messaging.deliver_due(now=now, channels={"email": channel}, **more)


def states() -> list[MessageState]:
    return sorted(row.state for row in messaging.outbox().rows)


def write(number: int = 1) -> None:
    messaging.write_letters(
        [
            NewLetter(
                f"l{n}",
                f"outside{n}@else.example",
                "Otto",
                as_written("S"),
                as_written("B"),
                as_written("Because."),
            )
            for n in range(number)
        ],
        now=NOW,
    )


@contextmanager
def mail_server(**more: Any) -> Iterator[MailServer]:
    with (
        serving(MailServer(**more)) as server,
        override_settings(
            EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
            EMAIL_HOST="127.0.0.1",
            EMAIL_PORT=server.port,
            EMAIL_TIMEOUT=0.3,
        ),
    ):
        yield server


@pytest.mark.parametrize(
    ("moment", "is_known"),
    [
        ("before it is opened", True),
        ("before it is handed over", True),
        ("while it is handed over", False),
        ("after it was handed over", False),
    ],
)
def test_a_process_that_ends_sends_nothing_twice_and_what_is_known_not_to_have_gone_goes(
    cast: Cast, moment: str, is_known: bool
) -> None:
    send(cast)
    channel = Dying(moment=moment)
    with pytest.raises(Killed):
        deliver(channel)
    before = len(channel.delivered)
    assert deliver(channel, NOW + MINUTE).sent == 0 and states() == ["sending"]
    later = NOW + LEASE
    deliver(channel, later)
    if is_known:
        assert len(channel.delivered) == 1 and states() == ["sent"]
        return
    assert len(channel.delivered) == before and states() == ["uncertain"]
    [row] = messaging.outbox(state="uncertain").rows
    assert "process ended" in row.problem and row.may_go_again
    assert deliver(channel, later + 2 * dt.timedelta(days=30)).sent == 0
    messaging.send_again(post=Post.MESSAGES, message_id=row.id, now=later)
    assert deliver(channel, later).sent == 1 and {message.id for message in channel.delivered} == {
        row.id
    }
    with pytest.raises(Refusal):
        messaging.send_again(post=Post.MESSAGES, message_id=row.id, now=later)


def test_what_is_read_in_the_app_is_never_uncertain(cast: Cast) -> None:
    messaging.queue(
        person_ids=[cast.worker.id],
        key="k",
        subject=as_written("S"),
        body=as_written("B"),
        why=as_written("W"),
        now=NOW,
    )
    send(cast, "mail")
    with pytest.raises(Killed):
        deliver(Dying(moment="while it is handed over"))
    assert [row.key for row in messaging.inbox(cast.worker.id)] == ["k"]


def test_letters_are_handed_over_in_the_same_way(cast: Cast) -> None:
    write(3)
    channel = Dying(moment="while it is handed over")
    with pytest.raises(Killed):
        messaging.deliver_letters(now=NOW, channel=channel, time_zone="UTC")
    assert messaging.deliver_letters(now=NOW + LEASE, channel=channel, time_zone="UTC") == 2
    assert messaging.outbox_counts(Post.LETTERS).by_state == {
        MessageState.SENT: 2,
        MessageState.UNCERTAIN: 1,
    }


def test_a_worker_whose_lease_is_over_hands_nothing_over_and_its_late_word_about_what_went_counts(
    cast: Cast,
) -> None:
    send(cast)

    class Slow(MemoryChannel):
        def deliver(self, message: Outgoing, handing_over: Mark) -> None:
            deliver(MemoryChannel(), NOW + LEASE)
            super().deliver(message, handing_over)

    late = Slow()
    deliver(late)
    assert not late.delivered and states() == ["sent"]

    class SlowAfterwards(MemoryChannel):
        def deliver(self, message: Outgoing, handing_over: Mark) -> None:
            super().deliver(message, handing_over)
            deliver(MemoryChannel(), NOW + LEASE)
            assert states() == ["sent", "uncertain"]

    send(cast, "second")
    assert deliver(SlowAfterwards()).sent == 1 and states() == ["sent", "sent"]


def test_what_is_on_its_way_counts_against_the_cap(cast: Cast) -> None:
    messaging.set_limits(MessageLimits(messages_per_week=1))
    send(cast)
    with pytest.raises(Killed):
        deliver(Dying(moment="while it is handed over"))
    send(cast, "second")
    assert deliver(MemoryChannel(), NOW + LEASE).in_digest == 1


def test_erasing_stops_what_a_worker_has_and_has_not_begun_to_hand_over(cast: Cast) -> None:
    send(cast)

    class Erased(MemoryChannel):
        def deliver(self, message: Outgoing, handing_over: Mark) -> None:
            messaging.forget_person(person_id=cast.worker.id)
            super().deliver(message, handing_over)

    channel = Erased()
    deliver(channel)
    assert not channel.delivered and states() == ["dropped"]


def test_a_turn_ends_in_time_and_gives_back_what_is_left(cast: Cast) -> None:
    for person in (cast.worker, cast.manager, cast.author):
        send(cast, to=person)
    channel = MemoryChannel()
    assert deliver(channel, go_on=lambda: not channel.delivered).sent == 1
    assert states() == ["sent", "waiting", "waiting"] and deliver(channel).sent == 2


def test_what_fails_is_tried_again_with_growing_pauses_and_given_up_with_a_word(cast: Cast) -> None:
    send(cast)
    channel = Failing(
        errors=[DeliveryFailed(as_written("not now"), permanent=False) for _ in range(8)]
    )
    now, tries = NOW, []
    while states() == ["waiting"]:
        left = len(channel.errors)
        deliver(channel, now)
        tries += [now] if len(channel.errors) < left else []
        now = Message.objects.get().due_at
    [row] = messaging.outbox().rows
    assert (
        row.state == "failed"
        and row.problem == "Given up after 8 attempts. not now"
        and row.attempts == 8
    )
    pauses = [after - before for before, after in pairwise(tries)]
    assert pauses == sorted(pauses) and pauses[0] == 2 * MINUTE
    assert messaging.send_failed_again(post=Post.MESSAGES, now=now) == 1
    assert deliver(channel, NOW + dt.timedelta(days=3)).sent == 1


def test_an_error_in_one_message_keeps_no_other_from_going(cast: Cast) -> None:
    for person in (cast.worker, cast.manager):
        send(cast, to=person)
    assert deliver(Failing(errors=[KeyError("a fault of ours")])).sent == 1 and states() == [
        "sent",
        "waiting",
    ]


def test_mail_that_would_leave_in_quiet_hours_waits_for_the_morning(cast: Cast) -> None:
    send(cast)
    just_before = dt.datetime(2026, 9, 7, 17, 59, 30, tzinfo=dt.UTC)
    channel = MemoryChannel()
    for now in (just_before, just_before + MINUTE, NOW.replace(day=8, hour=4, minute=59)):
        assert deliver(channel, now).sent == 0
    assert deliver(channel, NOW.replace(day=8, hour=5)).sent == 1


def test_an_e_mail_has_a_date_a_reason_and_an_identity_of_its_own(cast: Cast) -> None:
    send(cast)
    assert deliver(CHANNEL).sent == 1
    [sent] = mail.outbox
    parsed = message_from_string(sent.message().as_string())
    [row] = messaging.outbox().rows
    assert parsed["To"] == cast.worker.email and "Because." in str(parsed.get_payload())
    assert (
        parsed["Message-ID"] == f"<{row.id}@trimtab>"
        and parsed["Auto-Submitted"] == "auto-generated"
    )
    assert len(lrs.held_about(cast.worker.pseudonym, ())["statements"]) == 1


def test_one_connection_carries_a_batch_and_a_server_that_wants_a_new_one_gets_it(
    cast: Cast,
) -> None:
    write(5)
    with mail_server() as server:
        assert (
            messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC") == 5
            and server.connections == 1
        )
    Letter.objects.all().delete()
    write(5)
    with mail_server(most_a_connection=2) as server:
        assert (
            messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC") == 5
            and server.connections == 3
        )


@pytest.mark.parametrize(("answer", "state"), [("550 unknown", "failed"), ("450 later", "waiting")])
def test_an_address_that_is_refused_is_its_own_fault_alone(
    cast: Cast, answer: str, state: str
) -> None:
    write(3)
    with mail_server(answers={"outside1@else.example": answer}):
        assert messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC") == 2
    [row] = messaging.outbox(post=Post.LETTERS, state=state).rows
    assert answer in row.problem and not queries.troubles()


def test_while_the_server_is_away_all_waits_and_it_is_asked_once_a_minute(cast: Cast) -> None:
    write(3)
    send(cast)
    with mail_server(mood=Mood.SILENT) as server:
        for second in range(0, 180, 20):
            now = NOW + dt.timedelta(seconds=second)
            deliver(CHANNEL, now)
            messaging.deliver_letters(now=now, channel=CHANNEL, time_zone="UTC")
        assert server.connections == 3 and states() == ["waiting"]
        [trouble] = queries.troubles()
        assert trouble.since == NOW and "cannot be reached" in trouble.problem
        server.mood = Mood.WELL
        now = NOW + 4 * MINUTE
        assert deliver(CHANNEL, now).sent == 1 and not queries.troubles()
        assert messaging.deliver_letters(now=now, channel=CHANNEL, time_zone="UTC") == 3
        assert set(server.times().values()) == {1} and len(server.taken) == 4


@pytest.mark.parametrize("mood", [Mood.SILENT_AT_THE_END, Mood.DROPS_AT_THE_END])
def test_a_server_that_takes_a_message_and_does_not_say_so_leaves_it_uncertain_and_gets_no_other(
    cast: Cast, mood: Mood
) -> None:
    write(3)
    with mail_server(mood=mood) as server:
        messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC")
        messaging.deliver_letters(now=NOW + MINUTE, channel=CHANNEL, time_zone="UTC")
        counts = messaging.outbox_counts(Post.LETTERS)
        assert (
            counts.by_state == {MessageState.UNCERTAIN: 1, MessageState.WAITING: 2}
            and counts.troubles
        )
        server.mood = Mood.WELL
        assert (
            messaging.deliver_letters(now=NOW + 5 * MINUTE, channel=CHANNEL, time_zone="UTC") == 2
        )
        assert max(server.times().values()) == 1


def test_a_server_that_goes_away_before_the_message_has_not_got_it(cast: Cast) -> None:
    write(2)
    with mail_server(mood=Mood.DROPS_AT_THE_BEGINNING) as server:
        messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC")
        assert messaging.outbox_counts(Post.LETTERS).by_state == {MessageState.WAITING: 2}
        server.mood = Mood.WELL
        assert (
            messaging.deliver_letters(now=NOW + 5 * MINUTE, channel=CHANNEL, time_zone="UTC") == 2
        )


def test_what_cannot_be_written_as_mail_fails_and_the_rest_goes(cast: Cast) -> None:
    write(2)
    Letter.objects.filter(key="l0").update(subject="two\nlines")
    with mail_server() as server:
        assert (
            messaging.deliver_letters(now=NOW, channel=CHANNEL, time_zone="UTC") == 1
            and len(server.taken) == 1
        )
    assert messaging.outbox(post=Post.LETTERS, state="failed").total == 1


def test_several_workers_at_once_send_each_message_once(
    django_db_setup: None, django_db_blocker: Any
) -> None:
    channel, key = MemoryChannel(), uuid4()

    def work() -> None:
        with django_db_blocker.unblock():
            messaging.deliver_letters(now=NOW, channel=channel, time_zone="UTC")
            connections.close_all()

    with django_db_blocker.unblock():
        letters = [
            NewLetter(
                f"{key}/{n}",
                f"o{n}@else.example",
                "O",
                as_written("S"),
                as_written("B"),
                as_written("W"),
            )
            for n in range(160)
        ]
        messaging.write_letters(letters, now=NOW)
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        sent = messaging.letter_states(letter.key for letter in letters)
        Letter.objects.filter(key__startswith=f"{key}/").delete()
    assert set(sent.values()) == {MessageState.SENT}
    assert sorted(message.address for message in channel.delivered) == sorted(
        letter.address for letter in letters
    )


def test_a_channel_that_is_away_without_a_word_about_a_message_blames_none(cast: Cast) -> None:
    send(cast)
    channel = Failing(errors=[ChannelAway(as_written("gone"))])
    deliver(channel)
    assert Message.objects.get().state == "waiting" and queries.troubles()[0].problem == "gone"


def test_whoever_has_no_address_reads_it_in_the_app(cast: Cast) -> None:
    send(cast)
    get_user_model().objects.filter(id=cast.worker.id).update(email="")
    channel = MemoryChannel()
    assert deliver(channel).sent == 0 and deliver(channel, NOW + MINUTE).sent == 1
    assert not channel.delivered and messaging.unread_count(cast.worker.id) == 1
