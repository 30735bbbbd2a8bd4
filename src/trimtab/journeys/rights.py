"""Asking to be erased: the person asks in one step, the stewards are told, and one of them erases
or says why not.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db import transaction

from trimtab.governance import api as governance
from trimtab.kernel.said import Said, say
from trimtab.messaging import api as messaging
from trimtab.people import api as people


@transaction.atomic
def ask(*, person: people.PersonRow, now: datetime) -> governance.RequestRow:
    """A person asks to be erased, once; the stewards get a message that names nobody."""
    request_id, made = governance.ask_to_be_erased(person_id=person.id, now=now)
    request = governance.request(request_id)
    if made:
        stewards = [steward.id for steward in people.people_with_role(people.Role.STEWARD)]
        body = say(
            "Open Data rights, look at what is held, and erase the person or say why not. An "
            "answer is due by {day}.",
            day=request.due,
        )
        _tell(
            stewards,
            f"erasure/{request_id}",
            say("Somebody asks to be erased"),
            body,
            say("You are a steward of people's data."),
            now,
        )
    return request


def take_back(*, person: people.PersonRow, now: datetime) -> None:
    """A person takes an open request back. Raises NotFound when there is none."""
    governance.take_back(person_id=person.id, now=now)


@transaction.atomic
def refuse(
    *, request_id: UUID, by: people.PersonRow, reason: str, now: datetime
) -> governance.RequestRow:
    """A steward says no, with a reason that the person reads.

    Raises NotAllowed, NotFound or Refusal.
    """
    people.require(by, people.Role.STEWARD)
    request = governance.refuse_erasure(request_id=request_id, by=by.id, reason=reason, now=now)
    _tell(
        [request.person_id],
        f"erasure/{request_id}/answer",
        say("Your request to be erased was answered"),
        say("The answer and its reason stand on your page Me."),
        say("You asked to be erased."),
        now,
        is_private=True,
    )
    return request


def _tell(
    person_ids: Iterable[UUID],
    key: str,
    subject: Said,
    body: Said,
    why: Said,
    now: datetime,
    *,
    is_private: bool = False,
) -> None:
    messaging.queue(
        person_ids=person_ids,
        key=key,
        subject=subject,
        body=body,
        why=why,
        urgent=True,
        is_private=is_private,
        now=now,
    )
