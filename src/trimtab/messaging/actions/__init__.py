"""What messaging does: queues, hands over, and writes to people who have no account."""

from trimtab.messaging.actions.again import send_again, send_failed_again
from trimtab.messaging.actions.campaigns import match_campaigns
from trimtab.messaging.actions.delivering import deliver_due
from trimtab.messaging.actions.forgetting import (
    forget_addresses,
    forget_old_messages,
    forget_person,
    old_messages,
)
from trimtab.messaging.actions.letters import deliver_letters, write_letters
from trimtab.messaging.actions.queueing import (
    choose_reminders,
    mark_read,
    opt_out,
    queue,
    set_limits,
)

__all__ = [
    "choose_reminders",
    "deliver_due",
    "deliver_letters",
    "forget_addresses",
    "forget_old_messages",
    "forget_person",
    "mark_read",
    "match_campaigns",
    "old_messages",
    "opt_out",
    "queue",
    "send_again",
    "send_failed_again",
    "set_limits",
    "write_letters",
]
