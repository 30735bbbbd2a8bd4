"""The outbox: what waits, went, failed or is uncertain, with counts, filters and pages.

An administrator sends again by hand.
"""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.cast import NOW, Cast, engage
from tests.messages import messages_for
from tests.rooms.test_handing_over import Dying, Failing, Killed
from tests.streets.running.test_schedule import signed_in
from trimtab import clock
from trimtab.channels.memory import MemoryChannel
from trimtab.governance import api as governance
from trimtab.kernel.errors import ChannelAway, DeliveryFailed
from trimtab.kernel.said import as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.actions.handing_over import LEASE
from trimtab.messaging.api import NewLetter, Post
from trimtab.messaging.models import Message


@pytest.fixture
def cast(db: None) -> Cast:
    return engage()


def queued(cast: Cast, key: str) -> None:
    messaging.queue(
        person_ids=[cast.worker.id],
        key=key,
        subject=as_written(f"Subject {key}"),
        body=as_written("B"),
        why=as_written("Because."),
        channel="email",
        now=NOW,
    )


def stuck(cast: Cast) -> None:
    """One message of which nobody knows, one that failed for good."""
    queued(cast, "lost")
    with pytest.raises(Killed):
        messaging.deliver_due(now=NOW, channels={"email": Dying(moment="while it is handed over")})
    queued(cast, "bad")
    refusing = Failing(errors=[DeliveryFailed(as_written("550 unknown"), permanent=True)])
    messaging.deliver_due(now=NOW + LEASE, channels={"email": refusing})


def test_what_may_have_been_sent_is_said_first_and_goes_again_by_hand_once(cast: Cast) -> None:
    stuck(cast)
    client = signed_in(cast.administrator)
    page = client.get("/outbox").content.decode()
    assert (
        "One message may have been sent or not" in page
        and "process ended" in page
        and "550 unknown" in page
    )
    row = Message.objects.get(key="lost")
    again = f"/outbox/{row.id}/again"
    assert client.post(again, {"post": "messages"}).status_code == 302
    assert client.post(again, {"post": "messages"}).status_code == 422
    channel = MemoryChannel()
    # Outside of quiet hours, at whatever hour this runs.
    morning = (clock.now() + dt.timedelta(days=2)).replace(hour=10)
    messaging.deliver_due(now=morning, channels={"email": channel})
    assert [message.id for message in channel.delivered] == [row.id]
    assert [entry.act for entry in governance.audit_entries(text="outbox").rows] == [
        "outbox.sent-again"
    ]


def test_all_that_failed_is_tried_again_at_once_and_what_may_have_been_sent_is_left_alone(
    cast: Cast,
) -> None:
    stuck(cast)
    client = signed_in(cast.administrator)
    assert "Try all of these again" in client.get("/outbox?state=failed").content.decode()
    client.post("/outbox/again", {"post": "messages"})
    assert messaging.outbox_counts().by_state == {"uncertain": 1, "waiting": 1}


def test_only_administrators_send_again(cast: Cast) -> None:
    stuck(cast)
    row = Message.objects.get(key="lost")
    for person in (cast.steward, cast.strategist):
        client = signed_in(person)
        assert "Send again" not in client.get("/outbox").content.decode()
        assert client.post(f"/outbox/{row.id}/again").status_code == 403
        assert client.post("/outbox/again").status_code == 403
    assert signed_in(cast.worker).get("/outbox").status_code == 403


def test_letters_stand_there_too_with_filters_and_pages(cast: Cast) -> None:
    letters = [
        NewLetter(
            f"l{n}",
            "o@else.example",
            f"Otto {n}",
            as_written(f"Letter {n}"),
            as_written("B"),
            as_written("W"),
        )
        for n in range(60)
    ]
    messaging.write_letters(letters, now=NOW)
    client: Client = signed_in(cast.administrator)
    page = client.get("/outbox?post=letters&page=2").content.decode()
    assert "Page 2 of 2" in page and "Letters: invitations, passwords" in page
    assert (
        client.get("/outbox?post=letters&q=Otto+7&state=waiting").content.decode().count("Otto 7")
        >= 1
    )
    assert "Otto 7" not in client.get("/outbox?post=letters&state=sent").content.decode()
    assert messaging.outbox(post=Post.LETTERS).total == 60


def test_a_mail_server_that_is_away_is_said_with_when_it_is_tried_next(cast: Cast) -> None:
    queued(cast, "waits")
    messaging.deliver_due(
        now=NOW,
        channels={
            "email": Failing(
                errors=[ChannelAway(as_written("The mail server cannot be reached: refused"))]
            )
        },
    )
    page = signed_in(cast.administrator).get("/outbox").content.decode()
    assert (
        "One message waits for the mail server" in page
        and "cannot be reached" in page
        and "Nothing is lost" in page
    )


def test_nobody_reads_in_the_outbox_who_left_their_practice_or_wants_no_messages(
    cast: Cast,
) -> None:
    who = [cast.worker.id]
    subject, why = "Your practice is ready", "You answered none."
    messaging.queue(
        person_ids=who,
        key="ready",
        channel="email",
        is_private=True,
        now=NOW,
        subject=as_written(subject),
        body=as_written("B"),
        why=as_written(why),
    )
    refusing = Failing(
        errors=[
            DeliveryFailed(as_written("550 no such box: <wanda@corner.example>"), permanent=True)
        ]
    )
    messaging.deliver_due(now=NOW, channels={"email": refusing})
    messaging.opt_out(person_id=cast.stranger.id, out=True, now=NOW)
    messaging.queue(
        person_ids=[cast.stranger.id, cast.manager.id],
        key="news",
        subject=as_written("News"),
        body=as_written("B"),
        why=as_written("W"),
        now=NOW,
    )
    messaging.deliver_due(now=NOW, channels={})
    for reader in (cast.strategist, cast.steward, cast.administrator):
        client = signed_in(reader)
        page = client.get("/outbox").content.decode()
        assert (
            "Your practice is ready" in page
            and "550 no such box: &lt;•••&gt;" in page
            and "Mika" in page
        )
        assert "Wanda" not in page and "wanda@" not in page and "Nobody</td>" not in page
        for name in ("Wanda", "wanda", "Nobody"):
            assert "Messages will stand here" in client.get(f"/outbox?q={name}").content.decode()
    assert messages_for(cast.worker.id)[0].person.name == "Wanda"
