"""A message goes once, when it may, and says why; what the week does not hold comes as one digest."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.cast import NOW, Cast
from tests.messages import messages_for
from trimtab.kernel.channels import THERE_ARE
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import as_written
from trimtab.lrs import api as lrs
from trimtab.messaging import api as messaging
from trimtab.messaging.api import Limits
from trimtab.messaging.domain.rows import Delivered
from trimtab.messaging.models import Campaign as CampaignKept
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.strategy.domain.document import AudienceRule
from trimtab.strategy.domain.plan import AudienceResource, Campaign

DAY = dt.timedelta(days=1)
NIGHT = NOW.replace(hour=21)


def send(cast: Cast, key: str = "k", **more: Any) -> int:
    return messaging.queue(
        person_ids=[cast.worker.id],
        key=key,
        subject=as_written("S"),
        body=as_written("B"),
        why=as_written("Because."),
        now=NOW,
        **more,
    )


def deliver(now: dt.datetime = NOW) -> Delivered:
    return messaging.deliver_due(now=now, channels={})


def test_a_message_goes_once_says_why_and_leaves_evidence(cast: Cast) -> None:
    assert (send(cast), send(cast)) == (1, 0)
    assert deliver().sent == 1 and deliver().sent == 0
    [row] = messaging.inbox(cast.worker.id)
    assert row.why == "Because." and messaging.unread_count(cast.worker.id) == 1
    messaging.mark_read(person_id=cast.worker.id, now=NOW)
    assert messaging.unread_count(cast.worker.id) == 0
    assert len(lrs.held_about(cast.worker.pseudonym, ())["statements"]) == 1


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


def test_with_a_cap_of_none_nothing_goes_but_what_is_urgent_and_no_digest_is_made(
    cast: Cast,
) -> None:
    messaging.set_limits(Limits(messages_per_week=1))
    for number in range(3):
        send(cast, key=f"before{number}")
    assert (deliver().sent, len(messages_for(cast.worker.id))) == (1, 4)
    messaging.set_limits(Limits(messages_per_week=0))
    send(cast)
    send(cast, key="u", urgent=True)
    assert deliver() == Delivered(sent=1, dropped=1)
    assert deliver(NOW + 7 * DAY) == Delivered(dropped=1)
    for week in range(2, 5):
        assert deliver(NOW + 7 * week * DAY) == Delivered()
    assert len([one for one in messages_for(cast.worker.id) if one.key.startswith("digest/")]) == 1


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
    [digest] = [one for one in messages_for(cast.worker.id) if one.key.startswith("digest/")]
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
    people.match_audiences(
        [AudienceResource(key="all", name="All", rule=AudienceRule(units=("north",)))], now=NOW
    )
    campaign = Campaign(
        key="why",
        title="Why",
        audience="all",
        channel="in-app",
        sender="Hana",
        subject="S",
        text="T",
        starts=(NOW + DAY).date(),
        because=("actions/why",),
    )
    messaging.match_campaigns([campaign], now=NOW)
    assert deliver(NOW).sent == 0
    assert deliver(NOW + DAY).sent == 2 and deliver(NOW + 2 * DAY).sent == 0
    [row] = messaging.inbox(cast.worker.id)
    assert row.sender == "Hana" and row.because == ("actions/why",)
    assert messaging.match_campaigns([], now=NOW).retired == ("why",)


def test_delivering_to_many_takes_a_fixed_number_of_queries(cast: Cast) -> None:
    rows = "".join(f"p{n}@corner.example,P {n}\n" for n in range(300))
    people.import_people(csv_text="email,name\n" + rows, by=None, now=NOW)
    ids = [row.id for page in range(1, 8) for row in people.find_people(query="P ", page=page).rows]
    messaging.queue(
        person_ids=set(ids),
        key="many",
        subject=as_written("S"),
        body=as_written("B"),
        why=as_written("W"),
        now=NOW,
    )
    with CaptureQueriesContext(connection) as queries:
        assert deliver().sent == 300
    assert len(queries) < 40


def test_a_channel_that_there_is_not_is_refused_when_queued_and_nothing_says_it_was_sent(
    cast: Cast,
) -> None:
    with pytest.raises(Refusal, match=f"there are {THERE_ARE}"):
        send(cast, channel="sms")
    assert "in-app" in THERE_ARE and "email" in THERE_ARE
    send(cast)
    Message.objects.update(channel="sms")
    assert deliver() == Delivered(failed=1)
    [row] = messaging.outbox(state="failed").rows
    assert "sms" in row.problem and not messaging.inbox(cast.worker.id)


def test_a_message_for_a_channel_that_is_not_installed_fails_and_says_why(cast: Cast) -> None:
    send(cast, channel="email")
    assert deliver() == Delivered(failed=1)
    [row] = messaging.outbox(state="failed").rows
    assert row.problem == "The channel 'email' is not installed here."
    assert not messaging.inbox(cast.worker.id)


def test_a_campaign_through_a_channel_that_there_is_not_is_refused_and_an_old_one_says_why_it_failed(
    cast: Cast,
) -> None:
    people.match_audiences(
        [AudienceResource(key="all", name="All", rule=AudienceRule(units=("north",)))], now=NOW
    )
    campaign = Campaign(
        key="why",
        title="W",
        audience="all",
        channel="sms",
        sender="H",
        subject="S",
        text="T",
        starts=NOW.date(),
    )
    with pytest.raises(Refusal, match="sms") as refused:
        messaging.match_campaigns([campaign], now=NOW)
    assert refused.value.field == "actions/why/channel"
    CampaignKept.objects.create(
        key="why",
        title="W",
        audience="all",
        channel="sms",
        sender="H",
        subject="S",
        text="T",
        starts=NOW.date(),
    )
    assert deliver() == Delivered(failed=2)


def test_without_a_mail_server_what_would_go_by_mail_is_read_in_the_app_and_the_outbox_says_so(
    cast: Cast,
) -> None:
    send(cast, channel="email")
    assert messaging.deliver_due(now=NOW, channels={"email": None}).sent == 1
    assert [row.channel for row in messaging.outbox().rows] == [
        "in-app"
    ] and messaging.unread_count(cast.worker.id) == 1


@pytest.mark.parametrize(
    ("zone", "hours"),
    [("Pacific/Kiritimati", -14), ("Australia/Lord_Howe", -10.5), ("America/St_Johns", 2.5)],
)
def test_a_campaign_begins_on_its_day_where_the_reader_is(
    cast: Cast, zone: str, hours: float
) -> None:
    people.match_audiences(
        [AudienceResource(key="all", name="All", rule=AudienceRule(units=("south",)))], now=NOW
    )
    get_user_model().objects.filter(id=cast.stranger.id).update(time_zone=zone)
    messaging.set_limits(Limits(quiet_from=dt.time(1), quiet_until=dt.time(1)))
    day = dt.date(2026, 9, 9)
    messaging.match_campaigns(
        [
            Campaign(
                key="why",
                title="W",
                audience="all",
                channel="",
                sender="",
                subject="S",
                text="T",
                starts=day,
            )
        ],
        now=NOW,
    )
    midnight = dt.datetime(2026, 9, 9, tzinfo=dt.UTC) + dt.timedelta(hours=hours)
    assert deliver(midnight - dt.timedelta(minutes=1)).sent == 0 and deliver(midnight).sent == 1


def audience_of_north(cast: Cast) -> None:
    people.match_audiences(
        [
            AudienceResource(
                key="north", name="North", because=(), rule=AudienceRule(units=("north",))
            )
        ],
        now=NOW,
    )


def campaign(key: str = "c") -> Campaign:
    return Campaign(
        key=key,
        title="Title",
        audience="north",
        channel="in-app",
        sender="Sender",
        subject="Subject",
        text="Text",
        starts=NOW.date(),
        because=(),
    )


def moved_away(cast: Cast) -> None:
    people.import_people(
        csv_text=f"email,name,unit\n{cast.worker.email},{cast.worker.name},south\n",
        by=None,
        now=NOW,
    )


def test_a_campaign_goes_to_nobody_who_has_left_its_audience_meanwhile(cast: Cast) -> None:
    audience_of_north(cast)
    messaging.match_campaigns([campaign()], now=NIGHT)
    assert deliver(NIGHT).sent == 0 and len(messages_for(cast.worker.id)) == 1
    moved_away(cast)
    done = deliver(NOW + DAY)
    assert (
        cast.worker.id not in {one.person_id for one in Message.objects.filter(state="sent")}
        and done.dropped >= 1
    )
    assert not messaging.inbox(cast.worker.id)


def test_a_campaign_that_the_strategy_has_ended_goes_to_nobody(cast: Cast) -> None:
    audience_of_north(cast)
    messaging.match_campaigns([campaign()], now=NIGHT)
    deliver(NIGHT)
    messaging.match_campaigns([], now=NIGHT)
    assert deliver(NOW + DAY).sent == 0 and not Message.objects.filter(state="waiting").exists()


def test_a_digest_holds_what_is_still_meant_for_its_reader(cast: Cast) -> None:
    audience_of_north(cast)
    messaging.set_limits(Limits(messages_per_week=1))
    send(cast, "first")
    assert deliver().sent == 1
    send(cast, "own")
    messaging.match_campaigns([campaign()], now=NOW)
    assert deliver().in_digest >= 2
    moved_away(cast)
    deliver(NOW + 7 * DAY)
    [digest] = [one for one in messages_for(cast.worker.id) if one.key.startswith("digest/")]
    assert (digest.subject, digest.body) == ("S", "B")
