"""Letting the messages go that may.

What is read in the app is settled where it is decided: nothing leaves the house, so nothing about it can be uncertain. What leaves by a
channel is claimed in one short transaction and handed over after it (`handing_over`).
"""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import QuerySet

from trimtab.kernel.channels import ChannelName, is_channel
from trimtab.lrs import api as lrs
from trimtab.messaging import queries
from trimtab.messaging.actions import troubles
from trimtab.messaging.actions.campaigns import queue_campaigns
from trimtab.messaging.actions.digests import queue_digests
from trimtab.messaging.actions.handing_over import AT_ONCE, LEASE, Claimed, hand_over, release_lost
from trimtab.messaging.actions.meaning import no_longer_meant
from trimtab.messaging.actions.queueing import no_channel
from trimtab.messaging.domain.limits import Limits, Verdict, decide, is_quiet, look_again, week_of
from trimtab.messaging.domain.rows import Channel, Channels, Delivered, GoOn, MessageState, Outgoing
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.xapi.profile import ActivityType, Verb

log = logging.getLogger("trimtab.messaging")
IN_APP_AT_ONCE = 500
TIME_TO_HAND_OVER = dt.timedelta(minutes=1)
_CLAIMING = 0x4D_41_49_4C
_SAVE = """
    UPDATE messaging_message AS message
    SET state = done.state, channel = done.channel, sent_at = done.sent_at, due_at = done.due_at, problem = done.problem,
        claim = done.claim, claimed_until = done.claimed_until, handing_over_at = NULL
    FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[], %s::text[], %s::uuid[], %s::timestamptz[])
        AS done (id, state, channel, sent_at, due_at, problem, claim, claimed_until)
    WHERE message.id = done.id
"""


def always() -> bool:
    """There is time enough."""
    return True


def deliver_due(*, now: dt.datetime, channels: Channels, go_on: GoOn = always) -> Delivered:
    """Lets go what is due and may go, in batches; what may not go yet stays, what is above the cap becomes a digest (with a cap of
    none it is dropped). Several workers may do so at once.

    A channel that is None is not set up: its messages are read in the app. `go_on` is asked before each batch and each message that
    leaves the house, so that a turn ends in time.
    """
    release_lost(now=now)
    queue_campaigns(now=now)
    total = Counter[MessageState]()
    outside = {
        name: channel
        for name, channel in channels.items()
        if channel is not None and name != ChannelName.IN_APP
    }
    while go_on() and (done := _in_the_app(outside, now)):
        total += done
    for name, channel in outside.items():
        is_well = True
        while (
            is_well
            and go_on()
            and _due(now).filter(channel=name).exists()
            and troubles.may_try(name, now=now)
        ):
            done, is_well = _outside(name, channel, now, go_on)
            total += done
    queue_digests(now=now)
    return Delivered(**{state.value.replace("-", "_"): count for state, count in total.items()})


def _due(now: dt.datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.WAITING, due_at__lte=now)


@transaction.atomic
def _in_the_app(outside: Iterable[str], now: dt.datetime) -> Counter[MessageState]:
    """Decides and settles the next messages that are read in the app, together with those that no channel takes."""
    batch = _Batch(_due(now).exclude(channel__in=list(outside)), IN_APP_AT_ONCE, now)
    sent = batch.decide(now)
    for message in sent:
        if is_channel(message.channel):
            message.state, message.sent_at, message.channel = (
                MessageState.SENT,
                now,
                ChannelName.IN_APP.value,
            )
        else:
            message.state, message.problem = (
                MessageState.FAILED,
                no_channel(message.channel).sentence,
            )
    batch.keep()
    lrs.record_many(
        batch.evidence([message for message in sent if message.state == MessageState.SENT], now),
        now=now,
    )
    return Counter(MessageState(message.state) for message in batch.messages)


def _outside(
    name: str, channel: Channel, now: dt.datetime, go_on: GoOn
) -> tuple[Counter[MessageState], bool]:
    """Claims the next messages for a channel, and hands them over after the claim is written."""
    claimed, decided = _claim(name, now)
    if not claimed:
        return decided, True
    states, is_well = hand_over(Message, claimed, name=name, channel=channel, now=now, go_on=go_on)
    return decided + states, is_well


@transaction.atomic
def _claim(name: str, now: dt.datetime) -> tuple[list[Claimed], Counter[MessageState]]:
    batch = _Batch(_due(now).filter(channel=name), AT_ONCE, now)
    may_go, claim = batch.decide(now), uuid4()
    going = [message for message in may_go if batch.people[message.person_id].has_mail]
    for message in may_go:
        if not batch.people[message.person_id].has_mail:
            # Nobody is reached by mail without an address: it is read in the app, from the next turn on.
            message.channel = ChannelName.IN_APP.value
    for message in going:
        message.state, message.claim, message.claimed_until = (
            MessageState.SENDING,
            claim,
            now + LEASE,
        )
    batch.keep()
    claimed = [
        Claimed(
            _outgoing(message, batch.people[message.person_id]),
            claim,
            message.attempts,
            partial(lrs.record_many, batch.evidence([message], now), now=now),
        )
        for message in going
    ]
    return claimed, Counter(
        MessageState(message.state)
        for message in batch.messages
        if message.state != MessageState.SENDING
    )


def _outgoing(message: Message, person: people.PersonRow) -> Outgoing:
    return Outgoing(
        message.id,
        person.email,
        person.name,
        message.sender,
        message.subject,
        message.body,
        message.why,
    )


class _Batch:
    """The next messages, locked, with all that is needed to decide about them; in one transaction of the caller's.

    One worker decides at a time: what another has claimed a moment ago counts against the cap of the week.
    """

    def __init__(self, due: QuerySet[Message], most: int, now: dt.datetime) -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CLAIMING])
        self.messages: Sequence[Message] = list(
            due.select_for_update(skip_locked=True, of=("self",)).order_by(
                "-urgent", "due_at", "queued_at", "id"
            )[:most]
        )
        self.people: Mapping[UUID, people.PersonRow] = (
            people.people_rows({message.person_id for message in self.messages})
            if self.messages
            else {}
        )
        self.limits = queries.limits()
        self.gone = no_longer_meant(self.messages) if self.messages else set()
        self.opted_out = queries.those_opted_out(self.people)
        self.context = strategy.revision_contexts()(now) if self.messages else {}
        went = queries.went_since(self.people, now - dt.timedelta(days=8)) if self.messages else {}
        self.this_week = {
            person_id: sum(at >= week_of(now, row.time_zone) for at in went.get(person_id, ()))
            for person_id, row in self.people.items()
        }

    def decide(self, now: dt.datetime) -> list[Message]:
        """Those that go now; what becomes of the others is written on them."""
        going = []
        for message in self.messages:
            person = self.people[message.person_id]
            match self._verdict(message, person, now):
                case Verdict.GO:
                    going.append(message)
                    self.this_week[person.id] += not message.urgent
                case Verdict.DROP:
                    message.state = MessageState.DROPPED
                case Verdict.DIGEST:
                    message.state = MessageState.IN_DIGEST
                case Verdict.WAIT:
                    message.due_at = look_again(now, person.time_zone, self.limits)
        return going

    def _verdict(self, message: Message, person: people.PersonRow, now: dt.datetime) -> Verdict:
        if message.id in self.gone:
            return Verdict.DROP
        verdict = decide(
            now=now,
            time_zone=person.time_zone,
            limits=self.limits,
            sent_this_week=self.this_week[person.id],
            opted_out=person.id in self.opted_out or not person.is_active,
            urgent=message.urgent and person.is_active,
        )
        leaves = message.channel == ChannelName.EMAIL and not message.urgent
        if verdict is Verdict.GO and leaves and _is_quiet_soon(now, person.time_zone, self.limits):
            return Verdict.WAIT
        return verdict

    def keep(self) -> None:
        """Writes down what was decided, in one statement."""
        if not self.messages:
            return
        rows = [
            (
                message.id,
                str(message.state),
                message.channel,
                message.sent_at,
                message.due_at,
                message.problem,
                message.claim,
                message.claimed_until,
            )
            for message in self.messages
        ]
        with connection.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])

    def evidence(self, messages: Iterable[Message], now: dt.datetime) -> list[lrs.Evidence]:
        """That these people received these messages."""
        return [
            lrs.Evidence(
                actor=self.people[message.person_id].pseudonym,
                verb=Verb.RECEIVED,
                object_id=f"messages/{message.key}",
                object_name=message.subject,
                object_type=ActivityType.MESSAGE,
                at=now,
                context=self.context,
            )
            for message in messages
        ]


def _is_quiet_soon(now: dt.datetime, time_zone: str, limits: Limits) -> bool:
    """Whether quiet hours would begin before a message that is claimed now has left."""
    return is_quiet(now + TIME_TO_HAND_OVER, time_zone, limits)
