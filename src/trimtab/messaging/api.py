"""The door of the room messaging: what other rooms may say."""

from trimtab.messaging.actions import (
    deliver_due,
    forget_person,
    mark_read,
    match_campaigns,
    opt_out,
    queue,
    set_limits,
)
from trimtab.messaging.domain.limits import Limits
from trimtab.messaging.domain.rows import Channel, Delivered, MessageRow, MessageState, Outgoing
from trimtab.messaging.queries import inbox, limits, messages_for, opted_out, outbox, unread_count

__all__ = [
    "Channel",
    "Delivered",
    "Limits",
    "MessageRow",
    "MessageState",
    "Outgoing",
    "deliver_due",
    "forget_person",
    "inbox",
    "limits",
    "mark_read",
    "match_campaigns",
    "messages_for",
    "opt_out",
    "opted_out",
    "outbox",
    "queue",
    "set_limits",
    "unread_count",
]
