"""Handing over the messages that may go."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Mapping, Sequence
from uuid import UUID

from django.db import connection, transaction

from trimtab.kernel.errors import DeliveryFailed
from trimtab.lrs import api as lrs
from trimtab.messaging import queries
from trimtab.messaging.actions.queueing import IN_APP, queue_campaigns
from trimtab.messaging.domain.limits import MOST_ATTEMPTS, Verdict, decide, next_attempt, week_of
from trimtab.messaging.domain.rows import Channel, Delivered, MessageState, Outgoing
from trimtab.messaging.models import Message
from trimtab.people import api as people
from trimtab.strategy import api as strategy
from trimtab.xapi.profile import ActivityType, Verb

log = logging.getLogger("trimtab.messaging")
BATCH = 1000
_SAVE = """
    UPDATE messaging_message AS message
    SET state = done.state, sent_at = done.sent_at, attempts = done.attempts, due_at = done.due_at
    FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[], %s::int[], %s::timestamptz[])
        AS done (id, state, sent_at, attempts, due_at)
    WHERE message.id = done.id
"""


def deliver_due(*, now: dt.datetime, channels: Mapping[str, Channel]) -> Delivered:
    """Hands over what is due and may go, in batches; what may not go yet stays, what is above the cap becomes a digest
    (with a cap of none it is dropped)."""
    queue_campaigns(now=now)
    total: Counter[str] = Counter()
    seen: set[UUID] = set()
    while True:
        done = _deliver_batch(now, channels, seen)
        if done is None:
            break
        total += done
    queue_digests(now=now)
    return Delivered(**{name.replace("-", "_"): count for name, count in total.items()})


@transaction.atomic
def _deliver_batch(now: dt.datetime, channels: Mapping[str, Channel], seen: set[UUID]) -> Counter[str] | None:
    claimed = list(
        Message.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MessageState.WAITING, due_at__lte=now)
        .exclude(id__in=seen)
        .order_by("-urgent", "due_at", "id")[:BATCH]
    )
    if not claimed:
        return None
    seen.update(one.id for one in claimed)
    limits = queries.limits()
    rows = people.people_rows({one.person_id for one in claimed})
    out = queries.those_opted_out(rows)
    sent = queries.sent_since(rows, now - dt.timedelta(days=8))
    this_week = {key: sum(at >= week_of(now, row.time_zone) for at in sent.get(key, ())) for key, row in rows.items()}
    for one in claimed:
        row = rows[one.person_id]
        verdict = decide(
            now=now, time_zone=row.time_zone, limits=limits, sent_this_week=this_week[row.id],
            opted_out=row.id in out or not row.is_active, urgent=one.urgent and row.is_active,
        )  # fmt: skip
        _carry_out(one, verdict, row, channels, now)
        this_week[row.id] += one.state == MessageState.SENT and not one.urgent
    _save(claimed)
    _record(claimed, rows, now)
    return Counter(one.state for one in claimed)


def _save(messages: Sequence[Message]) -> None:
    rows = [(one.id, str(one.state), one.sent_at, one.attempts, one.due_at) for one in messages]
    with connection.cursor() as cursor:
        cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])


def _carry_out(
    one: Message, verdict: Verdict, person: people.PersonRow, channels: Mapping[str, Channel], now: dt.datetime
) -> None:
    match verdict:
        case Verdict.GO:
            _hand_over(one, person, channels, now)
        case Verdict.DROP:
            one.state = MessageState.DROPPED
        case Verdict.DIGEST:
            one.state = MessageState.IN_DIGEST
        case Verdict.WAIT:
            one.due_at = now


def _hand_over(one: Message, person: people.PersonRow, channels: Mapping[str, Channel], now: dt.datetime) -> None:
    channel = (channels.get(one.channel) if person.has_mail else None) or channels[IN_APP]
    try:
        channel.deliver(Outgoing(one.id, person.email, person.name, one.sender, one.subject, one.body, one.why))
        one.state, one.sent_at = MessageState.SENT, now
    except DeliveryFailed as failed:
        one.attempts += 1
        log.warning("a message could not be handed over: %s", failed)
        if failed.permanent or one.attempts >= MOST_ATTEMPTS:
            one.state = MessageState.FAILED
        else:
            one.due_at = next_attempt(now, one.attempts)


def _record(messages: Sequence[Message], rows: Mapping[UUID, people.PersonRow], now: dt.datetime) -> None:
    context = strategy.revision_contexts()(now)
    lrs.record_many(
        (
            lrs.Evidence(
                actor=rows[one.person_id].pseudonym,
                verb=Verb.RECEIVED,
                object_id=f"messages/{one.key}",
                object_name=one.subject,
                object_type=ActivityType.MESSAGE,
                at=now,
                context=context,
            )
            for one in messages
            if one.state == MessageState.SENT
        ),
        now=now,
    )


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """One digest a person for what the cap held back, due when the next week begins in their time zone."""
    held = list(
        Message.objects.select_for_update().filter(state=MessageState.IN_DIGEST).exclude(because__contains=["digest"])
    )
    rows = people.people_rows({one.person_id for one in held})
    by_person: dict[UUID, list[Message]] = {}
    for one in held:
        by_person.setdefault(one.person_id, []).append(one)
    digests = [_digest(rows[person], messages, now) for person, messages in by_person.items()]
    Message.objects.bulk_create(digests, ignore_conflicts=True)
    for one in held:
        one.because = [*one.because, "digest"]
    Message.objects.bulk_update(held, ["because"], batch_size=2000)
    return len(digests)


def _digest(person: people.PersonRow, messages: list[Message], now: dt.datetime) -> Message:
    monday = week_of(now, person.time_zone) + dt.timedelta(days=7)
    lines = "\n\n".join(f"{one.subject}\n{one.body}" for one in messages)
    return Message(
        person_id=person.id, key=f"digest/{now.isoformat()}", subject=f"{len(messages)} messages in one", body=lines,
        why="You had as many messages as one week holds, so these waited and come together.", channel=IN_APP,
        because=list(dict.fromkeys(place for one in messages for place in one.because)), queued_at=now, due_at=monday,
    )  # fmt: skip
