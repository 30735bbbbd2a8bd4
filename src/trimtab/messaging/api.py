"""The door of the room messaging: what other rooms may say."""

from trimtab.messaging.actions import (
    deliver_due,
    deliver_letters,
    forget_address,
    forget_person,
    mark_read,
    match_campaigns,
    opt_out,
    queue,
    set_limits,
    write_letters,
)
from trimtab.messaging.domain.limits import Limits
from trimtab.messaging.domain.rows import Channel, Delivered, MessageRow, MessageState, NewLetter, Outgoing
from trimtab.messaging.queries import (
    held_about,
    inbox,
    letter_states,
    limits,
    message,
    messages_for,
    opted_out,
    outbox,
    unread_count,
)

__all__ = [
    "Channel",
    "Delivered",
    "Limits",
    "MessageRow",
    "MessageState",
    "NewLetter",
    "Outgoing",
    "deliver_due",
    "deliver_letters",
    "forget_address",
    "forget_person",
    "held_about",
    "inbox",
    "letter_states",
    "limits",
    "mark_read",
    "match_campaigns",
    "message",
    "messages_for",
    "opt_out",
    "opted_out",
    "outbox",
    "queue",
    "set_limits",
    "unread_count",
    "write_letters",
]
