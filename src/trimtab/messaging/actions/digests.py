"""Digests: what the week does not hold comes together when the next one begins."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.kernel.channels import ChannelName
from trimtab.kernel.said import say
from trimtab.messaging.actions.meaning import digested
from trimtab.messaging.domain.limits import next_week_of
from trimtab.messaging.domain.rows import MessageState
from trimtab.messaging.models import Message
from trimtab.people import api as people


@transaction.atomic
def queue_digests(*, now: dt.datetime) -> int:
    """One digest a person for what the cap held back, due when the next week begins in their time zone."""
    held = list(
        Message.objects.select_for_update(skip_locked=True)
        .filter(state=MessageState.IN_DIGEST)
        .exclude(because__contains=["digest"])
        .order_by("queued_at", "id")
    )
    rows = people.people_rows({message.person_id for message in held}) if held else {}
    by_person: dict[UUID, list[Message]] = {}
    for message in held:
        by_person.setdefault(message.person_id, []).append(message)
    digests = [_digest(rows[person], messages, now) for person, messages in by_person.items()]
    Message.objects.bulk_create(digests, ignore_conflicts=True)
    of_person = {digest.person_id: digest.id for digest in digests}
    for message in held:
        message.because, message.digest = [*message.because, "digest"], of_person[message.person_id]
    Message.objects.bulk_update(held, ["because", "digest"], batch_size=2000)
    return len(digests)


def _digest(person: people.PersonRow, messages: list[Message], now: dt.datetime) -> Message:
    subject, body = digested(messages)
    return Message(
        person_id=person.id,
        key=f"digest/{now.isoformat()}",
        subject=subject,
        body=body,
        why=say("You had as many messages as one week holds, so these waited and come together."),
        channel=ChannelName.IN_APP,
        queued_at=now,
        due_at=next_week_of(now, person.time_zone),
        because=list(dict.fromkeys(place for message in messages for place in message.because)),
    )
