"""Letters: messages to people who have no account here. They keep quiet hours and are never sent twice."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.db import transaction

from trimtab.kernel.errors import DeliveryFailed
from trimtab.messaging import queries
from trimtab.messaging.domain.limits import MOST_ATTEMPTS, is_quiet, next_attempt
from trimtab.messaging.domain.rows import Channel, MessageState, NewLetter, Outgoing
from trimtab.messaging.models import Letter

BATCH = 200


def write_letters(letters: Iterable[NewLetter], *, now: dt.datetime) -> int:
    """Puts letters into the outbox, in the caller's transaction; a key that is there already is not written again."""
    rows = [
        Letter(
            key=one.key, address=one.address, name=one.name, subject=one.subject, body=one.body, why=one.why,
            queued_at=now, due_at=now,
        )
        for one in letters
    ]  # fmt: skip
    known = set(Letter.objects.filter(key__in=[one.key for one in rows]).values_list("key", flat=True))
    fresh = [one for one in rows if one.key not in known]
    Letter.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(fresh)


@transaction.atomic
def deliver_letters(*, now: dt.datetime, channel: Channel | None, time_zone: str) -> int:
    """Hands over up to 200 letters that are due; returns how many went.

    `time_zone` is the organisation's: outside people keep no zone here. Without a channel (no mail server) letters wait.
    """
    if channel is None or is_quiet(now, time_zone, queries.limits()):
        return 0
    claimed = list(
        Letter.objects.select_for_update(skip_locked=True)
        .filter(state=MessageState.WAITING, due_at__lte=now)
        .order_by("due_at")[:BATCH]
    )
    for one in claimed:
        _hand_over(one, channel, now)
    Letter.objects.bulk_update(claimed, ["state", "sent_at", "attempts", "due_at"])
    return sum(one.state == MessageState.SENT for one in claimed)


def _hand_over(one: Letter, channel: Channel, now: dt.datetime) -> None:
    try:
        channel.deliver(Outgoing(one.id, one.address, one.name, "", one.subject, one.body, one.why, one.key))
        one.state, one.sent_at = MessageState.SENT, now
    except DeliveryFailed as failed:
        one.attempts += 1
        one.due_at = next_attempt(now, one.attempts)
        if failed.permanent or one.attempts >= MOST_ATTEMPTS:
            one.state = MessageState.FAILED
