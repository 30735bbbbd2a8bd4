"""A message goes once, when it may, and says why; what the week does not hold comes as one digest."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from email import message_from_string
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from trimtab.channels.email import EmailChannel
from trimtab.channels.memory import MemoryChannel
from trimtab.kernel.errors import DeliveryFailed
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.messaging.api import Channel, Limits, MessageState, Outgoing
from trimtab.people import api as people
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Campaign

DAY = dt.timedelta(days=1)
NIGHT = NOW.replace(hour=21)


@dataclass
class Failing:
    """A channel that fails so many times, then delivers."""

    times: int
    permanent: bool = False
    delivered: list[Outgoing] = field(default_factory=list)

    def deliver(self, message: Outgoing) -> None:
        if self.times:
            self.times -= 1
            raise DeliveryFailed("not now", permanent=self.permanent)
        self.delivered.append(message)


def send(cast: Cast, key: str = "k", **more: Any) -> int:
    return messaging.queue(person_ids=[cast.worker.id], key=key, subject="S", body="B", why="Because.", now=NOW, **more)


def deliver(now: dt.datetime = NOW, channel: Channel | None = None) -> messaging.Delivered:
    return messaging.deliver_due(now=now, channels={"in-app": channel or MemoryChannel()})


def test_a_message_goes_once_says_why_and_leaves_evidence(cast: Cast) -> None:
    assert (send(cast), send(cast)) == (1, 0)
    assert deliver().sent == 1 and deliver().sent == 0
    [row] = messaging.inbox(cast.worker.id)
    assert row.why == "Because." and messaging.unread_count(cast.worker.id) == 1
    messaging.mark_read(person_id=cast.worker.id, now=NOW)
    assert messaging.unread_count(cast.worker.id) == 0
    assert len(lrs.statements_about(cast.worker.pseudonym)) == 1


def test_in_quiet_hours_it_waits_and_goes_in_the_morning(cast: Cast) -> None:
    send(cast)
    assert deliver(NIGHT).sent == 0
    assert deliver(NOW + DAY).sent == 1


def test_what_the_week_does_not_hold_comes_as_one_digest_on_monday(cast: Cast) -> None:
    messaging.set_limits(Limits(messages_per_week=2))
    for number in range(5):
        send(cast, key=f"k{number}")
    done = deliver()
    assert (done.sent, done.in_digest) == (2, 3)
    assert deliver(NOW + 2 * DAY).sent == 0
    assert deliver(NOW + 7 * DAY).sent == 1
    assert messaging.inbox(cast.worker.id)[0].subject == "3 messages in one"


def test_with_a_cap_of_none_nothing_goes_but_what_is_urgent_and_no_digest_is_made(cast: Cast) -> None:
    messaging.set_limits(Limits(messages_per_week=1))
    for number in range(3):
        send(cast, key=f"before{number}")
    assert (deliver().sent, len(messaging.messages_for(cast.worker.id))) == (1, 4)
    messaging.set_limits(Limits(messages_per_week=0))
    send(cast)
    send(cast, key="u", urgent=True)
    assert deliver() == messaging.Delivered(sent=1, dropped=1)
    assert deliver(NOW + 7 * DAY) == messaging.Delivered(dropped=1)
    for week in range(2, 5):
        assert deliver(NOW + 7 * week * DAY) == messaging.Delivered()
    assert len([one for one in messaging.messages_for(cast.worker.id) if one.key.startswith("digest/")]) == 1


def test_with_a_cap_of_none_the_page_says_so(cast: Cast) -> None:
    client = Client()
    client.force_login(get_user_model().objects.get(id=cast.administrator.id))
    assert "At most 3 a person and week" in client.get("/outbox").content.decode()
    messaging.set_limits(Limits(messages_per_week=0))
    page = client.get("/outbox").content.decode()
    assert "None but urgent ones go out" in page and "At most" not in page


def test_a_digest_rests_on_all_that_its_messages_rest_on(cast: Cast) -> None:
    messaging.set_limits(Limits(messages_per_week=1))
    send(cast)
    assert deliver().sent == 1
    for number in range(2):
        send(cast, key=f"k{number}", because=("policy/choices/one", f"actions/a{number}"))
    assert deliver().in_digest == 2
    deliver(NOW + 7 * DAY)
    [digest] = [one for one in messaging.messages_for(cast.worker.id) if one.key.startswith("digest/")]
    assert set(digest.because) == {"policy/choices/one", "actions/a0", "actions/a1"}


def test_urgent_ones_go_at_any_hour_and_above_the_cap(cast: Cast) -> None:
    messaging.set_limits(Limits(messages_per_week=0))
    send(cast, urgent=True)
    assert deliver(NIGHT).sent == 1


def test_whoever_opts_out_gets_what_is_urgent_alone(cast: Cast) -> None:
    messaging.opt_out(person_id=cast.worker.id, out=True, now=NOW)
    send(cast, "a")
    send(cast, "b", urgent=True)
    done = deliver()
    assert (done.sent, done.dropped) == (1, 1) and messaging.opted_out(cast.worker.id)
    messaging.opt_out(person_id=cast.worker.id, out=False, now=NOW)
    send(cast, "c")
    assert deliver().sent == 1


def test_a_campaign_reaches_each_person_of_its_audience_once_from_its_day_on(cast: Cast) -> None:
    people.match_audiences([AudienceResource(key="all", name="All", rule=AudienceRule(units=("north",)))], now=NOW)
    campaign = Campaign(
        key="why", title="Why", audience="all", channel="in-app", sender="Hana", subject="S", text="T",
        starts=(NOW + DAY).date(), because=("actions/why",),
    )  # fmt: skip
    messaging.match_campaigns([campaign], now=NOW)
    assert deliver(NOW).sent == 0
    assert deliver(NOW + DAY).sent == 2 and deliver(NOW + 2 * DAY).sent == 0
    [row] = messaging.inbox(cast.worker.id)
    assert row.sender == "Hana" and row.because == ("actions/why",)
    assert messaging.match_campaigns([], now=NOW).retired == ("why",)


def test_what_fails_for_now_is_tried_again_and_what_fails_for_good_is_not(cast: Cast) -> None:
    send(cast)
    failing = Failing(1)
    assert deliver(NOW, failing).sent == 0
    assert deliver(NOW + dt.timedelta(minutes=5), failing).sent == 1
    send(cast, "k2")
    assert deliver(NOW + DAY, Failing(1, permanent=True)).failed == 1
    assert messaging.outbox(state="failed").total == 1


def test_delivering_to_many_takes_a_fixed_number_of_queries(cast: Cast) -> None:
    rows = "".join(f"p{n}@corner.example,P {n}\n" for n in range(300))
    people.import_people(csv_text="email,name\n" + rows, by=None, now=NOW)
    ids = [row.id for page in range(1, 8) for row in people.find_people(query="P ", page=page).rows]
    messaging.queue(person_ids=set(ids), key="many", subject="S", body="B", why="W", now=NOW)
    with CaptureQueriesContext(connection) as queries:
        assert deliver().sent == 300
    assert len(queries) < 40


@pytest.mark.parametrize("channel", [MemoryChannel(), EmailChannel("Trimtab <t@corner.example>")])
def test_every_channel_takes_a_message(cast: Cast, channel: Channel) -> None:
    send(cast)
    assert deliver(NOW, channel).sent == 1
    assert messaging.outbox(state=MessageState.SENT).total == 1


def test_an_e_mail_carries_the_reason_below_the_message(cast: Cast) -> None:
    send(cast)
    deliver(NOW, EmailChannel("Trimtab <t@corner.example>"))
    [sent] = mail.outbox
    parsed = message_from_string(sent.message().as_string())
    assert parsed["To"] == cast.worker.email and "Because." in str(parsed.get_payload())
