"""A message as mail, and from whom it is."""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime, formataddr

from django.core.mail import EmailMessage

from trimtab import clock
from trimtab.messaging.api import Outgoing


@dataclass(frozen=True, slots=True)
class Sender:
    """From whom mail is: as it stands in From, and where answers go ('' for the same)."""

    written: str
    reply_to: str = ""


def sender_of(name: str, address: str, reply_to: str = "") -> Sender:
    """The sender with this name ('' for none) and address."""
    return Sender(formataddr((name, address)) if name else address, reply_to)


def mail_of(message: Outgoing, sender: Sender) -> EmailMessage:
    """The message as mail, plain text, the reason below it.

    Its Message-ID is that of the row, so that the same message sent again can be told.
    """
    headers = {
        "Message-ID": f"<{message.id}@trimtab>",
        "Date": format_datetime(clock.now()),
        **common_headers(message),
    }
    return _written(message, sender, headers)


def mail_for_service(message: Outgoing, sender: Sender) -> EmailMessage:
    """The message as a service takes it: Message-ID and Date are the service's own, and the row's
    id stands beside them.
    """
    return _written(message, sender, {"X-Trimtab": str(message.id), **common_headers(message)})


def common_headers(message: Outgoing) -> dict[str, str]:
    """What says that no person wrote it (RFC 3834), and how one leaves (RFC 2369, RFC 8058)."""
    headers = {"Auto-Submitted": "auto-generated"}
    if message.leave:
        headers |= {
            "List-Unsubscribe": f"<{message.leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    return headers


def _written(message: Outgoing, sender: Sender, headers: dict[str, str]) -> EmailMessage:
    body = f"{message.body}\n\n-- \n{message.why}\n"
    return EmailMessage(
        message.subject,
        body,
        sender.written,
        [message.address],
        reply_to=[sender.reply_to] if sender.reply_to else None,
        headers=headers,
    )
