"""Letters: messages to people who have no account here. They keep quiet hours and are never sent twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import uuid4

from django.db import transaction

from trimtab.kernel.channels import ChannelName
from trimtab.messaging import queries
from trimtab.messaging.actions import troubles
from trimtab.messaging.actions.delivering import TIME_TO_HAND_OVER, always
from trimtab.messaging.actions.handing_over import AT_ONCE, LEASE, Claimed, hand_over, release_lost
from trimtab.messaging.domain.limits import is_quiet
from trimtab.messaging.domain.rows import Channel, GoOn, MessageState, NewLetter, Outgoing
from trimtab.messaging.models import Letter


def write_letters(letters: Iterable[NewLetter], *, now: dt.datetime) -> int:
    """Puts letters into the outbox, in the caller's transaction; a key that is there already is not written again."""
    rows = [
        Letter(
            key=letter.key, address=letter.address, name=letter.name, subject=letter.subject, body=letter.body,
            why=letter.why, queued_at=now, due_at=now,
        )
        for letter in letters
    ]  # fmt: skip
    known = set(Letter.objects.filter(key__in=[row.key for row in rows]).values_list("key", flat=True))
    fresh = [row for row in rows if row.key not in known]
    Letter.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


def deliver_letters(*, now: dt.datetime, channel: Channel | None, time_zone: str, go_on: GoOn = always) -> int:
    """Hands over the letters that are due, in batches; returns how many went. Several workers may do so at once.

    `time_zone` is the organisation's: outside people keep no zone here. Without a channel (no mail server) letters wait. `go_on` is
    asked before each batch and each letter, so that a turn ends in time.
    """
    release_lost(now=now)
    limits, sent, is_well = queries.limits(), 0, True
    if channel is None or any(is_quiet(at, time_zone, limits) for at in (now, now + TIME_TO_HAND_OVER)):
        return 0
    due = Letter.objects.filter(state=MessageState.WAITING, due_at__lte=now)
    while is_well and go_on() and due.exists() and troubles.may_try(ChannelName.EMAIL, now=now):
        states, is_well = hand_over(Letter, _claim(now), name=ChannelName.EMAIL, channel=channel, now=now, go_on=go_on)
        sent += states[MessageState.SENT]
    return sent


@transaction.atomic
def _claim(now: dt.datetime) -> list[Claimed]:
    due = Letter.objects.select_for_update(skip_locked=True).filter(state=MessageState.WAITING, due_at__lte=now)
    letters, claim = list(due.order_by("due_at", "queued_at", "id")[:AT_ONCE]), uuid4()
    Letter.objects.filter(id__in=[letter.id for letter in letters]).update(
        state=MessageState.SENDING, claim=claim, claimed_until=now + LEASE, handing_over_at=None
    )
    return [
        Claimed(
            Outgoing(letter.id, letter.address, letter.name, "", letter.subject, letter.body, letter.why, letter.key), claim,
            letter.attempts,
        )
        for letter in letters
    ]  # fmt: skip
