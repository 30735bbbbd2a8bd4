"""Reading how mail leaves, and which addresses get none."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import fields

from django.db.models import Max

from trimtab.kernel import paging
from trimtab.kernel.channels import ChannelName
from trimtab.kernel.errors import Refusal
from trimtab.kernel.paging import Page
from trimtab.messaging.domain.mail import (
    MailKept,
    MailRegion,
    MailSecurity,
    MailSetUp,
    MailStanding,
    MailWay,
    SuppressedBecause,
    SuppressedRow,
)
from trimtab.messaging.domain.rows import MessageState
from trimtab.messaging.models import KeptMail, Letter, Message, Suppressed
from trimtab.sealing import Sealed

PAGE_SIZE = 50
HOUR = dt.timedelta(hours=1)
_SHOWN = tuple(field.name for field in fields(MailSetUp) if field.name != "secret")


def mail_set_up() -> MailSetUp | None:
    """How mail leaves, as it was set up in the browser, with its secret; None when it was not.

    Raises Refusal when the secret was kept under another secret of the installation.
    """
    row = KeptMail.objects.first()
    return _set_up(row, secret=row.secret.opened()) if row else None


def mail_kept() -> MailKept | None:
    """What is kept of the set-up of mail, without its secrets; None when nothing is."""
    row = KeptMail.objects.first()
    if row is None:
        return None
    return MailKept(
        set_up=_set_up(row, secret=""),
        has_secret=bool(row.secret),
        is_readable=_is_readable(row.secret),
        hears=bool(row.hook_digest),
        has_hook_key=bool(row.hook_key),
        kept_at=row.kept_at,
        tried_at=row.tried_at,
    )


def _set_up(row: KeptMail, *, secret: str) -> MailSetUp:
    values = {name: getattr(row, name) for name in _SHOWN}
    values |= {
        "way": MailWay(row.way),
        "security": MailSecurity(row.security),
        "region": MailRegion(row.region),
    }
    return MailSetUp(**values, secret=secret)


def _is_readable(secret: Sealed) -> bool:
    try:
        secret.opened()
    except Refusal:
        return False
    return True


def hook_key(way: MailWay, secret: str) -> str | None:
    """The key with which the service signs what it tells us, '' where it signs nothing; None for
    whoever does not bring the secret, or is not the service that mail leaves by.

    Raises Refusal when the key was kept under another secret of the installation.
    """
    row = KeptMail.objects.first()
    brought = digest_of(secret)
    if row is None or not row.hook_digest or row.way != way:
        return None
    return row.hook_key.opened() if hmac.compare_digest(row.hook_digest, brought) else None


def digest_of(secret: str) -> str:
    """What is kept of a secret that is only compared."""
    return hashlib.sha256(secret.encode()).hexdigest()


def suppressed_among(addresses: Iterable[str]) -> dict[str, SuppressedRow]:
    """Those of some addresses that get no mail, by address in lower case."""
    asked = {address.lower() for address in addresses if address}
    rows = Suppressed.objects.filter(address__in=asked) if asked else ()
    return {row.address: _suppressed(row) for row in rows}


def suppressed(*, text: str = "", page: int = 1) -> Page[SuppressedRow]:
    """The addresses that get no mail, newest first, 50 a page; those with `text` in them or in what
    was said of them.
    """
    rows = Suppressed.objects.all()
    if text:
        rows = rows.filter(address__icontains=text) | rows.filter(said__icontains=text)
    cut = paging.cut(rows.count(), number=page, size=PAGE_SIZE)
    return cut.page(_suppressed(row) for row in rows.order_by("-since", "address")[cut.window])


def _suppressed(row: Suppressed) -> SuppressedRow:
    return SuppressedRow(row.address, row.since, SuppressedBecause(row.because), row.said)


def mail_standing(*, now: dt.datetime) -> MailStanding:
    """When mail last left, how much of it in the last hour, and how many addresses get none."""
    mailed = {"state": MessageState.SENT}
    moments = (
        Message.objects.filter(channel=ChannelName.EMAIL, **mailed).aggregate(at=Max("sent_at")),
        Letter.objects.filter(**mailed).aggregate(at=Max("sent_at")),
    )
    last = max((moment["at"] for moment in moments if moment["at"]), default=None)
    return MailStanding(last, mailed_since(now - HOUR), Suppressed.objects.count())


def mailed_since(moment: dt.datetime) -> int:
    """How many messages and letters left by mail after a moment, or are leaving."""
    messages = Message.objects.filter(channel=ChannelName.EMAIL)
    return sum(
        rows.filter(state=MessageState.SENT, sent_at__gt=moment).count()
        + rows.filter(state=MessageState.SENDING).count()
        for rows in (messages, Letter.objects.all())
    )
