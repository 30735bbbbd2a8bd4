"""Queuing messages, and handing over those that may go."""

from __future__ import annotations

import datetime as dt
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db import transaction

from trimtab.kernel.errors import DeliveryFailed
from trimtab.kernel.matching import Matched, match
from trimtab.lrs import api as lrs
from trimtab.messaging import queries
from trimtab.messaging.domain.limits import Limits, Verdict, decide, next_attempt, week_of
from trimtab.messaging.domain.rows import CampaignLike, Channel, Delivered, MessageState, Outgoing
from trimtab.messaging.models import Campaign, LimitsInForce, Message, OptOut
from trimtab.people import api as people
from trimtab.xapi.profile import ActivityType, Verb

log = logging.getLogger("trimtab.messaging")
BATCH = 1000
MOST_ATTEMPTS = 8
_SHAPE = ("title", "audience", "channel", "sender", "subject", "text", "starts")
IN_APP = "in-app"


def set_limits(limits: Limits) -> None:
    """Puts the strategy's limits in force."""
    LimitsInForce.objects.update_or_create(
        id=1,
        defaults={
            "messages_per_week": limits.messages_per_week,
            "quiet_from": limits.quiet_from,
            "quiet_until": limits.quiet_until,
        },
    )


def queue(
    *, person_ids: Iterable[UUID], key: str, subject: str, body: str, why: str, now: dt.datetime, sender: str = "",
    channel: str = IN_APP, urgent: bool = False, because: Sequence[str] = (), due_at: dt.datetime | None = None,
) -> int:  # fmt: skip
    """Writes a message to each person into the outbox, in the caller's transaction; returns how many are new.

    Whoever has a message with this `key` already gets no second one. `why` is shown to the person.
    """
    rows = [
        Message(
            person_id=person, key=key, sender=sender, subject=subject, body=body, why=why, because=list(because),
            channel=channel or IN_APP, urgent=urgent, queued_at=now, due_at=due_at or now,
        )
        for person in person_ids
    ]  # fmt: skip
    known = set(
        Message.objects.filter(key=key, person__in=[row.person_id for row in rows]).values_list("person", flat=True)
    )
    fresh = [row for row in rows if row.person_id not in known]
    Message.objects.bulk_create(fresh, batch_size=5000, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def match_campaigns(resources: Sequence[CampaignLike], *, now: dt.datetime) -> Matched:
    """Makes the campaigns match the plan's; those whose day has come go to the outbox at the next delivery."""
    wanted = {one.key: one for one in resources}
    running = {one.key: one for one in Campaign.objects.select_for_update().filter(retired_at=None)}
    matched = match(wanted, running, lambda one, there: _shape(one) == _shape(there))
    Campaign.objects.bulk_create(
        [
            Campaign(key=one.key, because=list(one.because), **dict(zip(_SHAPE, _shape(one), strict=True)))
            for one in wanted.values()
        ],
        update_conflicts=True,
        unique_fields=["key"],
        update_fields=[*_SHAPE, "because", "retired_at"],
    )
    Campaign.objects.filter(key__in=matched.retired).update(retired_at=now)
    return matched


def _shape(one: CampaignLike | Campaign) -> tuple[object, ...]:
    return tuple(getattr(one, name) for name in _SHAPE)


@transaction.atomic
def queue_campaigns(*, now: dt.datetime) -> int:
    """Writes the messages of campaigns whose day has come; each person of the audience gets each campaign once."""
    running = list(Campaign.objects.filter(retired_at=None, starts__lte=now.date()))
    members = people.members_by_audience({one.audience for one in running})
    return sum(
        queue(
            person_ids=members[one.audience], key=f"campaign/{one.key}", subject=one.subject, body=one.text,
            why=f"It is part of '{one.title}', which your organisation's strategy asks for.", sender=one.sender,
            channel=one.channel, because=one.because, now=now,
        )
        for one in running
    )  # fmt: skip


def deliver_due(*, now: dt.datetime, channels: Mapping[str, Channel]) -> Delivered:
    """Hands over what is due and may go, in batches; what may not go yet stays, what is above the cap becomes a digest."""
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
    Message.objects.bulk_update(claimed, ["state", "sent_at", "attempts", "due_at"])
    _record(claimed, rows, now)
    return Counter(one.state for one in claimed)


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
    channel = channels.get(one.channel) or channels[IN_APP]
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
    lrs.record_many(
        (
            lrs.Evidence(
                actor=rows[one.person_id].pseudonym,
                verb=Verb.RECEIVED,
                object_id=f"messages/{one.key}",
                object_name=one.subject,
                object_type=ActivityType.MESSAGE,
                at=now,
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
        queued_at=now, due_at=monday,
    )  # fmt: skip


def mark_read(*, person_id: UUID, now: dt.datetime) -> None:
    """The person has opened the inbox: every message in it counts as read."""
    Message.objects.filter(person=person_id, state=MessageState.SENT, read_at=None).update(read_at=now)


def opt_out(*, person_id: UUID, out: bool, now: dt.datetime) -> None:
    """No more messages that are not urgent (`out`), or messages again."""
    if out:
        OptOut.objects.get_or_create(person_id=person_id, defaults={"since": now})
    else:
        OptOut.objects.filter(person=person_id).delete()


def forget_person(*, person_id: UUID) -> None:
    """Erasure: the words of the messages to a person go, and what waits is dropped."""
    Message.objects.filter(person=person_id).update(body="", subject="", why="")
    Message.objects.filter(person=person_id, state=MessageState.WAITING).update(state=MessageState.DROPPED)
