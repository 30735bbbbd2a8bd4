"""How mail leaves: set up, sealed, limited; and addresses that get none."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.cast import NOW, Cast
from tests.channels.email_service import PATIENCE
from tests.mail_server import MailServer, serving
from tests.mail_service import TOKEN, MailService, mail_service
from trimtab.channels import email
from trimtab.channels.email.services import ServiceChannel
from trimtab.channels.email.troubles import is_gone
from trimtab.channels.email.writing import sender_of
from trimtab.channels.memory import MemoryChannel
from trimtab.kernel.errors import DeliveryFailed, DeliveryUncertain, Refusal
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.api import (
    SERVICES,
    MailRegion,
    MailSecurity,
    MailSetUp,
    MailWay,
    MessageState,
    NewLetter,
    Outgoing,
    Post,
    SuppressedBecause,
    SuppressedFor,
)
from trimtab.messaging.models import Message
from trimtab.sealing.settling import settle

HOUR = dt.timedelta(hours=1)
BOUNCED = SuppressedFor(SuppressedBecause.BOUNCED, "550 5.1.1 gone")
SERVER = MailSetUp(
    way=MailWay.SMTP,
    sender="learn@corner.example",
    sender_name="Corner Stores",
    reply_to="office@corner.example",
    host="127.0.0.1",
    port=2525,
    security=MailSecurity.NONE,
)
SERVICE = MailSetUp(way=MailWay.POSTMARK, sender="learn@corner.example", secret=TOKEN)


def changed(set_up: MailSetUp, **changes: Any) -> MailSetUp:
    values = {name: getattr(set_up, name) for name in MailSetUp.__slots__}
    return MailSetUp(**(values | changes))


def keep(set_up: MailSetUp) -> None:
    messaging.keep_mail(set_up, tried=True, now=NOW)


def send(cast: Cast, *keys: str, urgent: bool = False) -> None:
    for key in keys:
        messaging.queue(
            person_ids=[cast.worker.id],
            key=key,
            subject=as_written(f"Subject {key}"),
            body=as_written("B"),
            why=as_written("Because."),
            channel="email",
            urgent=urgent,
            now=NOW,
        )


def write(*addresses: str) -> None:
    letters = [
        NewLetter(
            f"letter/{number}/{address}",
            address,
            "A",
            as_written("S"),
            as_written("B"),
            as_written("W"),
        )
        for number, address in enumerate(addresses)
    ]
    messaging.write_letters(letters, now=NOW)


def deliver(channel: messaging.Channel, now: dt.datetime = NOW, **terms: Any) -> int:
    return messaging.deliver_due(now=now, channels={"email": channel}, **terms).sent


def deliver_letters(channel: messaging.Channel, now: dt.datetime = NOW, **terms: Any) -> int:
    return messaging.deliver_letters(now=now, channel=channel, time_zone="UTC", **terms)


def test_what_is_kept_is_sealed_in_the_table_and_shown_to_nobody(cast: Cast) -> None:
    assert messaging.mail_kept() is None and not messaging.sends_mail()
    keep(SERVICE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT kept::text FROM messaging_keptmail AS kept")
        [(row,)] = cursor.fetchall()
    assert TOKEN not in row and "learn@corner.example" in row
    kept = messaging.mail_kept()
    assert kept and kept.has_secret and kept.is_readable and kept.tried_at == NOW
    assert TOKEN not in repr(kept) and TOKEN not in repr(messaging.mail_set_up())
    assert messaging.mail_set_up() == SERVICE and messaging.sends_mail()


def test_a_secret_that_is_kept_goes_nowhere_but_where_it_went(cast: Cast) -> None:
    with_password = changed(SERVER, user="trimtab", secret="a-password")
    keep(with_password)
    keep(changed(with_password, secret="", sender="other@corner.example"))
    set_up = messaging.mail_set_up()
    assert set_up and set_up.secret == "a-password" and set_up.sender == "other@corner.example"
    for elsewhere in (
        {"host": "localhost"},
        {"port": 26},
        {"user": "somebody"},
        {"security": MailSecurity.TLS},
    ):
        asked = changed(with_password, secret="", **elsewhere)
        assert messaging.with_kept_secret(asked).secret == ""
    with pytest.raises(Refusal) as refused:
        keep(changed(SERVICE, secret=""))
    assert refused.value.field == "secret"


def test_under_another_secret_of_the_installation_it_is_said_and_entered_again(
    cast: Cast, settings: Any
) -> None:
    keep(SERVICE)
    settle(["another secret of the installation"])
    try:
        kept = messaging.mail_kept()
        assert kept and kept.has_secret and not kept.is_readable
        with pytest.raises(Refusal):
            messaging.mail_set_up()
        keep(SERVICE)
        assert messaging.mail_set_up() == SERVICE
    finally:
        settle([settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"sender": ""}, "sender"),
        ({"sender": "nobody"}, "sender"),
        ({"sender": "a@b.example\r\nBcc: all@b.example"}, "sender"),
        ({"sender": "a@b.example>"}, "sender"),
        ({"sender": f"{'a' * 250}@b.example"}, "sender"),
        ({"reply_to": "a b@c.example"}, "reply_to"),
        ({"sender_name": "A\nB"}, "sender_name"),
        ({"per_hour": 0}, "per_hour"),
        ({"host": ""}, "host"),
        ({"host": "mail.example/path"}, "host"),
        ({"host": "me:secret@mail.example"}, "host"),
        ({"host": "mail.example\n"}, "host"),
        ({"port": 0}, "port"),
        ({"port": 65_536}, "port"),
        ({"user": "u\x00"}, "user"),
        ({"host": "mail.example", "user": "u", "secret": "p"}, "security"),
        ({"secret": "p"}, "user"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert list(messaging.mail_faults(changed(SERVER, **changes))) == [field]
    assert not messaging.mail_faults(SERVER)


def test_a_service_is_asked_for_what_it_needs() -> None:
    for way, service in SERVICES.items():
        bare = MailSetUp(way=way, sender="learn@corner.example")
        whole = changed(bare, secret="s", user="u", detail="d")
        assert "secret" in messaging.mail_faults(bare) and not messaging.mail_faults(whole)
        assert ("user" in messaging.mail_faults(bare)) == (service.user is not None)
        assert ("detail" in messaging.mail_faults(bare)) == service.needs_detail


@pytest.mark.filterwarnings("ignore:django-anymail has dropped official support")
@pytest.mark.parametrize("way", list(SERVICES))
@pytest.mark.parametrize("region", list(MailRegion))
def test_every_service_can_be_opened_with_what_it_asked_for(
    way: MailWay, region: MailRegion
) -> None:
    set_up = MailSetUp(
        way=way, sender="a@b.example", secret="s", user="u", detail="d", region=region
    )
    channel = email.channel_of(set_up)
    with channel.open() as opened:
        assert opened is not None


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_the_fields_is_judged_without_an_error(host: str, sender: str) -> None:
    faults = messaging.mail_faults(changed(SERVER, host=host, sender=sender))
    assert set(faults) <= {"host", "sender"}
    assert "sender" in faults or not any(mark in sender for mark in "\r\n<> ,")


def test_mail_leaves_as_it_was_set_up_with_name_and_where_answers_go(cast: Cast) -> None:
    with serving(MailServer()) as server:
        channel = email.channel_of(changed(SERVER, port=server.port))
        send(cast, "first", "second")
        assert deliver(channel) == 2 and server.connections == 1
    headers = server.taken[0].content
    assert headers["From"] == "Corner Stores <learn@corner.example>"
    assert headers["Reply-To"] == "office@corner.example"
    assert headers["List-Unsubscribe"] is None


def test_what_one_may_leave_says_how(cast: Cast) -> None:
    with serving(MailServer()) as server:
        channel = email.channel_of(changed(SERVER, port=server.port))
        send(cast, "campaign/a", "decided")
        link = "https://learn.example/leave/abc"
        assert deliver(channel, leave=lambda _person, key: link if key == "campaign/a" else "") == 2
    by_subject = {mail.content["Subject"]: mail.content for mail in server.taken}
    one, other = by_subject["Subject campaign/a"], by_subject["Subject decided"]
    assert one["List-Unsubscribe"] == f"<{link}>"
    assert one["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in str(one.get_payload()) and other["List-Unsubscribe"] is None


def test_no_more_leaves_in_an_hour_than_was_said_and_a_part_is_kept_for_letters(
    cast: Cast,
) -> None:
    channel = MemoryChannel()
    send(cast, *(f"k{number}" for number in range(30)), urgent=True)
    write(*(f"a{number}@else.example" for number in range(5)))
    assert deliver(channel, per_hour=20) == 18
    assert deliver_letters(channel, per_hour=20) == 2
    assert deliver(channel, NOW + HOUR / 2, per_hour=20) == 0
    later = NOW + HOUR
    assert deliver(channel, later, per_hour=20) + deliver_letters(channel, later, per_hour=20) == 15
    assert len({message.id for message in channel.delivered}) == 35
    assert messaging.mail_standing(now=later).in_last_hour == 15


@pytest.mark.parametrize(
    ("code", "answer", "gone"),
    [
        (550, "5.1.1 unknown", True),
        (550, "5.1.10 RESOLVER.ADR.RecipientNotFound", True),
        (550, "5.2.1 disabled", True),
        (550, "No such user here", True),
        (551, "User unknown", True),
        (550, "5.7.1 relaying denied, user unknown", False),
        (550, "5.1.15 odd", False),
        (550, "relay not permitted", False),
        (554, "5.7.1 spam", False),
        (552, "5.2.2 mailbox full", False),
        (450, "4.1.1 unknown", False),
        (451, "user unknown for now", False),
        (550, "", False),
    ],
)
def test_only_an_address_of_which_the_server_says_it_is_gone_is_gone(
    code: int, answer: str, gone: bool
) -> None:
    assert is_gone(code, answer.encode()) is gone


@given(st.integers(min_value=400, max_value=499), st.binary(max_size=80))
def test_no_refusal_for_now_makes_an_address_gone(code: int, answer: bytes) -> None:
    assert not is_gone(code, answer)


def test_an_address_that_is_gone_gets_no_more_and_its_reader_reads_in_the_app(cast: Cast) -> None:
    answers = {cast.worker.email: "550 5.1.1 nobody here", "gone@else.example": "550 5.1.1 no"}
    with serving(MailServer(answers=answers)) as server:
        channel = email.channel_of(changed(SERVER, port=server.port))
        send(cast, "first")
        write("gone@else.example", "there@else.example")
        assert deliver(channel) == 0 and deliver_letters(channel) == 1
        rows = messaging.suppressed().rows
        assert {row.address for row in rows} == set(answers)
        assert all(row.because is SuppressedBecause.REFUSED for row in rows)
        assert "nobody here" in messaging.suppressed(text=cast.worker.email).rows[0].said
        server.answers.clear()
        send(cast, "second")
        messaging.write_letters([_again("gone@else.example")], now=NOW)
        deliver(channel)
        assert deliver(channel) == 1 and deliver_letters(channel) == 0
    assert Message.objects.get(key="second").channel == "in-app"
    assert [mail.to for mail in server.taken] == ["there@else.example"]
    [row] = messaging.outbox(post=Post.LETTERS, text="again").rows
    assert row.state is MessageState.FAILED and "no more mail" in row.problem


def _again(address: str) -> NewLetter:
    words = as_written("again")
    return NewLetter("again", address, "again", words, words, words)


def test_lifted_it_gets_mail_again_and_erased_it_is_forgotten(cast: Cast) -> None:
    address = cast.worker.email
    messaging.suppress({address.upper(): BOUNCED, "stranger@far.example": BOUNCED}, now=NOW)
    assert [row.address for row in messaging.suppressed().rows] == [address]
    assert messaging.suppress({address: BOUNCED}, now=NOW) == 0
    assert messaging.held_about(cast.worker.id, [address])["no_mail_since"]
    assert messaging.lift_suppression(addresses=[address, "x@y.example"]) == [address]
    send(cast, "again")
    assert deliver(MemoryChannel()) == 1
    messaging.suppress({address: BOUNCED}, now=NOW)
    messaging.forget_addresses(addresses=[address])
    assert not messaging.suppressed_among([address])


@pytest.mark.parametrize("said", ["\x00" * 400, "a\r\nb" * 400, "\N{SNOWMAN}" * 400])
def test_what_was_said_is_kept_within_bounds(cast: Cast, said: str) -> None:
    reason = SuppressedFor(SuppressedBecause.COMPLAINED, said)
    messaging.suppress({cast.worker.email: reason}, now=NOW)
    [row] = messaging.suppressed().rows
    assert len(row.said) <= 300 and "\n" not in row.said and "\x00" not in row.said


def outgoing() -> Outgoing:
    return Outgoing(uuid4(), "w@corner.example", "W", "", "S", "B", "W")


def service_channel(service: MailService) -> ServiceChannel:
    return ServiceChannel(SERVICE, sender_of("", SERVICE.sender), PATIENCE, service.address)


@pytest.mark.parametrize("behaviour", [{"seconds": 1.0}, {"hangs_up": True}, {"status": 504}])
def test_a_service_that_got_a_message_and_does_not_say_so_leaves_it_uncertain(
    behaviour: Mapping[str, Any],
) -> None:
    marks: list[str] = []
    with (
        mail_service(MailService(**behaviour)) as service,
        service_channel(service).open() as opened,
        pytest.raises(DeliveryUncertain),
    ):
        opened.deliver(outgoing(), lambda: marks.append("marked"))
    assert marks == ["marked"]


@pytest.mark.parametrize(
    ("status", "says", "words", "gone"),
    [
        (401, "", "does not accept the key", False),
        (403, '{"message": "The from domain is not verified"}', "take our sender", False),
        (429, "slow down", "takes nothing for now", False),
        (
            422,
            '{"ErrorCode": 300, "Message": "Invalid \'To\' address: \'w@corner.example\'."}',
            "take the address",
            True,
        ),
        (
            422,
            '{"ErrorCode": 406, "Message": "Found inactive addresses: w@corner.example. '
            'Inactive recipients are ones that have generated a hard bounce."}',
            "take the address",
            True,
        ),
        (422, '{"ErrorCode": 400, "Message": "Sender signature not found"}', "our sender", False),
    ],
)
def test_what_a_service_says_no_to_is_said_in_words(
    status: int, says: str, words: str, gone: bool
) -> None:
    with (
        mail_service(MailService(status=status, says=says)) as service,
        service_channel(service).open() as opened,
        pytest.raises(DeliveryFailed) as failed,
    ):
        opened.deliver(outgoing(), lambda: None)
    assert words in failed.value.sentence and failed.value.is_gone is gone
    assert TOKEN not in failed.value.sentence
