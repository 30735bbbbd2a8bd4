"""How mail leaves this installation: as the machine's settings say, else as somebody set it up in
the browser. Asked for each turn of the worker, so that a change needs no restart.
"""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from django.urls import reverse

from trimtab.channels import email
from trimtab.config import env
from trimtab.journeys import leaving
from trimtab.kernel.errors import DeliveryFailed, DeliveryUncertain, Refusal
from trimtab.kernel.said import Said, as_written
from trimtab.messaging import api as messaging
from trimtab.messaging.api import Channel, MailSetUp, Outgoing
from trimtab.workbench.running.mail_tools import MachineMail, MailTools

# How many seconds a test waits for each answer: somebody looks at the page meanwhile.
PATIENCE = 8.0


def channel() -> Channel | None:
    """The way mail leaves; None while nothing says it."""
    if env.EMAIL_URL:
        return email.set_up(lambda name: env.env.str(name, default=""))
    try:
        set_up = messaging.mail_set_up()
    except Refusal as refusal:
        return email.UnreadableChannel(as_written(refusal.sentence))
    return email.channel_of(set_up) if set_up else None


def per_hour() -> int | None:
    """How much mail leaves in an hour at most; None for as much as there is."""
    kept = None if env.EMAIL_URL else messaging.mail_kept()
    return kept.set_up.per_hour if kept else None


def leave_link(person_id: UUID, key: str) -> str:
    """The whole link by which a person gets no more of what has this key; "" for what one does not
    leave.
    """
    what = leaving.leaving_of(key)
    if what is None:
        return ""
    path = reverse("gateway:leave", args=[leaving.token_of(person_id, what)])
    return f"{env.BASE_URL}{path}"


def machine_mail() -> MachineMail | None:
    """What the machine's settings say of mail, without a password; None when they say nothing."""
    if not env.EMAIL_URL:
        return None
    parts = urlsplit(env.EMAIL_URL)
    place = f"{parts.hostname or ''}{f':{parts.port}' if parts.port else ''}"
    return MachineMail(place=place or parts.scheme, sender=env.EMAIL_FROM)


def try_out(set_up: MailSetUp, message: Outgoing) -> Said | None:
    """Sends a message as the set-up says; why it did not go, None when the other side has it."""
    try:
        with email.channel_of(set_up, patience=PATIENCE).open() as open_channel:
            open_channel.deliver(message, _nothing)
    except (DeliveryFailed, DeliveryUncertain) as error:
        return error.sentence
    return None


def _nothing() -> None:
    """A test stands in no outbox."""


def tools() -> MailTools:
    """What the page Mail is told."""
    address = f"{env.BASE_URL}/hooks/mail/"
    return MailTools(machine=machine_mail, try_out=try_out, hook_address=address)
