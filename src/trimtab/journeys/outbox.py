"""Sending again by hand, with a line in the audit."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.messaging import api as messaging
from trimtab.people import api as people


@transaction.atomic
def send_again(
    *, post: messaging.Post, message_id: UUID, by: people.PersonRow, now: dt.datetime
) -> None:
    """Lets one message or letter that failed, or may have been sent, wait for its turn again.

    Raises NotAllowed for anybody but administrators, NotFound, and Refusal when it did not fail or its words are gone.
    """
    people.require(by, people.Role.ADMINISTRATOR)
    messaging.send_again(post=post, message_id=message_id, now=now)
    _note(by, f"outbox/{post}/{message_id}", {}, now)


@transaction.atomic
def send_failed_again(*, post: messaging.Post, by: people.PersonRow, now: dt.datetime) -> int:
    """Lets everything that failed for certain wait for its turn again; returns how many. Raises NotAllowed."""
    people.require(by, people.Role.ADMINISTRATOR)
    count = messaging.send_failed_again(post=post, now=now)
    if count:
        _note(by, f"outbox/{post}", {"messages": count}, now)
    return count


def _note(by: people.PersonRow, target: str, detail: dict[str, object], now: dt.datetime) -> None:
    governance.audit(actor_id=by.id, act="outbox.sent-again", target=target, detail=detail, now=now)
