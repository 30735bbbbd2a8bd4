"""Mail as administrators set it up, with a line in the audit for each change."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.messaging import api as messaging
from trimtab.messaging.api import MailSetUp, MailWay
from trimtab.people import api as people

_TARGET = "mail"


@transaction.atomic
def keep(set_up: MailSetUp, *, tried: bool, by: people.PersonRow, now: dt.datetime) -> None:
    """Mail leaves so from now on. Raises NotAllowed, and Refusal for what is wrong about it."""
    people.require(by, people.Role.ADMINISTRATOR)
    messaging.keep_mail(set_up, tried=tried, now=now)
    _note(by, "mail.set-up", {"service": set_up.way.value, "tried": tried}, now)


@transaction.atomic
def forget(*, by: people.PersonRow, now: dt.datetime) -> None:
    """What was set up in the browser is forgotten. Raises NotAllowed, NotFound."""
    people.require(by, people.Role.ADMINISTRATOR)
    messaging.forget_mail()
    _note(by, "mail.forgotten", {}, now)


@transaction.atomic
def hear_bounces(
    *, way: MailWay, secret: str, key: str, by: people.PersonRow, now: dt.datetime
) -> None:
    """The service may tell of bounces from now on, with this secret alone. Raises NotAllowed,
    NotFound.
    """
    people.require(by, people.Role.ADMINISTRATOR)
    messaging.hear_bounces(way=way, secret=secret, key=key)
    _note(by, "mail.hook-made", {"service": way.value}, now)


@transaction.atomic
def lift(*, addresses: tuple[str, ...], by: people.PersonRow, now: dt.datetime) -> int:
    """Mail goes to these addresses again; returns to how many it did not. Raises NotAllowed."""
    people.require(by, people.Role.ADMINISTRATOR)
    lifted = messaging.lift_suppression(addresses=addresses)
    owners = people.ids_by_email(lifted)
    for address in lifted:
        _note(by, "mail.lifted", {}, now, owner=owners.get(address))
    return len(lifted)


def _note(
    by: people.PersonRow,
    act: str,
    detail: dict[str, object],
    now: dt.datetime,
    *,
    owner: UUID | None = None,
) -> None:
    target = f"people/{owner}" if owner else _TARGET
    governance.audit(actor_id=by.id, act=act, target=target, detail=detail, now=now)
