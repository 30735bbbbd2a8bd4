"""Queuing messages; limits, reading and leaving."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from trimtab.kernel.channels import THERE_ARE, ChannelName, is_channel
from trimtab.kernel.errors import Refusal
from trimtab.kernel.said import Said, say
from trimtab.messaging.domain.limits import Limits
from trimtab.messaging.domain.rows import MessageState
from trimtab.messaging.models import LimitsInForce, Message, OptOut, ReminderWish


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMessage:
    """A message that several people get; `key` says which one, so that each gets it once.

    With an `audience` it goes to those alone who are in it when it goes.
    """

    key: str
    subject: Said
    body: Said
    why: Said
    sender: str = ""
    channel: str = ChannelName.IN_APP
    urgent: bool = False
    because: Sequence[str] = ()
    due_at: dt.datetime | None = None
    is_private: bool = False
    audience: str = ""


def no_channel(name: str, *, field: str = "") -> Refusal:
    """That there is no such channel, or that it is not installed here."""
    sentence = (
        say("The channel '{name}' is not installed here.", name=name)
        if is_channel(name)
        else say(
            "There is no channel '{name}' here; there are {channels}.",
            name=name,
            channels=THERE_ARE,
        )
    )
    return Refusal("messages.channel", sentence, field)


def check_channel(name: str, *, field: str = "") -> None:
    """Raises Refusal unless there is such a channel; an empty name means the app."""
    if name and not is_channel(name):
        raise no_channel(name, field=field)


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
    *,
    person_ids: Iterable[UUID],
    key: str,
    subject: Said,
    body: Said,
    why: Said,
    now: dt.datetime,
    sender: str = "",
    channel: str = ChannelName.IN_APP,
    urgent: bool = False,
    because: Sequence[str] = (),
    due_at: dt.datetime | None = None,
    is_private: bool = False,
) -> int:
    """Writes a message to each person into the outbox, in the caller's transaction.

    Returns how many are new: whoever has a message with this `key` already gets no second one.
    Each gets it in their own language. `why` is shown to the person. `is_private`: that somebody
    gets it tells what they did or left, so the outbox does not say whose it is. Raises Refusal for
    a channel that there is not.
    """
    check_channel(channel, field="channel")
    message = NewMessage(
        key=key,
        subject=subject,
        body=body,
        why=why,
        sender=sender,
        channel=channel,
        urgent=urgent,
        because=because,
        due_at=due_at,
        is_private=is_private,
    )
    return write(message, person_ids, now=now)


def write(message: NewMessage, person_ids: Iterable[UUID], *, now: dt.datetime) -> int:
    """Writes a message to each person who has none with its key, whatever its channel.

    Returns how many are new.
    """
    wanted = list(dict.fromkeys(person_ids))
    known = set(
        Message.objects.filter(key=message.key, person__in=wanted).values_list("person", flat=True)
    )
    fresh = [
        Message(
            person_id=person_id,
            key=message.key,
            sender=message.sender,
            subject=message.subject,
            body=message.body,
            why=message.why,
            because=list(message.because),
            channel=message.channel or ChannelName.IN_APP,
            urgent=message.urgent,
            queued_at=now,
            due_at=message.due_at or now,
            is_private=message.is_private,
            audience=message.audience,
        )
        for person_id in wanted
        if person_id not in known
    ]
    Message.objects.bulk_create(fresh, batch_size=5000, ignore_conflicts=True)
    return len(fresh)


def mark_read(*, person_id: UUID, now: dt.datetime) -> None:
    """The person has opened the inbox: every message in it counts as read."""
    Message.objects.filter(person=person_id, state=MessageState.SENT, read_at=None).update(
        read_at=now
    )


def choose_reminders(*, person_id: UUID, wants: bool, now: dt.datetime) -> None:
    """The person wants to be reminded of practice, or not."""
    ReminderWish.objects.update_or_create(
        person_id=person_id, defaults={"wants": wants, "since": now}
    )


def opt_out(*, person_id: UUID, out: bool, now: dt.datetime) -> None:
    """No more messages that are not urgent (`out`), or messages again."""
    if out:
        OptOut.objects.get_or_create(person_id=person_id, defaults={"since": now})
    else:
        OptOut.objects.filter(person=person_id).delete()
