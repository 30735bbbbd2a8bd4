"""Queuing messages: from campaigns, from other rooms; limits, reading and leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from uuid import UUID

from django.db import transaction

from trimtab.kernel.matching import Matched, match
from trimtab.messaging.domain.limits import Limits
from trimtab.messaging.domain.rows import CampaignLike, MessageState
from trimtab.messaging.models import Campaign, LimitsInForce, Message, OptOut
from trimtab.people import api as people

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


def mark_read(*, person_id: UUID, now: dt.datetime) -> None:
    """The person has opened the inbox: every message in it counts as read."""
    Message.objects.filter(person=person_id, state=MessageState.SENT, read_at=None).update(read_at=now)


def opt_out(*, person_id: UUID, out: bool, now: dt.datetime) -> None:
    """No more messages that are not urgent (`out`), or messages again."""
    if out:
        OptOut.objects.get_or_create(person_id=person_id, defaults={"since": now})
    else:
        OptOut.objects.filter(person=person_id).delete()
