"""Letting the messages go that may: claimed, committed, delivered, settled.

What is read in the app is settled where it is decided: nothing leaves the house, so nothing about
it can be uncertain. What leaves by a channel is claimed in one short transaction and handed over
after it (`handing_over`).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from trimtab.kernel.channels import ChannelName, is_channel
from trimtab.kernel.said import Between, joined, say
from trimtab.lrs import api as lrs
from trimtab.messaging.actions import troubles
from trimtab.messaging.actions.campaigns import queue_campaigns
from trimtab.messaging.actions.deciding import Batch
from trimtab.messaging.actions.digests import queue_digests
from trimtab.messaging.actions.handing_over import AT_ONCE, LEASE, Claimed, hand_over, release_lost
from trimtab.messaging.actions.queueing import no_channel
from trimtab.messaging.domain.rows import Channel, Channels, Delivered, GoOn, MessageState, Outgoing
from trimtab.messaging.models import Message
from trimtab.messaging.queries.mail import HOUR, mailed_since, suppressed_among
from trimtab.people import api as people
from trimtab.wording import words, writing_in

IN_APP_AT_ONCE = 500
# One part in so many of what may leave in an hour is kept for letters.
KEPT_FOR_LETTERS = 10
# The link by which a person gets no more of what has a key; "" where one may not leave.
Leave = Callable[[UUID, str], str]
_FIELDS = {state: state.value.replace("-", "_") for state in MessageState}


def always() -> bool:
    """There is time enough."""
    return True


def no_link(person_id: UUID, key: str) -> str:
    """There is no link by which messages are left."""
    return ""


def deliver_due(
    *,
    now: dt.datetime,
    channels: Channels,
    go_on: GoOn = always,
    per_hour: int | None = None,
    leave: Leave = no_link,
) -> Delivered:
    """Lets go what is due and may go, in batches. Several workers may do so at once.

    What may not go yet stays, what is above the cap becomes a digest (with a cap of none it is
    dropped). `channels` are those that are installed: one that is None is not set up, and its
    messages are read in the app; a message for one that is not there fails. `go_on` is asked before
    each batch and each message that leaves the house, so that a turn ends in time. `per_hour` is how
    much mail leaves in an hour at most; a tenth of it is kept for letters, for which somebody
    waits. `leave` gives the link by which a person gets no more of what has a key, "" where one may
    not leave.
    """
    release_lost(now=now)
    queue_campaigns(now=now)
    outside = {
        name: channel
        for name, channel in channels.items()
        if channel is not None and name != ChannelName.IN_APP
    }
    total = _in_the_app(outside, not_set_up=channels.keys() - outside.keys(), now=now, go_on=go_on)
    for name, channel in outside.items():
        most = None if per_hour is None else per_hour - per_hour // KEPT_FOR_LETTERS
        total += _outside(name, channel, now, go_on, _Terms(most, leave))
    queue_digests(now=now)
    return Delivered(**{_FIELDS[state]: count for state, count in total.items()})


def _due(now: dt.datetime) -> QuerySet[Message]:
    return Message.objects.filter(state=MessageState.WAITING, due_at__lte=now)


def _in_the_app(
    outside: Collection[str], *, not_set_up: Collection[str], now: dt.datetime, go_on: GoOn
) -> Counter[MessageState]:
    """Settles what is read in the app, and what no channel takes."""
    total = Counter[MessageState]()
    read_here = {ChannelName.IN_APP.value, *not_set_up}
    while go_on() and (done := _settle_in_the_app(outside, read_here, now)):
        total += done
    return total


@transaction.atomic
def _settle_in_the_app(
    outside: Collection[str], read_here: Collection[str], now: dt.datetime
) -> Counter[MessageState]:
    batch = Batch(_due(now).exclude(channel__in=list(outside)), IN_APP_AT_ONCE, now)
    sent = []
    for message in batch.decide(now):
        if message.channel in read_here and is_channel(message.channel):
            message.state, message.sent_at = MessageState.SENT, now
            message.channel = ChannelName.IN_APP.value
            sent.append(message)
        else:
            message.state = MessageState.FAILED
            message.problem = no_channel(message.channel).sentence
    batch.keep()
    lrs.record_many(batch.evidence(sent, now), now=now)
    return Counter(MessageState(message.state) for message in batch.messages)


@dataclass(frozen=True, slots=True)
class _Terms:
    """How many messages leave in an hour at most, and how their readers leave them."""

    most: int | None
    leave: Leave


def _outside(
    name: str, channel: Channel, now: dt.datetime, go_on: GoOn, terms: _Terms
) -> Counter[MessageState]:
    """Claims the next messages for a channel, and hands them over after the claim is written."""
    total, is_well = Counter[MessageState](), True
    due = _due(now).filter(channel=name)
    while is_well and go_on() and due.exists():
        at_once = room_for(terms.most, now=now)
        if not at_once or not troubles.may_try(name, now=now):
            break
        claimed, decided = _claim(name, now, at_once, terms.leave)
        total += decided
        if claimed:
            states, is_well = hand_over(
                Message, claimed, name=name, channel=channel, now=now, go_on=go_on
            )
            total += states
    return total


def room_for(most: int | None, *, now: dt.datetime) -> int:
    """How many may be claimed at once now, where at most so many leave in an hour."""
    return AT_ONCE if most is None else max(0, min(AT_ONCE, most - mailed_since(now - HOUR)))


@transaction.atomic
def _claim(
    name: str, now: dt.datetime, at_once: int, leave: Leave
) -> tuple[list[Claimed], Counter[MessageState]]:
    """So many messages that are this worker's from now on, and what became of the others."""
    batch, claim = Batch(_due(now).filter(channel=name), at_once, now), uuid4()
    claimed = []
    suppressed = suppressed_among(person.email for person in batch.people.values())
    for message in batch.decide(now):
        person = batch.people[message.person_id]
        if not person.has_mail or person.email.lower() in suppressed:
            # Nobody is reached without an address that takes mail: it is read in the app, from the
            # next turn on.
            message.channel = ChannelName.IN_APP.value
            continue
        message.state = MessageState.SENDING
        message.claim, message.claimed_until = claim, now + LEASE
        record = _Recording(batch.evidence([message], now), now)
        link = leave(person.id, message.key)
        outgoing = _outgoing(message, person, batch.house_language, link)
        claimed.append(Claimed(outgoing, claim, message.attempts, record))
    batch.keep()
    states = (MessageState(message.state) for message in batch.messages)
    return claimed, Counter(state for state in states if state is not MessageState.SENDING)


@dataclass(frozen=True, slots=True)
class _Recording:
    """Writes down, when it is called, that a message was received."""

    evidence: list[lrs.Experience]
    now: dt.datetime

    def __call__(self) -> None:
        lrs.record_many(self.evidence, now=self.now)


def _outgoing(
    message: Message, person: people.PersonRow, house_language: str, link: str
) -> Outgoing:
    why = message.why
    if link:
        why = joined([why, say("No more of these: {address}", address=link)], Between.LINE)
    with writing_in(person.language, house_language):
        return Outgoing(
            message.id,
            person.email,
            person.name,
            message.sender,
            words(message.subject),
            words(message.body),
            words(why),
            leave=link,
        )
