"""Setting up in the browser how mail leaves, and what is kept of it."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields

from trimtab.kernel.errors import NotFound, Refusal
from trimtab.kernel.said import say
from trimtab.messaging.domain.mail import MailSetUp, MailWay, mail_faults
from trimtab.messaging.models import KeptMail
from trimtab.messaging.queries import configured
from trimtab.messaging.queries.mail import digest_of

_PLAIN = tuple(field.name for field in fields(MailSetUp) if field.name != "secret")


def settle_mail(sends: bool) -> None:
    """Says at the start whether the machine's own settings let mail leave."""
    configured().sends_mail = sends


def keep_mail(set_up: MailSetUp, *, tried: bool, now: dt.datetime) -> None:
    """Mail leaves so from now on; `tried` says that a message was seen to go. An empty secret
    leaves the one that is kept, as long as it goes to the same place.

    Raises Refusal for the first thing that is wrong.
    """
    whole = with_kept_secret(set_up)
    for name, sentence in mail_faults(whole).items():
        raise Refusal("mail.set-up", sentence, name)
    before = KeptMail.objects.select_for_update().first()
    values = {name: getattr(whole, name) for name in _PLAIN} | {"secret": whole.secret}
    values |= {"kept_at": now, "tried_at": now if tried else None}
    if before is not None and before.way != whole.way:
        # Another service knows neither the secret nor the key of the one before.
        values |= {"hook_digest": "", "hook_key": ""}
    KeptMail.objects.update_or_create(id=1, defaults=values)


def with_kept_secret(set_up: MailSetUp) -> MailSetUp:
    """The set-up with the secret that is kept where it brings none.

    A secret goes nowhere but where it went before: for another way, server or user it is asked for
    again. Raises Refusal when what is kept cannot be read any more.
    """
    row = KeptMail.objects.first()
    if set_up.secret or row is None or not row.secret:
        return set_up
    there = (row.way, row.host, row.port, row.security, row.user)
    if there != (set_up.way, set_up.host, set_up.port, set_up.security, set_up.user):
        return set_up
    values = {name: getattr(set_up, name) for name in _PLAIN}
    return MailSetUp(**values, secret=row.secret.opened())


def forget_mail() -> None:
    """What was set up in the browser is forgotten, with its secrets. Raises NotFound."""
    if not KeptMail.objects.all().delete()[0]:
        raise NotFound("mail.none", say("No mail is set up here."))


def hear_bounces(*, way: MailWay, secret: str, key: str) -> None:
    """Takes in what the service tells of bounces from now on, from whoever brings this secret; `key`
    is that with which it signs, '' where it signs nothing.

    Raises NotFound when mail does not leave by this service.
    """
    kept = {"hook_digest": digest_of(secret), "hook_key": key}
    if not KeptMail.objects.filter(way=way).update(**kept):
        raise NotFound("mail.none", say("Mail does not leave by this service."))
