"""Sends messages as e-mail: through a mail server, or a service with an interface of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

from django.core.mail import get_connection

from trimtab.channels.email.services import ServiceChannel
from trimtab.channels.email.smtp import MailServerChannel
from trimtab.channels.email.writing import Sender, sender_of
from trimtab.kernel.errors import ChannelAway
from trimtab.kernel.said import Said
from trimtab.messaging.api import Channel, MailSecurity, MailSetUp, MailWay, OpenChannel

SENDER = "Trimtab <trimtab@localhost>"
SERVER = "django.core.mail.backends.smtp.EmailBackend"
PATIENCE = 20.0


def set_up(setting: Callable[[str], str]) -> MailServerChannel | None:
    """The channel as the machine's settings say; None without a mail server."""
    if not setting("TRIMTAB_EMAIL_URL"):
        return None
    return MailServerChannel(Sender(setting("TRIMTAB_EMAIL_FROM") or SENDER), get_connection)


def channel_of(set_up: MailSetUp, *, patience: float = PATIENCE) -> Channel:
    """The channel as somebody set it up in the browser. `patience` is for how many seconds it waits
    for each answer.
    """
    sender = sender_of(set_up.sender_name, set_up.sender, set_up.reply_to)
    if set_up.way is not MailWay.SMTP:
        return ServiceChannel(set_up, sender, patience)
    connect = partial(
        get_connection,
        SERVER,
        host=set_up.host,
        port=set_up.port,
        username=set_up.user,
        password=set_up.secret,
        use_tls=set_up.security is MailSecurity.STARTTLS,
        use_ssl=set_up.security is MailSecurity.TLS,
        timeout=patience,
    )
    return MailServerChannel(sender, connect)


@dataclass(frozen=True, slots=True)
class UnreadableChannel:
    """Mail is set up, and its secret cannot be read any more: all waits."""

    sentence: Said

    @contextmanager
    def open(self) -> Iterator[OpenChannel]:
        """Raises ChannelAway."""
        raise ChannelAway(self.sentence)
        yield
