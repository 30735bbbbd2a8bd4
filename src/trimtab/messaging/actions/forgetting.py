"""Letting the words of messages go, because a person is erased or because their time is over.

The row stays without its words: by its key nobody is sent the same thing twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from trimtab.kernel.past import Past
from trimtab.messaging.domain.rows import MessageState
from trimtab.messaging.models import Letter, Message, Suppressed
from trimtab.messaging.queries import letters_kept, messages_kept

_ON_THE_WAY = (MessageState.WAITING, MessageState.SENDING)
_GONE = {"subject": "", "body": "", "why": ""}


@transaction.atomic
def forget_person(*, person_id: UUID) -> int:
    """Erasure: the words of the messages to a person go, and what waits is dropped. Returns how many messages it was."""
    own = Message.objects.filter(person=person_id)
    _drop(own)
    return messages_kept().filter(person=person_id).update(**_GONE)


@transaction.atomic
def forget_addresses(*, addresses: Iterable[str]) -> int:
    """Erasure: the words of letters to these addresses go, and what waits is dropped. Returns how many letters it was.

    That one gets no mail is forgotten with it.
    """
    lowered = [address.lower() for address in addresses]
    Suppressed.objects.filter(address__in=lowered).delete()
    found = Letter.objects.filter(address__in=lowered)
    _drop(found)
    return found.update(address="", name="", **_GONE)


def _drop(kept: QuerySet[Message] | QuerySet[Letter]) -> None:
    """What waits does not go any more, nor does what a worker has but has not begun to hand over."""
    not_yet = Q(state=MessageState.WAITING) | Q(state=MessageState.SENDING, handing_over_at=None)
    kept.filter(not_yet).update(state=MessageState.DROPPED, claim=None, claimed_until=None)


def old_messages(before: dt.datetime) -> Past:
    """The messages and letters written before a moment that are over and kept with their words."""
    return Past.together(_past(found, before) for found in (_over(), _over_letters()))


@transaction.atomic
def forget_old_messages(*, before: dt.datetime) -> int:
    """Retention: the words of messages and letters written before a moment go, but of those that still wait. Returns how many."""
    messages = _over().filter(queued_at__lt=before).update(**_GONE)
    return messages + _over_letters().filter(queued_at__lt=before).update(
        address="", name="", **_GONE
    )


def _past(found: QuerySet[Message] | QuerySet[Letter], before: dt.datetime) -> Past:
    counted = found.aggregate(
        count=Count("id", filter=Q(queued_at__lt=before)),
        oldest=Min("queued_at", filter=Q(queued_at__gte=before)),
    )
    return Past(counted["count"], counted["oldest"])


def _over() -> QuerySet[Message]:
    """What waits, for its hour or for a digest, is still needed."""
    for_digest = Q(state=MessageState.IN_DIGEST) & ~Q(because__contains=["digest"])
    return messages_kept().exclude(state__in=_ON_THE_WAY).exclude(for_digest)


def _over_letters() -> QuerySet[Letter]:
    return letters_kept().exclude(state__in=_ON_THE_WAY)
